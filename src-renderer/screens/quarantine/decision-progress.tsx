// Decisions on very many rows while they are under way: how far each is, and how long it will still take.
import type { JSX } from 'react';
import type { DecisionProgress, DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';

export const DecisionsUnderWay = ({ decisions }: { readonly decisions: readonly DecisionView[] }): JSX.Element | null => (decisions.length === 0 ? null : (
  <div className={cx(styles['underWay'])}>
    {decisions.map((decision) => {
      const { decisionId, progress } = decision;
      if (progress === undefined) return null;
      return <ProgressBar key={decisionId} label={progressLabel(decision, progress)} value={progress.done} total={progress.total === 0 ? null : progress.total} unit="rows" timeLeftMs={progress.timeLeftMs} />;
    })}
  </div>
));

const progressLabel = ({ act, reason }: Pick<DecisionView, 'act' | 'reason'>, { doing, stands }: Pick<DecisionProgress, 'doing' | 'stands'>): string => {
  const about = reason === null ? '' : ` “${rejectReasonWords[reason].word}”`;
  const waits = stands === 'import' ? ', waiting for a file that is being stored' : '';
  if (stands === 'idle') return 'Going on with a decision that was cut off';
  if (doing === 'undoing') return `Taking back${about}${waits}`;
  return `${actWords[act]}${about}${doing === 'reading' ? ': reading the file' : (doing === 'taking' ? ': gathering the rows' : waits)}`;
};

const actWords: Readonly<Record<DecisionView['act'], string>> = { fix: 'Fixing', 'accept-suggestions': 'Accepting', discard: 'Discarding', correct: 'Correcting from a file' };
