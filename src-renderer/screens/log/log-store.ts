// The sealed log as it stands, its export and the check of a bundle; a bundle is never called valid unless the core said so.
import { createStore } from 'zustand/vanilla';
import type { Client, Contract } from '../../../src-shared/contract/contract.ts';
import type { InputOf } from '../../../src-shared/contract/command.ts';
import type { BundleCheck, ExportView, LeafView, LogStatus } from '../../../src-shared/contract/log.ts';
import type { LogFacets } from '../../../src-shared/contract/log-search.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Bridge } from '../../api/bridge.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isAnyChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type ExportAsked = InputOf<Contract['log.export']>;

export type CheckState =
  | { readonly status: 'none' }
  | { readonly status: 'checking'; readonly name: string }
  | { readonly status: 'checked'; readonly name: string; readonly check: BundleCheck }
  | { readonly status: 'failed'; readonly name: string; readonly failure: Failure };

export type LogState = {
  readonly status: LogStatus | null;
  readonly facets: LogFacets;
  /** The newest leaves, newest first, for the picture. */
  readonly newest: readonly LeafView[];
  readonly failure: Failure | null;
  readonly exporting: boolean;
  /** The export of this sitting, and why the last attempt failed. */
  readonly exported: ExportView | null;
  readonly exportFailure: Failure | null;
  readonly check: CheckState;
  /** Rises when leaves must be read again. */
  readonly version: number;
};

export type LogStore = ScreenStore<LogState> & {
  readonly refresh: () => Promise<void>;
  readonly exportLog: (asked: ExportAsked) => Promise<void>;
  /** `held`: the text of a checkpoint.txt somebody kept. */
  readonly checkFile: (file: File, held?: string | null) => Promise<void>;
  readonly acceptRestore: (because: string) => Promise<void>;
};

const SHOWN_LEAVES = 60;

export const createLogStore = (client: Client, bridge: Pick<Bridge, 'offerFile'>): LogStore => {
  const store = createStore<LogState>(() => ({ status: null, facets: { kinds: [], actors: [] }, newest: [], failure: null, exporting: false, exported: null, exportFailure: null, check: { status: 'none' }, version: 0 }));
  const latest = createLatest();
  const latestCheck = createLatest();

  const refresh = async (): Promise<void> => {
    await latest(() => Promise.all([client.call('log.status', {}), client.call('log.facets', {}), client.call('log.search', { offset: 0, limit: SHOWN_LEAVES })]), ([status, facets, newest]) => {
      const failed = [status, facets, newest].find((reply) => !reply.ok);
      store.setState({
        version: store.getState().version + 1,
        ...(status.ok ? { status: status.value } : {}), ...(facets.ok ? { facets: facets.value } : {}), ...(newest.ok ? { newest: newest.value.rows } : {}),
        failure: failed === undefined || failed.ok ? null : failed.failure,
      });
    });
  };

  const askCheck = async (file: File, held: string | null): Promise<CheckState> => {
    const offered = await bridge.offerFile(file);
    if (!offered.ok) return { status: 'failed', name: file.name, failure: offered.failure };
    const reply = await client.call('log.check', { ticket: offered.value.ticket, ...(held === null ? {} : { held }) });
    return reply.ok ? { status: 'checked', name: file.name, check: reply.value } : { status: 'failed', name: file.name, failure: reply.failure };
  };

  return {
    store,
    refresh,
    exportLog: async (asked) => {
      if (store.getState().exporting) return;
      store.setState({ exporting: true, exportFailure: null });
      const reply = await client.call('log.export', asked);
      store.setState({ exporting: false, ...(reply.ok ? { exported: reply.value } : { exportFailure: reply.failure }) });
      await refresh();
    },
    checkFile: async (file, held = null) => {
      store.setState({ check: { status: 'checking', name: file.name } });
      await latestCheck(async () => await askCheck(file, held), (check) => { store.setState({ check }); });
    },
    acceptRestore: async (because) => {
      const reply = await client.call('log.accept-restore', { because });
      if (reply.ok) await refresh();
      else store.setState({ failure: reply.failure });
    },
    ...createReading(client, refresh, { restMs: 500, concerns: isAnyChange }),
  };
};
