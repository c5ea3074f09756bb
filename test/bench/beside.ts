// Measures some work of a core as those who work beside it feel it: its time, waits for the ledger and for the thread, and hints.
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { createHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { TestCore } from '../helpers/create-test-core.ts';

const resolutionMs = 2;

/** All in milliseconds but hints. `lock`: waits of somebody else who writes to the same ledger ten times a second; `delay`: waits of the core's thread. */
export type Beside = {
  readonly ms: number; readonly hintsPerSecond: number; readonly delayP99: number; readonly delayMax: number; readonly lockP99: number; readonly lockMax: number;
};

export const measureBeside = async <T>({ core, home }: Pick<TestCore, 'core' | 'home'>, work: () => Promise<T>): Promise<{ readonly value: T; readonly felt: Beside }> => {
  const other = new Sqlite(join(home, 'ledger.db'));
  const waits = createHistogram();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  const writing = setInterval(() => {
    const since = performance.now();
    other.transaction(() => {}).immediate();
    waits.record(Math.max(1, Math.round((performance.now() - since) * 1000)));
  }, 100);
  let hints = 0;
  const deaf = core.listen((event) => { if (event.type === 'import.progress') hints += 1; });
  delay.enable();
  const started = performance.now();
  const value = await work();
  const ms = performance.now() - started;
  delay.disable();
  deaf();
  clearInterval(writing);
  other.close();
  return {
    value,
    felt: {
      ms, hintsPerSecond: hints / (ms / 1000), lockP99: waits.percentile(99) / 1000, lockMax: waits.max / 1000,
      delayP99: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs), delayMax: Math.max(0, delay.max / 1e6 - resolutionMs),
    },
  };
};
