// The import screen's steps: choose, look, store, result; earlier imports stay below.
import type { JSX } from 'react';
import { FileUp, FolderSync } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { cutsAt } from '../../../src-shared/domain/guess-cuts.ts';
import { formatBytes } from '../../../src-shared/words/figures.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { readableNames } from '../../../src-shared/words/file-format-words.ts';
import type { Bridge } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { useGo } from '../../wizard/route.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { AreaCodes } from './area-codes.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { importPace, type ImportStep, type ImportState, type ImportStore } from './import-store.ts';
import styles from './import.module.css';
import { PhoneColumnChoice } from './phone-column-choice.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import type { LayoutName } from './save-layout-dialog.tsx';
import { StoredPanel } from './stored-panel.tsx';
import { useSavedLayouts } from './use-saved-layouts.ts';

type Props = { readonly state: ImportState; readonly store: ImportStore; readonly client: Client; readonly bridge: Pick<Bridge, 'pickFile'>; readonly isHovering: boolean; /** No place for secrets, so no log and nothing to store. */ readonly isLocked: boolean; readonly onGo: ReturnType<typeof useGo> };

export const ImportView = ({ state, store, client, bridge, isHovering, isLocked, onGo }: Props): JSX.Element => (
  <Screen
    title="Import" fill
    lead={state.now.step === 'preview' ? 'Check what the file was understood as. Nothing is stored before you press Import.' : 'Every line of a file is accounted for: accepted, a duplicate, held for review, blank or ignored.'}
    actions={<StepActions step={state.now} store={store} onWatches={() => { onGo('import', { watches: 'all' }); }} />}
  >
    <div className={cx(styles['steps'])}>
      {isLocked ? <Hint tone="warn">A file can be looked at, but not stored: the log that every import goes into has no open place for its key. <Button kind="inline" onPress={() => { onGo('destinations'); }}>Settle that under Destinations</Button></Hint> : null}
      <StepBody step={state.now} store={store} client={client} version={state.version} watchId={state.watchId} onGo={onGo} />
      {state.now.step === 'choosing' ? <AreaCodes client={client} bridge={bridge} version={state.version} /> : null}
      {state.now.step === 'preview' || state.now.step === 'storing' ? null : <EarlierImports client={client} version={state.version} onOpen={(importId) => { onGo('import', { rows: String(importId) }); }} />}
    </div>
    {isHovering ? <div className={cx(styles['drop'])}><p><FileUp aria-hidden="true" />Drop the file to look at it</p></div> : null}
  </Screen>
);

const StepActions = ({ step, store, onWatches }: { readonly step: ImportStep; readonly store: ImportStore; readonly onWatches: () => void }): JSX.Element | null => {
  switch (step.step) {
    case 'preview': return (
      <>
        <Button onPress={store.startOver}>Cancel</Button>
        <Button kind="primary" isPending={step.busy} onPress={() => { void store.keep(); }}>Import</Button>
      </>
    );
    case 'stored': return <Button onPress={() => { void store.pick(); }}>Import another file</Button>;
    case 'choosing': return <Button icon={<FolderSync aria-hidden="true" />} onPress={onWatches}>Watched folders</Button>;
    default: return null;
  }
};

/** Reading the same bytes again comes to the same. */
const isLasting = ({ type }: Failure): boolean => ['NoPhoneColumn', 'FileNotTabular', 'FileIsFolder', 'FileTooLarge', 'ArchiveHoldsSeveral'].includes(type);

type StepProps = Pick<Props, 'store' | 'client' | 'onGo'> & { readonly step: ImportStep; readonly version: number; readonly watchId: number | null };

const StepBody = ({ step, store, client, version, watchId, onGo }: StepProps): JSX.Element => {
  switch (step.step) {
    case 'choosing': return (
      <>
        {step.failure === null ? null : <FailureNotice failure={step.failure} onRetry={step.file === null || isLasting(step.failure) ? undefined : () => { void store.retry(); }} />}
        {step.failure?.type === 'NoPhoneColumn' && step.failure.columns.length > 0 ? <PhoneColumnChoice columns={step.failure.columns} onChoose={(column) => { void store.retry({ phoneColumns: [column] }); }} onFixedWidth={() => { void store.retry({ phoneColumns: [0], headerLine: 0, known: null, cuts: cutsAt([0]) }); }} /> : null}
        <div className={cx(styles['choose'])}>
          <FileUp aria-hidden="true" />
          <div>
            <h2>Drop a file anywhere, or choose one</h2>
            <p>{readableNames}. It stays on this computer; you see its first rows before anything is stored.</p>
            <p>Registry lists of the US, Canada and the UK, DNC.com results, and exports of Genesys, CXone, LiveVox and Salesforce are recognised by themselves; so is every file whose layout you saved.</p>
          </div>
          <Button kind="primary" onPress={() => { void store.pick(); }}>Choose a file</Button>
        </div>
      </>
    );
    case 'reading': return <Panel><Loading what={step.name} /></Panel>;
    case 'preview': return <PreviewStep step={step} store={store} client={client} version={version} />;
    case 'storing': return <Panel title={step.name}><StoringProgress step={step} /></Panel>;
    case 'stored': return <StoredPanel view={step.view} onFolder={watchId === null ? null : () => { onGo('import', { watches: 'all' }); }} onReview={() => { onGo('quarantine', { import: String(step.view.importId) }); }} onRows={() => { onGo('import', { rows: String(step.view.importId) }); }} onMap={() => { onGo('map-codes'); }} />;
    default: return step satisfies never;
  }
};

const PreviewStep = ({ step, store, client, version }: Pick<StepProps, 'store' | 'client' | 'version'> & { readonly step: ImportStep & { step: 'preview' } }): JSX.Element => {
  const layouts = useSavedLayouts(client, version);
  const { tell } = useNotices();
  const save = async (draft: LayoutName): Promise<void> => { tellReply(tell, await store.saveLayout(draft), ({ name }) => `“${name}” is saved. Files that look like this one are read so from now on.`); };
  const forget = async ({ layoutId, name }: SavedLayout): Promise<void> => { tellReply(tell, await store.forgetLayout(layoutId), () => `“${name}” is removed.`); };
  return (
    <PreviewPanel preview={step.preview} layouts={layouts} isBusy={step.busy} failure={step.failure} way={step.way} onLayout={(layout) => { void store.relayout(layout); }}
      onReadAs={(choice) => { void store.readAs(choice); }} onSave={(draft) => { void save(draft); }} onForget={(layout) => { void forget(layout); }} onVouch={(vouch) => { void store.keep(vouch); }} />
  );
};

const StoringProgress = ({ step }: { readonly step: ImportStep & { step: 'storing' } }): JSX.Element => {
  const { progress } = step;
  if (progress === null) return <ProgressBar label="Reading and storing rows" value={0} total={null} unit="rows" />;
  // Nobody knows the end of a workbook that is still being unpacked.
  if (progress.totalBytes === 0) return <ProgressBar label="Reading and storing rows" value={progress.rows} total={null} unit="rows" />;
  const share = progress.bytes / progress.totalBytes;
  return (
    <ProgressBar label="Reading and storing rows" value={share * 1000} total={1000} unit="rows" {...importPace(progress)}
      figures={`${progress.rows.toLocaleString('en-US')} rows · ${formatBytes(progress.bytes)} of ${formatBytes(progress.totalBytes)}`} />
  );
};
