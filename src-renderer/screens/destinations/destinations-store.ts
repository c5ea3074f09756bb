// Destinations, their forms and the place where secrets are kept; secrets pass through an act and are never part of the state.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { CheckView, DestinationView, DialectForm } from '../../../src-shared/contract/destinations.ts';
import type { SecretsStatus } from '../../../src-shared/contract/log.ts';
import type { Dialect, DncType } from '../../../src-shared/domain/dnc.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isAnyChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';
import { draftOf, typedSecrets, type DestinationFields } from './draft-form.ts';

export type CheckState =
  | { readonly status: 'checking' }
  | { readonly status: 'checked'; readonly check: CheckView }
  | { readonly status: 'failed'; readonly failure: Failure };

export type DestinationsState = {
  readonly destinations: readonly DestinationView[] | null;
  readonly forms: readonly DialectForm[];
  readonly secrets: SecretsStatus | null;
  readonly failure: Failure | null;
  /** By destination id, of this sitting. */
  readonly checks: Readonly<Record<number, CheckState>>;
  /** What is being done, for the button that shows it; null: nothing. */
  readonly acting: string | null;
};

export type SavedDestination = { readonly destination: DestinationView; readonly secretFailure: Failure | null };

type Act<T> = Promise<Result<T, Failure> | null>;

/** Acts answer null when another one is still under way. */
export type DestinationsStore = ScreenStore<DestinationsState> & {
  readonly refresh: () => Promise<void>;
  readonly practice: (dialect: Dialect) => Act<DestinationView>;
  /** Creates or changes the destination, then saves the typed secrets; a failed secret leaves the destination as it is. */
  readonly save: (dialect: Dialect, fields: DestinationFields, destination: DestinationView | null) => Act<SavedDestination>;
  readonly remove: (destinationId: number) => Act<null>;
  readonly check: (destinationId: number) => Promise<void>;
  readonly setList: (destinationId: number, dncType: DncType, listRef: string) => Act<DestinationView>;
  readonly createList: (destinationId: number, dncType: DncType, name: string) => Act<DestinationView>;
  readonly openVault: (passphrase: string) => Act<SecretsStatus>;
};

export const createDestinationsStore = (client: Client): DestinationsStore => {
  const store = createStore<DestinationsState>(() => ({ destinations: null, forms: [], secrets: null, failure: null, checks: {}, acting: null }));
  const latest = createLatest();

  const refresh = async (): Promise<void> => {
    await latest(
      async () => await Promise.all([client.call('destination.page', {}), client.call('destination.forms', {}), client.call('secrets.status', {})]),
      ([page, forms, secrets]) => {
        const failed = [page, forms, secrets].find((reply) => !reply.ok);
        store.setState({
          ...(page.ok ? { destinations: page.value } : {}), ...(forms.ok ? { forms: forms.value } : {}), ...(secrets.ok ? { secrets: secrets.value } : {}),
          failure: failed === undefined || failed.ok ? null : failed.failure,
        });
      },
    );
  };

  const act = async <T>(what: string, ask: () => Promise<Result<T, Failure>>): Act<T> => {
    if (store.getState().acting !== null) return null;
    store.setState({ acting: what });
    const reply = await ask();
    store.setState({ acting: null });
    await refresh();
    return reply;
  };

  const setCheck = (destinationId: number, state: CheckState): void => { store.setState({ checks: { ...store.getState().checks, [destinationId]: state } }); };

  const saveAll: DestinationsStore['save'] = async (dialect, fields, destination) => await act<SavedDestination>('save', async () => {
    const draft = draftOf(fields, destination);
    const kept = destination === null
      ? await client.call('destination.create', { ...draft, dialect })
      : await client.call('destination.update', { ...draft, destinationId: destination.destinationId });
    if (!kept.ok) return kept;
    for (const [field, secret] of typedSecrets(fields)) {
      const saved = await client.call('destination.save-secret', { destinationId: kept.value.destinationId, field, secret });
      if (!saved.ok) return { ok: true, value: { destination: kept.value, secretFailure: saved.failure } };
    }
    return { ok: true, value: { destination: kept.value, secretFailure: null } };
  });

  return {
    store,
    refresh,
    save: saveAll,
    practice: async (dialect) => await act(`practice ${dialect}`, async () => await client.call('practice.create', { dialect })),
    remove: async (destinationId) => await act('remove', async () => await client.call('destination.remove', { destinationId })),
    setList: async (destinationId, dncType, listRef) => await act(`list ${dncType}`, async () => await client.call('destination.set-list', { destinationId, dncType, listRef })),
    createList: async (destinationId, dncType, name) => await act(`list ${dncType}`, async () => await client.call('destination.create-list', { destinationId, dncType, name })),
    openVault: async (passphrase) => await act('vault', async () => await client.call('secrets.use-vault', { passphrase })),
    check: async (destinationId) => {
      if (store.getState().checks[destinationId]?.status === 'checking') return;
      setCheck(destinationId, { status: 'checking' });
      const reply = await client.call('destination.check', { destinationId });
      setCheck(destinationId, reply.ok ? { status: 'checked', check: reply.value } : { status: 'failed', failure: reply.failure });
      await refresh();
    },
    ...createReading(client, refresh, { restMs: 250, concerns: isAnyChange }),
  };
};
