// All the keyboard shortcuts in one place.
import type { JSX } from 'react';
import { Button } from '../ui/button.tsx';
import { DataTable, type DataColumn } from '../ui/data-table.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { screenIds, screenTitles } from './routes.ts';

const keys = [
  { keys: `Alt+1 … Alt+${screenIds.length}`, does: `Go to a screen: ${screenIds.map((id) => screenTitles[id]).join(', ')}`, where: 'Everywhere' },
  { keys: '?', does: 'Show these shortcuts', where: 'Everywhere' },
  { keys: '↑ ↓ PageUp PageDown Home End', does: 'Move through the rows', where: 'Long lists' },
  { keys: 'Enter', does: 'Open the row', where: 'Long lists' },
  { keys: 'F', does: 'Fix this number', where: 'Quarantine' },
  { keys: 'A', does: 'Accept its suggestion', where: 'Quarantine' },
  { keys: 'D', does: 'Discard it, with a reason', where: 'Quarantine' },
  { keys: 'Shift+A, Shift+D', does: 'The same for all rows of the chosen reason', where: 'Quarantine' },
  { keys: 'U', does: 'Undo the last decision', where: 'Quarantine' },
  { keys: '/', does: 'Search', where: 'Quarantine' },
];

type KeyLine = (typeof keys)[number];
const columns: readonly DataColumn<KeyLine>[] = [
  { key: 'where', title: 'Where', cell: (key) => key.where },
  { key: 'keys', title: 'Keys', cell: (key) => <kbd>{key.keys}</kbd> },
  { key: 'does', title: 'What it does', cell: (key) => key.does },
];

export const ShortcutsDialog = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): JSX.Element => (
  <Dialog title="Keyboard shortcuts" isWide isOpen={isOpen} onClose={onClose}>
    <DataTable label="Keyboard shortcuts and what they do" rows={keys} rowKey={(key) => `${key.where}${key.keys}`} columns={columns} />
    <DialogActions><Button kind="primary" onPress={onClose} takesFocus>Close</Button></DialogActions>
  </Dialog>
);
