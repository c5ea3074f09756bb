// The held rows by reason, and the acts on them; after each act, and on every hint, the figures are read again.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DecisionView, QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createCoalesced, createLatest } from '../../wizard/latest.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type QuarantineSummary = { readonly held: number; readonly groups: readonly QuarantineGroup[]; readonly underWay: readonly DecisionView[] };

export type Suggested = 'any' | 'with' | 'without';

export type QuarantineState = {
  readonly summary: QuarantineSummary | null;
  readonly failure: Failure | null;
  /** Empty: all reasons. */
  readonly reasons: readonly RejectReason[];
  readonly suggested: Suggested;
  readonly search: string;
  /** The three as a question; it keeps its identity while they stay as they are. */
  readonly filter: GroupFilter;
  /** Rises when rows and decisions must be read again. */
  readonly version: number;
  readonly acting: boolean;
  /** The newest decision of this sitting that can be undone. */
  readonly last: DecisionView | null;
};

/** What is on the screen is what is decided: the chosen reasons, or the rows that were found. */
export type GroupFilter = { readonly reasons?: RejectReason[]; readonly search?: string; readonly suggested?: boolean };

export type Act =
  | { readonly act: 'fix'; readonly entryId: number; readonly phone: string; /** No filler, although it looks like one. */ readonly sure?: boolean }
  | { readonly act: 'accept'; readonly reason: RejectReason; readonly entryId: number }
  | { readonly act: 'discard'; readonly because: string; readonly entryId: number }
  | { readonly act: 'accept-group'; readonly group: GroupFilter }
  | { readonly act: 'discard-group'; readonly because: string; readonly group: GroupFilter }
  | { readonly act: 'undo'; readonly decisionId: number };

export type QuarantineStore = ScreenStore<QuarantineState> & {
  readonly refresh: () => Promise<void>;
  /** Null: all reasons. `adds`: beside those chosen, or no longer beside them. */
  readonly choose: (reason: RejectReason | null, adds?: boolean) => void;
  readonly chooseSuggested: (suggested: Suggested) => void;
  readonly search: (text: string) => void;
  /** Null when another act is still under way. */
  readonly perform: (act: Act) => Promise<Result<DecisionView, Failure> | null>;
};

/** `importId` narrows everything to one import. */
export const createQuarantineStore = (client: Client, importId: number | null): QuarantineStore => {
  const of = importId === null ? {} : { importId };
  const store = createStore<QuarantineState>(() => ({ summary: null, failure: null, reasons: [], suggested: 'any', search: '', filter: {}, version: 0, acting: false, last: null }));
  const latest = createLatest();

  const refresh = async (): Promise<void> => {
    await latest(async () => await client.call('quarantine.summary', of), (reply) => {
      if (!reply.ok) { store.setState({ failure: reply.failure }); return; }
      const groups = keepOrder(store.getState().summary?.groups ?? [], reply.value.groups);
      store.setState({ summary: { ...reply.value, groups }, failure: null });
      // Nobody works on what an earlier sitting left half done: this one does.
      if (reply.value.underWay.some(({ progress }) => progress?.stands === 'idle')) void resume();
    });
  };
  const narrow = (change: Partial<Pick<QuarantineState, 'reasons' | 'suggested' | 'search'>>): void => {
    store.setState({ ...change, filter: filterOf({ ...store.getState(), ...change }) });
  };
  let resuming = false;
  const resume = async (): Promise<void> => {
    if (resuming) return;
    resuming = true;
    const reply = await client.call('quarantine.resume', {});
    if (!reply.ok) store.setState({ failure: reply.failure });
  };
  const again = async (): Promise<void> => {
    store.setState({ version: store.getState().version + 1 });
    await refresh();
  };

  const send = async (act: Act): Promise<Result<DecisionView, Failure>> => {
    switch (act.act) {
      case 'fix': return await client.call('quarantine.fix', { entryId: act.entryId, phone: act.phone, ...(act.sure === true ? { sure: true } : {}) });
      case 'accept': return await client.call('quarantine.accept', { ...of, reason: act.reason, entryId: act.entryId });
      case 'discard': return await client.call('quarantine.discard', { ...of, because: act.because, entryId: act.entryId });
      case 'accept-group': {
        const { reasons, search } = act.group;
        return await client.call('quarantine.accept', { ...of, ...(reasons === undefined ? {} : { reasons }), ...(search === undefined ? {} : { search }) });
      }
      case 'discard-group': return await client.call('quarantine.discard', { ...of, ...act.group, because: act.because });
      case 'undo': return await client.call('quarantine.undo', { decisionId: act.decisionId });
      default: return act satisfies never;
    }
  };

  let close = (): void => undefined;
  return {
    store,
    refresh,
    choose: (reason, adds = false) => {
      const { reasons } = store.getState();
      if (reason === null) narrow({ reasons: [] });
      else if (!adds) narrow({ reasons: [reason] });
      else narrow({ reasons: reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason] });
    },
    chooseSuggested: (suggested) => { narrow({ suggested }); },
    search: (search) => { narrow({ search }); },
    perform: async (act) => {
      // What concerns many goes on for seconds; the rest of the screen is free meanwhile.
      const isLong = act.act === 'accept-group' || act.act === 'discard-group' || act.act === 'undo';
      if (!isLong && store.getState().acting) return null;
      if (!isLong) store.setState({ acting: true });
      const sent = send(act);
      const look = isLong ? setTimeout(() => { void again(); }, 60) : undefined;
      const reply = await sent;
      clearTimeout(look);
      store.setState({ ...(isLong ? {} : { acting: false }), ...(reply.ok ? { last: act.act === 'undo' || !reply.value.canUndo ? null : reply.value } : {}) });
      await again();
      return reply;
    },
    open: () => {
      const look = createCoalesced(again, 250);
      const deaf = client.listen((event) => { if (event.type === 'ledger.changed') look.hint(); });
      void refresh();
      close = () => { deaf(); look.close(); };
    },
    close: () => { close(); },
  };
};

/** The most frequent reason stands first when the screen is entered; afterwards none moves under the pointer because of a decision. */
export const keepOrder = (before: readonly QuarantineGroup[], now: readonly QuarantineGroup[]): readonly QuarantineGroup[] => {
  const place = (group: QuarantineGroup): number => {
    const at = before.findIndex((known) => known.reason === group.reason);
    return at === -1 ? before.length : at;
  };
  return before.length === 0 ? [...now].sort((one, other) => other.held - one.held) : [...now].sort((one, other) => place(one) - place(other));
};

export const filterOf = ({ reasons, search, suggested }: Pick<QuarantineState, 'reasons' | 'search' | 'suggested'>): GroupFilter => ({
  ...(reasons.length === 0 ? {} : { reasons: [...reasons] }),
  ...(search.trim() === '' ? {} : { search: search.trim() }),
  ...(suggested === 'any' ? {} : { suggested: suggested === 'with' }),
});
