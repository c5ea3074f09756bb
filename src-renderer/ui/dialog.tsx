// Dialogs: the page waits behind them, Escape leaves them, and the focus returns to where it was.
import { useState, type JSX, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { TextField } from './fields.tsx';
import styles from './overlay.module.css';

export type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
  /** An answer is needed: for what cannot be undone. */
  readonly isAlert?: boolean;
};

export const Dialog = ({ title, isOpen, onClose, children, isWide = false, isAlert = false }: DialogProps): JSX.Element => (
  <ModalOverlay className={cx(styles['shade'])} isOpen={isOpen} isDismissable={!isAlert} onOpenChange={(open) => { if (!open) onClose(); }}>
    <Modal className={cx(styles['modal'], isWide && styles['wide'])}>
      <AriaDialog className={cx(styles['dialog'])} role={isAlert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={2}>{title}</Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);

export const DialogActions = ({ children }: { readonly children: ReactNode }): JSX.Element => <div className={cx(styles['actions'])}>{children}</div>;

export type ConfirmProps = Omit<DialogProps, 'isAlert' | 'isWide'> & {
  /** What the button does, as a verb: "Discard 34 numbers". */
  readonly verb: string;
  readonly isDanger?: boolean;
  /** Label of the written reason that must be given; absent where none is needed. */
  readonly reasonLabel?: string;
  readonly onConfirm: (because: string) => void;
};

/** Asks before something is done, with a written reason where the record needs one. Enter confirms. */
export const ConfirmDialog = ({ title, isOpen, onClose, children, verb, isDanger = false, reasonLabel, onConfirm }: ConfirmProps): JSX.Element => (
  <Dialog title={title} isOpen={isOpen} onClose={onClose}>
    {children}
    <ConfirmForm verb={verb} isDanger={isDanger} onClose={onClose} onConfirm={onConfirm} {...(reasonLabel === undefined ? {} : { reasonLabel })} />
  </Dialog>
);

const ConfirmForm = ({ verb, isDanger, reasonLabel, onClose, onConfirm }: Pick<ConfirmProps, 'verb' | 'reasonLabel' | 'onClose' | 'onConfirm'> & { readonly isDanger: boolean }): JSX.Element => {
  const [because, setBecause] = useState('');
  const [asked, setAsked] = useState(false);
  const lacking = reasonLabel !== undefined && because.trim() === '';
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      setAsked(true);
      if (!lacking) { onConfirm(because.trim()); onClose(); }
    }}>
      {reasonLabel === undefined ? null : (
        <TextField label={reasonLabel} value={because} onChange={setBecause} isRequired takesFocus mistake={asked && lacking ? 'A reason is needed; it goes into the record.' : null} />
      )}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind={isDanger ? 'danger' : 'primary'} takesFocus={reasonLabel === undefined}>{verb}</Button>
      </DialogActions>
    </form>
  );
};
