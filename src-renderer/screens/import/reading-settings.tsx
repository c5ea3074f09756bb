// How the file is read, each setting as one choice; a choice shows its result in the rows below at once.
import { useState, type JSX } from 'react';
import type { Layout, Preview } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/fields.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './import.module.css';
import { isText, readAsOf, readAsOptions } from './read-as.ts';
import { regionOptions } from './regions.ts';

export type ReadingSettingsProps = {
  readonly preview: Preview;
  readonly layouts: readonly SavedLayout[];
  readonly onLayout: (layout: Partial<Layout>) => void;
  readonly onReadAs: (choice: string) => void;
};

const dateOrders = [{ value: 'ymd', label: 'Year first (2026-11-21)' }, { value: 'mdy', label: 'Month first (11/21/2026)' }, { value: 'dmy', label: 'Day first (21/11/2026)' }] as const;
const delimiters = [{ value: ',', label: 'Comma' }, { value: '\t', label: 'Tab' }, { value: ';', label: 'Semicolon' }, { value: '|', label: 'Vertical bar' }] as const;

export const ReadingSettings = ({ preview, layouts, onLayout, onReadAs }: ReadingSettingsProps): JSX.Element => {
  const { file, layout } = preview;
  const [regions] = useState(regionOptions);
  const hasDates = layout.requestedColumn !== null || layout.expiresColumn !== null;
  const headerLines = [...new Set([0, layout.headerLine, ...preview.rows.slice(0, 20).map((row) => row.line)])].sort((one, other) => one - other);
  // What the columns mean is proposed anew where other columns come of it; how the file is cut up stays.
  const { sheet, delimiter, region, known = null, cuts = null } = layout;
  const isCut = cuts !== null;
  return (
    <div className={cx(styles['settings'])}>
      <SelectField label="Read it as" value={readAsOf(preview)} options={readAsOptions(file, layouts)} onChange={onReadAs} />
      {file.sheets.length < 2 ? null : <SelectField label="Sheet" value={sheet} options={file.sheets.map(({ name, hidden }) => ({ value: name, label: hidden ? `${name} (hidden)` : name }))} onChange={(chosen) => { onLayout({ sheet: chosen, region }); }} />}
      {!isText(file) || isCut || delimiter === null ? null : <SelectField label="Between the cells" value={delimiter} options={delimiters} onChange={(chosen) => { onLayout({ delimiter: chosen, region }); }} />}
      <SelectField label="Header" value={String(layout.headerLine)} options={headerLines.map((line) => ({ value: String(line), label: line === 0 ? 'No header row' : `Line ${line}` }))}
        onChange={(line) => { onLayout(isCut ? { ...layout, headerLine: Number(line) } : { sheet, delimiter, region, known, headerLine: Number(line) }); }} />
      <SelectField label="Country where none is written" value={region} options={regions} onChange={(chosen) => { onLayout({ ...layout, region: chosen }); }} />
      {hasDates ? <SelectField label="Dates are written" value={layout.dateOrder} options={dateOrders} onChange={(dateOrder) => { onLayout({ ...layout, dateOrder }); }} /> : null}
      {layout.codeColumn === null ? <FixedCode key={layout.fixedCode} layout={layout} onLayout={onLayout} /> : null}
    </div>
  );
};

/** Where no column carries a code, every row may have the same one; it is read again when the field is left. */
const FixedCode = ({ layout, onLayout }: Pick<ReadingSettingsProps, 'onLayout'> & { readonly layout: Layout }): JSX.Element => {
  const [code, setCode] = useState(layout.fixedCode ?? '');
  const leave = (): void => { if (code.trim() !== (layout.fixedCode ?? '')) onLayout({ ...layout, fixedCode: code.trim() === '' ? null : code.trim() }); };
  return <div onBlur={leave}><TextField label="Regulation code of every row" value={code} onChange={setCode} placeholder="none" /></div>;
};
