// Progress on standard error: a bar drawn over itself on a terminal, a plain line every few seconds elsewhere.
import { countOf, formatCount, formatRate, formatRemaining } from '../../../src-shared/words/figures.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { runStateWords } from '../../../src-shared/words/state-words.ts';
import { tame } from './print.ts';
import type { CliWorld } from './world.ts';

export type Progress = {
  readonly show: (line: string) => void;
  /** Leaves the last line standing. */
  readonly end: () => void;
};

const plainEveryMs = 3000;
const drawnEveryMs = 80;

export const createProgress = (world: Pick<CliWorld, 'draws' | 'columns' | 'err' | 'clock'>): Progress => {
  let shownAt = 0;
  let shown = '';
  let pending = '';
  const put = (line: string): void => {
    shown = line;
    shownAt = world.clock.now();
    world.err(world.draws ? `\r\u001b[2K${line.slice(0, Math.max(20, world.columns - 1))}` : `${line}\n`);
  };
  return {
    show: (line) => {
      pending = tame(line);
      if (pending !== shown && world.clock.now() - shownAt >= (world.draws ? drawnEveryMs : plainEveryMs)) put(pending);
    },
    end: () => {
      if (pending !== shown) put(pending);
      if (world.draws && shown !== '') world.err('\n');
      shown = pending = '';
    },
  };
};

export const drawBar = (part: number, whole: number, width = 24): string => {
  const full = whole <= 0 ? 0 : Math.min(width, Math.floor((part / whole) * width));
  return `[${'█'.repeat(full)}${'·'.repeat(width - full)}]`;
};

/** Batches, pace, time left and what became of the numbers, in one line. */
export const runLine = (run: RunView, now: number): string => {
  if (run.state === 'cooling') return `${tame(run.name)}: cooling down, ${formatRemaining((run.readyAt ?? now) - now)} left`;
  const { batches } = run;
  return [
    `${drawBar(batches.done, batches.total)} ${formatCount(batches.done)}/${countOf(batches.total, 'batch', 'batches')}`,
    runStateWords[run.state].word.toLowerCase(),
    ...(run.numbersPerSecond === null ? [] : [formatRate(run.numbersPerSecond)]),
    ...(run.timeLeftMs === null ? [] : [`${formatRemaining(run.timeLeftMs)} left`]),
    `${formatCount(run.accepted)} accepted`,
    ...(run.duplicate === 0 ? [] : [`${formatCount(run.duplicate)} there already`]),
    ...(run.refused === 0 ? [] : [`${formatCount(run.refused)} refused`]),
    ...(run.unknown === 0 ? [] : [`${formatCount(run.unknown)} unknown`]),
    ...(run.deadLetters === 0 ? [] : [countOf(run.deadLetters, 'dead letter')]),
  ].join(' · ');
};
