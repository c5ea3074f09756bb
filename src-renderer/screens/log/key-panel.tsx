// The key card to print and compare, the keys the log has had, and what is done when one is changed, lost or stolen.
import { useCallback, useState, type JSX } from 'react';
import { KeyRound, Printer } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { KeyCardView, KeyView } from '../../../src-shared/contract/keys.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { SecretField } from '../../ui/fields.tsx';
import { KeyValueList, Mono, Muted, Panel, ReadersOnly, Row, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { KeyState, KeyStore } from './key-store.ts';
import styles from './log.module.css';
import { PrintSheet, Qr } from './print-sheet.tsx';

export type KeyPanelProps = {
  readonly state: KeyState;
  readonly acts: Pick<KeyStore, 'rotate' | 'revoke' | 'replace' | 'backup' | 'restore'>;
  readonly onSave: (ticket: string) => void;
  readonly tell: (text: string) => void;
};

type Asking = { readonly what: 'rotate' } | { readonly what: 'revoke'; readonly fingerprint: string } | { readonly what: 'replace' };

const endWords: Readonly<Record<NonNullable<KeyView['end']>, string>> = { rotated: 'changed', replaced: 'lost, replaced', revoked: 'withdrawn' };

export const KeyPanel = ({ state, acts, onSave, tell }: KeyPanelProps): JSX.Element => {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [prints, setPrints] = useState(false);
  const donePrinting = useCallback(() => { setPrints(false); }, []);
  const { card, keys, failure } = state;
  if (card === null && failure === null && !state.isRead) return <Loading what="the keys" />;
  if (card === null) return <EmptyState title="No key yet" icon={<KeyRound />}>{failure === null ? 'The log’s key is made with its first leaf.' : <FailureNotice failure={failure} />}</EmptyState>;
  const run = async (act: Promise<boolean>, done: string): Promise<void> => { if (await act) tell(done); };
  return (
    <Stack gap={4}>
      {failure === null ? null : <FailureNotice failure={failure} />}
      <Panel title="Key card" actions={<Button icon={<Printer aria-hidden="true" />} onPress={() => { setPrints(true); }}>Print</Button>}>
        <p>Give this to whoever will check an export, on another way than the export: printed, or read out. An export is this log’s own only if it names the same key.</p>
        <CardFacts card={card} />
      </Panel>
      <Panel title="Keys of this log" actions={<Button isPending={state.isBusy} onPress={() => { setAsking({ what: 'rotate' }); }}>Change the key</Button>}>
        <DataTable label="Keys of this log" rows={keys} rowKey={(key) => key.fingerprint} columns={columnsOf((fingerprint) => { setAsking({ what: 'revoke', fingerprint }); })} />
        <Muted>Private keys are in the keychain (or the vault) and never shown. A lost key is replaced, not brought back.</Muted>
      </Panel>
      <LabelSecret acts={acts} isBusy={state.isBusy} onSave={onSave} tell={tell} />
      <ConfirmDialog title="Change the log’s key" isOpen={asking?.what === 'rotate'} onClose={() => { setAsking(null); }} verb="Change the key" reasonLabel="Why" onConfirm={(because) => { void run(acts.rotate(because), 'The key was changed; hand out the new key card.'); }}>
        <p>A new key is made in the keychain. The next checkpoint is signed by both, so that everyone sees the old one hand over; then the old one is forgotten.</p>
      </ConfirmDialog>
      <ConfirmDialog title="Withdraw a key" isOpen={asking?.what === 'revoke'} onClose={() => { setAsking(null); }} isDanger verb="Withdraw the key" reasonLabel="What happened" onConfirm={(because) => { if (asking?.what === 'revoke') void run(acts.revoke(asking.fingerprint, 'stolen', because), 'The key was withdrawn.'); }}>
        <p>Nothing this key signs from now on counts; what was anchored before stays good. If it is the key in use, a new one takes its place at once. This cannot be taken back.</p>
      </ConfirmDialog>
      {prints ? <PrintSheet onDone={donePrinting}><h1>Key card of a DNC Desk log</h1><p>Keep this apart from any export. An export is this log’s own only if it names the same fingerprint.</p><CardFacts card={card} /></PrintSheet> : null}
    </Stack>
  );
};

const columnsOf = (onWithdraw: (fingerprint: string) => void): readonly DataColumn<KeyView>[] => [
  { key: 'state', title: 'State', cell: (key) => (key.end === null ? <Badge tone="good">in use</Badge> : <Badge tone={key.end === 'revoked' ? 'bad' : 'plain'}>{endWords[key.end]}</Badge>) },
  { key: 'key', title: 'Fingerprint', cell: (key) => <Mono>{key.fingerprint}</Mono> },
  { key: 'since', title: 'Since', cell: (key) => <>{key.since === '' ? '' : <Moment at={Date.parse(key.since)} />} <Muted>leaf {formatCount(key.seq)}</Muted></> },
  { key: 'until', title: 'Until', cell: (key) => (key.endedAt === null ? '' : <><Moment at={Date.parse(key.endedAt)} /> <Muted>leaf {formatCount(key.endSeq ?? 0)}</Muted></>) },
  { key: 'act', title: <ReadersOnly>Act</ReadersOnly>, cell: (key) => (key.end === 'revoked' ? null : <Button kind="inline" onPress={() => { onWithdraw(key.fingerprint); }}>Withdraw</Button>) },
];

const CardFacts = ({ card }: { readonly card: KeyCardView }): JSX.Element => (
  <div className={cx(styles['card'])}>
    <Qr svg={card.qr} label="QR code of the verifier key" />
    <KeyValueList facts={[
      { name: 'Fingerprint', value: <Row><Mono>{card.fingerprint}</Mono><CopyButton text={card.fingerprint} what="the fingerprint" /></Row> },
      { name: 'In words', value: <span className={cx(styles['words'])}>{card.words.join(' ')}</span> },
      { name: 'Log', value: <Mono>{card.origin}</Mono> },
      { name: 'Verifier key', value: <Row><Mono>{card.vkey}</Mono><CopyButton text={card.vkey} what="the verifier key" /></Row> },
    ]} />
  </div>
);

/** The keychain lost the key: nothing can be sealed until a new one takes its place. */
export const ReplaceKey = ({ acts, tell }: Pick<KeyPanelProps, 'tell'> & { readonly acts: Pick<KeyStore, 'replace'> }): JSX.Element => {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" onPress={() => { setOpen(true); }}>Go on with a new key</Button>
      <ConfirmDialog title="Go on with a new key" isOpen={isOpen} onClose={() => { setOpen(false); }} verb="Make a new key" reasonLabel="How the key was lost" onConfirm={(because) => { void acts.replace(because).then((done) => { if (done) tell('A new key signs from now on; hand out its key card.'); }); }}>
        <p>The same log goes on, and a leaf says that its key was lost. Try the other ways first: the account and the machine where the log was begun, or the vault’s passphrase.</p>
        <p>Whoever holds the old key card must be given the new one; what they kept of the old checkpoints proves that the history is the same.</p>
      </ConfirmDialog>
    </>
  );
};

