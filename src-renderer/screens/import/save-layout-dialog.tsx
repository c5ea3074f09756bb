// A layout is saved by name, with how its files are to be taken: as additions or as the whole list.
import { useState, type JSX } from 'react';
import type { Preview } from '../../../src-shared/contract/imports.ts';
import { importModes, type ImportMode, type SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { importModeWords } from '../../../src-shared/words/layout-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { RadioField } from '../../ui/radio-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './import.module.css';

export type LayoutName = { readonly name: string; readonly mode: ImportMode; readonly watermarkColumn: number | null };

type Props = { readonly preview: Preview; readonly layouts: readonly SavedLayout[]; readonly isOpen: boolean; readonly onClose: () => void; readonly onSave: (layout: LayoutName) => void };

export const SaveLayoutDialog = ({ preview, layouts, isOpen, onClose, onSave }: Props): JSX.Element => (
  <Dialog title="Save how this file is read" isOpen={isOpen} onClose={onClose}>
    <p>The next file that looks like this one is then read in the same way. You still see it before anything is stored.</p>
    <SaveForm preview={preview} layouts={layouts} onClose={onClose} onSave={onSave} />
  </Dialog>
);

const none = 'none';

const SaveForm = ({ preview, layouts, onClose, onSave }: Omit<Props, 'isOpen'>): JSX.Element => {
  const present = layouts.find(({ layoutId }) => layoutId === preview.saved?.layoutId);
  const [name, setName] = useState(present?.name ?? '');
  const [mode, setMode] = useState<ImportMode>(present?.mode ?? 'additions');
  const [watermark, setWatermark] = useState(present === undefined || present.watermarkColumn === null ? none : String(present.watermarkColumn));
  const [asked, setAsked] = useState(false);
  const trimmed = name.trim();
  const replaced = layouts.find((known) => known.name.toLowerCase() === trimmed.toLowerCase());
  const columns = [{ value: none, label: 'No such column' }, ...preview.columns.map((column, at) => ({ value: String(at), label: column }))];
  return (
    <form className={cx(styles['form'])} onSubmit={(event) => {
      event.preventDefault();
      setAsked(true);
      if (trimmed !== '') { onSave({ name: trimmed, mode, watermarkColumn: watermark === none ? null : Number(watermark) }); onClose(); }
    }}>
      <TextField label="Name" value={name} onChange={setName} takesFocus isRequired placeholder="Texas list, weekly" mistake={asked && trimmed === '' ? 'It needs a name.' : null}
        {...(replaced === undefined ? {} : { help: `“${replaced.name}” is there already; this takes its place.` })} />
      <RadioField<ImportMode> label="A file of this kind is" value={mode} onChange={setMode} options={importModes.map((value) => ({ value, label: importModeWords[value].label, help: importModeWords[value].means }))} />
      <SelectField label="Column with the day of the last change" value={watermark} onChange={setWatermark} options={columns} help="Rows that are no newer than at the last import are then known to be unchanged." />
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind="primary">Save layout</Button>
      </DialogActions>
    </form>
  );
};
