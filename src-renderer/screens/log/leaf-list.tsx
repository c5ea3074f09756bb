// The leaves, newest first, by kind and by a text in their body; the one under the cursor in full.
import { useCallback, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { LeafView } from '../../../src-shared/contract/log.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { leafKindWord } from '../../../src-shared/words/leaf-words.ts';
import { ChipRow } from '../../ui/chip-row.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { KeyValueList, Mono, Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import type { LogKind } from './log-store.ts';
import styles from './log.module.css';

const ALL = 'all';

const columns: readonly Column<LeafView>[] = [
  { key: 'seq', title: 'Leaf', width: '70px', align: 'end', cell: (leaf) => formatCount(leaf.seq) },
  { key: 'at', title: 'When', width: '166px', cell: (leaf) => <Moment at={Date.parse(leaf.at)} seconds /> },
  { key: 'kind', title: 'Kind', width: '116px', cell: (leaf) => leafKindWord(leaf.kind) },
  { key: 'body', title: 'What it says', width: 'minmax(140px, 1fr)', cell: (leaf) => bodyLine(leaf.body) },
  { key: 'actor', title: 'Who', width: '110px', isSpare: true, cell: (leaf) => leaf.actor },
];

export const LeafList = ({ client, kinds, version }: { readonly client: Client; readonly kinds: readonly LogKind[]; readonly version: number }): JSX.Element => {
  const [kind, setKind] = useState(ALL);
  const [search, setSearch] = useState('');
  const [leaf, setLeaf] = useState<LeafView | null>(null);
  const wanted = search.trim();
  const loadPage = useCallback(
    async (offset: number, limit: number) => await client.call('log.page', { offset, limit, ...(kind === ALL ? {} : { kind }), ...(wanted === '' ? {} : { search: wanted }) }),
    [client, kind, wanted],
  );
  const total = kinds.reduce((sum, one) => sum + one.leaves, 0);
  return (
    <div className={cx(styles['panes'])}>
      <Panel isFlush fill>
        <div className={cx(styles['find'])}>
          <ChipRow label="Kinds of leaves" chosen={kind} onChoose={setKind} chips={[{ value: ALL, label: 'All', count: total }, ...kinds.map((one) => ({ value: one.kind, label: leafKindWord(one.kind), count: one.leaves }))]} />
          <TextField label="Search in the leaves" hideLabel type="search" placeholder="Search in the leaves" value={search} onChange={setSearch} />
        </div>
        <div className={cx(styles['list'])}>
          <VirtualTable label="Leaves" columns={columns} loadPage={loadPage} version={version} takesFocus={search === ''} onCursor={setLeaf} empty={<EmptyState title="No such leaf">{wanted === '' ? 'The log begins with the first import.' : `No leaf${kind === ALL ? '' : ' of this kind'} says “${wanted}”.`}</EmptyState>} />
        </div>
        <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: '↑ ↓', does: 'move' }, { keys: 'Home End', does: 'newest, oldest' }]} /></div>
      </Panel>
      <aside aria-label="Leaf" className={cx(styles['detail'])}>{leaf === null ? <Muted>Choose a leaf to see all of it.</Muted> : <LeafDetail leaf={leaf} />}</aside>
    </div>
  );
};

const LeafDetail = ({ leaf }: { readonly leaf: LeafView }): JSX.Element => (
  <>
    <h2>Leaf {formatCount(leaf.seq)}: {leafKindWord(leaf.kind)}</h2>
    <KeyValueList facts={[{ name: 'Kind', value: <Mono>{leaf.kind}</Mono> }, { name: 'When', value: leaf.at }, { name: 'Who', value: leaf.actor }]} />
    <h3>Body</h3>
    {Object.keys(leaf.body).length === 0 ? <Muted>nothing</Muted> : <KeyValueList facts={Object.entries(leaf.body).map(([name, value]) => ({ name, value: <Mono>{bodyText(value)}</Mono> }))} />}
    <h3>Leaf hash</h3>
    <Mono>{leaf.hash}</Mono>
    <CopyButton key={leaf.hash} text={leaf.hash} what="the hash" />
    <Muted>Phone numbers, names and files are in no leaf; it carries salted fingerprints of them.</Muted>
  </>
);

const bodyText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const bodyLine = (body: LeafView['body']): string => Object.entries(body).map(([name, value]) => `${name} ${bodyText(value)}`).join(' · ');
