// A short table, drawn whole; lists that can grow long belong into VirtualTable.
import { useRef, type JSX, type ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './data-table.module.css';
import { useOverflow } from './use-overflow.ts';

export type DataColumn<Row> = { readonly key: string; readonly title: ReactNode; readonly align?: 'start' | 'end'; readonly cell: (row: Row) => ReactNode };

export const DataTable = <Row,>({ label, columns, rows, rowKey, hideLabel = true }: { readonly label: string; readonly columns: readonly DataColumn<Row>[]; readonly rows: readonly Row[]; readonly rowKey: (row: Row) => string | number; readonly hideLabel?: boolean }): JSX.Element => {
  const box = useRef<HTMLElement>(null);
  const overflows = useOverflow(box);
  return (
    // a table that is too wide scrolls by itself and must be reachable by keyboard for that
    <section ref={box} className={cx(styles['scroll'])} {...(overflows ? { 'aria-label': label, tabIndex: 0 } : {})}>
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
};
