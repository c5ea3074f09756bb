// A window onto a long list: pages are fetched as they come into sight, kept within bounds, and never shown from an overtaken answer.
import type { Failure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';

export type PageOf<Row> = { readonly total: number; readonly rows: readonly Row[] };
export type LoadPage<Row> = (offset: number, limit: number) => Promise<Result<PageOf<Row>, Failure>>;

export type WindowState = {
  /** Null until the first answer. */
  readonly total: number | null;
  readonly failure: Failure | null;
  /** Rises with every change, so that React notices. */
  readonly turn: number;
};

export type RowWindow<Row> = {
  readonly subscribe: (hear: () => void) => () => void;
  readonly state: () => WindowState;
  /** Undefined while its page is on the way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Fetches the pages that cover these rows, last excluded, where they are absent or outdated. */
  readonly need: (from: number, to: number) => void;
  /** Everything may have changed: old rows stay until new ones arrive. */
  readonly refresh: () => void;
};

const PAGE_ROWS = 100;
const KEPT_PAGES = 60;
/** Pages asked for at a time: what was only scrolled past is never asked for at all. */
const AT_ONCE = 2;

type Kept<Row> = { readonly rows: readonly Row[]; readonly round: number };

export const createRowWindow = <Row>(loadPage: LoadPage<Row>, pageRows = PAGE_ROWS): RowWindow<Row> => {
  const pages = new Map<number, Kept<Row>>();
  const asked = new Map<number, number>();
  const listeners = new Set<() => void>();
  let round = 1;
  let seen: readonly [number, number] = [0, 1];
  let state: WindowState = { total: null, failure: null, turn: 0 };

  const change = (next: Partial<WindowState>): void => {
    state = { ...state, ...next, turn: state.turn + 1 };
    for (const hear of listeners) hear();
  };

  const take = (page: number, kept: Kept<Row>): void => {
    pages.delete(page);
    pages.set(page, kept);
    for (const oldest of pages.keys()) {
      if (pages.size <= KEPT_PAGES) break;
      pages.delete(oldest);
    }
  };

  const fetchPage = async (page: number): Promise<void> => {
    const mine = round;
    asked.set(page, mine);
    const answer = await loadPage(page * pageRows, pageRows);
    if (asked.get(page) === mine) asked.delete(page);
    if (mine !== round) return;
    if (!answer.ok) { change({ failure: answer.failure }); return; }
    take(page, { rows: answer.value.rows, round: mine });
    change({ total: answer.value.total, failure: null });
    need(...seen);
  };

  const underWay = (): number => [...asked.values()].filter((asking) => asking === round).length;

  const need = (from: number, to: number): void => {
    seen = [from, to];
    const end = state.total === null ? from + 1 : Math.min(to, Math.max(state.total, 1));
    for (let page = Math.floor(from / pageRows); page * pageRows < end; page += 1) {
      if (pages.get(page)?.round === round || asked.get(page) === round) continue;
      if (underWay() >= AT_ONCE) return;
      void fetchPage(page);
    }
  };

  return {
    subscribe: (hear) => { listeners.add(hear); return () => { listeners.delete(hear); }; },
    state: () => state,
    rowAt: (index) => pages.get(Math.floor(index / pageRows))?.rows[index % pageRows],
    need,
    refresh: () => { round += 1; need(...seen); },
  };
};
