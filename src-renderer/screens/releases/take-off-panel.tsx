// One destination's part of the release: what would be taken off which list, what stays and why, and the run that does it.
import { useState, type JSX } from 'react';
import { ArrowDownToLine, CircleCheck, Play } from 'lucide-react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReleasePlanView } from '../../../src-shared/contract/releases.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { dialectWords, runStateWords } from '../../../src-shared/words/state-words.ts';
import { StateBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FailureNotice, Hint } from '../../ui/failure-notice.tsx';
import { Muted, Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { Place } from './release-store.ts';
import { keptWords } from './release-words.ts';

export type TakeOffProps = {
  readonly place: Place;
  readonly isStarting: boolean;
  readonly onStart: () => void;
  readonly onResume: () => void;
  readonly onVerify: () => void;
  readonly onPush: () => void;
  readonly onRetry: () => void;
};

export const TakeOffPanel = (props: TakeOffProps): JSX.Element => {
  const { place: { destination, plan, run, isBusy, failure }, onRetry } = props;
  return (
    <Panel title={<Row><span>{destination.name}</span><StateBadge state={destination.state} verifiedBy={destination.verifiedBy} attestedBy={destination.attestedBy} /></Row>}>
      {failure === null ? null : <FailureNotice failure={failure} onRetry={onRetry} />}
      {run === null || (run.state === 'ended' && plan !== null && plan.numbers > 0 && destination.state === 'ACTIVE') ? null : <RunLine {...props} run={run} />}
      {isBusy && run === null ? <Row><span>A push to this destination has not ended; taking off begins after it.</span><Button onPress={props.onPush}>Go to Push</Button></Row> : null}
      {plan === null || isBusy ? null : <PlanPart {...props} plan={plan} />}
    </Panel>
  );
};

const PlanPart = ({ place: { destination }, plan, isStarting, onStart }: TakeOffProps & { readonly plan: ReleasePlanView }): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const what = countOf(plan.numbers, 'number');
  const verb = `Take ${what} off ${countOf(plan.lists.length, 'list')}`;
  return (
    <>
      {plan.lists.length === 0 ? null : <DataTable label={`What would be taken off ${plan.name}`} rows={plan.lists} rowKey={({ dncType, listName }) => `${dncType} ${listName}`} columns={listColumns} />}
      {plan.kept.map(({ why, numbers }) => <p key={why}>{formatCount(numbers)} {keptWords[why]}.</p>)}
      {plan.numbers > 0 && !plan.canRemove ? <Hint tone="warn">This interface has no call that removes a number. Take {plan.numbers === 1 ? 'it' : 'them'} off in the vendor’s own pages; here {plan.numbers === 1 ? 'it counts' : 'they count'} as listed.</Hint> : null}
      <Row>
        {plan.numbers === 0 ? <><CircleCheck aria-hidden="true" size={17} /><span>Nothing to take off.</span></> : null}
        {plan.numbers > 0 && plan.canRemove ? <Button kind="primary" icon={<ArrowDownToLine aria-hidden="true" />} isPending={isStarting} onPress={() => { setAsking(true); }}>{verb}</Button> : null}
        {plan.numbers > 0 && plan.estimateMs !== null ? <Muted>{formatDuration(plan.estimateMs)} at the vendor’s limits</Muted> : null}
      </Row>
      <ConfirmDialog title={`Take off ${plan.name}`} isOpen={asking} onClose={() => { setAsking(false); }} verb={verb} isDanger onConfirm={onStart}>
        <p>{what} {plan.numbers === 1 ? 'leaves' : 'leave'} <strong>{plan.name}</strong> ({destination.practice ? `a practice tenant of ${dialectWords[destination.dialect]} on this computer` : `a real tenant of ${dialectWords[destination.dialect]}: its campaigns may call ${plan.numbers === 1 ? 'it' : 'them'} again`}). Nothing else is touched.</p>
        <p>{plan.verifies === 'read-back' ? 'After the cooldown its lists are read back; only what they no longer show is done.' : 'Its lists cannot be read back: a person must answer for them afterwards.'}</p>
      </ConfirmDialog>
    </>
  );
};

const RunLine = ({ place: { destination }, run, isStarting, onResume, onVerify }: TakeOffProps & { readonly run: RunView }): JSX.Element => {
  const answered = run.accepted + run.duplicate + run.refused;
  const isSending = run.state === 'running' || run.state === 'cutting';
  const canResume = run.state === 'stopped' || (run.state !== 'ended' && !run.working);
  return (
    <>
      {run.state === 'ended' ? null : <ProgressBar label={`Release run ${run.runId}: ${runStateWords[run.state].word}`} value={answered} total={run.numbers} unit="numbers" perSecond={isSending ? run.numbersPerSecond : null} timeLeftMs={isSending ? run.timeLeftMs : null} />}
      {run.trouble === null ? null : <Hint tone="warn">{run.trouble}</Hint>}
      <Row>
        <span>{endWords(run, destination)}{run.endedAt === null ? null : <> Ended <Moment at={run.endedAt} />.</>}</span>
        {canResume ? <Button kind="primary" icon={<Play aria-hidden="true" />} isPending={isStarting} onPress={onResume}>Resume</Button> : null}
        {isSending ? null : <Button onPress={onVerify}>Go to Verify</Button>}
      </Row>
    </>
  );
};

const endWords = (run: RunView, { state, verifiedBy }: DestinationView): string => {
  switch (run.state) {
    case 'cutting':
    case 'running': return run.working ? 'Removals are being sent.' : 'No process works on it any more; resume it.';
    case 'stopped': return 'It stands still and can be resumed; what was sent stays sent, and the rest is looked at again before it leaves.';
    case 'cooling': return `${countOf(run.accepted, 'removal')} accepted; waiting before the lists are read back. Nothing is done before that.`;
    case 'verifying': return 'The lists are being read back.';
    case 'ended': return `${countOf(run.accepted + run.duplicate, 'removal')} accepted${run.refused === 0 ? '' : `, ${formatCount(run.refused)} refused`}. ${state !== 'ACTIVE' ? 'Whether they are gone is what Verify says.' : verifiedBy === 'attestation' ? 'A person answers for the lists; nobody read them back.' : 'The lists were read back and no longer show them.'}`;
    default: return run.state satisfies never;
  }
};

const listColumns: readonly DataColumn<ReleasePlanView['lists'][number]>[] = [
  { key: 'type', title: 'DNC type', cell: ({ dncType }) => dncType },
  { key: 'list', title: 'List', cell: ({ listName }) => listName },
  { key: 'numbers', title: 'To take off', align: 'end', cell: ({ numbers }) => formatCount(numbers) },
  { key: 'batches', title: 'Batches', align: 'end', cell: ({ batches }) => formatCount(batches) },
];
