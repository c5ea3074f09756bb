// Every code with its meaning, its proposal as a ghost that A accepts, and the changes that are not saved yet.
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type JSX } from 'react';
import { ListChecks } from 'lucide-react';
import type { CodeMapView } from '../../../src-shared/contract/code-map.ts';
import { ok } from '../../../src-shared/result.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Checkbox, TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { CodeEditor } from './code-editor.tsx';
import { CodeName } from './code-name.tsx';
import { codeRows, isMapped, type CodeRow, type Draft, type DraftLine } from './code-rows.ts';
import styles from './map-codes.module.css';

export type CodeListProps = {
  readonly view: CodeMapView;
  readonly draft: Draft;
  readonly onEdit: (code: string, line: DraftLine | null) => void;
  readonly onImport: () => void;
};

export const CodeList = ({ view, draft, onEdit, onImport }: CodeListProps): JSX.Element => {
  const [onlyUnmapped, setOnlyUnmapped] = useState(false);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = useMemo(() => codeRows(view, draft), [view, draft]);
  const wanted = search.trim().toLowerCase();
  const shown = useMemo(() => rows.filter((row) => (!onlyUnmapped || !isMapped(row) || row.isChanged) && row.code.toLowerCase().includes(wanted)), [rows, onlyUnmapped, wanted]);
  // the rows are at hand: a page is a slice of the newest, which must be in place before the table's own effects ask for it
  const newest = useRef(shown);
  useLayoutEffect(() => { newest.current = shown; }, [shown]);
  const loadPage = useCallback(async (offset: number, limit: number) => await Promise.resolve(ok({ total: newest.current.length, rows: newest.current.slice(offset, offset + limit) })), []);
  const isKnown = rows.some((row) => row.code === search.trim());

  return (
    <div className={cx(styles['panes'])}>
      <Panel isFlush fill>
        <div className={cx(styles['find'])}>
          <TextField label="Find or add a code" hideLabel type="search" placeholder="Find or add a code" value={search} onChange={setSearch} />
          {search.trim() === '' || isKnown ? null : <Button onPress={() => { onEdit(search.trim(), { code: search.trim(), dncType: null, jurisdiction: null, reason: '' }); }}>Add “{search.trim()}”</Button>}
          <Checkbox isSelected={onlyUnmapped} onChange={setOnlyUnmapped}>Only without a meaning</Checkbox>
        </div>
        <div className={cx(styles['list'])}>
          <VirtualTable
            key={`${onlyUnmapped} ${wanted}`} label="Codes" columns={columns} loadPage={loadPage} version={shown} takesFocus={search === ''}
            onCursor={(row) => { if (row !== null) setChosen(row.code); }}
            onKey={(event, row) => {
              if (event.key.toLowerCase() !== 'a' || row === null || row.proposal === null || row.line !== null) return false;
              onEdit(row.code, row.proposal);
              return true;
            }}
            empty={<NoCodes isAllEmpty={rows.length === 0} search={search.trim()} onImport={onImport} />}
          />
        </div>
        <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: '↑ ↓', does: 'move' }, { keys: 'A', does: 'accept the proposal' }, { keys: 'Tab', does: 'to the meaning' }]} /></div>
      </Panel>
      <CodeEditor row={rows.find((row) => row.code === chosen) ?? null} onEdit={onEdit} />
    </div>
  );
};

const NoCodes = ({ isAllEmpty, search, onImport }: { readonly isAllEmpty: boolean; readonly search: string; readonly onImport: () => void }): JSX.Element => {
  if (search !== '') return <EmptyState title="No such code">“{search}” is in no file and not in the map. Add it to be ready when a file brings it.</EmptyState>;
  return isAllEmpty
    ? <EmptyState title="No codes yet" icon={<ListChecks />} action={<Button onPress={onImport}>Import a file</Button>}>Import a file first; every code its numbers carry is listed here. A code can also be added by name, before any file has it: type it above.</EmptyState>
    : <EmptyState title="Every code has a meaning">Numbers of all codes can be pushed, unless something else holds them back.</EmptyState>;
};

const columns: readonly Column<CodeRow>[] = [
  { key: 'code', title: 'Code', width: 'minmax(94px, 1fr)', cell: (row) => <CodeName code={row.code} /> },
  { key: 'numbers', title: 'Numbers', width: '82px', align: 'end', cell: (row) => formatCount(row.numbers) },
  { key: 'type', title: 'DNC type', width: '116px', cell: (row) => <Ghosted value={row.line?.dncType ?? null} ghost={row.line === null ? row.proposal?.dncType ?? null : null} none="not mapped" /> },
  { key: 'jurisdiction', title: 'Jurisdiction', width: '108px', cell: (row) => <Ghosted value={row.line?.jurisdiction ?? null} ghost={row.line === null ? row.proposal?.jurisdiction ?? null : null} none="–" /> },
  { key: 'reason', title: 'Reason', width: 'minmax(110px, 1.3fr)', isSpare: true, cell: (row) => <Ghosted value={row.line?.reason ?? null} ghost={row.line === null ? row.proposal?.reason ?? null : null} none="" /> },
  { key: 'state', title: 'Status', width: '102px', cell: (row) => <RowState row={row} /> },
];

const Ghosted = ({ value, ghost, none }: { readonly value: string | null; readonly ghost: string | null; readonly none: string }): JSX.Element => {
  if (value !== null) return <>{value}</>;
  return ghost === null ? <Muted>{none}</Muted> : <span className={cx(styles['ghost'])} title="Proposed, not accepted">{ghost}</span>;
};

const RowState = ({ row }: { readonly row: CodeRow }): JSX.Element | null => {
  if (row.isChanged) return <Badge tone="accent">not saved</Badge>;
  if (isMapped(row)) return null;
  return row.proposal === null ? <Badge tone="warn">held back</Badge> : <Badge tone="warn">proposal</Badge>;
};

/** "1,204 numbers are held back until their code is mapped." */
export const heldSentence = (numbers: number): string =>
  numbers === 0 ? 'Every number’s code has a meaning.' : `${countOf(numbers, 'number')} ${numbers === 1 ? 'is' : 'are'} held back until ${numbers === 1 ? 'its' : 'their'} code is mapped.`;
