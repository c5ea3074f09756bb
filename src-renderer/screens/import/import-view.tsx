// The import screen's steps: choose, look, store, result; earlier imports stay below.
import type { JSX } from 'react';
import { FileUp } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { formatBytes } from '../../../src-shared/words/figures.ts';
import { readableNames } from '../../../src-shared/words/file-format-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { useGo } from '../../wizard/route.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { importPace, type ImportStep, type ImportState, type ImportStore } from './import-store.ts';
import styles from './import.module.css';
import { PhoneColumnChoice } from './phone-column-choice.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { StoredPanel } from './stored-panel.tsx';

type Props = { readonly state: ImportState; readonly store: ImportStore; readonly client: Client; readonly isHovering: boolean; /** No place for secrets, so no log and nothing to store. */ readonly isLocked: boolean; readonly onGo: ReturnType<typeof useGo> };

export const ImportView = ({ state, store, client, isHovering, isLocked, onGo }: Props): JSX.Element => (
  <Screen
    title="Import" fill
    lead={state.now.step === 'preview' ? 'Check what each column means. Nothing is stored before you press Import.' : 'Every line of a file is accounted for: accepted, a duplicate, held for review, blank or ignored.'}
    actions={<StepActions step={state.now} store={store} />}
  >
    <div className={cx(styles['steps'])}>
      {isLocked ? <Hint tone="warn">A file can be looked at, but not stored: the log that every import goes into has no open place for its key. <Button kind="inline" onPress={() => { onGo('destinations'); }}>Settle that under Destinations</Button></Hint> : null}
      <StepBody step={state.now} store={store} onGo={onGo} />
      {state.now.step === 'preview' ? null : <EarlierImports client={client} version={state.version} onOpen={(importId) => { onGo('import', { rows: String(importId) }); }} />}
    </div>
    {isHovering ? <div className={cx(styles['drop'])}><p><FileUp aria-hidden="true" />Drop the file to look at it</p></div> : null}
  </Screen>
);

const StepActions = ({ step, store }: { readonly step: ImportStep; readonly store: ImportStore }): JSX.Element | null => {
  switch (step.step) {
    case 'preview': return (
      <>
        <Button onPress={store.startOver}>Cancel</Button>
        <Button kind="primary" isPending={step.busy} onPress={() => { void store.keep(); }}>Import</Button>
      </>
    );
    case 'stored': return <Button onPress={() => { void store.pick(); }}>Import another file</Button>;
    default: return null;
  }
};

const StepBody = ({ step, store, onGo }: { readonly step: ImportStep; readonly store: ImportStore; readonly onGo: Props['onGo'] }): JSX.Element => {
  switch (step.step) {
    case 'choosing': return (
      <>
        {step.failure === null ? null : <FailureNotice failure={step.failure} onRetry={step.file === null || step.failure.type === 'NoPhoneColumn' ? undefined : () => { void store.retry(); }} />}
        {step.failure?.type === 'NoPhoneColumn' && step.failure.columns.length > 0 ? <PhoneColumnChoice columns={step.failure.columns} onChoose={(column) => { void store.retry({ phoneColumns: [column] }); }} /> : null}
        <div className={cx(styles['choose'])}>
          <FileUp aria-hidden="true" />
          <div>
            <h2>Drop a file anywhere, or choose one</h2>
            <p>{readableNames}. It stays on this computer; you see its first rows before anything is stored.</p>
          </div>
          <Button kind="primary" onPress={() => { void store.pick(); }}>Choose a file</Button>
        </div>
      </>
    );
    case 'reading': return <Panel><Loading what={step.name} /></Panel>;
    case 'preview': return <PreviewPanel preview={step.preview} isBusy={step.busy} failure={step.failure} onLayout={(layout) => { void store.relayout(layout); }} />;
    case 'storing': return <Panel title={step.name}><StoringProgress step={step} /></Panel>;
    case 'stored': return <StoredPanel view={step.view} onReview={() => { onGo('quarantine', { import: String(step.view.importId) }); }} onRows={() => { onGo('import', { rows: String(step.view.importId) }); }} onMap={() => { onGo('map-codes'); }} />;
    default: return step satisfies never;
  }
};

const StoringProgress = ({ step }: { readonly step: ImportStep & { step: 'storing' } }): JSX.Element => {
  const { progress } = step;
  if (progress === null) return <ProgressBar label="Reading and storing rows" value={0} total={null} unit="rows" />;
  const share = progress.totalBytes === 0 ? 0 : progress.bytes / progress.totalBytes;
  return (
    <ProgressBar label="Reading and storing rows" value={share * 1000} total={1000} unit="rows" {...importPace(progress)}
      figures={`${progress.rows.toLocaleString('en-US')} rows · ${formatBytes(progress.bytes)} of ${formatBytes(progress.totalBytes)}`} />
  );
};
