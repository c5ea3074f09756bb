// The first rows of a file: each column's meaning is chosen in its head, each row shows what it came to.
import type { JSX } from 'react';
import type { Layout, Preview, PreviewRow, Reading } from '../../../src-shared/contract/imports.ts';
import { setAsideWords } from '../../../src-shared/words/reason-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { Muted } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { columnMeanings, columnMeaningWords, meaningOf, withMeaning, type ColumnMeaning } from './column-meaning.ts';
import styles from './import.module.css';
import { ReadingChip } from './reading-chip.tsx';

export const PreviewTable = ({ preview, isBusy, onLayout }: { readonly preview: Preview; readonly isBusy: boolean; readonly onLayout: (layout: Layout) => void }): JSX.Element => (
  // it scrolls by itself and must be reachable by keyboard for that
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section className={cx(styles['sheet'], isBusy && styles['busy'])} aria-label="First rows" aria-busy={isBusy} tabIndex={0}>
    <table>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col" className={cx(styles['verdict'])}>Verdict</th>
          {positioned(preview.columns).map(({ name, column }) => <ColumnHead key={column} name={name} column={column} layout={preview.layout} onLayout={onLayout} />)}
        </tr>
      </thead>
      <tbody>{preview.rows.map((row) => <SheetRow key={row.line} row={row} layout={preview.layout} columns={preview.columns.length} />)}</tbody>
    </table>
  </section>
);

const positioned = (columns: readonly string[]): readonly { readonly name: string; readonly column: number }[] => columns.map((name, column) => ({ name, column }));

const ColumnHead = ({ name, column, layout, onLayout }: { readonly name: string; readonly column: number; readonly layout: Layout; readonly onLayout: (layout: Layout) => void }): JSX.Element => {
  const meaning = meaningOf(layout, column);
  const isOnlyPhone = meaning === 'phone' && layout.phoneColumns.length === 1;
  // the last phone column keeps its meaning until another column has it
  const options = columnMeanings.map((value) => ({ value, label: columnMeaningWords[value], isDisabled: isOnlyPhone && value !== 'phone' }));
  return (
    <th scope="col" className={cx(meaning !== 'none' && styles['used'])}>
      <span className={cx(styles['name'])} title={name}>{name}</span>
      <SelectField<ColumnMeaning> label={`Meaning of ${name}`} hideLabel isMarked={meaning !== 'none'} value={meaning} options={options}
        onChange={(chosen) => {
          const next = withMeaning(layout, column, chosen);
          if (next !== null && chosen !== meaning) onLayout(next);
        }} />
    </th>
  );
};

const positionedReadings = (row: PreviewRow): readonly { readonly at: number; readonly reading: Reading }[] => row.readings.map((reading, at) => ({ at, reading }));

const rowWords: Readonly<Record<Exclude<PreviewRow['kind'], 'data'>, string>> = { header: 'header', ignored: 'ignored (title or footer)', blank: 'blank' };

const SheetRow = ({ row, layout, columns }: { readonly row: PreviewRow; readonly layout: Layout; readonly columns: number }): JSX.Element => (
  <tr className={cx(row.kind !== 'data' && styles['aside'])}>
    <td className={cx(styles['line'])}>{row.line}</td>
    <td className={cx(styles['verdict'])}>
      {row.kind === 'data' && row.readings.length > 0
        ? <div>{positionedReadings(row).map(({ at, reading }) => <ReadingChip key={at} reading={reading} />)}</div>
        : row.setAside === undefined ? <Muted>{row.kind === 'data' ? 'no number in this row' : rowWords[row.kind]}</Muted>
          : <span title={setAsideWords[row.setAside].meaning}><Badge>set aside: {setAsideWords[row.setAside].word}</Badge></span>}
    </td>
    {Array.from({ length: columns }, (_, column) => <td key={column} className={cx(meaningOf(layout, column) === 'none' && styles['unused'])} title={row.cells[column]}>{row.cells[column] ?? ''}</td>)}
  </tr>
);
