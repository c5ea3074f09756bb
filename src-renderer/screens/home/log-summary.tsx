// The sealed log in four facts: how long, which key, when last sealed, when last exported.
import type { JSX } from 'react';
import type { LogStatus } from '../../../src-shared/contract/log.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { KeyValueList, Mono, Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { OutsideLine } from './outside-line.tsx';

export const LogSummary = ({ log, onOpen, onWitnesses }: { readonly log: LogStatus | null; readonly onOpen: () => void; readonly onWitnesses: () => void }): JSX.Element => (
  <Panel title="Sealed log" actions={<Button kind="inline" onPress={onOpen}>Open the log</Button>}>
    {log === null ? <Muted>Nothing is sealed yet. The log begins with the first import; its key lies in the keychain, or in a vault chosen under Destinations.</Muted> : (
      <>
        <KeyValueList facts={[
          { name: 'Leaves', value: formatCount(log.leaves) },
          { name: 'Sealed', value: log.checkpointAt === null ? 'not yet' : <Moment at={log.checkpointAt} seconds /> },
          { name: 'Key', value: <Mono>{log.fingerprint}</Mono> },
          { name: 'Exported', value: exported(log) },
        ]} />
        <OutsideLine onOpen={onWitnesses} />
      </>
    )}
  </Panel>
);

const exported = ({ lastExportAt, lastExportLeaves, leaves }: LogStatus): JSX.Element => {
  if (lastExportAt === null) return <>never</>;
  const since = leaves - (lastExportLeaves ?? 0);
  return <><Moment at={lastExportAt} />{since > 0 ? `, ${countOf(since, 'leaf', 'leaves')} since` : ''}</>;
};
