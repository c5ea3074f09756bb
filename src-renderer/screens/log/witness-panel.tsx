// Every way the checkpoint leaves this computer, and what has left: mail, paper, a file, a second person, an authority.
import { useCallback, useState, type JSX } from 'react';
import { Mail, Printer } from 'lucide-react';
import type { AnchorView, CheckpointSheet, MailText } from '../../../src-shared/contract/anchors.ts';
import { anchorKindWords, outsideWords, overdueAdvice } from '../../../src-shared/words/anchor-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Mono, Muted, Panel, Row, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { CosignPanel } from './cosign-panel.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import styles from './log.module.css';
import { PrintSheet, Qr } from './print-sheet.tsx';
import type { WitnessActs, WitnessState } from './witness-store.ts';

export type WitnessPanelProps = {
  readonly state: WitnessState;
  readonly acts: WitnessActs;
  readonly now: number;
  readonly onSave: (ticket: string) => void;
  readonly tell: (text: string) => void;
};

const columns: readonly DataColumn<AnchorView>[] = [
  { key: 'at', title: 'When', cell: (one) => <Moment at={one.at} /> },
  { key: 'how', title: 'How', cell: (one) => anchorKindWords[one.kind] },
  { key: 'who', title: 'To or by whom', cell: (one) => one.who },
  { key: 'leaves', title: 'Leaves', align: 'end', cell: (one) => formatCount(one.leaves) },
  { key: 'clock', title: 'By their clock', cell: (one) => (one.witnessedAt === null ? '' : <Moment at={Date.parse(one.witnessedAt)} seconds />) },
];

export const WitnessPanel = ({ state, acts, now, onSave, tell }: WitnessPanelProps): JSX.Element => {
  const { status, anchors, failure } = state;
  const [asking, setAsking] = useState<{ readonly how: 'hand-over' | 'mail' | 'paper'; readonly leaves: number } | null>(null);
  const [mail, setMail] = useState<MailText | null>(null);
  const [sheet, setSheet] = useState<CheckpointSheet | null>(null);
  const [paper, setPaper] = useState<number | null>(null);
  const donePrinting = useCallback(() => { setSheet(null); }, []);
  const print = async (): Promise<void> => {
    const made = await acts.sheet();
    if (made === null) return;
    setSheet(made);
    setPaper(made.leaves);
  };
  const saveFile = async (): Promise<void> => {
    const ticket = await acts.checkpointFile();
    if (ticket !== null) onSave(ticket);
  };
  if (status === null) return failure === null ? <Loading what="the witnesses" /> : <FailureNotice failure={failure} />;
  return (
    <Stack gap={4}>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {status.isOverdue ? <Hint tone="warn"><strong>Last checkpoint outside this computer: {outsideWords(status, now)}.</strong> {overdueAdvice}</Hint> : null}
      <Panel title="Let the checkpoint leave">
        {status.leaves === 0 ? <Muted>There is no checkpoint yet: the log begins with the first import.</Muted> : <>
          <p>{status.lastAt === null ? 'No checkpoint has left this computer yet.' : <>Last checkpoint outside this computer: <strong>{outsideWords(status, now)}</strong>, {status.lastKind === null ? '' : anchorKindWords[status.lastKind]}; {countOf(Math.max(0, status.leaves - (status.lastLeaves ?? 0)), 'leaf', 'leaves')} since.</>} Three lines are enough: log, number of leaves, root. Nothing in them is about a person.</p>
          <Row>
            <Button kind="primary" icon={<Mail aria-hidden="true" />} onPress={() => { void acts.mail().then(setMail); }}>Write a mail</Button>
            <Button icon={<Printer aria-hidden="true" />} onPress={() => { void print(); }}>Print with a QR code</Button>
            <Button onPress={() => { void saveFile(); }}>Save as a file</Button>
            <Button onPress={() => { setAsking({ how: 'hand-over', leaves: status.leaves }); }}>Record a hand-over</Button>
            {paper === null ? null : <Button onPress={() => { setAsking({ how: 'paper', leaves: paper }); }}>Record the printed sheet</Button>}
          </Row>
        </>}
      </Panel>
      <div className={cx(styles['pair'])}>
        <CosignPanel state={state} acts={acts} onSave={onSave} tell={tell} />
        <StampPanel key={status.authority ?? ''} authority={status.authority} isBusy={state.isBusy} onStamp={(address) => { void acts.stamp(address).then((made) => { if (made !== null) tell('The checkpoint was stamped.'); }); }} />
      </div>
      <Panel title="What has left">
        {anchors.length === 0 ? <Muted>Nothing yet. Each way above writes a line here, and a leaf into the log.</Muted> : <DataTable label="What has left" rows={anchors} rowKey={(one) => one.seq} columns={columns} />}
      </Panel>
      <MailDialog mail={mail} onClose={() => { setMail(null); }} onSent={() => { setAsking({ how: 'mail', leaves: mail?.leaves ?? status.leaves }); setMail(null); }} />
      {asking === null ? null : <HandOverDialog how={asking.how} leaves={asking.leaves} onClose={() => { setAsking(null); }} onConfirm={(to) => { void acts.handOver({ to, how: asking.how, ...(asking.how === 'hand-over' ? {} : { leaves: asking.leaves }) }).then((made) => { if (made !== null) tell(`Recorded: the checkpoint of ${countOf(made.leaves, 'leaf', 'leaves')} has left this computer.`); }); }} />}
      {sheet === null ? null : <PrintSheet onDone={donePrinting}><Sheet sheet={sheet} /></PrintSheet>}
    </Stack>
  );
};

