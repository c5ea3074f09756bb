// The log as pictures: how many leaves of each kind, and when the newest ones were written.
import type { JSX } from 'react';
import type { LeafView } from '../../../src-shared/contract/log.ts';
import type { LogFacets } from '../../../src-shared/contract/log-search.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { leafKindWord } from '../../../src-shared/words/leaf-words.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { Muted, Panel, Stack } from '../../ui/layout.tsx';
import { Timeline } from '../../ui/timeline.tsx';

export const LeafPictures = ({ kinds, newest }: { readonly kinds: LogFacets['kinds']; readonly newest: readonly LeafView[] }): JSX.Element => (
  <Stack gap={4}>
    <Panel title="Leaves by kind"><BarChart label="Leaves by kind" unit="leaves" bars={kinds.map((one) => ({ key: one.kind, label: leafKindWord(one.kind), value: one.leaves }))} /></Panel>
    <Panel title="When the newest were written"><LeafTimeline leaves={newest} /></Panel>
  </Stack>
);

/** Each leaf is a moment; leaves of one kind share a line. */
const LeafTimeline = ({ leaves }: { readonly leaves: readonly LeafView[] }): JSX.Element => {
  if (leaves.length === 0) return <Muted>The log is empty.</Muted>;
  const spans = [...leaves].reverse().map((leaf) => ({ key: String(leaf.seq), lane: leafKindWord(leaf.kind), label: `Leaf ${leaf.seq}`, from: Date.parse(leaf.at), until: Date.parse(leaf.at) }));
  return (
    <>
      <Muted>The newest {countOf(leaves.length, 'leaf', 'leaves')}; times are those of this computer.</Muted>
      <Timeline label="Leaves by kind over time" spans={spans} now={spans.at(-1)?.until ?? 0} />
    </>
  );
};
