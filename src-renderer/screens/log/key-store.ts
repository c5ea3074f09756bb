// The log's keys as the page knows them, and what is asked to be done with them; a private key never comes here.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { keyLosses, KeyCardView, KeyView, MadeFile } from '../../../src-shared/contract/keys.ts';
import type { CommonFailure } from '../../../src-shared/contract/command.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Bridge } from '../../api/bridge.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isLedgerChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type KeyState = { readonly card: KeyCardView | null; readonly keys: readonly KeyView[]; readonly failure: Failure | null; readonly isBusy: boolean; /** An answer has come: until then nobody knows whether there is a key. */ readonly isRead: boolean };
export type KeyLoss = (typeof keyLosses)[number];

export type KeyStore = ScreenStore<KeyState> & {
  /** Each answers whether it was done; a failure stays in the state. */
  readonly rotate: (because: string) => Promise<boolean>;
  readonly revoke: (fingerprint: string, reason: KeyLoss, because: string) => Promise<boolean>;
  readonly replace: (because: string) => Promise<boolean>;
  readonly backup: (passphrase: string) => Promise<MadeFile | null>;
  readonly restore: (file: File, passphrase: string) => Promise<boolean>;
};

export const createKeyStore = (client: Client, bridge: Pick<Bridge, 'offerFile'>): KeyStore => {
  const store = createStore<KeyState>(() => ({ card: null, keys: [], failure: null, isBusy: false, isRead: false }));
  const latest = createLatest();
  const refresh = (): Promise<void> => latest(() => Promise.all([client.call('key.card', {}), client.call('key.page', {})]), ([card, keys]) => {
    store.setState({ isRead: true, ...(card.ok ? { card: card.value } : { failure: card.failure }), ...(keys.ok ? { keys: keys.value } : { failure: keys.failure }) });
  });
  const perform = async <T,>(act: () => Promise<Result<T, Failure | CommonFailure>>): Promise<Result<T, Failure | CommonFailure>> => {
    store.setState({ isBusy: true, failure: null });
    const reply = await act();
    store.setState({ isBusy: false, failure: reply.ok ? null : reply.failure });
    if (reply.ok) await refresh();
    return reply;
  };
  return {
    store,
    rotate: async (because) => (await perform(() => client.call('key.rotate', { because }))).ok,
    revoke: async (fingerprint, reason, because) => (await perform(() => client.call('key.revoke', { fingerprint, reason, because }))).ok,
    replace: async (because) => (await perform(() => client.call('key.replace', { because }))).ok,
    backup: async (passphrase) => {
      const made = await perform(() => client.call('key.backup-pepper', { passphrase }));
      return made.ok ? made.value : null;
    },
    restore: async (file, passphrase) => (await perform(async () => {
      const offered = await bridge.offerFile(file);
      return offered.ok ? client.call('key.restore-pepper', { ticket: offered.value.ticket, passphrase }) : offered;
    })).ok,
    ...createReading(client, refresh, { restMs: 500, concerns: isLedgerChange }),
  };
};
