// The preview: what the file is, how it will be read, and the first rows with their verdicts, all before anything is stored.
import { useState, type JSX } from 'react';
import type { FileFacts, Layout, Preview } from '../../../src-shared/contract/imports.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { formatWords } from '../../../src-shared/words/file-format-words.ts';
import { formatBytes } from '../../../src-shared/words/figures.ts';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Hint } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Mono, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './import.module.css';
import { PreviewTable } from './preview-table.tsx';
import { regionOptions } from './regions.ts';

export type PreviewPanelProps = {
  readonly preview: Preview;
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  readonly onLayout: (layout: Partial<Layout>) => void;
};

const dateOrders = [{ value: 'ymd', label: 'Year first (2026-11-21)' }, { value: 'mdy', label: 'Month first (11/21/2026)' }, { value: 'dmy', label: 'Day first (21/11/2026)' }] as const;

export const PreviewPanel = ({ preview, isBusy, failure, onLayout }: PreviewPanelProps): JSX.Element => {
  const { file, layout } = preview;
  const [regions] = useState(regionOptions);
  const hasDates = layout.requestedColumn !== null || layout.expiresColumn !== null;
  const headerLines = [...new Set([0, layout.headerLine, ...preview.rows.slice(0, 20).map((row) => row.line)])].sort((one, other) => one - other);
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {preview.seenBefore === null ? null : <Hint tone="warn">These very bytes were imported before, <Moment at={preview.seenBefore.at} /> (import {preview.seenBefore.importId}). Importing them again stores no number twice; each would count as a duplicate.</Hint>}
      <Panel>
        <FileLine file={file} />
        <div className={cx(styles['settings'])}>
          {file.sheets.length < 2 ? null : <SelectField label="Sheet" value={layout.sheet} options={file.sheets.map((sheet) => ({ value: sheet.name, label: sheet.hidden ? `${sheet.name} (hidden)` : sheet.name }))} onChange={(sheet) => { onLayout({ sheet, region: layout.region }); }} />}
          <SelectField label="Header" value={String(layout.headerLine)} options={headerLines.map((line) => ({ value: String(line), label: line === 0 ? 'No header row' : `Line ${line}` }))} onChange={(line) => { onLayout({ sheet: layout.sheet, region: layout.region, headerLine: Number(line) }); }} />
          <SelectField label="Country where none is written" value={layout.region} options={regions} onChange={(region) => { onLayout({ ...layout, region }); }} />
          {hasDates ? <SelectField label="Dates are written" value={layout.dateOrder} options={dateOrders} onChange={(dateOrder) => { onLayout({ ...layout, dateOrder }); }} /> : null}
          {layout.codeColumn === null ? <FixedCode key={layout.fixedCode} layout={layout} onLayout={onLayout} /> : null}
        </div>
      </Panel>
      <Panel isFlush fill>
        <PreviewTable preview={preview} isBusy={isBusy} onLayout={onLayout} />
      </Panel>
    </>
  );
};

const FileLine = ({ file }: { readonly file: FileFacts }): JSX.Element => (
  <div className={cx(styles['file'])}>
    <h2>{file.name}</h2>
    <p>{formatBytes(file.bytes)} · {formatWords(file)} · SHA-256 <Mono>{file.sha256.slice(0, 16)}…</Mono></p>
  </div>
);

/** Where no column carries a code, every row may have the same one; it is read again when the field is left. */
const FixedCode = ({ layout, onLayout }: Pick<PreviewPanelProps, 'onLayout'> & { readonly layout: Layout }): JSX.Element => {
  const [code, setCode] = useState(layout.fixedCode ?? '');
  const leave = (): void => { if (code.trim() !== (layout.fixedCode ?? '')) onLayout({ ...layout, fixedCode: code.trim() === '' ? null : code.trim() }); };
  return <div onBlur={leave}><TextField label="Regulation code of every row" value={code} onChange={setCode} placeholder="none" /></div>;
};
