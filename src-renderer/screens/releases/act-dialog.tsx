// Asks before a decision on releases, says what it will and will not do, and takes the reason that goes into the record.
import type { JSX } from 'react';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import type { ReleaseAct } from './release-store.ts';

const verbs = { approve: 'Approve', decline: 'Decline', 'take-back': 'Take back' } as const;
const titles = { approve: 'End the block', decline: 'Keep the block', 'take-back': 'Take the approval back' } as const;

export const ActDialog = ({ act, what, isOne, onClose, onConfirm }: { readonly act: ReleaseAct['act']; /** "34 numbers", or the number itself. */ readonly what: string; readonly isOne: boolean; readonly onClose: () => void; readonly onConfirm: (because: string) => void }): JSX.Element => (
  <ConfirmDialog title={titles[act]} isOpen onClose={onClose} verb={`${verbs[act]} ${what}`} isDanger={act === 'approve'} reasonLabel="Why? (goes into the sealed record)" onConfirm={onConfirm}>
    {act === 'approve' ? <p><strong>{what} may be called again</strong> once {isOne ? 'it is' : 'they are'} off the vendors’ lists. Approving tells no vendor: that is a run of its own, under “To take off”. Where another list or import still wants {isOne ? 'the number' : 'a number'} blocked, it stays on that list.</p> : null}
    {act === 'decline' ? <p>{what} {isOne ? 'stays' : 'stay'} blocked, and {isOne ? 'its proposal is' : 'their proposals are'} settled.</p> : null}
    {act === 'take-back' ? <p>What no vendor has been told of is blocked again as before, and becomes a proposal again. What was sent stays approved: import the number to block it anew.</p> : null}
  </ConfirmDialog>
);
