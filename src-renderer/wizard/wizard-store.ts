// One snapshot of the whole workspace: read again, in few looks, whenever the core hints that something changed.
import { createStore } from 'zustand/vanilla';
import type { Client, CoreEvent } from '../../src-shared/contract/contract.ts';
import type { HomeView } from '../../src-shared/contract/log.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { createCoalesced, createLatest } from './latest.ts';
import type { ScreenStore } from './screen-store.ts';

export type WizardState =
  | { readonly status: 'loading' }
  | { readonly status: 'showing'; readonly home: HomeView }
  | { readonly status: 'failed'; readonly failure: Failure };

export type WizardStore = ScreenStore<WizardState> & { readonly refresh: () => Promise<void> };

export type Attention = Extract<CoreEvent, { readonly type: 'attention' }>;

/** `onAttention`: what a person should know now, whatever screen they are on. */
export const createWizardStore = (client: Client, onAttention: (event: Attention) => void = () => undefined, restMs = 250): WizardStore => {
  const store = createStore<WizardState>(() => ({ status: 'loading' }));
  const latest = createLatest();
  const refresh = async (): Promise<void> => {
    await latest(async () => await client.call('home.get', {}), (reply) => {
      store.setState(reply.ok ? { status: 'showing', home: reply.value } : { status: 'failed', failure: reply.failure }, true);
    });
  };
  let close = (): void => undefined;
  return {
    store,
    refresh,
    open: () => {
      const look = createCoalesced(refresh, restMs);
      const deaf = client.listen((event) => {
        if (event.type === 'attention') onAttention(event);
        if (event.type !== 'import.progress') look.hint();
      });
      look.hint();
      close = () => { deaf(); look.close(); };
    },
    close: () => { close(); },
  };
};

/** How many decisions wait on a screen: one for a code or a kind of conflict, however many numbers it holds back. */
export const waitingCounts = (home: HomeView): Readonly<{ quarantine: number; 'map-codes': number; push: number; release: number }> => ({
  quarantine: home.held,
  'map-codes': (home.unmappedCodes ?? 0) + home.conflictsOpen,
  push: home.destinations.reduce((sum, destination) => sum + destination.deadLetters, 0),
  release: home.releasesProposed ?? 0,
});
