// How long each read takes with very many numbers, and how long everybody else waits meanwhile: every reading command of the contract, one after another.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { cpus } from 'node:os';
import type { CommandName } from '../../src-shared/contract/contract.ts';
import { createTestCore } from '../helpers/create-test-core.ts';
import { makeReadsWorld } from './reads-world.ts';

export type ReadFigure = { readonly what: string; readonly ms: number; readonly longestMs: number; readonly p99Ms: number;
  /** The longest turn of the event loop by the processor time it took, to the 4 ms that systems count by: what others on the machine do is not in it. */
  readonly turnMs: number;
};

const resolutionMs = 1;
const settleMs = 400;

export const benchReads = async (rows: number, say: (word: string) => void, only: string | undefined): Promise<{ readonly lines: readonly string[]; readonly figures: unknown }> => {
  let desk = await createTestCore();
  try {
    say(`importing ${rows.toLocaleString('en')} rows, half of them on the lists of a practice destination …`);
    const { destinationId, importId, runId, reconciliationId, numbers, listed } = await makeReadsWorld(desk, rows);
    // What was listed by hand is nothing that the open ledger could know of.
    desk = await desk.reopen();
    const page = { offset: 0, limit: 100 };
    const deep = { offset: Math.floor(rows / 2), limit: 100 };
    const reads: readonly (readonly [CommandName, object])[] = [
      ['home.get', {}], ['home.get', {}], ['import.page', page], ['import.get', { importId }], ['import.rows', { importId, ...page }], ['import.rows', { importId, ...deep }],
      ['quarantine.summary', {}], ['quarantine.page', page], ['quarantine.decisions', page],
      ['code-map.get', {}], ['conflict.matrix', {}], ['layout.page', page],
      ['destination.forms', {}], ['destination.page', {}], ['destination.get', { destinationId }],
      ['run.plan', { destinationId }], ['run.page', page], ['run.get', { runId }], ['run.batches', { runId, ...page }],
      ['dead-letter.page', page], ['verify.page', { destinationId, ...page }], ['verify.differences', { reconciliationId, ...page }],
      ['release.summary', {}], ['release.page', { state: 'proposed', ...page }], ['release.plan', { destinationId }],
      ['log.status', {}], ['log.page', page], ['log.kinds', {}], ['secrets.status', {}],
      // After a decision was sealed, everything that was remembered is looked at anew.
      ['conflict.decide', { kind: 'federal_outside_country', choice: 'hold', because: 'bench' }], ['home.get', {}], ['code-map.get', {}], ['home.get', {}],
      ['code-map.save', { lines: [{ code: 'FED', dncType: 'FEDERAL', jurisdiction: 'US', reason: 'National registry' }], note: 'one code of four' }], ['code-map.get', {}], ['home.get', {}], ['run.plan', { destinationId }],
    ];
    const figures: ReadFigure[] = only === undefined ? [await timed('nothing (this machine’s noise)', () => Promise.resolve())] : [];
    for (const [name, input] of reads) {
      if (only !== undefined && name !== only) continue;
      figures.push(await timed(name, () => desk.core.call(name, input)));
    }
    figures.push(await timed('opening the ledger again', async () => {
      desk = await desk.reopen();
      return desk.client.call('home.get', {});
    }));
    const lines = [
      `reads, ${cpus().length} cores, Node ${process.version}; ${numbers.toLocaleString('en')} numbers, ${listed.toLocaleString('en')} of them listed`, '',
      `${'command'.padEnd(32)}${'answered in'.padStart(14)}${'loop, longest'.padStart(16)}${'loop, p99'.padStart(12)}${'turn, CPU'.padStart(12)}`,
      ...figures.map(({ what, ms, longestMs, p99Ms, turnMs }) => `${what.padEnd(32)}${millis(ms).padStart(14)}${millis(longestMs).padStart(16)}${millis(p99Ms).padStart(12)}${millis(turnMs).padStart(12)}`),
      ...desk.defects,
    ];
    return { lines, figures };
  } finally {
    await desk.close();
  }
};

const timed = async (what: string, work: () => Promise<unknown>): Promise<ReadFigure> => {
  await rest(20);
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  await rest(10);
  const turns = watchTurns();
  const started = performance.now();
  const answer = await work();
  const ms = performance.now() - started;
  // What goes on behind the answer blocks as well.
  await rest(settleMs);
  const turnMs = turns();
  delay.disable();
  if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok !== true) throw new Error(`${what}: ${JSON.stringify(answer)}`);
  return { what, ms, longestMs: Math.max(0, delay.max / 1e6 - resolutionMs), p99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs), turnMs };
};

/** One look at the thread's clock in every turn. */
const watchTurns = (): (() => number) => {
  let [turnMs, isOver] = [0, false];
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let before = spent();
  const look = (): void => {
    if (isOver) return;
    const now = spent();
    turnMs = Math.max(turnMs, now - before);
    before = now;
    setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isOver = true;
    return turnMs;
  };
};

const rest = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const millis = (ms: number): string => `${ms.toFixed(1)} ms`;
