// One DNC type, one list: chosen from those the vendor has, or created there.
import { useState, type JSX } from 'react';
import type { DestinationView, RemoteList } from '../../../src-shared/contract/destinations.ts';
import { dncTypes, type DncType } from '../../../src-shared/domain/dnc.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { dncTypeWords } from '../../../src-shared/words/state-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog, Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Hint } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Muted, Panel, ReadersOnly } from '../../ui/layout.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './destinations.module.css';

export type ListChoicesProps = {
  readonly destination: DestinationView;
  readonly listWord: string;
  /** Null: nobody has looked yet. */
  readonly found: readonly RemoteList[] | null;
  readonly acting: string | null;
  readonly isChecking: boolean;
  readonly onLook: () => void;
  readonly onChoose: (dncType: DncType, listRef: string) => void;
  readonly onCreate: (dncType: DncType, name: string) => void;
};

export const ListChoices = (props: ListChoicesProps): JSX.Element => {
  const { destination, listWord, found, acting } = props;
  const [creating, setCreating] = useState<DncType | null>(null);
  const [changing, setChanging] = useState<{ readonly dncType: DncType; readonly list: RemoteList } | null>(null);
  const without = dncTypes.filter((type) => !destination.lists.some((list) => list.dncType === type));
  return (
    <Panel title="Lists" actions={<Button onPress={props.onLook} isPending={props.isChecking}>{found === null ? `Look for ${listWord}s` : 'Look again'}</Button>}>
      <p>Each DNC type has a {listWord} of its own. Numbers of a type without one are held back, and the dry run says so.</p>
      {without.length === 0 || found !== null ? null : <Hint>No list chosen for {without.join(', ')}. Look for the {listWord}s of this tenant first, then choose or create.</Hint>}
      <ul className={cx(styles['lists'])}>
        {dncTypes.map((dncType) => {
          const chosen = destination.lists.find((list) => list.dncType === dncType) ?? null;
          return (
            <li key={dncType}>
              <div><strong>{dncType}</strong><br /><Muted>{dncTypeWords[dncType]}</Muted></div>
              {found === null ? <span>{chosen === null ? <Muted>none chosen</Muted> : chosen.listName}</span> : (
                <SelectField
                  label={`${listWord} for ${dncType}`} hideLabel placeholder="None chosen" isDisabled={acting !== null} value={chosen?.listRef ?? null}
                  options={found.map((list) => optionOf(list, destination, dncType))}
                  onChange={(listRef) => {
                    const list = found.find((one) => one.listRef === listRef);
                    if (list === undefined || listRef === chosen?.listRef) return;
                    if (chosen !== null && destination.runId !== null) setChanging({ dncType, list });
                    else props.onChoose(dncType, listRef);
                  }}
                />
              )}
              <Button kind="quiet" isPending={acting === `list ${dncType}`} isDisabled={acting !== null} onPress={() => { setCreating(dncType); }}>{chosen === null ? 'Create one' : 'Create another'}<ReadersOnly>: a {listWord} for {dncType}</ReadersOnly></Button>
            </li>
          );
        })}
      </ul>
      <Dialog title={`Create a ${listWord} for ${creating ?? ''}`} isOpen={creating !== null} onClose={() => { setCreating(null); }}>
        <CreateForm key={creating} initial={`DNC ${creating ?? ''}`} onClose={() => { setCreating(null); }} onCreate={(name) => { if (creating !== null) props.onCreate(creating, name); }} />
      </Dialog>
      <ConfirmDialog title={`Change the list for ${changing?.dncType ?? ''}`} isOpen={changing !== null} onClose={() => { setChanging(null); }} verb="Change the list" isDanger
        onConfirm={() => { if (changing !== null) props.onChoose(changing.dncType, changing.list.listRef); }}>
        <p>Numbers were pushed from here before. What stands on the old list stays there; the new list, “{changing?.list.name}”, will get every number of this type anew.</p>
      </ConfirmDialog>
    </Panel>
  );
};

const optionOf = (list: RemoteList, destination: DestinationView, dncType: DncType): { readonly value: string; readonly label: string; readonly help: string; readonly isDisabled: boolean } => {
  const other = destination.lists.find((one) => one.listRef === list.listRef && one.dncType !== dncType);
  const why = list.unsuitable !== null ? `Cannot take numbers: ${list.unsuitable}` : list.dncType !== undefined && list.dncType !== dncType ? `Takes ${list.dncType} numbers only` : other === undefined ? null : `Serves ${other.dncType} already`;
  return { value: list.listRef, label: list.name, help: why ?? (list.size === null ? 'size unknown' : countOf(list.size, 'number')), isDisabled: why !== null };
};

const CreateForm = ({ initial, onClose, onCreate }: { readonly initial: string; readonly onClose: () => void; readonly onCreate: (name: string) => void }): JSX.Element => {
  const [name, setName] = useState(initial);
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') { onCreate(name.trim()); onClose(); } }}>
      <TextField label="Name at the vendor" value={name} onChange={setName} takesFocus help="It is created in the tenant at once." />
      <DialogActions><Button onPress={onClose}>Cancel</Button><Button type="submit" kind="primary" isDisabled={name.trim() === ''}>Create</Button></DialogActions>
    </form>
  );
};
