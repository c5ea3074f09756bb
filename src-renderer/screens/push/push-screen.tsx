// Push: wires the store of the chosen destination to its views; "#/push?destination=3&tab=dead-letters".
import { useCallback, type JSX } from 'react';
import { Waypoints } from 'lucide-react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { Button } from '../../ui/button.tsx';
import { DestinationChoice, chooseDestination } from '../../ui/destination-choice.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Screen } from '../../ui/layout.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { useWorkspace } from '../../wizard/workspace.tsx';
import { actWords } from './act-words.ts';
import { createPushStore, type PushAct, type PushState, type PushStore } from './push-store.ts';
import { PushView } from './push-view.tsx';

export const PushScreen = (): JSX.Element => {
  const { state, refresh } = useWorkspace();
  const { params } = useRoute();
  const go = useGo();
  if (state.status === 'loading') return <Screen title="Push"><Loading what="the destinations" /></Screen>;
  if (state.status === 'failed') return <Screen title="Push"><FailureNotice failure={state.failure} onRetry={() => { void refresh(); }} /></Screen>;
  const { destinations } = state.home;
  const chosen = chooseDestination(destinations, params['destination'], ['PUSHING', 'COOLING', 'ATTENTION', 'DRAFT']);
  if (chosen === null) {
    return <Screen title="Push"><EmptyState title="Nowhere to push yet" icon={<Waypoints />} action={<Button kind="primary" onPress={() => { go('destinations'); }}>Add a destination</Button>}>A destination is a tenant of yours at Genesys Cloud or NICE CXone. A practice tenant is one click and needs no account.</EmptyState></Screen>;
  }
  return <PushTo key={chosen.destinationId} destinations={destinations} chosen={chosen} />;
};

const PushTo = ({ destinations, chosen }: { readonly destinations: readonly DestinationView[]; readonly chosen: DestinationView }): JSX.Element => {
  const { destinationId } = chosen;
  const { client, bridge } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, { perform, refresh }] = useScreenStore<PushState, PushStore>(() => createPushStore(client, destinationId));
  // the chip comes from the same snapshot as the panels below it, so that the two never disagree
  const choice = <DestinationChoice destinations={destinations} chosen={state.destination ?? chosen} onChoose={(id) => { go('push', { destination: String(id) }); }} />;
  const destination = String(destinationId);
  const act = async (what: PushAct): Promise<void> => {
    // a push is long: should the vendor fall silent, the person may be looking elsewhere
    if (what.act === 'start' || what.act === 'resume') bridge.notices?.ask();
    const done = tellReply(tell, await perform(what), () => actWords(what));
    if (done && (what.act === 'start' || what.act === 'retry' || what.act === 'correct')) go('push', { destination });
  };
  const openRun = useCallback((runId: number): void => { go('push', { destination, tab: 'batches', run: String(runId) }); }, [go, destination]);
  return (
    <PushView
      state={state} client={client} destinationId={destinationId} choice={choice} tab={params['tab'] ?? 'push'} shownRun={/^\d+$/.test(params['run'] ?? '') ? Number(params['run']) : null}
      onTab={(tab) => { go('push', tab === 'push' ? { destination } : { destination, tab }); }} onOpenRun={openRun}
      onAct={(what) => { void act(what); }} onGo={({ screen, params: to }) => { go(screen, to); }} onRetry={() => { void refresh(); }}
    />
  );
};
