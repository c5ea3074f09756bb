// The reasons for which rows are held, each with its count; one narrows the list, Shift or Ctrl adds another. The arrows walk them, Escape goes back to the rows.
import type { JSX, KeyboardEvent, Ref } from 'react';
import type { QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { cx } from '../../ui/cx.ts';
import styles from './quarantine.module.css';

type Choose = (reason: RejectReason | null, adds: boolean) => void;
type Props = { readonly held: number; readonly groups: readonly QuarantineGroup[]; readonly chosen: readonly RejectReason[]; readonly onChoose: Choose; readonly onLeave: () => void; readonly navRef: Ref<HTMLElement> };

export const ReasonList = ({ held, groups, chosen, onChoose, onLeave, navRef }: Props): JSX.Element => (
  // The buttons in it are what is focused; the arrows only move among them.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
  <nav aria-label="Reasons" ref={navRef} className={cx(styles['reasons'])} onKeyDown={(event) => { walk(event, onLeave); }}>
    <ul>
      <li><ReasonButton label="All reasons" count={held} isChosen={chosen.length === 0} onPress={() => { onChoose(null, false); }} /></li>
      {groups.map((group) => (
        <li key={group.reason}>
          <ReasonButton label={rejectReasonWords[group.reason].word} count={group.held} isChosen={chosen.includes(group.reason)} onPress={(adds) => { onChoose(group.reason, adds); }}
            help={group.suggested === 0 ? null : `${formatCount(group.suggested)} suggested`} />
        </li>
      ))}
    </ul>
  </nav>
);

const walk = (event: KeyboardEvent<HTMLElement>, onLeave: () => void): void => {
  if (event.key === 'Escape') {
    event.preventDefault();
    onLeave();
    return;
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  buttons[buttons.findIndex((button) => button === document.activeElement) + step]?.focus();
  event.preventDefault();
};

const ReasonButton = ({ label, count, isChosen, onPress, help = null }: { readonly label: string; readonly count: number; readonly isChosen: boolean; readonly onPress: (adds: boolean) => void; readonly help?: string | null }): JSX.Element => (
  <button type="button" className={cx(styles['reason'])} aria-pressed={isChosen} onClick={(event) => { onPress(event.shiftKey || event.ctrlKey || event.metaKey); }}>
    <span>{label}{help === null ? null : <small>{help}</small>}</span>
    <span>{formatCount(count)}</span>
  </button>
);
