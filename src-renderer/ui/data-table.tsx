// A short table, drawn whole; lists that can grow long belong into VirtualTable.
import type { JSX, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './data-table.module.css';

export type DataColumn<Row> = { readonly key: string; readonly title: ReactNode; readonly align?: 'start' | 'end'; readonly cell: (row: Row) => ReactNode };

export const DataTable = <Row,>({ label, columns, rows, rowKey, hideLabel = true }: { readonly label: string; readonly columns: readonly DataColumn<Row>[]; readonly rows: readonly Row[]; readonly rowKey: (row: Row) => string | number; readonly hideLabel?: boolean }): JSX.Element => (
  // a wide table scrolls by itself and must be reachable by keyboard for that
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section className={cx(styles['scroll'])} aria-label={label} tabIndex={0}>
    <table className={cx(styles['table'])}>
      <caption className={cx(hideLabel && styles['hidden'])}>{label}</caption>
      <thead>
        <tr>{columns.map((column) => <th key={column.key} scope="col" className={cx(column.align === 'end' && styles['end'])}>{column.title}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => <tr key={rowKey(row)}>{columns.map((column) => <td key={column.key} className={cx(column.align === 'end' && styles['end'])}>{column.cell(row)}</td>)}</tr>)}
      </tbody>
    </table>
  </section>
);
