// What a connection check found, in plain words: how long it took, what is there, or what is missing and what to do.
import type { JSX } from 'react';
import { CircleCheck } from 'lucide-react';
import { countOf, formatDuration } from '../../../src-shared/words/figures.ts';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import type { CheckState } from './destinations-store.ts';
import styles from './destinations.module.css';

/** `listWord`: what the vendor calls a list. */
export const CheckResult = ({ state, listWord, onRetry }: { readonly state: CheckState; readonly listWord: string; readonly onRetry: () => void }): JSX.Element => {
  if (state.status === 'checking') return <Loading what="the vendor’s answer" />;
  if (state.status === 'failed') return <FailureNotice failure={state.failure} onRetry={onRetry} />;
  const { lists, millis } = state.check;
  const usable = lists.filter((list) => list.unsuitable === null).length;
  return (
    <output className={cx(styles['good'])}>
      <CircleCheck aria-hidden="true" />
      <span>
        The connection works: address, credentials and permissions are right. It took {formatDuration(millis)}. {lists.length === 0
          ? `There is no ${listWord} yet; create one below.`
          : `${countOf(lists.length, listWord)} found${usable === lists.length ? '' : `, ${usable} of them can take numbers`}.`}
      </span>
    </output>
  );
};
