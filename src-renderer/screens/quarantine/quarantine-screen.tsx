// Quarantine: wires the store, the keys and the notices; "#/quarantine?import=3" shows one import's held rows.
import { useCallback, useMemo, useRef, useState, type JSX } from 'react';
import type { QuarantineEntry } from '../../../src-shared/contract/quarantine.ts';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useKeys } from '../../wizard/use-keys.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import type { Doing, ShownGroup } from './entry-detail.tsx';
import { createPerformAndTell } from './perform-and-tell.ts';
import { createQuarantineStore, type Act, type QuarantineState, type QuarantineStore } from './quarantine-store.ts';
import { createExchange, type ReadCorrections } from './exchange.ts';
import { QuarantineView, type Found } from './quarantine-view.tsx';
import { shownGroup } from './shown-group.ts';

export const QuarantineScreen = (): JSX.Element => {
  const { params } = useRoute();
  const importId = /^\d+$/.test(params['import'] ?? '') ? Number(params['import']) : null;
  return <QuarantineOf key={importId} importId={importId} />;
};

const QuarantineOf = ({ importId }: { readonly importId: number | null }): JSX.Element => {
  const { client, bridge } = useDesk();
  const { tell } = useNotices();
  const go = useGo();
  const [state, { choose, chooseSuggested, search, refresh, perform }] = useScreenStore<QuarantineState, QuarantineStore>(() => createQuarantineStore(client, importId));
  const [entry, setEntry] = useState<QuarantineEntry | null>(null);
  const [doing, setDoing] = useState<Doing>('looking');
  const [tab, setTab] = useState('held');
  const [found, setFound] = useState<Found>({ total: 0, more: false });
  const [corrections, setCorrections] = useState<ReadCorrections | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const reasons = useRef<HTMLElement>(null);
  const focusList = useCallback((): void => { (list.current?.querySelector<HTMLElement>('[role=grid]') ?? list.current)?.focus({ preventScroll: true }); }, []);

  const performAndTell = useMemo(() => createPerformAndTell(perform, tell), [perform, tell]);
  const act = (what: Act): void => {
    setDoing('looking');
    focusList();
    void performAndTell(what);
  };
  const onFound = useCallback((next: Found) => { setFound((before) => (before.total === next.total && before.more === next.more ? before : next)); }, []);
  const exchange = useMemo(() => createExchange(client, bridge, tell), [client, bridge, tell]);
  const exportRows = (format: 'xlsx' | 'csv'): void => { void exchange.exportRows(format, { ...state.filter, ...(importId === null ? {} : { importId }) }); };
  const readCorrections = (): void => { void exchange.readCorrections().then(setCorrections); };
  const group = shownGroup(state, found);
  const isHeldShown = tab === 'held';
  /** The shown group, or null with the words why nothing is done to all of it. */
  const groupOrTell = (): ShownGroup | null => {
    if (group === null && (state.summary?.held ?? 0) > 0) tell({ text: 'Not everything is decided at once: choose a reason on the left first, or search.' });
    return group;
  };
  const acceptAll = (): void => {
    const all = groupOrTell();
    if (all?.suggested === 0) tell({ text: `No row of ${all.name} has a suggestion: fix or discard them.` });
    else if (all !== null) act({ act: 'accept-group', group: all.filter });
  };
  useKeys({
    f: () => { if (entry !== null && isHeldShown) setDoing('fixing'); },
    a: () => { if (entry !== null && entry.suggestion !== null && isHeldShown) act({ act: 'accept', reason: entry.reason, entryId: entry.entryId }); },
    A: () => { if (isHeldShown) acceptAll(); },
    d: () => { if (entry !== null && isHeldShown) setDoing('discarding'); },
    D: () => { if (isHeldShown && groupOrTell() !== null) setDoing('discarding-all'); },
    e: () => { exportRows('xlsx'); },
    i: readCorrections,
    u: () => { if (state.last !== null) act({ act: 'undo', decisionId: state.last.decisionId }); },
    r: () => { setTab('held'); reasons.current?.querySelector<HTMLElement>('[aria-pressed=true]')?.focus(); },
    '/': () => { setTab('held'); searchBox.current?.focus(); },
  });

  return (
    <QuarantineView
      state={state} client={client} importId={importId} entry={entry} doing={doing} tab={tab} listRef={list} searchRef={searchBox} reasonsRef={reasons}
      group={group} found={found} onFound={onFound} corrections={corrections} onExport={exportRows} onCorrections={readCorrections} onLeaveCorrections={() => { setCorrections(null); }}
      onCorrect={() => { setCorrections(null); if (corrections !== null) void exchange.correct(corrections, (decisionId) => { act({ act: 'undo', decisionId }); }); }}
      onTab={setTab} onChoose={choose} onSuggested={chooseSuggested} onSearch={search} onEntry={setEntry} onDoing={(next) => { setDoing(next); if (next === 'looking') focusList(); }}
      onAct={act} onRetry={() => { void refresh(); }} onImport={() => { go('import'); }} onAllImports={() => { go('quarantine'); }} onNext={() => { go('map-codes'); }} focusList={focusList}
    />
  );
};
