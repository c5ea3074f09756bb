// Verify: wires the store of the chosen destination to its views; "#/verify?destination=3".
import type { JSX } from 'react';
import { SearchCheck } from 'lucide-react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { Button } from '../../ui/button.tsx';
import { DestinationChoice, chooseDestination } from '../../ui/destination-choice.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Screen } from '../../ui/layout.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { useWorkspace } from '../../wizard/workspace.tsx';
import { createVerifyStore, type VerifyState, type VerifyStore } from './verify-store.ts';
import { VerifyView } from './verify-view.tsx';

export const VerifyScreen = (): JSX.Element => {
  const { state, refresh } = useWorkspace();
  const { params } = useRoute();
  const go = useGo();
  if (state.status === 'loading') return <Screen title="Verify"><Loading what="the destinations" /></Screen>;
  if (state.status === 'failed') return <Screen title="Verify"><FailureNotice failure={state.failure} onRetry={() => { void refresh(); }} /></Screen>;
  const { destinations } = state.home;
  const chosen = chooseDestination(destinations, params['destination'], ['COOLING', 'ATTENTION', 'PUSHING', 'ACTIVE']);
  if (chosen === null) {
    return <Screen title="Verify"><EmptyState title="Nothing to verify yet" icon={<SearchCheck />} action={<Button kind="primary" onPress={() => { go('destinations'); }}>Add a destination</Button>}>Add a destination and push to it first; a practice tenant is one click.</EmptyState></Screen>;
  }
  return <VerifyOf key={chosen.destinationId} destinations={destinations} chosen={chosen} />;
};

const VerifyOf = ({ destinations, chosen }: { readonly destinations: readonly DestinationView[]; readonly chosen: DestinationView }): JSX.Element => {
  const { destinationId } = chosen;
  const { client } = useDesk();
  const { tell } = useNotices();
  const go = useGo();
  const [state, { readNow, attest, pushMissing, refresh }] = useScreenStore<VerifyState, VerifyStore>(() => createVerifyStore(client, destinationId));
  // the chip comes from the same snapshot as the panels below it, so that the two never disagree
  const choice = <DestinationChoice destinations={destinations} chosen={state.destination ?? chosen} onChoose={(id) => { go('verify', { destination: String(id) }); }} />;
  const toPush = (): void => { go('push', { destination: String(destinationId) }); };
  const pushAgain = async (): Promise<void> => {
    const reply = await pushMissing();
    if (reply?.ok !== true) return;
    tell({ text: 'The missing numbers are being pushed, as new batches.', tone: 'good' });
    toPush();
  };
  return <VerifyView state={state} client={client} choice={choice} onReadNow={() => { void readNow(); }} onAttest={(because) => { void attest(because); }} onPushMissing={() => { void pushAgain(); }} onRetry={() => { void refresh(); }} onPush={toPush} />;
};
