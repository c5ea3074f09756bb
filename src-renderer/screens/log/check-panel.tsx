// Checks a bundle from its file alone and shows every check; the verdict is green only when the core calls it valid.
import { useEffect, useRef, useState, type JSX } from 'react';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { BundleCheck } from '../../../src-shared/contract/log.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { KeyValueList, Mono, Panel } from '../../ui/layout.tsx';
import type { CheckState } from './log-store.ts';
import styles from './log.module.css';
import { KeptCheckpoint, type KeptText } from './text-file.tsx';

/** `ownFingerprint`: of this desk's key, null where it is not known. */
export type CheckPanelProps = { readonly check: CheckState; readonly ownFingerprint: string | null; readonly onFile: (file: File, held: string | null) => void };

export const CheckPanel = ({ check, ownFingerprint, onFile }: CheckPanelProps): JSX.Element => {
  const [kept, setKept] = useState<KeptText | null>(null);
  const result = useRef<HTMLDivElement>(null);
  // what came of it often lies below the window’s edge
  useEffect(() => { if (check.status === 'failed' || check.status === 'checked') result.current?.scrollIntoView?.({ block: 'nearest' }); }, [check]);
  return (
    <Panel title="Check a bundle">
      <p>Any exported ZIP, from this desk or another. Nothing but the file is asked; choose it as it was exported, not unpacked.</p>
      <KeptCheckpoint kept={kept} onChange={setKept} help="Yours from an earlier export, if you have one: only that finds a history rewritten under the true key." />
      <div>
        <FileTrigger acceptedFileTypes={['.zip', 'application/zip']} onSelect={(files) => { const file = files?.item(0); if (file !== null && file !== undefined) onFile(file, kept?.text ?? null); }}>
          <Button isPending={check.status === 'checking'}>Choose a bundle to check</Button>
        </FileTrigger>
      </div>
      {check.status === 'checking' ? <Loading what={check.name} /> : null}
      <div ref={result} className={cx(styles['result'])}>
        {check.status === 'failed' ? <FailureNotice failure={check.failure} /> : null}
        {check.status === 'checked' ? <Checked name={check.name} check={check.check} ownFingerprint={ownFingerprint} /> : null}
      </div>
    </Panel>
  );
};

const Checked = ({ name, check, ownFingerprint }: { readonly name: string; readonly check: BundleCheck; readonly ownFingerprint: string | null }): JSX.Element => {
  const isValid = check.verdict === 'valid';
  return (
    <section aria-label="Result of the check" className={cx(styles['checked'])}>
      <output className={cx(styles['verdict'], isValid ? styles['valid'] : styles['invalid'])}>
        {isValid ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
        <span>
          <strong>{isValid ? 'Valid: every check held.' : 'Not valid: do not rely on this file.'}</strong><br />
          {name}{isValid ? ' is whole and signed by the key below. Whose key that is, only its fingerprint tells: compare it with the one you were given.' : '. The first check that did not hold says why; those after it were not made.'}
        </span>
      </output>
      <KeyValueList facts={[
        { name: 'Log', value: check.origin === null ? 'not known' : <Mono>{check.origin}</Mono> },
        ...(check.level === null ? [] : [{ name: 'Level', value: levelWords[check.level] }]),
        ...(check.subject === null ? [] : [{ name: 'About', value: `${check.subject.phone}: ${countOf(check.subject.records, 'record')}` }]),
        { name: 'Leaves', value: check.leaves === null ? 'not known' : formatCount(check.leaves) },
        { name: 'Key fingerprint', value: check.fingerprint === null ? 'not known' : <><Mono>{check.fingerprint}</Mono>{ownFingerprint === null ? null : <> {check.fingerprint === ownFingerprint ? <Badge>this desk’s key</Badge> : <Badge tone="warn">another key than this desk’s</Badge>}</>}</> },
      ]} />
      <DataTable label="Checks" rows={check.checks} rowKey={(one) => one.what} columns={columns} />
    </section>
  );
};

const levelWords: Readonly<Record<NonNullable<BundleCheck['level']>, string>> = { L0: 'Certificate of one number', L1: 'The whole log, redacted', L2: 'The whole log with personal data' };

const stateBadges: Readonly<Record<BundleCheck['checks'][number]['state'], JSX.Element>> = {
  held: <Badge tone="good">held</Badge>, wrong: <Badge tone="bad">not held</Badge>, 'not-checked': <Badge>not checked</Badge>,
};

const columns: readonly DataColumn<BundleCheck['checks'][number]>[] = [
  { key: 'state', title: 'Held', cell: (one) => stateBadges[one.state] },
  { key: 'what', title: 'Check', cell: (one) => one.what },
  { key: 'detail', title: 'Detail', cell: (one) => one.detail },
];
