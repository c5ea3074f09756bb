// The time until a moment, ticking; readers hear the moment itself and not every second.
import type { JSX } from 'react';
import { formatRemaining } from '../../src-shared/words/figures.ts';
import { useNow } from './clock.tsx';
import { Moment } from './moment.tsx';

/** `over` is shown once the moment has passed. */
export const Countdown = ({ until, over = 'now' }: { readonly until: number; readonly over?: string }): JSX.Element => {
  const left = until - useNow(1000);
  return left <= 0 ? <span>{over}</span> : <span role="timer" aria-live="off" title="Time left">{formatRemaining(left)} <Moment at={until} seconds isHidden /></span>;
};
