// The leaves, newest first, by kind, person, time and telephone number; the one under the cursor whole, beside them.
import { useCallback, useDeferredValue, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { LeafView } from '../../../src-shared/contract/log.ts';
import type { LogFacets } from '../../../src-shared/contract/log-search.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { leafSentence } from '../../../src-shared/words/leaf-body-words.ts';
import { leafKindWord } from '../../../src-shared/words/leaf-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { DayField } from './day-field.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { LeafPane } from './leaf-detail.tsx';
import styles from './log.module.css';
import { noFilter, searchOf, type LeafFilter } from './leaf-filter.ts';

export type LeafListProps = { readonly client: Client; readonly facets: LogFacets; readonly version: number; readonly onCertificate: (phone: string) => void };

const ALL = 'all';

const columnsOf = (actors: LogFacets['actors']): readonly Column<LeafView>[] => [
  { key: 'seq', title: 'Leaf', width: '88px', align: 'end', cell: (row) => formatCount(row.seq) },
  { key: 'at', title: 'When', width: '164px', isSpare: true, cell: (row) => (row.at === '' ? '' : <Moment at={Date.parse(row.at)} />) },
  { key: 'kind', title: 'Kind', width: '122px', isSpare: true, cell: (row) => leafKindWord(row.kind) },
  { key: 'body', title: 'What it says', width: 'minmax(190px, 1fr)', cell: (row) => leafSentence(row.kind, row.body) },
  { key: 'actor', title: 'Who', width: '110px', isSpare: true, cell: (row) => actors.find(({ actor }) => actor === row.actor)?.name ?? row.actor },
];

export const LeafList = ({ client, facets, version, onCertificate }: LeafListProps): JSX.Element => {
  const [filter, setFilter] = useState<LeafFilter>(noFilter);
  const [leaf, setLeaf] = useState<number | null>(null);
  const [found, setFound] = useState<number | null>(null);
  const [erasing, setErasing] = useState<string | null>(null);
  const asked = useDeferredValue(filter);
  const { search, mistake } = searchOf(asked);
  const key = JSON.stringify(search);
  const loadPage = useCallback(
    async (offset: number, limit: number) => await client.call('log.search', { ...(JSON.parse(key) as typeof search), offset, limit }), // made three lines above
    [client, key],
  );
  const set = (part: Partial<LeafFilter>): void => { setFilter({ ...filter, ...part }); };
  const isFiltered = filter !== noFilter;
  return (
    <div className={cx(styles['panes'])}>
      <Panel isFlush fill>
        <section aria-label="Find leaves" className={cx(styles['find'])}>
          <TextField label="Telephone number" type="tel" value={filter.phone} onChange={(phone) => { set({ phone }); }} placeholder="+1 202 555 0123" mistake={mistake} />
          <SelectField label="Kind" value={filter.kind ?? ALL} onChange={(kind) => { set({ kind: kind === ALL ? null : kind }); }} options={[{ value: ALL, label: 'All kinds' }, ...facets.kinds.map(({ kind, leaves }) => ({ value: kind, label: `${leafKindWord(kind)} (${formatCount(leaves)})` }))]} />
          <SelectField label="Who" value={filter.actor ?? ALL} onChange={(actor) => { set({ actor: actor === ALL ? null : actor }); }} options={[{ value: ALL, label: 'Everyone' }, ...facets.actors.map(({ actor, name, leaves }) => ({ value: actor, label: `${name} (${formatCount(leaves)})` }))]} />
          <DayField label="From" value={filter.from} onChange={(from) => { set({ from }); }} />
          <DayField label="Until" value={filter.until} onChange={(until) => { set({ until }); }} />
        </section>
        <div className={cx(styles['found'])}>
          <output>{found === null ? '' : countOf(found, 'leaf', 'leaves')}{isFiltered && found !== null ? <Muted> of {formatCount(facets.kinds.reduce((sum, one) => sum + one.leaves, 0))}</Muted> : null}</output>
          <span className={cx(styles['acts'])}>
            {search.phone === undefined ? null : <Button kind="inline" onPress={() => { setErasing(search.phone ?? null); }}>Erase this number…</Button>}
            {isFiltered ? <Button kind="inline" onPress={() => { setFilter(noFilter); }}>Show all</Button> : null}
          </span>
        </div>
        <div className={cx(styles['list'])}>
          {/* another question begins at its top */}
          <VirtualTable key={key} label="Leaves" columns={columnsOf(facets.actors)} loadPage={loadPage} version={version} takesFocus={!isFiltered} onCursor={(row) => { setLeaf(row?.seq ?? null); }} onTotal={setFound}
            empty={<EmptyState title="No such leaf">{isFiltered ? 'Nothing in the log fits all that is asked for. Numbers that were erased are found no more.' : 'The log begins with the first import.'}</EmptyState>} />
        </div>
        <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: '↑ ↓', does: 'move' }, { keys: 'Home End', does: 'newest, oldest' }]} /></div>
      </Panel>
      {erasing === null ? null : <EraseDialog client={client} phone={erasing} onClose={() => { setErasing(null); }} />}
      <aside aria-label="Leaf" className={cx(styles['detail'])}><LeafPane client={client} seq={leaf} onCertificate={onCertificate} /></aside>
    </div>
  );
};
