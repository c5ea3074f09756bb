// A second person on another computer: asking for their cosignature, taking it in, and being that person for the logs of others.
import { useState, type JSX } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { countOf } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyValueList, Mono, Muted, Panel, Row } from '../../ui/layout.tsx';
import styles from './log.module.css';
import type { WitnessActs, WitnessState } from './witness-store.ts';

export type CosignPanelProps = { readonly state: WitnessState; readonly acts: WitnessActs; readonly onSave: (ticket: string) => void; readonly tell: (text: string) => void };

export const CosignPanel = ({ state: { cosigners, seen, self, isBusy }, acts, onSave, tell }: CosignPanelProps): JSX.Element => {
  const save = async (made: Promise<string | null>): Promise<void> => {
    const ticket = await made;
    if (ticket !== null) onSave(ticket);
  };
  return (
    <Panel title="A second person">
      <p>They keep the last checkpoint they saw and sign the next one only if the log goes on from there; a rewritten or shortened log finds no cosigner.</p>
      {cosigners.length === 0 ? <Muted>Nobody’s cosignature counts yet. Ask them for their verifier key.</Muted> : (
        <ul className={cx(styles['people'])}>
          {cosigners.map((one) => (
            <li key={one.vkey}><Mono>{one.name}</Mono> <Muted>{one.lastLeaves === null ? 'has not cosigned yet' : `cosigned ${countOf(one.lastLeaves, 'leaf', 'leaves')}`}</Muted> <Button kind="inline" onPress={() => { void save(acts.request(one.vkey)); }}>Make a request</Button></li>
          ))}
        </ul>
      )}
      <Row>{cosigners.length === 0 ? null : <FilePick label="Take in a cosigned checkpoint" isPending={isBusy} onFile={(file) => { void acts.addCosignature(file).then((made) => { if (made !== null) tell('The cosignature is good and was recorded.'); }); }} />}</Row>
      <VkeyForm label="Their verifier key" verb="Let it count" onGive={acts.addCosigner} />
      <Disclosure title="Cosign the log of somebody else">
        <div className={cx(styles['export'])}>
          {self === null ? <div><Button onPress={() => { void acts.findSelf(); }}>Show my own cosigning key</Button></div> : (
            <KeyValueList facts={[{ name: 'My verifier key', value: <Row><Mono>{self.vkey}</Mono><CopyButton text={self.vkey} what="the key" /></Row> }, { name: 'In words', value: self.words.join(' ') }]} />
          )}
          {seen.length === 0 ? <Muted>No other log is known here. Enter the verifier key from its key card.</Muted> : (
            <ul className={cx(styles['people'])}>{seen.map((log) => <li key={log.origin}><Mono>{log.origin}</Mono> <Muted>{log.leaves === 0 ? 'nothing cosigned yet' : `cosigned ${countOf(log.leaves, 'leaf', 'leaves')}`}</Muted></li>)}</ul>
          )}
          <VkeyForm label="Verifier key on the other log’s key card" verb="Trust this log" onGive={acts.trust} />
          <Row>
            <FilePick label="Cosign a request" isPending={isBusy} onFile={(file) => { void save(acts.cosign(file)); }} />
            <FilePick label="Seal another workstation’s checkpoint" isPending={isBusy} onFile={(file) => { void acts.witness(file).then((done) => { if (done) tell('The other log’s checkpoint is sealed here.'); }); }} />
          </Row>
        </div>
      </Disclosure>
    </Panel>
  );
};

const FilePick = ({ label, isPending, onFile }: { readonly label: string; readonly isPending: boolean; readonly onFile: (file: File) => void }): JSX.Element => (
  <FileTrigger acceptedFileTypes={['.txt', 'text/plain']} onSelect={(files) => { const file = files?.item(0); if (file !== null && file !== undefined) onFile(file); }}><Button isPending={isPending}>{label}</Button></FileTrigger>
);

const VkeyForm = ({ label, verb, onGive }: { readonly label: string; readonly verb: string; readonly onGive: (vkey: string) => Promise<boolean> }): JSX.Element => {
  const [vkey, setVkey] = useState('');
  return (
    <form className={cx(styles['vkey'])} onSubmit={(event) => { event.preventDefault(); void onGive(vkey.trim()).then((done) => { if (done) setVkey(''); }); }}>
      <TextField label={label} value={vkey} onChange={setVkey} help="Given on another way than the files: in person, or compared on the telephone." />
      <Button type="submit" isDisabled={vkey.trim() === ''}>{verb}</Button>
    </form>
  );
};
