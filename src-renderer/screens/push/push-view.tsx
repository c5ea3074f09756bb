// Pushing to one destination: the dry run or the run, its batches, earlier runs and dead letters.
import type { JSX, ReactNode } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import { AsleepHints } from '../../ui/asleep-hint.tsx';
import { cx } from '../../ui/cx.ts';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Screen, Stack } from '../../ui/layout.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { Route } from '../../wizard/routes.ts';
import { BatchList } from './batch-list.tsx';
import { DeadLetterList } from './dead-letter-list.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { isUnderWay, type PushAct, type PushState } from './push-store.ts';
import { RunList } from './run-list.tsx';
import { RunPanel } from './run-panel.tsx';
import styles from './push.module.css';

export type PushViewProps = {
  readonly state: PushState;
  readonly client: Client;
  readonly destinationId: number;
  /** Chooses among several destinations. */
  readonly choice: ReactNode;
  readonly tab: string;
  /** The run whose batches are shown; null: the newest. */
  readonly shownRun: number | null;
  readonly onTab: (tab: string) => void;
  readonly onOpenRun: (runId: number) => void;
  readonly onAct: (act: PushAct) => void;
  readonly onGo: (route: Route) => void;
  readonly onRetry: () => void;
};

export const PushView = (props: PushViewProps): JSX.Element => {
  const { state, client, destinationId, tab, onTab, onAct } = props;
  const { destination, run, version } = state;
  return (
    <Screen title="Push" fill lead="First a dry run, then batch by batch; every number keeps its own result." actions={props.choice}>
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {state.status === 'loading' ? <Loading what="the dry run" /> : null}
      {destination === null ? null : (
        <Tabs label="Push" chosen={tab} onChoose={onTab} tabs={[
          { id: 'push', label: isUnderWay(run) ? 'Run' : 'Dry run', view: <div className={cx(styles['scroll'])}><PushPanels {...props} /></div> },
          { id: 'batches', label: 'Batches', count: props.shownRun === null ? run?.batches.total ?? null : null, view: <BatchList key={props.shownRun ?? run?.runId} client={client} runId={props.shownRun ?? run?.runId ?? null} version={version} /> },
          { id: 'dead-letters', label: 'Dead letters', count: destination.deadLetters, view: <DeadLetterList client={client} destinationId={destinationId} version={version} open={destination.deadLetters} acting={state.acting} isBusy={isUnderWay(run)} onAct={onAct} /> },
          { id: 'runs', label: 'Earlier runs', view: <RunList client={client} destinationId={destinationId} version={version} onOpen={props.onOpenRun} /> },
        ]} />
      )}
    </Screen>
  );
};

const PushPanels = ({ state, destinationId, onTab, onAct, onGo, onRetry }: PushViewProps): JSX.Element => {
  const { destination, run, plan, planFailure, acting } = state;
  if (destination === null) return <Loading what="the destination" />;
  const params = { destination: String(destinationId) };
  const runPanel = run === null ? null : <RunPanel run={run} destination={destination} acting={acting} onAct={onAct} onVerify={() => { onGo({ screen: 'verify', params }); }} onDeadLetters={() => { onTab('dead-letters'); }} />;
  const asleep = <AsleepHints destinations={[destination]} onLook={() => { onGo({ screen: 'destinations', params }); }} />;
  if (isUnderWay(run)) return <Stack gap={4}>{runPanel}</Stack>;
  return (
    <Stack gap={4}>
      {asleep}
      {planFailure === null ? null : <FailureNotice failure={planFailure} onRetry={onRetry} />}
      {plan === null ? null : <PlanPanel plan={plan} destination={destination} isStarting={acting === 'start'} onStart={() => { onAct({ act: 'start' }); }} onLookAgain={onRetry} onGo={onGo} />}
      {runPanel}
    </Stack>
  );
};
