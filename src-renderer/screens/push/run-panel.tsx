// A run as it goes: how far, how fast, what came of the numbers, why it stands still, and what comes after the last batch.
import type { JSX } from 'react';
import { CirclePause, Play } from 'lucide-react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { runStateWords } from '../../../src-shared/words/state-words.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import type { Bar } from '../../ui/bar-chart.tsx';
import { Button } from '../../ui/button.tsx';
import { CircuitHints } from '../../ui/destination-hints.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { cx } from '../../ui/cx.ts';
import { Hint } from '../../ui/failure-notice.tsx';
import { Figures, Muted, Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import type { PushAct } from './push-store.ts';
import styles from './push.module.css';

export type RunPanelProps = {
  readonly run: RunView;
  readonly destination: DestinationView;
  readonly acting: PushAct['act'] | null;
  readonly onAct: (act: PushAct) => void;
  readonly onVerify: () => void;
  readonly onDeadLetters: () => void;
};

/** Numbers for which the vendor has answered, whatever the answer. */
const answeredCount = (run: RunView): number => run.accepted + run.duplicate + run.refused;

/** Sending, but no process works on it: it died or was closed. */
export const isInterrupted = (run: RunView): boolean => !run.working && (run.state === 'running' || run.state === 'cutting');

export const batchParts = ({ batches: { total, done, inFlight, waiting } }: RunView): readonly Bar[] => [
  { key: 'done', label: 'Answered', value: done, tone: 'good' },
  { key: 'flight', label: 'Under way', value: inFlight, tone: 'accent' },
  { key: 'open', label: 'Unknown or refused', value: Math.max(0, total - done - inFlight - waiting), tone: 'warn' },
  { key: 'waiting', label: 'Waiting', value: waiting, tone: 'plain' },
];

const numberParts = (run: RunView): readonly Bar[] => [
  { key: 'accepted', label: 'Accepted', value: run.accepted, tone: 'good' },
  { key: 'duplicate', label: 'There already', value: run.duplicate, tone: 'cool' },
  { key: 'refused', label: 'Refused', value: run.refused, tone: 'bad' },
  { key: 'unknown', label: 'Unknown', value: run.unknown, tone: 'warn' },
  { key: 'waiting', label: 'Waiting', value: run.waiting, tone: 'plain' },
];

const tones: Readonly<Record<RunView['state'], Tone>> = { cutting: 'accent', running: 'accent', stopped: 'warn', cooling: 'cool', verifying: 'cool', ended: 'plain' };

export const RunPanel = (props: RunPanelProps): JSX.Element => {
  const { run, acting, onAct, onDeadLetters } = props;
  const isSending = run.state === 'running' || run.state === 'cutting';
  const canResume = run.state === 'stopped' || (run.state !== 'ended' && !run.working);
  return (
    <Panel
      title={<Row><span>{run.kind === 'release' ? 'Release run' : 'Run'} {run.runId}</span><RunBadge run={run} /></Row>}
      actions={<Row>
        {run.deadLetters === 0 ? null : <Button onPress={onDeadLetters}>Settle {countOf(run.deadLetters, 'dead letter')}</Button>}
        {canResume ? <Button kind="primary" icon={<Play aria-hidden="true" />} isPending={acting === 'resume'} onPress={() => { onAct({ act: 'resume', runId: run.runId }); }}>Resume</Button> : null}
        {isSending && run.working ? <Button icon={<CirclePause aria-hidden="true" />} isPending={acting === 'stop'} onPress={() => { onAct({ act: 'stop', runId: run.runId }); }}>Stop</Button> : null}
      </Row>}
    >
      {run.trouble === null || run.circuit !== null ? null : <Hint tone="warn">{run.state === 'stopped' ? 'It stopped' : 'It waits'}: {run.trouble}</Hint>}
      <CircuitHints destination={props.destination} />
      <RunWords {...props} />
      <ProgressBar label={`${formatCount(run.batches.done)} of ${countOf(run.batches.total, 'batch', 'batches')}`} value={answeredCount(run)} total={run.numbers} unit="numbers" perSecond={isSending ? run.numbersPerSecond : null} timeLeftMs={isSending ? run.timeLeftMs : null} />
      <Figures figures={[
        { name: 'Accepted', value: formatCount(run.accepted) },
        { name: 'There already', value: formatCount(run.duplicate) },
        { name: 'Refused', value: formatCount(run.refused) },
        { name: 'Unknown', value: formatCount(run.unknown) },
        { name: 'Waiting', value: formatCount(run.waiting) },
        { name: 'Dead letters', value: formatCount(run.deadLetters) },
        ...(run.latency === null ? [] : [{ name: 'Answers took (p50 / p95 / p99)', value: `${formatCount(run.latency.p50)} / ${formatCount(run.latency.p95)} / ${formatCount(run.latency.p99)} ms` }]),
      ]} />
      <div className={cx(styles['charts'])}>
        <section aria-label="Batches by state"><h3>Batches</h3><StackedBar label="Batches by state" unit="batches" parts={batchParts(run)} /></section>
        <section aria-label="Numbers by result"><h3>Numbers</h3><StackedBar label="Numbers by result" unit="numbers" parts={numberParts(run)} /></section>
      </div>
    </Panel>
  );
};

const RunBadge = ({ run }: { readonly run: RunView }): JSX.Element => {
  if (isInterrupted(run)) return <Badge tone="warn">Interrupted</Badge>;
  return run.state === 'running' && run.circuit !== null ? <Badge tone="warn">Waiting for the vendor</Badge> : <Badge tone={tones[run.state]}>{runStateWords[run.state].word}</Badge>;
};

const RunWords = ({ run, destination, onVerify }: RunPanelProps): JSX.Element => {
  if (isInterrupted(run)) return <p>No program is working on it: it was closed or broken off before everything was sent. Resume goes on where it stood; nothing is sent twice under a new key.</p>;
  switch (run.state) {
    case 'cutting': return <p>{runStateWords.cutting.meaning} Each gets its correlation id and its key before anything leaves.</p>;
    case 'running': if (run.circuit !== null) return <p>Nothing is sent meanwhile, and nothing is lost. The run goes on by itself as soon as the vendor answers; Stop and Resume try at once.</p>;
      return <p>{runStateWords.running.meaning} Should DNC Desk be closed meanwhile, everything that left is written down, and Resume goes on from there.</p>;
    case 'stopped': return <p>{runStateWords.stopped.meaning} {countOf(run.waiting + run.unknown, 'number')} still without an answer.</p>;
    case 'cooling': return (
      <p>Everything is sent and answered. {run.readyAt === null ? 'The cooldown begins;' : <>In <strong><Countdown until={run.readyAt} over="a moment" /></strong> the cooldown ends;</>} {destination.verifies === 'attestation' ? 'then a person must answer for the lists, since this interface cannot read them back.' : 'then DNC Desk reads the lists back and compares them.'} <strong>Nothing is verified before that.</strong></p>
    );
    case 'verifying': return <Row><span>The lists are being read back and compared, number by number.</span><Button onPress={onVerify}>Watch on Verify</Button></Row>;
    case 'ended': return <EndedWords run={run} destination={destination} onVerify={onVerify} />;
    default: return run.state satisfies never;
  }
};

const EndedWords = ({ run, destination, onVerify }: Pick<RunPanelProps, 'run' | 'destination' | 'onVerify'>): JSX.Element => (
  <Row>
    <span>
      {countOf(run.accepted, 'number')} accepted{run.duplicate === 0 ? '' : `, ${formatCount(run.duplicate)} there already`}{run.refused === 0 ? '' : `, ${formatCount(run.refused)} refused`}{run.unknown === 0 ? '' : `, ${formatCount(run.unknown)} unknown`}
      {run.endedAt === null ? '' : <>, ended <Moment at={run.endedAt} /> after {formatDuration(run.endedAt - run.startedAt)}</>}.{' '}
      {destination.state === 'ACTIVE' ? (destination.verifiedBy === 'attestation' ? `${destination.attestedBy ?? 'A person'} answers for the lists; nobody read them back.` : run.kind === 'release' ? 'The lists were read back and are as they should be.' : 'The lists were read back and every number was found.') : <Muted>Whether they stand on the list is what Verify says.</Muted>}
    </span>
    <Button onPress={onVerify}>Go to Verify</Button>
  </Row>
);