const LabelSecret = ({ acts, isBusy, onSave, tell }: Pick<KeyPanelProps, 'acts' | 'onSave' | 'tell'> & { readonly isBusy: boolean }): JSX.Element => {
  const [passphrase, setPassphrase] = useState('');
  const isShort = Array.from(passphrase).length < 12;
  const backUp = async (): Promise<void> => {
    const made = await acts.backup(passphrase);
    if (made === null) return;
    setPassphrase('');
    onSave(made.ticket);
  };
  const restore = async (file: File): Promise<void> => {
    if (!(await acts.restore(file, passphrase))) return;
    setPassphrase('');
    tell('The secret is back in the keychain.');
  };
  return (
    <Panel title="Secret of the number labels">
      <p>Certificates show that a number’s records are complete by a label made with a secret in the keychain. Back it up once, under a passphrase; the signing key is not in it.</p>
      <SecretField label="Passphrase of the backup" value={passphrase} onChange={setPassphrase} saved={false} help="At least 12 characters; four or five random words are good." />
      <Row>
        <Button isDisabled={isShort} isPending={isBusy} onPress={() => { void backUp(); }}>Back it up</Button>
        <FileTrigger acceptedFileTypes={['.json']} onSelect={(files) => { const file = files?.item(0); if (file !== null && file !== undefined) void restore(file); }}><Button isDisabled={passphrase === ''}>Bring it back from a file</Button></FileTrigger>
      </Row>
      <Hint>Without the secret and without a backup, earlier certificates stay good, and new labels are made from then on.</Hint>
    </Panel>
  );
};
