// What the file is, in one glance, and a way to say that it is something else.
import { useState, type JSX } from 'react';
import { Bookmark, ChevronDown, ChevronUp, FileCheck, Trash2 } from 'lucide-react';
import type { FileFacts } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { formatWords } from '../../../src-shared/words/file-format-words.ts';
import { formatBytes, formatCount } from '../../../src-shared/words/figures.ts';
import { importModeWords } from '../../../src-shared/words/layout-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Hint } from '../../ui/failure-notice.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Mono, Panel } from '../../ui/layout.tsx';
import { columnMeaningWords, usedColumns } from './column-meaning.ts';
import styles from './import.module.css';
import { ReadingSettings, type ReadingSettingsProps } from './reading-settings.tsx';
import { countryName } from './regions.ts';
import { SaveLayoutDialog, type LayoutName } from './save-layout-dialog.tsx';
import { firstRowsOf, hasNoNumbers, isCountryGuessed, understandingOf } from './understanding.ts';

export type UnderstandingPanelProps = ReadingSettingsProps & {
  readonly onSave: (layout: LayoutName) => void;
  readonly onForget: (layout: SavedLayout) => void;
};

export const UnderstandingPanel = ({ preview, layouts, onLayout, onReadAs, onSave, onForget }: UnderstandingPanelProps): JSX.Element => {
  const [isChanging, setChanging] = useState(false);
  const [asking, setAsking] = useState<'save' | 'forget' | null>(null);
  const { what, why, means } = understandingOf(preview);
  const saved = layouts.find(({ layoutId }) => layoutId === preview.saved?.layoutId);
  const leave = (): void => { setAsking(null); };
  return (
    <Panel>
      <FileLine file={preview.file} />
      <div className={cx(styles['understood'])}>
        <FileCheck aria-hidden="true" />
        <div>
          <p><strong>{what}</strong> {saved === undefined ? null : <Badge tone="accent">{importModeWords[saved.mode].label}</Badge>} <span className={cx(styles['why'])}>({why})</span></p>
          {means === null ? null : <p>{means}</p>}
          <p><ColumnSentence preview={preview} /> {firstRowsOf(preview)}</p>
        </div>
        <div className={cx(styles['ways'])}>
          <Button icon={isChanging ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />} onPress={() => { setChanging(!isChanging); }}>{isChanging ? 'Done' : 'Not right? Change it'}</Button>
          <Button icon={<Bookmark aria-hidden="true" />} onPress={() => { setAsking('save'); }}>{saved === undefined ? 'Save this layout' : 'Save changes'}</Button>
        </div>
      </div>
      {hasNoNumbers(preview) ? <Hint tone="warn">None of these lines gives a phone number. Before you import, say below which column holds them, or choose “Not right? Change it”.</Hint> : null}
      {!isChanging && isCountryGuessed(preview) ? <Hint tone="warn">These numbers carry no country code. They are read as numbers of <strong>{countryName(preview.layout.region)}</strong>, where most of them exist, but the same digits can be numbers elsewhere. <Button kind="inline" onPress={() => { setChanging(true); }}>Choose another country</Button></Hint> : null}
      {isChanging ? <ReadingSettings preview={preview} layouts={layouts} onLayout={onLayout} onReadAs={onReadAs} /> : null}
      {isChanging && saved !== undefined ? <div><Button kind="danger" icon={<Trash2 aria-hidden="true" />} onPress={() => { setAsking('forget'); }}>Remove this saved layout</Button></div> : null}
      <SaveLayoutDialog preview={preview} layouts={layouts} isOpen={asking === 'save'} onClose={leave} onSave={onSave} />
      <ConfirmDialog title={`Remove the layout “${saved?.name ?? ''}”`} isOpen={asking === 'forget' && saved !== undefined} onClose={leave} verb="Remove" isDanger onConfirm={() => { if (saved !== undefined) onForget(saved); }}>
        <p>Files like this one are then read as they look. What was imported under it stays.</p>
      </ConfirmDialog>
    </Panel>
  );
};

/** "Phone number: Home, Cell. Regulation code: Rule. Country: US." */
const ColumnSentence = ({ preview: { file, layout, columns } }: Pick<UnderstandingPanelProps, 'preview'>): JSX.Element => (
  <>
    {usedColumns(layout).map(({ meaning, columns: used }) => <span key={meaning}>{columnMeaningWords[meaning]}: <strong>{used.map((column) => columns[column] ?? `Column ${column + 1}`).join(', ')}</strong>. </span>)}
    {layout.codeColumn !== null || layout.fixedCode === null ? null : <span>Regulation code of every row: <strong>{layout.fixedCode}</strong>. </span>}
    {file.sheets.length < 2 || layout.sheet === null ? null : <span>Sheet: <strong>{layout.sheet}</strong> of {formatCount(file.sheets.length)}. </span>}
    <span>Country where none is written: <strong>{countryName(layout.region)}</strong>.</span>
  </>
);

const FileLine = ({ file }: { readonly file: FileFacts }): JSX.Element => (
  <div className={cx(styles['file'])}>
    <h2>{file.name}</h2>
    <p>{file.member === undefined || file.member === null ? null : <>holds <Mono>{file.member}</Mono> · </>}{formatBytes(file.bytes)} · {formatWords(file)} · SHA-256 <Mono>{file.sha256.slice(0, 16)}…</Mono></p>
  </div>
);
