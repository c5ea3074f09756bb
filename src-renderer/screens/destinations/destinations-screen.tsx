// Destinations: wires the store to its views; "#/destinations?destination=3" is one of them, "?new=genesys-dnclists" a new one.
import type { JSX } from 'react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { dialects } from '../../../src-shared/domain/dnc.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { DestinationSettingsView } from './destination-settings-view.tsx';
import { createDestinationsStore, type DestinationsState, type DestinationsStore } from './destinations-store.ts';
import { DestinationsView } from './destinations-view.tsx';
import { VendorActs } from './vendor-acts.tsx';

export const DestinationsScreen = (): JSX.Element => {
  const { client } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, store] = useScreenStore<DestinationsState, DestinationsStore>(() => createDestinationsStore(client));
  const say = async <T,>(reply: Promise<Result<T, Failure> | null>, words: (value: T) => string): Promise<boolean> => tellReply(tell, await reply, words);

  const back = (): void => { go('destinations'); };
  const openVault = async (passphrase: string): Promise<Failure | null> => {
    const reply = await store.openVault(passphrase);
    if (reply?.ok === true) tell({ text: 'The vault is open; secrets are kept there.', tone: 'good' });
    return reply?.ok === false ? reply.failure : null;
  };
  const chosen = state.destinations?.find((one) => String(one.destinationId) === params['destination']) ?? null;
  const dialect = chosen?.dialect ?? dialects.find((one) => one === params['new']);
  const form = state.forms.find((one) => one.dialect === dialect);

  if (form === undefined) {
    return (
      <DestinationsView
        state={state} onRetry={() => { void store.refresh(); }} onUseVault={openVault}
        onPractice={(kind) => { void say(store.practice(kind), (made) => `“${made.name}” runs on this computer, with a list for every DNC type.`); }}
        onNew={(kind) => { go('destinations', { new: kind }); }} onSettings={(id) => { go('destinations', { destination: String(id) }); }}
        onCheck={(id) => { void store.check(id); }} onPush={(id) => { go('push', { destination: String(id) }); }}
      />
    );
  }

  const withChosen = (act: (destination: DestinationView) => void) => (): void => { if (chosen !== null) act(chosen); };
  return (
    <DestinationSettingsView
      key={chosen?.destinationId ?? form.dialect} acts={chosen === null ? null : <VendorActs destination={chosen} form={form} />} state={state} form={form} destination={chosen} onBack={back} onRetry={() => { void store.refresh(); }} onUseVault={openVault}
      onSave={async (fields) => {
        const reply = await store.save(form.dialect, fields, chosen);
        if (reply === null) return null;
        if (!reply.ok) return reply.failure;
        const { destination, secretFailure } = reply.value;
        if (secretFailure === null) tell({ text: chosen === null ? `“${destination.name}” is added. Check its connection next.` : 'Saved.', tone: 'good' });
        else tellReply(tell, { ok: false, failure: secretFailure }, () => '');
        if (chosen === null) go('destinations', { destination: String(destination.destinationId) });
        return chosen === null ? null : secretFailure;
      }}
      onCheck={withChosen(({ destinationId }) => { void store.check(destinationId); })}
      onPush={withChosen(({ destinationId }) => { go('push', { destination: String(destinationId) }); })}
      onRemove={withChosen(({ destinationId, name }) => { void say(store.remove(destinationId), () => `“${name}” is removed.`).then((done) => { if (done) back(); return done; }); })}
      onChooseList={(dncType, listRef) => { if (chosen !== null) void say(store.setList(chosen.destinationId, dncType, listRef), () => `The list for ${dncType} is chosen.`); }}
      onCreateList={(dncType, name) => { if (chosen !== null) void say(store.createList(chosen.destinationId, dncType, name), () => `“${name}” is created and chosen for ${dncType}.`).then(async (done) => { if (done) await store.check(chosen.destinationId); return done; }); }}
    />
  );
};
