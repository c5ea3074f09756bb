// The code map in three views (codes, conflicts, versions) over a bar that shows what is not saved yet.
import { useState, type JSX } from 'react';
import type { ConflictChoice, ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CodeList, heldSentence } from './code-list.tsx';
import { codeRows, unmappedCount, type DraftLine } from './code-rows.ts';
import { ConflictList } from './conflict-list.tsx';
import type { MapCodesState } from './map-codes-store.ts';
import styles from './map-codes.module.css';
import { VersionList } from './version-list.tsx';

export type MapCodesViewProps = {
  readonly state: MapCodesState;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onEdit: (code: string, line: DraftLine | null) => void;
  readonly onSave: (note: string) => void;
  readonly onUndo: () => void;
  readonly onOpenVersion: (version: number | null) => void;
  readonly onUseVersion: (version: number) => void;
  readonly onDecide: (kind: ConflictKind, choice: ConflictChoice, because: string) => void;
  readonly onRetry: () => void;
  readonly onImport: () => void;
};

export const MapCodesView = (props: MapCodesViewProps): JSX.Element => {
  const { state, tab } = props;
  const { view, conflicts, draft } = state;
  if (view === null) {
    return <Screen title="Code map">{state.failure === null ? <Loading what="the code map" /> : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}</Screen>;
  }
  const rows = codeRows(view, draft);
  const changed = rows.filter((row) => row.isChanged).length;
  const open = (conflicts ?? []).filter((conflict) => conflict.choice === null && conflict.numbers > 0);
  return (
    <Screen title="Code map" fill lead="What each regulation code means: DNC type, jurisdiction and reason. A code without a meaning holds its numbers back; nothing is guessed.">
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {view.codes.length === 0 ? null : <Hint tone={view.unmappedNumbers === 0 ? 'plain' : 'warn'}>{heldSentence(view.unmappedNumbers)}{changed === 0 || unmappedCount(rows) === view.unmappedNumbers ? '' : ` Once you save: ${heldSentence(unmappedCount(rows))}`}</Hint>}
      <Tabs label="Code map" chosen={tab} onChoose={props.onTab} tabs={[
        { id: 'codes', label: 'Codes', count: rows.length, view: <CodeList view={view} draft={draft} onEdit={props.onEdit} onImport={props.onImport} /> },
        { id: 'conflicts', label: 'Conflicts', count: open.length === 0 ? null : open.length, view: <div className={cx(styles['scroll'])}>{conflicts === null ? <Loading what="the conflicts" /> : <ConflictList conflicts={conflicts} isActing={state.acting} onDecide={props.onDecide} />}</div> },
        { id: 'versions', label: 'Versions', count: view.versions.length === 0 ? null : view.versions.length, view: <div className={cx(styles['scroll'])}><VersionList versions={view.versions} current={view.version} opened={state.opened} isActing={state.acting} hasChanges={changed > 0} onOpen={props.onOpenVersion} onUse={props.onUseVersion} /></div> },
      ]} />
      {changed === 0 ? null : <UnsavedBar key={view.version} changed={changed} isActing={state.acting} onSave={props.onSave} onUndo={props.onUndo} />}
    </Screen>
  );
};

const UnsavedBar = ({ changed, isActing, onSave, onUndo }: Pick<MapCodesViewProps, 'onSave' | 'onUndo'> & { readonly changed: number; readonly isActing: boolean }): JSX.Element => {
  const [note, setNote] = useState('');
  return (
    <form aria-label="Unsaved changes" className={cx(styles['unsaved'])} onSubmit={(event) => { event.preventDefault(); onSave(note.trim()); }}>
      <strong>{countOf(changed, 'code')} changed, not saved</strong>
      <TextField label="Note for this version" hideLabel placeholder="Note (optional)" value={note} onChange={setNote} />
      <Button onPress={onUndo} isDisabled={isActing}>Undo changes</Button>
      <Button type="submit" kind="primary" isPending={isActing}>Save as new version</Button>
    </form>
  );
};
