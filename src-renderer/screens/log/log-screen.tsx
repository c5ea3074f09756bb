// Log: wires the stores to their views; "#/log?tab=export&phone=…" opens the certificate of a number.
import { useState, type JSX } from 'react';
import { countOf } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { useGo, useRoute } from '../../wizard/route.tsx';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { KeyPanel, ReplaceKey } from './key-panel.tsx';
import { createKeyStore, type KeyState, type KeyStore } from './key-store.ts';
import { createLogStore, type LogState, type LogStore } from './log-store.ts';
import { LogView } from './log-view.tsx';
import { WitnessPanel } from './witness-panel.tsx';
import { createWitnessStore, type WitnessState, type WitnessStore } from './witness-store.ts';

export const LogScreen = (): JSX.Element => {
  const { client, bridge, now } = useDesk();
  const { tell } = useNotices();
  const { params } = useRoute();
  const go = useGo();
  const [state, store] = useScreenStore<LogState, LogStore>(() => createLogStore(client, bridge));
  const [keyState, keys] = useScreenStore<KeyState, KeyStore>(() => createKeyStore(client, bridge));
  const [witnessState, witnesses] = useScreenStore<WitnessState, WitnessStore>(() => createWitnessStore(client, bridge));
  const [handing, setHanding] = useState<number | null>(null);
  const save = async (ticket: string): Promise<void> => {
    const isSaved = await bridge.saveFile(ticket);
    if (!isSaved) tell({ text: 'The file was not saved elsewhere; it stays in the exports folder of this desk.' });
  };
  const onSave = (ticket: string): void => { void save(ticket); };
  const say = (text: string): void => { tell({ text, tone: 'good' }); };
  const saveVerifyPage = async (): Promise<void> => {
    const made = await client.call('log.verify-page', {});
    if (made.ok) await save(made.value.ticket);
    else tell({ text: 'The page is not part of this build; it is made with “npm run build”.', tone: 'bad' });
  };
  return (
    <>
      <LogView
        state={state} client={client} tab={params['tab'] ?? 'leaves'} onTab={(tab) => { go('log', tab === 'leaves' ? {} : { tab }); }}
        phone={params['phone'] ?? ''} onCertificate={(phone) => { go('log', { tab: 'export', phone }); }}
        onExport={(asked) => { void store.exportLog(asked); }} onSave={onSave} onHandOver={setHanding} onVerifyPage={() => { void saveVerifyPage(); }}
        onFile={(file, held) => { void store.checkFile(file, held); }} onRetry={() => { void store.refresh(); }} onSecrets={() => { go('destinations'); }}
        wayOut={<WayOut failure={state.failure} onAccept={(because) => { void store.acceptRestore(because); }} onReplaced={() => { void store.refresh(); }} keys={keys} tell={say} />}
        keys={<KeyPanel state={keyState} acts={keys} onSave={onSave} tell={say} />}
        witnesses={<WitnessPanel state={witnessState} acts={witnesses} now={now()} onSave={onSave} tell={say} />}
      />
      {handing === null ? null : (
        <HandOverDialog how="hand-over" leaves={handing} onClose={() => { setHanding(null); }} onConfirm={(to) => {
          void witnesses.handOver({ to, how: 'hand-over', leaves: handing }).then((made) => { if (made !== null) say(`Recorded: the checkpoint of ${countOf(made.leaves, 'leaf', 'leaves')} has left this computer.`); });
        }} />
      )}
    </>
  );
};

type WayOutProps = { readonly failure: LogState['failure']; readonly keys: Pick<KeyStore, 'replace'>; readonly tell: (text: string) => void; readonly onAccept: (because: string) => void; readonly onReplaced: () => void };

/** What a person can decide where the log cannot be written: a new key, or going on with an older copy. */
const WayOut = ({ failure, keys, tell, onAccept, onReplaced }: WayOutProps): JSX.Element | null => {
  const [isOpen, setOpen] = useState(false);
  if (failure?.type === 'SigningKeyMissing') return <ReplaceKey acts={keys} tell={(text) => { tell(text); onReplaced(); }} />;
  if (failure?.type !== 'LedgerRestored') return null;
  return (
    <>
      <Button onPress={() => { setOpen(true); }}>Go on with this older copy</Button>
      <ConfirmDialog title="Go on with an older copy" isOpen={isOpen} onClose={() => { setOpen(false); }} isDanger verb="Go on with this copy" reasonLabel="Why the newer one is gone" onConfirm={onAccept}>
        <p>{countOf(failure.known - failure.held, 'leaf', 'leaves')} that were signed are not in it. The log will say so for good, and exports of the lost part will name it as cut.</p>
      </ConfirmDialog>
    </>
  );
};
