// The sealed log in three views: its leaves, their pictures, and the export with its check.
import type { JSX } from 'react';
import { ScrollText } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CheckPanel } from './check-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { LeafList } from './leaf-list.tsx';
import { LeafPictures } from './leaf-pictures.tsx';
import type { LogState } from './log-store.ts';
import styles from './log.module.css';
import { StatusPanel } from './status-panel.tsx';

export type LogViewProps = {
  readonly state: LogState;
  readonly client: Client;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onExport: (to: string) => void;
  readonly onSave: (ticket: string) => void;
  readonly onFile: (file: File) => void;
  readonly onRetry: () => void;
  readonly onSecrets: () => void;
};

export const LogView = (props: LogViewProps): JSX.Element => {
  const { state, client, tab } = props;
  const { status, failure } = state;
  const check = <CheckPanel check={state.check} ownFingerprint={status?.fingerprint ?? null} onFile={props.onFile} />;
  return (
    <Screen title="Log" fill lead="Everything that was decided, sent and answered, sealed leaf by leaf. It only grows, and every commit is signed.">
      {failure === null ? null : <FailureNotice failure={failure} onRetry={props.onRetry}>{isAboutSecrets(failure.type) ? <Button kind="quiet" onPress={props.onSecrets}>Go to Destinations</Button> : null}</FailureNotice>}
      {status === null ? (failure === null ? <Loading what="the log" /> : check) : (
        <Tabs label="Log" chosen={tab} onChoose={props.onTab} tabs={[
          { id: 'leaves', label: 'Leaves', count: status.leaves, view: status.leaves === 0 ? <EmptyState title="The log is empty" icon={<ScrollText />}>It begins with the first import.</EmptyState> : <LeafList client={client} kinds={state.kinds} version={state.version} /> },
          { id: 'pictures', label: 'Over time', view: <div className={cx(styles['scroll'])}><LeafPictures kinds={state.kinds} newest={state.newest} /></div> },
          { id: 'export', label: 'Export and check', view: (
            <div className={cx(styles['scroll'])}>
              <div className={cx(styles['pair'])}>
                <div className={cx(styles['column'])}><StatusPanel status={status} /><ExportPanel status={status} exported={state.exported} failure={state.exportFailure} isExporting={state.exporting} onExport={props.onExport} onSave={props.onSave} /></div>
                {check}
              </div>
            </div>
          ) },
        ]} />
      )}
    </Screen>
  );
};

const isAboutSecrets = (type: string): boolean => ['KeychainUnavailable', 'KeychainLocked', 'VaultLocked', 'VaultPassphraseWrong', 'SigningKeyMissing'].includes(type);
