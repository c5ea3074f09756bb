// Quarantine: wires the store, the keys and the notices; "#/quarantine?import=3" shows one import's held rows.
import { useCallback, useMemo, useRef, useState, type JSX } from 'react';
import type { QuarantineEntry } from '../../../src-shared/contract/quarantine.ts';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useKeys } from '../../wizard/use-keys.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import type { Doing } from './entry-detail.tsx';
import { createPerformAndTell } from './perform-and-tell.ts';
import { createQuarantineStore, type Act, type QuarantineState, type QuarantineStore } from './quarantine-store.ts';
import { QuarantineView } from './quarantine-view.tsx';

export const QuarantineScreen = (): JSX.Element => {
  const { params } = useRoute();
  const importId = /^\d+$/.test(params['import'] ?? '') ? Number(params['import']) : null;
  return <QuarantineOf key={importId} importId={importId} />;
};

const QuarantineOf = ({ importId }: { readonly importId: number | null }): JSX.Element => {
  const { client } = useDesk();
  const { tell } = useNotices();
  const go = useGo();
  const [state, { choose, search, refresh, perform }] = useScreenStore<QuarantineState, QuarantineStore>(() => createQuarantineStore(client, importId));
  const [entry, setEntry] = useState<QuarantineEntry | null>(null);
  const [doing, setDoing] = useState<Doing>('looking');
  const [tab, setTab] = useState('held');
  const list = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const focusList = useCallback((): void => { (list.current?.querySelector<HTMLElement>('[role=grid]') ?? list.current)?.focus({ preventScroll: true }); }, []);

  const performAndTell = useMemo(() => createPerformAndTell(perform, tell), [perform, tell]);
  const act = (what: Act): void => {
    setDoing('looking');
    focusList();
    void performAndTell(what);
  };
  const isHeldShown = tab === 'held';
  useKeys({
    f: () => { if (entry !== null && isHeldShown) setDoing('fixing'); },
    a: () => { if (entry !== null && entry.suggestion !== null && isHeldShown) act({ act: 'accept', reason: entry.reason, entryId: entry.entryId }); },
    A: () => { if (state.reason !== null && isHeldShown) act({ act: 'accept', reason: state.reason }); },
    d: () => { if (entry !== null && isHeldShown) setDoing('discarding'); },
    D: () => { if (state.reason !== null && isHeldShown) setDoing('discarding-all'); },
    u: () => { if (state.last !== null) act({ act: 'undo', decisionId: state.last.decisionId }); },
    '/': () => { setTab('held'); searchBox.current?.focus(); },
  });

  return (
    <QuarantineView
      state={state} client={client} importId={importId} entry={entry} doing={doing} tab={tab} listRef={list} searchRef={searchBox}
      onTab={setTab} onChoose={choose} onSearch={search} onEntry={setEntry} onDoing={(next) => { setDoing(next); if (next === 'looking') focusList(); }}
      onAct={act} onRetry={() => { void refresh(); }} onImport={() => { go('import'); }} onAllImports={() => { go('quarantine'); }} onNext={() => { go('map-codes'); }} focusList={focusList}
    />
  );
};
