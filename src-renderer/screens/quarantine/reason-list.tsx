// The reasons for which rows are held, each with its count; one narrows the list, Shift or Ctrl adds another.
import type { JSX } from 'react';
import type { QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';

type Choose = (reason: RejectReason | null, adds: boolean) => void;
type Props = { readonly held: number; readonly groups: readonly QuarantineGroup[]; readonly chosen: readonly RejectReason[]; readonly onChoose: Choose };

export const ReasonList = ({ held, groups, chosen, onChoose }: Props): JSX.Element => (
  <nav aria-label="Reasons" className={cx(styles['reasons'])}>
    <ul>
      <li><ReasonButton label="All reasons" count={held} isChosen={chosen.length === 0} onPress={() => { onChoose(null, false); }} /></li>
      {groups.map((group) => (
        <li key={group.reason}>
          <ReasonButton label={rejectReasonWords[group.reason].word} count={group.held} isChosen={chosen.includes(group.reason)} onPress={(adds) => { onChoose(group.reason, adds); }}
            help={group.suggested === 0 ? null : `${formatCount(group.suggested)} with a suggestion`} />
        </li>
      ))}
    </ul>
  </nav>
);

const ReasonButton = ({ label, count, isChosen, onPress, help = null }: { readonly label: string; readonly count: number; readonly isChosen: boolean; readonly onPress: (adds: boolean) => void; readonly help?: string | null }): JSX.Element => (
  <button type="button" className={cx(styles['reason'])} aria-pressed={isChosen} onClick={(event) => { onPress(event.shiftKey || event.ctrlKey || event.metaKey); }}>
    <span>{label}{help === null ? null : <small>{help}</small>}</span>
    <span>{formatCount(count)}</span>
  </button>
);
