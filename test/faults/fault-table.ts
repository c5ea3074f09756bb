// Runs the table: every fault with every dialect, and with the process killed at random points; a few cells at a time.
import { dialects, type Dialect } from '../../src-shared/domain/dnc.ts';
import { worst, type Finding, type Verdict } from './books.ts';
import { meets, tableFaults, type TableFault } from './fault-list.ts';
import { runKillCell } from './kill-cell.ts';
import { runReleaseCell } from './release-cell.ts';
import { runCell } from './run-cell.ts';
import { createRandom, seedOf, shuffle } from '../helpers/seeded.ts';

export type TableOptions = {
  readonly dialects: readonly Dialect[];
  readonly faults: readonly TableFault[];
  /** Numbers a cell pushes. */
  readonly numbers: number;
  /** In all, spread over the cells; 0: none. */
  readonly kills: number;
  readonly seed: number;
  /** The kills alone, or the cells without them alone; both by default. */
  readonly only?: 'kills' | 'cells';
  /** Heard as each cell ends. */
  readonly say: (word: string) => void;
};

export type Cell = { readonly fault: string; readonly dialect: Dialect; readonly verdict: Verdict; readonly kills: number; readonly findings: readonly Finding[] };
/** `midway`: kills that fell while requests were under way. */
export type Table = { readonly seed: number; readonly kills: number; readonly midway: number; readonly cells: readonly Cell[] };

/** Of two one works in this process, the other mostly in its child's; without children most of a cell is waiting. */
const atOnce = { both: 2, kills: 2, cells: 4 } as const;

export const runTable = async (options: TableOptions): Promise<Table> => {
  const { numbers, kills, seed, say } = options;
  const pairs = options.faults.flatMap((fault) => options.dialects.filter((dialect) => meets(fault, dialect)).map((dialect) => ({ fault, dialect })));
  const done: (Finding & { readonly name: string })[] = [];
  const killsOf = new Map<string, number>();
  const keep = (fault: TableFault, dialect: Dialect, found: readonly Finding[], killed: number): void => {
    const name = nameOf(fault.name, dialect);
    killsOf.set(name, (killsOf.get(name) ?? 0) + killed);
    done.push(...found.map((finding) => ({ ...finding, name })));
    say(`${dialect} · ${fault.name}${killed > 0 ? ` · ${killed} kills` : ''}: ${worst(found)}${found.map(({ what }) => `\n    ${what}`).slice(0, 5).join('')}`);
  };
  const random = createRandom(seed);
  const whole = pairs.map(({ fault, dialect }) => async () => { keep(fault, dialect, await guarded(() => (fault.releases === true ? runReleaseCell : runCell)(fault, dialect, numbers)), 0); });
  // A push may end before its last blow: what is left of them then strikes other cells, in a second round.
  let left = kills;
  let midway = 0;
  // A Stop and a full disk are blows themselves.
  const strikable = pairs.filter(({ fault }) => fault.blow === undefined);
  const struck = shuffle(strikable, random).concat(shuffle(strikable, random)).map(({ fault, dialect }, at) => async () => {
    const share = at < strikable.length ? Math.floor(kills / strikable.length) + (at < kills % strikable.length ? 1 : 0) : 2;
    const blows = Math.min(left, share);
    if (blows <= 0) return;
    left -= blows;
    let killed = 0;
    const found = await guarded(async () => {
      const cell = await runKillCell(fault, dialect, { numbers, kills: blows, random: createRandom(seedOf(`${seed} ${at < strikable.length ? 1 : 2} ${nameOf(fault.name, dialect)}`)) });
      killed = cell.kills;
      midway += cell.midway;
      return cell.findings;
    });
    left += blows - killed;
    keep(fault, dialect, found, killed);
  });
  await inTurn(interleave(options.only === 'kills' ? [] : whole, options.only === 'cells' ? [] : struck), atOnce[options.only ?? 'both']);
  return {
    seed, midway, kills: [...killsOf.values()].reduce((sum, count) => sum + count, 0),
    cells: pairs.map(({ fault, dialect }) => {
      const name = nameOf(fault.name, dialect);
      const findings = done.filter((one) => one.name === name).map(({ verdict, what }) => ({ verdict, what }));
      return { fault: fault.name, dialect, verdict: worst(findings), kills: killsOf.get(name) ?? 0, findings };
    }),
  };
};

const nameOf = (fault: string, dialect: Dialect): string => `${dialect} ${fault}`;

const guarded = async (work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
  try {
    return await work();
  } catch (thrown) {
    return [{ verdict: 'broken', what: thrown instanceof Error ? (thrown.stack ?? thrown.message).slice(0, 900) : String(thrown) }];
  }
};

const interleave = <T>(one: readonly T[], other: readonly T[]): readonly T[] => Array.from({ length: Math.max(one.length, other.length) }, (_, i) => [one[i], other[i]]).flat().filter((item) => item !== undefined);

const inTurn = async (jobs: readonly (() => Promise<void>)[], lanes: number): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      next += 1;
      await job();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

export const isHeld = ({ cells }: Table): boolean => cells.every(({ verdict }) => verdict === 'held');

/** Faults down, dialects across. `·`: the fault cannot come there. */
export const drawTable = ({ seed, kills, midway, cells }: Table, shown: readonly Dialect[] = dialects): readonly string[] => {
  const widths = shown.map((dialect) => Math.max(dialect.length, 12) + 2);
  const faults = tableFaults.filter(({ name }) => cells.some(({ fault }) => fault === name));
  const line = (first: string, words: readonly string[]): string => `${first.padEnd(34)}${words.map((word, i) => word.padEnd(widths[i] ?? 0)).join('')}`.trimEnd();
  const failed = cells.filter(({ verdict }) => verdict !== 'held');
  return [
    line('', shown),
    ...faults.map(({ name }) => line(name, shown.map((dialect) => {
      const cell = cells.find((one) => one.fault === name && one.dialect === dialect);
      return cell === undefined ? '·' : `${cell.verdict === 'held' ? 'held' : cell.verdict.toUpperCase()}${cell.kills > 0 ? ` +${cell.kills}` : ''}`;
    }))),
    '',
    `${cells.length} cells, ${cells.length - failed.length} held; kill -9: ${kills}, ${midway} of them while requests were under way (+n: so many in that cell); seed ${seed}`,
    ...failed.flatMap(({ fault, dialect, verdict, findings }) => [`${verdict.toUpperCase()}: ${dialect}, ${fault}`, ...findings.slice(0, 8).map(({ verdict: of, what }) => `    ${of}: ${what}`)]),
  ];
};
