// The speed of a push: without limits beside a plain loop of fetch, under the vendors' own ceilings, its memory, and how soon it goes on after a restart.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rate } from '../../src-main/practice/practice.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { makeList } from './make-list.ts';
import { buildBench } from './build-bench.ts';
import type { Memory, Phase } from './push-gauge.ts';
import type { PushTask } from './push-way.ts';

type Ours = {
  readonly imported: number; readonly numbers: number; readonly accepted: number; readonly planMs: number; readonly cutMs: number; readonly pushMs: number;
  readonly resumeMs: number | null; readonly leaves: number; readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  readonly state: string; readonly phases: readonly Phase[]; readonly memory: readonly Memory[]; readonly readBack: Memory | null; readonly peak: number;
};
type Plain = { readonly pushMs: number; readonly numbers: number };
type Heard = { readonly taken: readonly number[]; readonly refused: readonly number[] };
type Far = { readonly baseUrl: string; readonly credentials: Readonly<Record<string, string>>; readonly ask: () => Promise<Heard>; readonly end: () => void };

/** Real time, a short window of it: the ceiling of a minute shows in little more than one. */
const ceilings: readonly { readonly what: string; readonly dialect: Dialect; readonly rate: Rate; readonly batchSize: number; readonly forMs: number }[] = [
  { what: 'Genesys, 300 requests a minute', dialect: 'genesys-dnclists', rate: { requests: 300, perMs: 60_000 }, batchSize: 20, forMs: 70_000 },
  { what: 'CXone entries, 50 requests a second', dialect: 'cxone-dnc-entries', rate: { requests: 50, perMs: 1_000 }, batchSize: 5, forMs: 20_000 },
];

