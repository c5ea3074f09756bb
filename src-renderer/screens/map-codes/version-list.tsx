// Every version the code map has had: each can be looked at and put to use again, none is ever changed.
import type { JSX } from 'react';
import { History } from 'lucide-react';
import type { CodeMapLine, CodeMapVersion } from '../../../src-shared/contract/code-map.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Muted, Panel, Row, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { CodeName } from './code-name.tsx';
import { jurisdictionLabel } from './jurisdiction-options.ts';

export type VersionListProps = {
  readonly versions: readonly CodeMapVersion[];
  readonly current: number;
  readonly opened: { readonly version: number; readonly lines: readonly CodeMapLine[] } | null;
  readonly isActing: boolean;
  readonly hasChanges: boolean;
  readonly onOpen: (version: number | null) => void;
  readonly onUse: (version: number) => void;
};

export const VersionList = (props: VersionListProps): JSX.Element => {
  const { versions, current, opened } = props;
  if (versions.length === 0) return <EmptyState title="Nothing saved yet" icon={<History />}>Give the codes their meaning and save; each save becomes a version that stays.</EmptyState>;
  return (
    <Stack gap={4}>
      <Panel><DataTable label="Versions of the code map" rows={[...versions].sort((one, other) => other.version - one.version)} rowKey={(one) => one.version} columns={[...facts, actsColumn(props)]} /></Panel>
      {opened === null ? null : (
        <Panel title={`Version ${opened.version}${opened.version === current ? ', in use' : ''}`} actions={<Button kind="inline" onPress={() => { props.onOpen(null); }}>Close</Button>}>
          {opened.lines.length === 0 ? <Muted>This version maps no code.</Muted> : <DataTable label={`Lines of version ${opened.version}`} rows={opened.lines} rowKey={(line) => line.code} columns={lineColumns} />}
        </Panel>
      )}
    </Stack>
  );
};

const facts: readonly DataColumn<CodeMapVersion>[] = [
  { key: 'version', title: 'Version', cell: (one) => one.version },
  { key: 'at', title: 'Saved', cell: (one) => <Moment at={one.at} /> },
  { key: 'actor', title: 'By', cell: (one) => one.actor },
  { key: 'lines', title: 'Codes', align: 'end', cell: (one) => formatCount(one.lines) },
  { key: 'note', title: 'Note', cell: (one) => one.note },
];

const actsColumn = (props: VersionListProps): DataColumn<CodeMapVersion> => ({ key: 'acts', title: 'What to do', cell: (one) => <VersionActs one={one} {...props} /> });

const lineColumns: readonly DataColumn<CodeMapLine>[] = [
  { key: 'code', title: 'Code', cell: (line) => <CodeName code={line.code} /> },
  { key: 'type', title: 'DNC type', cell: (line) => line.dncType },
  { key: 'jurisdiction', title: 'Jurisdiction', cell: (line) => (line.jurisdiction === null ? <Muted>left open</Muted> : jurisdictionLabel(line.jurisdiction)) },
  { key: 'reason', title: 'Reason', cell: (line) => line.reason },
];

const VersionActs = ({ one, current, isActing, hasChanges, onOpen, onUse }: VersionListProps & { readonly one: CodeMapVersion }): JSX.Element => (
  <Row>
    <Button kind="inline" onPress={() => { onOpen(one.version); }}>Look at version {one.version}</Button>
    {one.version === current ? <Badge tone="good">in use</Badge> : <Button isDisabled={isActing || hasChanges} onPress={() => { onUse(one.version); }}>Use it again</Button>}
  </Row>
);
