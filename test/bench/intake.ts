// The speed of intake, as ratios to what loads the same file with less work or with the plain libraries, each in a process of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { buildBench } from './build-bench.ts';
import { makeList } from './make-list.ts';
import { makeWorkbook, mostSheetRows } from './make-workbook.ts';

type Timed = { readonly ms: number; readonly megabytes: number; readonly found: unknown };
type Ours = Timed & { readonly delayP99: number; readonly delayMax: number; readonly lockP99: number; readonly lockMax: number; readonly hintsPerSecond: number };
type Numbers = {
  readonly rounds: readonly { readonly ours: { readonly ms: number; readonly valid: number }; readonly theirs: { readonly ms: number; readonly valid: number } }[];
  readonly cells: number; readonly different: number; readonly examples: readonly string[];
};

/** Three rounds, each way once in every round: what slows the machine for a while slows all of them. */
export const benchIntake = async (rows: number, say: (word: string) => void): Promise<{ readonly lines: readonly string[]; readonly figures: unknown }> => {
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-bench-'));
  try {
    const list = join(home, 'list.csv');
    say(`making a list of ${rows.toLocaleString('en')} rows …`);
    makeList(list, rows);
    const built = await buildBench('intake-way');
    const ours: Ours[] = [];
    const plain: Timed[] = [];
    const sqlite: number[] = [];
    const duck: number[] = [];
    const sheets: Ours[] = [];
    const book = join(home, 'list.xlsx');
    const hasBook = rows < mostSheetRows;
    if (hasBook) await makeWorkbook(list, book);
    for (let round = 1; round <= 3; round += 1) {
      say(`round ${round} of 3 …`);
      ours.push(runWay(built, 'ours', list, home) as Ours);
      const loaded = loadWithSqlite(list, home);
      if (loaded !== null) sqlite.push(loaded);
      plain.push(runWay(built, 'plain', list, home) as Timed);
      rmSync(join(home, 'plain.db'), { force: true });
      duck.push((JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'duckdb-way.ts'), list, home], { encoding: 'utf8' })) as Timed).ms);
      rmSync(join(home, 'duck.db'), { force: true });
      if (hasBook) sheets.push(runWay(built, 'ours', book, home) as Ours);
    }
    say('numbers alone …');
    const numbers = runWay(built, 'numbers', list, home) as Numbers;

    const ourMs = median(ours.map(({ ms }) => ms));
    const plainMs = median(plain.map(({ ms }) => ms));
    const sqliteMs = sqlite.length === 0 ? null : median(sqlite);
    const ourNumbersMs = median(numbers.rounds.map((round) => round.ours.ms));
    const theirNumbersMs = median(numbers.rounds.map((round) => round.theirs.ms));
    const duckMs = median(duck);
    const sheetMs = hasBook ? median(sheets.map(({ ms }) => ms)) : null;
    const worst = (pick: (run: Ours) => number): number => Math.max(...ours.map(pick));
    const figures = {
      rows, bytes: statSync(list).size, node: process.version, cores: cpus().length,
      endToEnd: { oursMs: ourMs, sqliteImportMs: sqliteMs, plainChainMs: plainMs, oursToSqlite: sqliteMs === null ? null : ourMs / sqliteMs, plainToOurs: plainMs / ourMs, duckMs, oursToDuck: ourMs / duckMs, sheetMs, sheetToOurs: sheetMs === null ? null : sheetMs / ourMs, sheetMegabytes: hasBook ? Math.max(...sheets.map(({ megabytes }) => megabytes)) : null, found: ours[0]?.found, plainFound: plain[0]?.found },
      numbers: { oursMs: ourNumbersMs, libraryMs: theirNumbersMs, libraryToOurs: theirNumbersMs / ourNumbersMs, cells: numbers.cells, oursValid: numbers.rounds[0]?.ours.valid, libraryValid: numbers.rounds[0]?.theirs.valid, different: numbers.different, examples: numbers.examples },
      ours: { peakMegabytes: worst((run) => run.megabytes), delayP99Ms: worst((run) => run.delayP99), delayMaxMs: worst((run) => run.delayMax), lockP99Ms: worst((run) => run.lockP99), lockMaxMs: worst((run) => run.lockMax), hintsPerSecond: Math.min(...ours.map((run) => run.hintsPerSecond)) },
    };
    const { ours: calm } = figures;
    const lines = [
      `intake of ${rows.toLocaleString('en')} rows × 6 columns, ${(figures.bytes / 1e6).toFixed(1)} MB, ${figures.cores} cores, Node ${figures.node}; medians of 3`,
      '',
      line('ours, end to end', seconds(ourMs), perSecond(rows, ourMs)),
      sqliteMs === null ? line('sqlite3 .import, one index', 'skipped', 'sqlite3 is not installed') : line('sqlite3 .import, one index', seconds(sqliteMs), `ours takes ${(ourMs / sqliteMs).toFixed(2)} × as long`),
      line('PapaParse + libphonenumber-js + insert', seconds(plainMs), `ours is ${(plainMs / ourMs).toFixed(1)} × as fast`),
      line('DuckDB, read and stripped to digits', seconds(duckMs), `ours takes ${(ourMs / duckMs).toFixed(1)} × as long`),
      ...(sheetMs === null ? [] : [line('ours, the same rows as .xlsx', seconds(sheetMs), `${(sheetMs / ourMs).toFixed(2)} × the .csv, ${figures.endToEnd.sheetMegabytes?.toFixed(0)} MB`)]),
      line('numbers alone, ours', seconds(ourNumbersMs), `${figures.numbers.oursValid} of ${numbers.cells} are numbers`),
      line('numbers alone, libphonenumber-js', seconds(theirNumbersMs), `${figures.numbers.libraryValid}; ours is ${(theirNumbersMs / ourNumbersMs).toFixed(1)} × as fast; ${numbers.different} verdicts differ`),
      line('peak memory of ours', `${calm.peakMegabytes.toFixed(0)} MB`, 'worst of 3'),
      line("the core's event loop, p99 delay", millis(calm.delayP99Ms), `longest ${millis(calm.delayMaxMs)}`),
      line("another writer's wait, p99", millis(calm.lockP99Ms), `longest ${millis(calm.lockMaxMs)}`),
      line('progress hints', `${calm.hintsPerSecond.toFixed(0)} /s`, 'fewest of 3'),
    ];
    return { lines, figures };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const runWay = (built: string, way: string, list: string, folder: string): unknown =>
  JSON.parse(execFileSync(process.execPath, [join(built, 'intake-way.js'), way, list, folder], { encoding: 'utf8', env: { ...process.env, TMPDIR: folder } }));

/** Unread, into a table with one index; null where there is no sqlite3. */
const loadWithSqlite = (list: string, folder: string): number | null => {
  const script = ['CREATE TABLE entry (phone TEXT, name TEXT, state TEXT, code TEXT, requested TEXT, source TEXT);', 'CREATE INDEX entry_phone ON entry (phone);', '.mode csv', `.import --skip 1 "${list}" entry`].join('\n');
  const database = join(folder, 'import.db');
  const started = performance.now();
  const { error, status } = spawnSync('sqlite3', [database], { input: script });
  const ms = performance.now() - started;
  rmSync(database, { force: true });
  return error !== undefined || status !== 0 ? null : ms;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const millis = (ms: number): string => `${ms.toFixed(1)} ms`;
const perSecond = (rows: number, ms: number): string => `${Math.round(rows / (ms / 1000)).toLocaleString('en')} rows a second`;
const line = (what: string, value: string, more: string): string => `${what.padEnd(40)}${value.padStart(10)}   ${more}`;
