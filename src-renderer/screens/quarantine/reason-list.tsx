// The reasons for which rows are held, each with its count; choosing one narrows the list.
import type { JSX } from 'react';
import type { QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';

type Props = { readonly held: number; readonly groups: readonly QuarantineGroup[]; readonly chosen: RejectReason | null; readonly onChoose: (reason: RejectReason | null) => void };

export const ReasonList = ({ held, groups, chosen, onChoose }: Props): JSX.Element => (
  <nav aria-label="Reasons" className={cx(styles['reasons'])}>
    <ul>
      <li><ReasonButton label="All reasons" count={held} isChosen={chosen === null} onPress={() => { onChoose(null); }} /></li>
      {groups.map((group) => (
        <li key={group.reason}>
          <ReasonButton label={rejectReasonWords[group.reason].word} count={group.held} isChosen={chosen === group.reason} onPress={() => { onChoose(group.reason); }}
            help={group.suggested === 0 ? null : `${formatCount(group.suggested)} with a suggestion`} />
        </li>
      ))}
    </ul>
  </nav>
);

const ReasonButton = ({ label, count, isChosen, onPress, help = null }: { readonly label: string; readonly count: number; readonly isChosen: boolean; readonly onPress: () => void; readonly help?: string | null }): JSX.Element => (
  <button type="button" className={cx(styles['reason'])} aria-pressed={isChosen} onClick={onPress}>
    <span>{label}{help === null ? null : <small>{help}</small>}</span>
    <span>{formatCount(count)}</span>
  </button>
);
