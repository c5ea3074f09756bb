// A table of any length: it draws only what is in sight, asks for pages of rows, and is walked through with the arrow keys.
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a <table> cannot place single rows at an offset; roles and row numbers say the same to readers */
import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore, type JSX, type KeyboardEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { cx } from './cx.ts';
import { FailureNotice, Loading } from './failure-notice.tsx';
import { fitColumns, leastWidth } from './fit-columns.ts';
import { cursorAfter } from './row-cursor.ts';
import { createRowWindow, type LoadPage } from './row-window.ts';
import { RowPager } from './row-pager.tsx';
import { useWidth } from './use-width.ts';
import styles from './virtual-table.module.css';

export type Column<Row> = {
  readonly key: string;
  readonly title: ReactNode;
  /** A CSS grid track in px, with its least width first: "90px", "minmax(160px, 1fr)". */
  readonly width: string;
  readonly align?: 'start' | 'end';
  /** Left out where there is no room for it: what it says must be found elsewhere too. */
  readonly isSpare?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

export type VirtualTableProps<Row> = {
  /** Names the table for readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Must keep its identity while the question is the same; a new one starts from the top. */
  readonly loadPage: LoadPage<Row>;
  /** When it changes, what is in sight is read again in place. */
  readonly version?: unknown;
  /** Drawn instead of the table when there are no rows. */
  readonly empty: ReactNode;
  /** Enter or double click. */
  readonly onOpen?: (row: Row, index: number) => void;
  /** The row under the cursor; null while there is none. Also told when its content changed. */
  readonly onCursor?: (row: Row | null, index: number) => void;
  readonly onTotal?: (total: number) => void;
  /** Other keys while the table has the focus; return true when the key was yours. */
  readonly onKey?: (event: KeyboardEvent, row: Row | null) => boolean;
  readonly takesFocus?: boolean;
  /** CSS height; fills its flex parent when absent. */
  readonly height?: string;
};

/** Chromium draws no element taller than 33,554,428 px: a million rows of 30 px fit, longer lists are shown in parts. */
const PART_ROWS = 1_000_000;
export const ROW_HEIGHT = 30;

export const VirtualTable = <Row,>(props: VirtualTableProps<Row>): JSX.Element => {
  const { label, columns: wantedColumns, loadPage, version, empty, onOpen, onCursor, onTotal, onKey, takesFocus = false, height } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => createRowWindow(loadPage), [loadPage]);
  const { total, failure, turn } = useSyncExternalStore(rows.subscribe, rows.state);
  const [place, setPlace] = useState({ of: rows, part: 0, cursor: 0 });
  const { part, cursor: wanted } = place.of === rows ? place : { part: 0, cursor: 0 };
  const cursor = Math.max(0, Math.min(wanted, (total ?? 1) - 1));
  const first = part * PART_ROWS;
  const count = Math.max(0, Math.min(PART_ROWS, (total ?? 0) - first));

  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer's functions stay in this component
  const virtualizer = useVirtualizer({
    // rows are drawn with the next frame; forcing them out inside React's own work only draws warnings
    useFlushSync: false, count, estimateSize: () => ROW_HEIGHT, getScrollElement: () => scroller.current, overscan: 12, scrollMargin: ROW_HEIGHT, scrollPaddingStart: ROW_HEIGHT, initialRect: { width: 800, height: 480 },
  });
  const drawn = virtualizer.getVirtualItems();
  const from = first + (drawn[0]?.index ?? 0);
  const to = first + (drawn.at(-1)?.index ?? 0) + 1;

  useEffect(() => { rows.need(from, to); }, [rows, from, to, total]);
  const readAs = useRef({ rows, version });
  useEffect(() => {
    if (readAs.current.rows === rows && readAs.current.version !== version) rows.refresh();
    readAs.current = { rows, version };
  }, [rows, version]);

  const current = total === null || total === 0 ? null : rows.rowAt(cursor) ?? null;
  const heard = useRef({ onCursor, onTotal });
  useEffect(() => { heard.current = { onCursor, onTotal }; });
  useEffect(() => { heard.current.onCursor?.(current, cursor); }, [current, cursor]);
  useEffect(() => { if (total !== null) heard.current.onTotal?.(total); }, [total, turn]);
  const isThere = total !== null && total > 0;
  const columns = fitColumns(wantedColumns, useWidth(scroller, isThere));
  useEffect(() => { if (takesFocus && isThere) scroller.current?.focus({ preventScroll: true }); }, [takesFocus, isThere]);

  // another part begins where the cursor is
  const shownPart = useRef(part);
  useEffect(() => {
    if (shownPart.current !== part) virtualizer.scrollToIndex(cursor - first);
    shownPart.current = part;
  }, [part, cursor, first, virtualizer]);

  const moveTo = (index: number): void => {
    const nextPart = Math.floor(index / PART_ROWS);
    setPlace({ of: rows, part: nextPart, cursor: index });
    if (nextPart === part) virtualizer.scrollToIndex(index - first);
  };

  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const shown = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : cursorAfter(event.key, cursor, total ?? 0, shown);
    if (next !== null) moveTo(next);
    else if (event.key === 'Enter' && current !== null && onOpen !== undefined) onOpen(current, cursor);
    else if (onKey?.(event, current) !== true) return;
    event.preventDefault();
  };

  if (failure !== null && total === null) return <FailureNotice failure={failure} onRetry={rows.refresh} />;
  if (total === null) return <Loading what={label.toLowerCase()} />;
  if (total === 0) return <>{empty}</>;

  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const isCursorDrawn = drawn.some((item) => first + item.index === cursor);
  const across = { minWidth: leastWidth(columns) };
  return (
    <div className={cx(styles['frame'])} style={height === undefined ? {} : { height, flex: 'none' }}>
      {failure === null ? null : <FailureNotice failure={failure} onRetry={rows.refresh} />}
      <div
        ref={scroller} role="grid" tabIndex={0} aria-label={label} aria-rowcount={total + 1} aria-colcount={columns.length} {...(isCursorDrawn ? { 'aria-activedescendant': `${id}-${cursor}` } : {})}
        className={cx(styles['scroller'])} onKeyDown={press}
      >
        <div role="rowgroup" className={cx(styles['head'])} style={across}>
          <div role="row" tabIndex={-1} aria-rowindex={1} className={cx(styles['row'])} style={tracks}>
            {columns.map((column) => <div key={column.key} role="columnheader" tabIndex={-1} className={cx(styles['cell'], column.align === 'end' && styles['end'])}>{column.title}</div>)}
          </div>
        </div>
        <div role="rowgroup" className={cx(styles['body'])} style={{ ...across, height: count * ROW_HEIGHT }}>
          {drawn.map((item) => {
            const index = first + item.index;
            const row = rows.rowAt(index);
            return (
              // keys are handled by the grid, which keeps the focus
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={index} role="row" tabIndex={-1} id={`${id}-${index}`} aria-rowindex={index + 2} aria-selected={index === cursor}
                className={cx(styles['row'], index === cursor && styles['current'])}
                style={{ ...tracks, transform: `translateY(${item.start - ROW_HEIGHT}px)` }}
                onMouseDown={(event) => { if (event.target instanceof Element && event.target.closest('a, button, input') === null) { event.preventDefault(); scroller.current?.focus({ preventScroll: true }); } }}
                onClick={() => { setPlace({ of: rows, part, cursor: index }); }}
                onDoubleClick={() => { if (row !== undefined) onOpen?.(row, index); }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" tabIndex={-1} className={cx(styles['cell'], column.align === 'end' && styles['end'])}>
                    {row === undefined ? <span className={cx(styles['skeleton'])} /> : column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {total > PART_ROWS ? <RowPager total={total} part={part} partRows={PART_ROWS} onPart={(next) => { moveTo(next * PART_ROWS); }} /> : null}
    </div>
  );
};
