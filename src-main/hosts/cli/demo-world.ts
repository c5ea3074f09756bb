// What the demo's stages share: how they speak, how they draw, and how an interrupt reaches them.
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { Desk } from '../open-desk.ts';
import { tame } from './print.ts';
import type { CliWorld } from './world.ts';

export type DemoWorld = Pick<CliWorld, 'out' | 'err' | 'draws' | 'columns' | 'colours' | 'clock' | 'env'> & { readonly json: boolean };
export type Voice = {
  readonly note: (line: string) => void;
  /** A stage begins. */
  readonly head: (title: string) => void;
  /** Text of a stage, indented; may have several lines. */
  readonly say: (text: string) => void;
};
export type DemoAt = { readonly world: DemoWorld; readonly voice: Voice; readonly desk: Desk; readonly client: Client; readonly stop: AbortSignal };

export type Interrupted = { readonly type: 'Interrupted' };
export type DemoResult<T> = Result<T, Failure | Interrupted>;
export const interrupted = fail({ type: 'Interrupted' });

/** With --json standard output is the report's alone, so the story goes to standard error. */
export const createVoice = (world: DemoWorld): Voice => {
  const put = world.json ? world.err : world.out;
  const strong = (text: string): string => (world.colours ? `\u001b[1m${text}\u001b[0m` : text);
  return {
    note: (line) => put(`${line}\n`),
    head: (title) => put(`\n${strong(title)}\n`),
    say: (text) => put(`${text.split('\n').map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`),
  };
};

/** The first signal asks the stage under way to end well, and that stage says so; the second leaves at once. */
export const hearInterrupts = (): { readonly signal: AbortSignal; readonly end: () => void } => {
  const stop = new AbortController();
  const hear = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', hear).on('SIGTERM', hear);
  return { signal: stop.signal, end: () => { process.off('SIGINT', hear).off('SIGTERM', hear); } };
};

/** `phase`: a line is shown at once when it changes. */
export type Bars = { readonly show: (lines: readonly string[], phase: string) => void; readonly end: () => void };

const plainEveryMs = 3000;
const drawnEveryMs = 80;

/** Several lines drawn over themselves on a terminal; elsewhere the ones that changed, every few seconds. */
export const createBars = (world: DemoWorld): Bars => {
  let shown: readonly string[] = [];
  let pending: readonly string[] = [];
  let shownAt = 0;
  let lastPhase = '';
  const put = (): void => {
    if (world.draws) {
      const up = shown.length === 0 ? '' : `\u001b[${shown.length}A`;
      world.err(up + pending.map((line) => `\r\u001b[2K${line.slice(0, Math.max(20, world.columns - 1))}\n`).join(''));
    } else {
      world.err(pending.filter((line, at) => line !== shown[at]).map((line) => `${line}\n`).join(''));
    }
    shown = pending;
    shownAt = world.clock.now();
  };
  const isNew = (): boolean => pending.some((line, at) => line !== shown[at]);
  return {
    show: (lines, phase) => {
      pending = lines.map((line) => `  ${tame(line)}`);
      const isTurn = phase !== lastPhase;
      lastPhase = phase;
      if (isNew() && (isTurn || world.clock.now() - shownAt >= (world.draws ? drawnEveryMs : plainEveryMs))) put();
    },
    end: () => {
      if (isNew()) put();
      shown = pending = [];
    },
  };
};
