// What a destination's lists really hold: its state, its last reading back in full, the differences, and earlier readings.
import { useState, type JSX, type ReactNode } from 'react';
import { RefreshCw, SearchCheck } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../../src-shared/contract/runs.ts';
import { attentionCauses, attentionWords } from '../../../src-shared/words/attention-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { destinationStateWords, stateOf } from '../../../src-shared/words/state-words.ts';
import { StateBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/clock.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { cx } from '../../ui/cx.ts';
import { CircuitHints } from '../../ui/destination-hints.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Panel, Row, Screen, Stack } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DifferenceList } from './difference-list.tsx';
import { ReadingHistory } from './reading-history.tsx';
import { ReadingPanel } from './reading-panel.tsx';
import { mendable, pushMissingWords } from './reading-words.ts';
import type { VerifyState } from './verify-store.ts';
import styles from './verify.module.css';

export type VerifyViewProps = {
  readonly state: VerifyState;
  readonly client: Client;
  readonly choice: ReactNode;
  readonly onReadNow: () => void;
  readonly onAttest: (because: string) => void;
  readonly onPushMissing: () => void;
  readonly onRetry: () => void;
  readonly onPush: () => void;
};

export const VerifyView = (props: VerifyViewProps): JSX.Element => {
  const { state, client } = props;
  const { destination, readings } = state;
  const [chosen, setChosen] = useState<number | null>(null);
  const newest = readings[0] ?? null;
  const shown = readings.find((one) => one.reconciliationId === chosen) ?? newest;
  return (
    <Screen title="Verify" lead="What was pushed is read back from the vendor and compared number by number. Only that makes a destination ACTIVE." actions={props.choice}>
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {state.status === 'loading' ? <Loading what="the readings" /> : null}
      {destination === null ? null : (
        <Stack gap={4}>
          <Standing {...props} destination={destination} newest={newest} />
          {state.actFailure === null ? null : <FailureNotice failure={state.actFailure} onRetry={state.actFailure.type === 'NothingMissing' ? undefined : props.onReadNow} />}
          {shown === null ? null : (
            <ReadingPanel reading={shown} isNewest={shown === newest} destination={destination} onRetry={shown === newest ? props.onReadNow : undefined} actions={shown === newest && shown.state === 'differences' && mendable(shown) > 0 ? <PushMissing reading={shown} destination={destination} isPending={state.acting === 'push-missing'} onPushMissing={props.onPushMissing} /> : null} />
          )}
          {shown === null || shown.missing + shown.extra + shown.different === 0 ? null : <DifferenceList key={shown.reconciliationId} client={client} reading={shown} version={state.version} />}
          {readings.length === 0 ? null : <ReadingHistory readings={readings} total={state.total} chosen={shown?.reconciliationId ?? null} onChoose={setChosen} />}
        </Stack>
      )}
    </Screen>
  );
};

const Standing = ({ state, destination, newest, onReadNow, onAttest, onPush }: VerifyViewProps & { readonly destination: DestinationView; readonly newest: ReconciliationView | null }): JSX.Element => {
  const now = useNow(1000);
  const { readyAt, state: standing } = destination;
  const isEarly = readyAt !== null && readyAt > now;
  if (standing === 'DRAFT' && newest === null) {
    return <EmptyState title="Nothing to verify yet" icon={<SearchCheck />} action={<Button kind="primary" onPress={onPush}>Go to Push</Button>}>{destinationStateWords.DRAFT.meaning} After a push the vendor’s lists are read back here and compared.</EmptyState>;
  }
  return (
    <Panel
      title={<Row><span>{destination.name}</span><StateBadge state={standing} verifiedBy={destination.verifiedBy} attestedBy={destination.attestedBy} /></Row>}
      actions={destination.verifies === 'attestation' ? <Attest destination={destination} isEarly={isEarly} isPending={state.acting === 'attest'} onAttest={onAttest} /> : <Button kind={isEarly || standing === 'ACTIVE' ? 'plain' : 'primary'} icon={<RefreshCw aria-hidden="true" />} isDisabled={isEarly || standing === 'PUSHING'} isPending={state.acting === 'read' || newest?.state === 'reading'} onPress={onReadNow}>Read back now</Button>}
    >
      <p>{destination.attention === null ? `${destination.verifiedBy === 'attestation' ? `${stateOf(destination).word}. ` : ''}${stateOf(destination).meaning}` : standingWords(destination.attention)}{destination.activeSince === null ? '' : <> ACTIVE since <Moment at={destination.activeSince} seconds />.</>}</p>
      {isEarly ? (
        <p className={cx(styles['clock'])}>
          <strong><Countdown until={readyAt} over="now" /></strong>
          <span>until the cooldown is over, at <Moment at={readyAt} seconds />. {destination.verifies === 'attestation' ? 'Then look at the lists in the vendor’s own pages and answer for them here.' : 'Then DNC Desk reads the lists back; reading earlier would show the vendor’s old state.'}</span>
        </p>
      ) : null}
      <CircuitHints destination={destination} />
      <p>{countOf(destination.listed, 'number')} on its lists, by what the vendor accepted{destination.deadLetters === 0 ? '.' : `; ${formatCount(destination.deadLetters)} refused ones wait as dead letters.`}</p>
    </Panel>
  );
};

/** Only under a name and with a reason: both go into the sealed record. */
const Attest = ({ destination, isEarly, isPending, onAttest }: { readonly destination: DestinationView; readonly isEarly: boolean; readonly isPending: boolean; readonly onAttest: (because: string) => void }): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const isDue = destination.attention === 'not-attested';
  return (
    <>
      <Button kind={isDue && !isEarly ? 'primary' : 'plain'} isDisabled={isEarly || destination.state === 'PUSHING' || destination.runId === null} isPending={isPending} onPress={() => { setAsking(true); }}>Answer for this list</Button>
      <ConfirmDialog title={`Answer for ${destination.name}`} isOpen={asking} onClose={() => { setAsking(false); }} verb="I answer for it" reasonLabel="What did you look at, and where?" onConfirm={(because) => { onAttest(because ?? ''); }}>
        <p>This vendor’s interface cannot read a list back. The vendor accepted {countOf(destination.listed, 'number')}; look at its own pages, then answer for the lists. <strong>Your name and your words are sealed in the log</strong>, and everything says that nobody read the lists back.</p>
      </ConfirmDialog>
    </>
  );
};

/** On this screen itself nobody needs to be sent here. */
const standingWords = (attention: NonNullable<DestinationView['attention']>): string =>
  attention === 'interrupted' || attention === 'dead-letters' ? attentionWords[attention] : attentionCauses[attention];

const PushMissing = ({ reading, destination, isPending, onPushMissing }: { readonly reading: ReconciliationView; readonly destination: DestinationView; readonly isPending: boolean; readonly onPushMissing: () => void }): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const words = pushMissingWords(reading);
  return (
    <Row>
      <Button kind="primary" isPending={isPending} onPress={() => { setAsking(true); }}>{words}</Button>
      <ConfirmDialog title={`Push again to ${destination.name}`} isOpen={asking} onClose={() => { setAsking(false); }} verb={words} onConfirm={onPushMissing}>
        <p>{countOf(mendable(reading), 'number')} {mendable(reading) === 1 ? 'goes' : 'go'} to <strong>{destination.name}</strong> as new batches with new keys. After the cooldown the lists are read back again.</p>
      </ConfirmDialog>
    </Row>
  );
};
