// The dry run: what would be pushed to which list, what is there already, and what stays behind and why.
import { useState, type JSX } from 'react';
import { ArrowUpFromLine, CircleCheck } from 'lucide-react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { HeldBack, PlanView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { dialectWords, planWarningWords } from '../../../src-shared/words/state-words.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Hint } from '../../ui/failure-notice.tsx';
import { Figures, Muted, Panel, Row, Stack } from '../../ui/layout.tsx';
import type { Route } from '../../wizard/routes.ts';
import { heldWay, heldWords } from './held-ways.ts';

export type PlanPanelProps = {
  readonly plan: PlanView;
  readonly destination: DestinationView;
  readonly isStarting: boolean;
  readonly onStart: () => void;
  readonly onLookAgain: () => void;
  readonly onGo: (route: Route) => void;
};

const pushWords = ({ numbers, batches }: Pick<PlanView, 'numbers' | 'batches'>): string => `Push ${countOf(numbers, 'number')} in ${countOf(batches, 'batch', 'batches')}`;

export const PlanPanel = ({ plan, destination, isStarting, onStart, onLookAgain, onGo }: PlanPanelProps): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const held = plan.held.reduce((sum, one) => sum + one.numbers, 0);
  return (
    <Stack gap={4}>
      <Panel title="Dry run" actions={<Button kind="inline" onPress={onLookAgain}>Look again</Button>}>
        <Figures figures={[
          { name: 'To push', value: formatCount(plan.numbers) },
          { name: 'Batches', value: formatCount(plan.batches) },
          { name: 'On its lists already', value: formatCount(plan.alreadyThere) },
          ...((plan.saved ?? 0) === 0 ? [] : [{ name: 'Requests saved by that', value: formatCount(plan.saved ?? 0) }]),
          { name: 'Held back', value: formatCount(held) },
          ...(plan.numbers === 0 || plan.estimateMs === null ? [] : [{ name: 'At the vendor’s limits', value: formatDuration(plan.estimateMs) }]),
        ]} />
        {plan.lists.length === 0 ? null : <DataTable label="What would be pushed" rows={plan.lists} rowKey={(list) => `${list.dncType} ${list.listName}`} columns={listColumns} />}
        {plan.lists.some((list) => list.beyondLimit > 0) ? <Hint>Numbers beyond the limit expire later than the vendor allows; they are sent {destination.lateExpiry === 'permanent' ? 'as permanent' : 'with the latest date it takes'}. That is set under Destinations.</Hint> : null}
        {plan.warnings.map((warning) => <Hint key={`${warning.kind} ${warning.listName}`} tone="warn">{planWarningWords(warning)}</Hint>)}
        <Row>
          {plan.numbers === 0 ? <NothingToPush plan={plan} held={held} /> : (
            <Button kind="primary" icon={<ArrowUpFromLine aria-hidden="true" />} isPending={isStarting} onPress={() => { setAsking(true); }}>{pushWords(plan)}</Button>
          )}
          <Muted>Nothing has been sent by looking.</Muted>
        </Row>
      </Panel>
      {plan.held.length === 0 ? null : (
        <Panel title={`Held back: ${countOf(held, 'number')}`}>
          <p>These stay here until their reason is settled. None of them is dropped.</p>
          <DataTable label="Held back, by reason" rows={[...plan.held].sort((one, other) => other.numbers - one.numbers)} rowKey={(one) => `${one.why} ${one.detail ?? ''}`} columns={[...heldColumns, wayColumn(destination.destinationId, onGo)]} />
        </Panel>
      )}
      <ConfirmDialog title={`Push to ${destination.name}`} isOpen={asking} onClose={() => { setAsking(false); }} verb={pushWords(plan)} onConfirm={onStart}>
        <p>{countOf(plan.numbers, 'number')} {plan.numbers === 1 ? 'goes' : 'go'} to <strong>{destination.name}</strong> ({destination.practice ? `a practice tenant of ${dialectWords[destination.dialect]} on this computer; nobody is blocked` : `a real tenant of ${dialectWords[destination.dialect]}: its campaigns will not call these numbers any more`}).</p>
        <p>{plan.lists.map((list) => `${formatCount(list.numbers)} to “${list.listName}”`).join(', ')}.{held === 0 ? '' : ` ${formatCount(held)} stay held back.`}</p>
      </ConfirmDialog>
    </Stack>
  );
};

const NothingToPush = ({ plan, held }: { readonly plan: PlanView; readonly held: number }): JSX.Element => (
  <Row><CircleCheck aria-hidden="true" size={17} /><strong>{held > 0 ? 'Nothing to push: what is new is held back.' : plan.alreadyThere > 0 ? 'Nothing to push: every number is there already.' : 'Nothing to push: no numbers have been imported.'}</strong></Row>
);

const listColumns: readonly DataColumn<PlanView['lists'][number]>[] = [
  { key: 'type', title: 'DNC type', cell: (list) => list.dncType },
  { key: 'list', title: 'List', cell: (list) => list.listName },
  { key: 'numbers', title: 'Numbers', align: 'end', cell: (list) => formatCount(list.numbers) },
  { key: 'batches', title: 'Batches', align: 'end', cell: (list) => formatCount(list.batches) },
  { key: 'permanent', title: 'Permanent', align: 'end', cell: (list) => formatCount(list.permanent) },
  { key: 'expiring', title: 'Expiring', align: 'end', cell: (list) => formatCount(list.expiring) },
  { key: 'beyond', title: 'Beyond limit', align: 'end', cell: (list) => formatCount(list.beyondLimit) },
];

const heldColumns: readonly DataColumn<HeldBack>[] = [
  { key: 'numbers', title: 'Numbers', align: 'end', cell: (one) => formatCount(one.numbers) },
  { key: 'why', title: 'Why', cell: heldWords },
];

const wayColumn = (destinationId: number, onGo: (route: Route) => void): DataColumn<HeldBack> => ({
  key: 'way', title: 'Settle it', cell: (one) => <WayButton way={heldWay(one.why, destinationId)} onGo={onGo} />,
});

const WayButton = ({ way, onGo }: { readonly way: ReturnType<typeof heldWay>; readonly onGo: (route: Route) => void }): JSX.Element =>
  way === null ? <Muted>nothing to do</Muted> : <Button kind="inline" onPress={() => { onGo(way.route); }}>{way.label}</Button>;
