// The held rows by reason, and the acts on them; after each act, and on every hint, the figures are read again.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DecisionView, QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createCoalesced, createLatest } from '../../wizard/latest.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type QuarantineSummary = { readonly held: number; readonly groups: readonly QuarantineGroup[] };

export type QuarantineState = {
  readonly summary: QuarantineSummary | null;
  readonly failure: Failure | null;
  /** Null: all reasons. */
  readonly reason: RejectReason | null;
  readonly search: string;
  /** Rises when rows and decisions must be read again. */
  readonly version: number;
  readonly acting: boolean;
  /** The newest decision of this sitting that can be undone. */
  readonly last: DecisionView | null;
};

export type Act =
  | { readonly act: 'fix'; readonly entryId: number; readonly phone: string; /** No filler, although it looks like one. */ readonly sure?: boolean }
  | { readonly act: 'accept'; readonly reason: RejectReason; readonly entryId?: number }
  | { readonly act: 'discard'; readonly because: string; readonly entryId?: number; readonly reason?: RejectReason }
  | { readonly act: 'undo'; readonly decisionId: number };

export type QuarantineStore = ScreenStore<QuarantineState> & {
  readonly refresh: () => Promise<void>;
  readonly choose: (reason: RejectReason | null) => void;
  readonly search: (text: string) => void;
  /** Null when another act is still under way. */
  readonly perform: (act: Act) => Promise<Result<DecisionView, Failure> | null>;
};

/** `importId` narrows everything to one import. */
export const createQuarantineStore = (client: Client, importId: number | null): QuarantineStore => {
  const of = importId === null ? {} : { importId };
  const store = createStore<QuarantineState>(() => ({ summary: null, failure: null, reason: null, search: '', version: 0, acting: false, last: null }));
  const latest = createLatest();

  const refresh = async (): Promise<void> => {
    await latest(async () => await client.call('quarantine.summary', of), (reply) => {
      if (!reply.ok) { store.setState({ failure: reply.failure }); return; }
      const groups = keepOrder(store.getState().summary?.groups ?? [], reply.value.groups);
      store.setState({ summary: { held: reply.value.held, groups }, failure: null });
    });
  };
  const again = async (): Promise<void> => {
    store.setState({ version: store.getState().version + 1 });
    await refresh();
  };

  const send = async (act: Act): Promise<Result<DecisionView, Failure>> => {
    switch (act.act) {
      case 'fix': return await client.call('quarantine.fix', { entryId: act.entryId, phone: act.phone, ...(act.sure === true ? { sure: true } : {}) });
      case 'accept': return await client.call('quarantine.accept', { ...of, reason: act.reason, ...(act.entryId === undefined ? {} : { entryId: act.entryId }) });
      case 'discard': return await client.call('quarantine.discard', { ...of, because: act.because, ...(act.entryId === undefined ? {} : { entryId: act.entryId }), ...(act.reason === undefined ? {} : { reason: act.reason }) });
      case 'undo': return await client.call('quarantine.undo', { decisionId: act.decisionId });
      default: return act satisfies never;
    }
  };

  let close = (): void => undefined;
  return {
    store,
    refresh,
    choose: (reason) => { store.setState({ reason }); },
    search: (search) => { store.setState({ search }); },
    perform: async (act) => {
      if (store.getState().acting) return null;
      store.setState({ acting: true });
      const reply = await send(act);
      store.setState({ acting: false, ...(reply.ok ? { last: act.act === 'undo' || !reply.value.canUndo ? null : reply.value } : {}) });
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
