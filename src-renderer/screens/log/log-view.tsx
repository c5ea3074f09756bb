// The sealed log in five views: its leaves, their pictures, the export with its check, its keys, and what bears witness to it outside.
import type { JSX, ReactNode } from 'react';
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
import type { ExportAsked, LogState } from './log-store.ts';
import styles from './log.module.css';
import { StatusPanel } from './status-panel.tsx';

export type LogViewProps = {
  readonly state: LogState;
  readonly client: Client;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  /** Whose certificate was asked for; '' for nobody's. */
  readonly phone: string;
  readonly onCertificate: (phone: string) => void;
  readonly onExport: (asked: ExportAsked) => void;
  readonly onSave: (ticket: string) => void;
  readonly onHandOver: (leaves: number) => void;
  readonly onVerifyPage: () => void;
  readonly onFile: (file: File, held: string | null) => void;
  readonly onRetry: () => void;
  readonly onSecrets: () => void;
  /** The ways out of a log that cannot be written, drawn beside what is wrong. */
  readonly wayOut: ReactNode;
  readonly keys: ReactNode;
  readonly witnesses: ReactNode;
};

export const LogView = (props: LogViewProps): JSX.Element => {
  const { state, client, tab } = props;
  const { status, failure, facets } = state;
  const check = <CheckPanel check={state.check} ownFingerprint={status === null || status.leaves === 0 ? null : status.fingerprint} onFile={props.onFile} />;
  const empty = <EmptyState title="The log is empty" icon={<ScrollText />}>It begins with the first import.</EmptyState>;
  const scrolled = (view: ReactNode): JSX.Element => <div className={cx(styles['scroll'])}>{view}</div>;
  return (
    <Screen title="Log" fill lead="Everything that was decided, sent and answered, each a sealed and signed leaf. One that is changed or taken away is found out.">
      {failure === null ? null : <FailureNotice failure={failure} onRetry={props.onRetry}>{isAboutSecrets(failure.type) ? <Button kind="quiet" onPress={props.onSecrets}>Go to Destinations</Button> : null}{props.wayOut}</FailureNotice>}
      {status === null ? (failure === null ? <Loading what="the log" /> : scrolled(<div className={cx(styles['column'])}>{facets.kinds.length === 0 ? null : <div className={cx(styles['unsigned'])}><LeafList client={client} facets={facets} version={state.version} onCertificate={props.onCertificate} /></div>}{check}</div>)) : (
        <Tabs label="Log" chosen={tab} onChoose={props.onTab} tabs={[
          { id: 'leaves', label: 'Leaves', count: status.leaves, view: status.leaves === 0 ? empty : <LeafList client={client} facets={facets} version={state.version} onCertificate={props.onCertificate} /> },
          { id: 'pictures', label: 'Over time', view: status.leaves === 0 ? empty : scrolled(<LeafPictures kinds={facets.kinds} newest={state.newest} />) },
          { id: 'export', label: 'Export and check', view: scrolled(
            <div className={cx(styles['pair'])}>
              <div className={cx(styles['column'])}>
                {status.leaves === 0 ? empty : <StatusPanel status={status} />}
                {status.leaves === 0 ? null : <ExportPanel key={props.phone} status={status} exported={state.exported} failure={state.exportFailure} isExporting={state.exporting} phone={props.phone} onExport={props.onExport} onSave={props.onSave} onHandOver={props.onHandOver} onVerifyPage={props.onVerifyPage} />}
              </div>
              {check}
            </div>) },
          { id: 'keys', label: 'Keys', view: scrolled(props.keys) },
          { id: 'witnesses', label: 'Witnesses', view: scrolled(props.witnesses) },
        ]} />
      )}
    </Screen>
  );
};

const isAboutSecrets = (type: string): boolean => ['KeychainUnavailable', 'KeychainLocked', 'VaultLocked', 'VaultPassphraseWrong', 'SigningKeyMissing'].includes(type);
