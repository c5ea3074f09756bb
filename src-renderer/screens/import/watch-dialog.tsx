// A folder that the host's own chooser named is watched with its settings; where the host has none, the command that does the same.
import { useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import type { PickedFile } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Mono } from '../../ui/layout.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import styles from './import.module.css';
import { useSchedule } from './use-schedule.ts';

type Props = { readonly folder: PickedFile | null; readonly client: Client; readonly layouts: readonly SavedLayout[]; readonly onClose: () => void; readonly onAdded: () => void };

export const AddWatchDialog = ({ folder, ...props }: Props): JSX.Element => (
  <Dialog title={`Watch the folder “${folder?.name ?? ''}”`} isOpen={folder !== null} onClose={props.onClose}>
    <p>Its files are imported as they arrive, the oldest first. A file that another program is still writing is waited for.</p>
    {folder === null ? null : <WatchForm ticket={folder.ticket} {...props} />}
  </Dialog>
);

const any = 'any';
const shares = [
  { value: '0.01', label: '1 %' }, { value: '0.05', label: '5 %' }, { value: '0.1', label: '10 %' }, { value: '0.25', label: '25 %' }, { value: '1', label: 'No limit' },
] as const;
type Share = (typeof shares)[number]['value'];

const WatchForm = ({ ticket, client, layouts, onClose, onAdded }: Omit<Props, 'folder'> & { readonly ticket: string }): JSX.Element => {
  const [layout, setLayout] = useState(any);
  const [gone, setGone] = useState<Share>('0.05');
  const [held, setHeld] = useState<Share>('0.05');
  const { tell } = useNotices();
  const add = async (): Promise<void> => {
    const reply = await client.call('watch.set', { ticket, layoutId: layout === any ? null : Number(layout), mostGone: Number(gone), mostHeld: Number(held) });
    if (tellReply(tell, reply, () => 'The folder is watched from now on.')) onClose();
    onAdded();
  };
  return (
    <form className={cx(styles['form'])} onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <SelectField label="Read its files" value={layout} onChange={setLayout} options={[
        { value: any, label: 'As what they look like', help: 'A known format or a saved layout; any other file stops the folder.' },
        ...layouts.map(({ layoutId, name }) => ({ value: String(layoutId), label: `Under “${name}”` })),
      ]} />
      <SelectField<Share> label="Stop where more of a full list would be gone than" value={gone} onChange={setGone} options={shares} />
      <SelectField<Share> label="Stop where more of the rows would be held than" value={held} onChange={setHeld} options={shares} />
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind="primary">Watch it</Button>
      </DialogActions>
    </form>
  );
};

/** A page never names a path, and a browser hands out no folders. */
export const ByCommandDialog = ({ client, isOpen, onClose }: { readonly client: Client; readonly isOpen: boolean; readonly onClose: () => void }): JSX.Element => {
  const command = useSchedule(client, 15)?.watchFolder ?? 'dnc-desk watch set --file FOLDER';
  return (
    <Dialog title="Watch a folder" isOpen={isOpen} onClose={onClose}>
      <p>A browser cannot choose a folder for DNC Desk. Type this in a terminal on this computer, with the folder’s path in place of FOLDER; it then appears here by itself.</p>
      <p><Mono>{command}</Mono></p>
      <DialogActions>
        <CopyButton text={command} what="the command" />
        <Button kind="primary" onPress={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
};
