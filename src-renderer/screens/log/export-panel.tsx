// The export of the redacted log: to whom, what came of it, and how anyone can check it without this program.
import { useState, type JSX } from 'react';
import { Download } from 'lucide-react';
import type { ExportView, LogStatus } from '../../../src-shared/contract/log.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { countOf, formatBytes } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyValueList, Mono, Muted, Panel, Row } from '../../ui/layout.tsx';
import styles from './log.module.css';

export type ExportPanelProps = {
  readonly status: LogStatus;
  readonly exported: ExportView | null;
  readonly failure: Failure | null;
  readonly isExporting: boolean;
  readonly onExport: (to: string) => void;
  readonly onSave: (ticket: string) => void;
};

export const ExportPanel = ({ status, exported, failure, isExporting, onExport, onSave }: ExportPanelProps): JSX.Element => {
  const [to, setTo] = useState('');
  return (
    <Panel title="Export">
      <p>One ZIP file with every leaf, the signed checkpoint and all that is needed to check them. No telephone number, name or file name is in it.</p>
      <form className={cx(styles['export'])} onSubmit={(event) => { event.preventDefault(); onExport(to.trim()); }}>
        <TextField label="To whom (optional)" value={to} onChange={setTo} help="Stays in this log, sealed; it is not readable in the export." />
        <div><Button type="submit" kind="primary" isPending={isExporting}>Export the log</Button></div>
      </form>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {exported === null ? null : <Exported exported={exported} status={status} onSave={onSave} />}
    </Panel>
  );
};

const Exported = ({ exported, status, onSave }: { readonly exported: ExportView; readonly status: LogStatus; readonly onSave: (ticket: string) => void }): JSX.Element => (
  <section aria-label="The export" className={cx(styles['exported'])}>
    <Row spread><h3>{exported.file}</h3><Button icon={<Download aria-hidden="true" />} onPress={() => { onSave(exported.ticket); }}>Save or show the file</Button></Row>
    <KeyValueList facts={[
      { name: 'Size', value: `${formatBytes(exported.bytes)}, ${countOf(exported.leaves, 'leaf', 'leaves')}` },
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
