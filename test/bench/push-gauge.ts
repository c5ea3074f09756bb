// What a push costs everybody else, phase by phase: how long the core's thread was not to be had, and the memory of its process.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** The delays in ms are those of the event loop; `turnMs` is the processor time of its longest turn, in which others on the machine have no part. */
export type Phase = { readonly what: string; readonly ms: number; readonly p99Ms: number; readonly maxMs: number; readonly turnMs: number };
/** In MB. `rss` is the whole process, with what V8 keeps for later; `heap` and `external` are what is still in use once garbage is collected. */
export type Memory = { readonly rss: number; readonly heap: number; readonly external: number };

export type Gauge = {
  /** Ends the phase before, if there was one. */
  readonly begin: (what: string) => void;
  readonly end: () => readonly Phase[];
};

const resolutionMs = 1;

/** Collects garbage where the process was started with --expose-gc: a moment's work, for some looks only. */
export const readMemory = (): Memory => {
  const { rss } = process.memoryUsage();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { rss: Math.round(rss / 1e6), heap: Math.round(heapUsed / 1e6), external: Math.round(external / 1e6) };
};

export const createGauge = (): Gauge => {
  const phases: Phase[] = [];
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  let [what, since, turnMs, before, isOver] = ['', 0, 0, spentMs(), false];
  const look = (): void => {
    if (isOver) return;
    const now = spentMs();
    turnMs = Math.max(turnMs, now - before);
    before = now;
    setTimeout(look, resolutionMs).unref();
  };
  const close = (): void => {
    if (what === '') return;
    phases.push({ what, ms: performance.now() - since, p99Ms: over(delay.percentile(99)), maxMs: over(delay.max), turnMs });
  };
  delay.enable();
  look();
  return {
    begin: (next) => {
      close();
      delay.reset();
      [what, since, turnMs] = [next, performance.now(), 0];
    },
    end: () => {
      close();
      isOver = true;
      delay.disable();
      return phases;
    },
  };
};

const over = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);

const spentMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