export const benchPush = async (rows: number, say: (word: string) => void, only: string | undefined): Promise<{ readonly lines: readonly string[]; readonly figures: unknown }> => {
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-bench-'));
  try {
    const lines: string[] = [`push, ${cpus().length} cores, Node ${process.version}; the practice tenant in a process of its own`, ''];
    const figures: Record<string, unknown> = {};
    const built = await buildBench('push-way');
    if (only === undefined || only === 'speed') {
      const list = join(home, 'list.csv');
      makeList(list, rows);
      say(`pushing ${rows.toLocaleString('en')} rows without limits …`);
      const [ours, plain] = [await free(built, list, rows), await beside(built, rows)];
      figures['speed'] = { ours, plain };
      lines.push(
        line('ours, durable and sealed', perSecond(ours.accepted, ours.cutMs + ours.pushMs), `${ours.accepted.toLocaleString('en')} numbers; cut ${seconds(ours.cutMs)}, sent ${seconds(ours.pushMs)}, planned ${seconds(ours.planMs)}`),
        line('plain loop of fetch', perSecond(plain.numbers, plain.pushMs), `${(perMs(plain.numbers, plain.pushMs) / perMs(ours.accepted, ours.cutMs + ours.pushMs)).toFixed(2)} × ours`),
        line('goes on after a restart', millis(ours.resumeMs ?? Number.NaN), 'to the first answer written down'),
        ...ours.phases.map(({ what, ms, p99Ms, maxMs, turnMs }) => line(`loop, ${what}`, `p99 ${millis(p99Ms)}`, `longest ${millis(maxMs)}, longest turn ${millis(turnMs)} of processor time; took ${seconds(ms)}`)),
        line('memory at 10, 50, 100 % sent', `${ours.memory.map(({ rss }) => rss).join(' → ')} MB`, `peak ${ours.peak.toFixed(0)} MB, with the import and the read-back`),
        line('of it in use', `${ours.memory.map(({ heap, external }) => heap + external).join(' → ')} MB`, `${(ours.readBack?.heap ?? 0) + (ours.readBack?.external ?? 0)} MB once it is read back and compared`),
        line('at the end', ours.state, `${ours.imported} imported, ${ours.numbers} in the run`),
        line('answers', `p50 ${ours.latency?.p50 ?? 0} ms`, `p95 ${ours.latency?.p95 ?? 0} ms, p99 ${ours.latency?.p99 ?? 0} ms; ${ours.leaves} leaves`));
    }
    for (const ceiling of ceilings.filter(({ dialect }) => only === undefined || only === 'ceiling' || only === dialect)) {
      say(`${ceiling.what}, ${ceiling.forMs / 1000} s …`);
      const list = join(home, `${ceiling.dialect}.csv`);
      const asked = Math.ceil((ceiling.rate.requests / ceiling.rate.perMs) * ceiling.forMs * 1.1);
      makeList(list, Math.ceil(asked * ceiling.batchSize * 1.1));
      const heard = await under(built, ceiling, list);
      figures[ceiling.dialect] = heard;
      lines.push(line(ceiling.what, `${(heard.share * 100).toFixed(1)} %`, `of the ceiling over ${(heard.spanMs / 1000).toFixed(1)} s; 429 after the first second: ${heard.lateRefusals}`));
    }
    return { lines, figures };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const free = async (built: string, list: string, rows: number): Promise<Ours> => {
  const far = await startFar('genesys-dnclists', null);
  try {
    return await walk<Ours>(built, { way: 'ours', dialect: 'genesys-dnclists', list, batchSize: 1000, ...address(far), restartAt: Math.floor(rows / 2), forMs: null, unlimited: true });
  } finally {
    far.end();
  }
};

const beside = async (built: string, rows: number): Promise<Plain> => {
  const far = await startFar('genesys-dnclists', null);
  try {
    return await walk<Plain>(built, { way: 'plain', dialect: 'genesys-dnclists', list: '', batchSize: 1000, ...address(far), restartAt: null, forMs: null, unlimited: true }, rows);
  } finally {
    far.end();
  }
};

/** The share of what the ceiling allows in the time between the first request and the last. */
const under = async (built: string, { dialect, rate, batchSize, forMs }: (typeof ceilings)[number], list: string) => {
  const far = await startFar(dialect, rate);
  try {
    const { latency } = await walk<Ours>(built, { way: 'ours', dialect, list, batchSize, ...address(far), restartAt: null, forMs, unlimited: false });
    const { taken, refused } = await far.ask();
    const [first = 0, last = 0] = [taken[0], taken.at(-1)];
    return { share: (taken.length - 1) / ((rate.requests / rate.perMs) * (last - first)), spanMs: last - first, taken: taken.length, refusals: refused.length, lateRefusals: refused.filter((at) => at > first + 1000).length, perSecond: perSecondOf(taken), latency };
  } finally {
    far.end();
  }
};

/** How many were taken in each second since the first: where the flow stood still shows here. */
const perSecondOf = (taken: readonly number[]): readonly number[] => {
  const counts = Map.groupBy(taken, (at) => Math.floor((at - (taken[0] ?? 0)) / 1000));
  return Array.from({ length: Math.max(0, ...counts.keys()) + 1 }, (_, second) => counts.get(second)?.length ?? 0);
};

const address = ({ baseUrl, credentials }: Far): Pick<PushTask, 'baseUrl' | 'credentials'> => ({ baseUrl, credentials });

const startFar = async (dialect: Dialect, rate: Rate | null): Promise<Far> => {
  const child = fork(join(import.meta.dirname, 'push-far.ts'), [dialect, JSON.stringify(rate)]);
  const [where] = await once(child, 'message') as [Pick<Far, 'baseUrl' | 'credentials'>];
  return {
    ...where,
    ask: async () => {
      child.send('tell');
      const [heard] = await once(child, 'message') as [Heard];
      return heard;
    },
    end: () => { child.kill(); },
  };
};

const walk = async <T>(built: string, task: PushTask, count = 0): Promise<T> => {
  const child: ChildProcess = fork(join(built, 'push-way.js'), [], { execArgv: ['--expose-gc'] });
  child.send({ ...task, count });
  const [found] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the push ended without a word'); })]) as [T];
  return found;
};

const perMs = (numbers: number, ms: number): number => numbers / ms;
const perSecond = (numbers: number, ms: number): string => `${Math.round(perMs(numbers, ms) * 1000).toLocaleString('en')} /s`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const millis = (ms: number): string => `${ms.toFixed(0)} ms`;
const line = (what: string, value: string, more: string): string => `${what.padEnd(40)}${value.padStart(16)}   ${more}`;
