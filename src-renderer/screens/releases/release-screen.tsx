// Release: wires its store to its view; "#/release?tab=take-off".
import type { JSX } from 'react';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { createReleaseStore, type Place, type ReleaseAct, type ReleaseState, type ReleaseStore } from './release-store.ts';
import { ReleaseScreenView } from './release-view.tsx';
import { actWords, requestWords } from './release-words.ts';

export const ReleaseScreen = (): JSX.Element => {
  const { client } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, { perform, request, takeOff, resume, refresh }] = useScreenStore<ReleaseState, ReleaseStore>(() => createReleaseStore(client));
  const act = async (what: ReleaseAct): Promise<void> => { tellReply(tell, await perform(what), (settled) => actWords(what, settled)); };
  const ask = async (phone: string, because: string): Promise<void> => {
    const reply = await request(phone, because);
    if (reply === null) return;
    if (reply.ok && reply.value.refused.length > 0) tell({ text: requestWords(reply.value), tone: 'bad' });
    else tellReply(tell, reply, requestWords);
  };
  const begin = async (place: Place): Promise<void> => { tellReply(tell, await takeOff(place.destination.destinationId), () => `Numbers are being taken off ${place.destination.name}.`); };
  const goOn = async (place: Place): Promise<void> => { tellReply(tell, await resume(place), () => 'The run goes on.'); };
  const to = ({ destination }: Place) => ({ destination: String(destination.destinationId) });
  return (
    <ReleaseScreenView
      state={state} client={client} tab={params['tab'] ?? 'proposals'} onTab={(tab) => { go('release', tab === 'proposals' ? {} : { tab }); }}
      onAct={(what) => { void act(what); }} onRequest={(phone, because) => { void ask(phone, because); }} onTakeOff={(place) => { void begin(place); }} onResume={(place) => { void goOn(place); }}
      onVerify={(place) => { go('verify', to(place)); }} onPush={(place) => { go('push', to(place)); }} onRetry={() => { void refresh(); }}
    />
  );
};
