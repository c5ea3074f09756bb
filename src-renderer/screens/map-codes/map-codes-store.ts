// The code map, its unsaved changes and the conflicts; what the core says is read again on every hint, what was typed stays.
import { createStore } from 'zustand/vanilla';
import type { CodeMapLine, CodeMapView, ConflictView } from '../../../src-shared/contract/code-map.ts';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ConflictChoice, ConflictKind } from '../../../src-shared/domain/conflict.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isLedgerChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';
import { codeRows, linesToSave, type Draft, type DraftLine } from './code-rows.ts';
import type { DraftKeeper } from './draft-keeper.ts';

export type MapCodesState = {
  readonly view: CodeMapView | null;
  readonly conflicts: readonly ConflictView[] | null;
  readonly failure: Failure | null;
  readonly draft: Draft;
  /** An earlier version that is being looked at. */
  readonly opened: { readonly version: number; readonly lines: readonly CodeMapLine[] } | null;
  readonly acting: boolean;
};

export type MapCodesStore = ScreenStore<MapCodesState> & {
  readonly refresh: () => Promise<void>;
  readonly edit: (code: string, line: DraftLine | null) => void;
  readonly undoChanges: () => void;
  /** These answer null when another act is still under way. */
  readonly save: (note: string) => Promise<Result<CodeMapView, Failure> | null>;
  readonly reuseVersion: (version: number) => Promise<Result<CodeMapView, Failure> | null>;
  readonly decide: (kind: ConflictKind, choice: ConflictChoice, because: string) => Promise<Result<readonly ConflictView[], Failure> | null>;
  readonly openVersion: (version: number | null) => Promise<void>;
};

export const createMapCodesStore = (client: Client, keeper: DraftKeeper): MapCodesStore => {
  const store = createStore<MapCodesState>(() => ({ view: null, conflicts: null, failure: null, draft: {}, opened: null, acting: false }));
  const latest = createLatest();
  const latestOpened = createLatest();

  const take = (view: CodeMapView): void => {
    const { view: before } = store.getState();
    store.setState(before === null ? { view, draft: keeper.read(view.version), failure: null } : { view, failure: null });
  };
  const setDraft = (draft: Draft): void => {
    store.setState({ draft });
    const { view } = store.getState();
    if (view !== null) keeper.keep(view.version, draft);
  };

  const refresh = async (): Promise<void> => {
    await latest(async () => await Promise.all([client.call('code-map.get', {}), client.call('conflict.matrix', {})]), ([map, matrix]) => {
      if (map.ok) take(map.value);
      if (matrix.ok) store.setState({ conflicts: matrix.value });
      const failed = [map, matrix].find((reply) => !reply.ok);
      if (failed !== undefined && !failed.ok) store.setState({ failure: failed.failure });
    });
  };

  const act = async <T>(ask: () => Promise<Result<T, Failure>>, done: (value: T) => void): Promise<Result<T, Failure> | null> => {
    if (store.getState().acting) return null;
    store.setState({ acting: true });
    const reply = await ask();
    store.setState({ acting: false });
    if (reply.ok) done(reply.value);
    await refresh();
    return reply;
  };
  const saved = (view: CodeMapView): void => {
    setDraft({});
    store.setState({ view, opened: null });
  };

  return {
    store,
    refresh,
    edit: (code, line) => { setDraft({ ...store.getState().draft, [code]: line }); },
    undoChanges: () => { setDraft({}); },
    save: async (note) => await act(async () => {
      const { view, draft } = store.getState();
      return await client.call('code-map.save', { lines: [...linesToSave(codeRows(view ?? { lines: [], codes: [] }, draft))], note });
    }, saved),
    reuseVersion: async (version) => await act(async () => await client.call('code-map.use', { version }), saved),
    decide: async (kind, choice, because) => await act(async () => await client.call('conflict.decide', { kind, choice, because }), (conflicts) => { store.setState({ conflicts }); }),
    openVersion: async (version) => {
      await latestOpened(async () => (version === null ? null : await client.call('code-map.get', { version })), (reply) => {
        if (reply === null) store.setState({ opened: null });
        else store.setState(reply.ok ? { opened: { version: reply.value.version, lines: reply.value.lines } } : { failure: reply.failure });
      });
    },
    ...createReading(client, refresh, { restMs: 250, concerns: isLedgerChange }),
  };
};
