// The export of the log at one of three levels: what each shows, to whom it goes, what came of it, and how anyone can check it without this program.
import { useState, type JSX } from 'react';
import { Download } from 'lucide-react';
import type { ExportLevel, ExportView, LogStatus } from '../../../src-shared/contract/log.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { countOf, formatBytes } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyValueList, Mono, Muted, Panel, Row } from '../../ui/layout.tsx';
import { RadioField } from '../../ui/radio-field.tsx';
import styles from './log.module.css';
import type { ExportAsked } from './log-store.ts';
import { KeptCheckpoint, type KeptText } from './text-file.tsx';

export type ExportPanelProps = {
  readonly status: LogStatus;
  readonly exported: ExportView | null;
  readonly failure: Failure | null;
  readonly isExporting: boolean;
  /** A certificate for this number was asked for elsewhere; '' for none. */
  readonly phone: string;
  readonly onExport: (asked: ExportAsked) => void;
  readonly onSave: (ticket: string) => void;
  readonly onHandOver: (leaves: number) => void;
  readonly onVerifyPage: () => void;
};

const levels: readonly { readonly value: ExportLevel; readonly label: string; readonly help: string }[] = [
  { value: 'certificate', label: 'Certificate of one number', help: 'Every record about one telephone number with its proof, and nothing about anyone else.' },
  { value: 'redacted', label: 'The whole log, redacted', help: 'Every leaf in order; no telephone number, name or file name is in it.' },
  { value: 'full', label: 'The whole log with personal data', help: 'The same with every number, name and file name opened: only under a protective order or to who may see them.' },
];

export const ExportPanel = ({ status, exported, failure, isExporting, phone: asked, onExport, onSave, onHandOver, onVerifyPage }: ExportPanelProps): JSX.Element => {
  const [to, setTo] = useState('');
  const [level, setLevel] = useState<ExportLevel>(asked === '' ? 'redacted' : 'certificate');
  const [phone, setPhone] = useState(asked);
  const [kept, setKept] = useState<KeptText | null>(null);
  const [lacks, setLacks] = useState(false);
  const submit = (): void => {
    const isLacking = level === 'certificate' && phone.trim() === '';
    setLacks(isLacking);
    if (isLacking) return;
    onExport({ to: to.trim(), level, ...(level === 'certificate' ? { phone: phone.trim() } : {}), ...(kept === null ? {} : { previousCheckpoint: kept.text }) });
  };
  return (
    <Panel title="Export">
      <form className={cx(styles['export'])} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <RadioField label="What is in it" options={levels} value={level} onChange={setLevel} />
        {level === 'certificate' ? <TextField label="Telephone number" type="tel" value={phone} onChange={setPhone} isRequired placeholder="+1 202 555 0123" mistake={lacks && phone.trim() === '' ? 'Say whose certificate it is.' : null} /> : null}
        <TextField label="To whom (optional)" value={to} onChange={setTo} help="Stays in this log, sealed; it is not readable in the export." />
        <KeptCheckpoint kept={kept} onChange={setKept} help="The receiver’s own checkpoint, if they kept one: the export then proves that the log goes on from there." />
        <Row><Button type="submit" kind="primary" isPending={isExporting}>{level === 'certificate' ? 'Make the certificate' : 'Export the log'}</Button><Button onPress={onVerifyPage}>Save the page that checks exports</Button></Row>
      </form>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {exported === null ? null : <Exported exported={exported} status={status} onSave={onSave} onHandOver={onHandOver} />}
    </Panel>
  );
};

type ExportedProps = Pick<ExportPanelProps, 'status' | 'onSave' | 'onHandOver'> & { readonly exported: ExportView };

const Exported = ({ exported, status, onSave, onHandOver }: ExportedProps): JSX.Element => (
  <section aria-label="The export" className={cx(styles['exported'])}>
    <Row spread>
      <h3>{exported.file}</h3>
      <Row><Button onPress={() => { onHandOver(exported.leaves); }}>Record the hand-over</Button><Button icon={<Download aria-hidden="true" />} onPress={() => { onSave(exported.ticket); }}>Save or show the file</Button></Row>
    </Row>
    <KeyValueList facts={[
      { name: 'Size', value: `${formatBytes(exported.bytes)}, ${countOf(exported.leaves, 'leaf', 'leaves')}${exported.certificate === null ? '' : `; ${countOf(exported.certificate.records, 'record')} about ${exported.certificate.phone}`}` },
      { name: 'SHA-256', value: <Row><Mono>{exported.sha256}</Mono><CopyButton key={exported.sha256} text={exported.sha256} what="the sum" /></Row> },
      { name: 'Checkpoint', value: <Mono>{exported.checkpoint}</Mono> },
    ]} />
    <h3>How anyone can check it</h3>
    <p><Muted>Unpack it and run these in its folder; START-HERE.txt in it says more. Give the key’s fingerprint on another way than the file.</Muted></p>
    <ol className={cx(styles['steps'])}>
      {checkLines(status.origin).map(({ line, expected }) => <li key={line}><pre><code>{line}</code></pre><Muted>{expected}</Muted></li>)}
    </ol>
  </section>
);

/** The lines of START-HERE.txt that need nothing but OpenSSH and coreutils. */
export const checkLines = (origin: string): readonly { readonly line: string; readonly expected: string }[] => [
  { line: 'ssh-keygen -lf keys/log-key.ssh.pub', expected: 'The fingerprint must be the one you were given.' },
  { line: `ssh-keygen -Y verify -f keys/allowed_signers -I ${origin} -n dncdesk-export -s SHA256SUMS.sig < SHA256SUMS`, expected: 'Expected: Good "dncdesk-export" signature' },
  { line: 'sha256sum -c SHA256SUMS', expected: 'Expected: OK on every line' },
];
