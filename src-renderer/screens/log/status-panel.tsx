// The log in its facts: origin, length, key, last checkpoint, last export.
import type { JSX } from 'react';
import type { LogStatus } from '../../../src-shared/contract/log.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { KeyValueList, Mono, Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';

export const StatusPanel = ({ status }: { readonly status: LogStatus }): JSX.Element => (
  <Panel title="This log">
    <KeyValueList facts={[
      { name: 'Origin', value: <Mono>{status.origin}</Mono> },
      { name: 'Leaves', value: formatCount(status.leaves) },
      { name: 'Root', value: <Mono>{status.root}</Mono> },
      { name: 'Last checkpoint', value: status.checkpointAt === null ? 'none yet' : <Moment at={status.checkpointAt} seconds /> },
      { name: 'Key fingerprint', value: <Row><Mono>{status.fingerprint}</Mono><CopyButton text={status.fingerprint} what="the fingerprint" /></Row> },
      { name: 'Last export', value: <LastExport status={status} /> },
    ]} />
  </Panel>
);

const LastExport = ({ status }: { readonly status: LogStatus }): JSX.Element => {
  if (status.lastExportAt === null) return <>never</>;
  const since = status.leaves - (status.lastExportLeaves ?? 0);
  return <><Moment at={status.lastExportAt} />{status.lastExportLeaves === null ? '' : `, ${countOf(status.lastExportLeaves, 'leaf', 'leaves')}`}{since > 0 ? `; ${formatCount(since)} since` : '; nothing since'}</>;
};
