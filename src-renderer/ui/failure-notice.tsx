// A failure in plain words where it happened: what it is, and what to do.
import type { JSX, ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import type { Failure } from '../../src-shared/failures.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import styles from './states.module.css';

export const FailureNotice = ({ failure, onRetry, children }: { readonly failure: Failure; readonly onRetry?: (() => void) | undefined; readonly children?: ReactNode }): JSX.Element => {
  const { title, advice } = failureWords(failure);
  return (
    <div role="alert" className={cx(styles['failure'])}>
      <CircleAlert aria-hidden="true" />
      <div>
        <p className={cx(styles['failureTitle'])}>{title}.</p>
        <p>{advice}</p>
        {children}
      </div>
      {onRetry === undefined ? null : <Button onPress={onRetry}>Try again</Button>}
    </div>
  );
};

/** Something to know that is no failure. */
export const Hint = ({ children, tone = 'plain' }: { readonly children: ReactNode; readonly tone?: 'plain' | 'warn' }): JSX.Element =>
  <div role="note" className={cx(styles['hint'], tone === 'warn' && styles['warn'])}>{children}</div>;

export const Loading = ({ what }: { readonly what: string }): JSX.Element => <output className={cx(styles['loading'])}>Reading {what} …</output>;
