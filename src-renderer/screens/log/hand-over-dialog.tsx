// Records that a checkpoint has left: to whom, in the person's own words; nothing is recorded that nobody said.
import { useState, type JSX } from 'react';
import { countOf } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';

const titles = { 'hand-over': 'Record a hand-over', mail: 'Record the mail', paper: 'Record the printed sheet' } as const;

export type HandOverDialogProps = { readonly how: keyof typeof titles; readonly leaves: number; readonly onClose: () => void; readonly onConfirm: (to: string) => void };

export const HandOverDialog = ({ how, leaves, onClose, onConfirm }: HandOverDialogProps): JSX.Element => {
  const [to, setTo] = useState('');
  const [asked, setAsked] = useState(false);
  const lacks = to.trim() === '';
  return (
    <Dialog title={titles[how]} isOpen onClose={onClose}>
      <p>The checkpoint of {countOf(leaves, 'leaf', 'leaves')}. Who has it can hold any later export to it.</p>
      <form onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (lacks) return;
        onConfirm(to.trim());
        onClose();
      }}>
        <TextField label="To whom" value={to} onChange={setTo} isRequired takesFocus mistake={asked && lacks ? 'Say who has it now.' : null} help="Kept on this computer; the log’s leaf holds only a salted fingerprint of it." />
        <DialogActions><Button onPress={onClose}>Cancel</Button><Button type="submit" kind="primary">Record it</Button></DialogActions>
      </form>
    </Dialog>
  );
};