const MailDialog = ({ mail, onClose, onSent }: { readonly mail: MailText | null; readonly onClose: () => void; readonly onSent: () => void }): JSX.Element => (
  <Dialog title="Mail with the checkpoint" isOpen={mail !== null} onClose={onClose} isWide>
    {mail === null ? null : (
      <>
        <p>To counsel or compliance; their mail server dates it. <Muted>It counts once you say that it was sent.</Muted></p>
        <p><strong>{mail.subject}</strong></p>
        <pre className={cx(styles['mail'])}>{mail.body}</pre>
        <Row><a href={`mailto:?subject=${encodeURIComponent(mail.subject)}&body=${encodeURIComponent(mail.body.replaceAll('\n', '\r\n'))}`}>Open the mail program</a><CopyButton text={`${mail.subject}\n\n${mail.body}`} what="the mail" /></Row>
        <DialogActions><Button onPress={onClose}>Close</Button><Button kind="primary" onPress={onSent}>It was sent</Button></DialogActions>
      </>
    )}
  </Dialog>
);

const Sheet = ({ sheet }: { readonly sheet: CheckpointSheet }): JSX.Element => (
  <>
    <h1>Checkpoint of a DNC Desk log</h1>
    <p>What the log had recorded when this was signed cannot be changed later without differing from these three lines.</p>
    <pre>{sheet.body}</pre>
    <Qr svg={sheet.qr} label="QR code of the signed checkpoint" />
    <dl>
      <dt>Signed</dt><dd><Moment at={sheet.at} seconds /></dd>
      <dt>Key</dt><dd><Mono>{sheet.fingerprint}</Mono><br />{sheet.words.join(' ')}</dd>
      <dt>Date, name and signature of the holder</dt><dd>____________________________________________</dd>
    </dl>
  </>
);

const StampPanel = ({ authority, isBusy, onStamp }: { readonly authority: string | null; readonly isBusy: boolean; readonly onStamp: (address: string) => void }): JSX.Element => {
  const [address, setAddress] = useState(authority ?? '');
  const [asked, setAsked] = useState(false);
  const isAddress = /^https?:\/\/[^\s/]+/.test(address.trim());
  return (
    <Panel title="Time stamp authority">
      <p>Off until you give an address. Only a hash and a random number are sent (RFC 3161), over https; the authority’s clock then dates the checkpoint.</p>
      <form className={cx(styles['export'])} onSubmit={(event) => { event.preventDefault(); setAsked(true); if (isAddress) onStamp(address.trim()); }}>
        <TextField label="Address of the authority" type="url" value={address} onChange={setAddress} placeholder="https://tsa.example/tsr" mistake={asked && !isAddress ? 'An address that begins with https:// is needed.' : null} />
        <div><Button type="submit" isPending={isBusy}>Have it stamped</Button></div>
      </form>
    </Panel>
  );
};
