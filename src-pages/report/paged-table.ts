// A table of any length with no more rows in the page than fit a screen or two; what is not shown is said, on paper too.
import { count, draw, type Child } from '../kit/draw.ts';

export type Column<Row> = { readonly title: string; readonly cell: (row: Row) => Child; /** A figure, set to the right. */ readonly end?: boolean; /** Never broken over two lines. */ readonly brief?: boolean };
export type PagedTable<Row> = { readonly element: HTMLElement; readonly show: (rows: readonly Row[], at?: number) => void };

const pageSize = 50;

/** The first column names the row. `whole`: where all rows are, for print. */
export const drawPagedTable = <Row>(caption: string, columns: readonly Column<Row>[], whole: string): PagedTable<Row> => {
  const body = draw('tbody');
  const table = draw('table', {}, draw('caption', {}, caption), draw('thead', {}, draw('tr', {}, ...columns.map((column) => draw('th', { scope: 'col', class: classOf(column) }, column.title)))), body);
  const where = draw('p', { class: 'muted', 'aria-live': 'polite' });
  const back = draw('button', { type: 'button' }, 'Earlier rows');
  const on = draw('button', { type: 'button' }, 'Later rows');
  const pager = draw('nav', { class: 'pager no-print', 'aria-label': `Pages of: ${caption}` }, back, on);
  let rows: readonly Row[] = [];
  let from = 0;
  const show = (): void => {
    const until = Math.min(rows.length, from + pageSize);
    body.replaceChildren(...rows.slice(from, until).map((row) => draw('tr', {}, ...columns.map((column, at) =>
      (at === 0 ? draw('th', { scope: 'row', class: classOf(column) }, column.cell(row)) : draw('td', { class: classOf(column) }, column.cell(row)))))));
    where.textContent = rows.length === 0 ? 'None.' : `Rows ${count(from + 1)} to ${count(until)} of ${count(rows.length)}.${rows.length > until - from ? ` ${whole}` : ''}`;
    back.disabled = from === 0;
    on.disabled = until === rows.length;
    table.hidden = rows.length === 0;
    pager.hidden = rows.length <= pageSize;
    where.hidden = rows.length > 0 && rows.length <= pageSize;
  };
  const turn = (by: number) => (): void => {
    from = Math.max(0, from + by);
    show();
  };
  back.addEventListener('click', turn(-pageSize));
  on.addEventListener('click', turn(pageSize));
  return {
    element: draw('div', { class: 'paged' }, draw('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, table), where, pager),
    show: (next, at = 0) => {
      rows = next;
      from = Math.max(0, Math.min(at - (at % pageSize), next.length - 1));
      show();
    },
  };
};

const classOf = ({ end, brief }: { readonly end?: boolean; readonly brief?: boolean }): string | null => (end === true ? 'end' : brief === true ? 'brief' : null);
