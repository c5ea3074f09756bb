// A person asks for the release of numbers: pasted, one a line, with the reason that goes into the record.
import { useState, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import styles from './releases.module.css';

export const RequestDialog = ({ onClose, onRequest }: { readonly onClose: () => void; readonly onRequest: (phone: string, because: string) => void }): JSX.Element => {
  const [phone, setPhone] = useState('');
  const [because, setBecause] = useState('');
  const [asked, setAsked] = useState(false);
  const lacks = (text: string): boolean => asked && text.trim() === '';
  return (
    <Dialog title="Ask for a release" isOpen onClose={onClose}>
      <form className={cx(styles['form'])} onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (phone.trim() === '' || because.trim() === '') return;
        onRequest(phone, because.trim());
        onClose();
      }}>
        <TextField label="Numbers, one a line" lines={5} value={phone} onChange={setPhone} isRequired takesFocus mistake={lacks(phone) ? 'Write at least one number.' : null} help="At most 1,000 at once, with the country code unless they are from North America." />
        <TextField label="Why? (goes into the sealed record)" value={because} onChange={setBecause} isRequired mistake={lacks(because) ? 'A reason is needed; it goes into the record.' : null} />
        <p>This only proposes. The numbers stay blocked until somebody approves, and until they are taken off.</p>
        <DialogActions><Button onPress={onClose}>Cancel</Button><Button type="submit" kind="primary">Propose</Button></DialogActions>
      </form>
    </Dialog>
  );
};
