// One destination on the list: its state, its lists, when it was last checked, and the way on.
import type { JSX } from 'react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { dncTypes } from '../../../src-shared/domain/dnc.ts';
import { attentionWords } from '../../../src-shared/words/attention-words.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { dialectWords, stateOf } from '../../../src-shared/words/state-words.ts';
import { AsleepHints } from '../../ui/asleep-hint.tsx';
import { Badge, StateBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { KeyValueList, Muted, ReadersOnly, Row } from '../../ui/layout.tsx';
import { CircuitHints, ListUses, UnusedLists } from '../../ui/destination-hints.tsx';
import { Moment } from '../../ui/moment.tsx';
import { CheckResult } from './check-result.tsx';
import type { CheckState } from './destinations-store.ts';
import styles from './destinations.module.css';

export type DestinationCardProps = {
  readonly destination: DestinationView;
  readonly listWord: string;
  readonly check: CheckState | null;
  readonly onSettings: () => void;
  readonly onCheck: () => void;
  readonly onPush: () => void;
};

export const DestinationCard = ({ destination, listWord, check, onSettings, onCheck, onPush }: DestinationCardProps): JSX.Element => {
  const { name, state, lists } = destination;
  return (
    <li className={cx(styles['card'])}>
      <div className={cx(styles['cardHead'])}>
        <h2>{name}</h2>
        {destination.practice ? <Badge>practice</Badge> : null}
        <StateBadge state={state} verifiedBy={destination.verifiedBy} attestedBy={destination.attestedBy} />
        <span className={cx(styles['gap'])} />
        <Row>
          <Button onPress={onCheck} isPending={check?.status === 'checking'}>Check connection<ReadersOnly> of {name}</ReadersOnly></Button>
          <Button onPress={onSettings}>Settings and lists<ReadersOnly> of {name}</ReadersOnly></Button>
          <Button onPress={onPush} isDisabled={lists.length === 0}>Push<ReadersOnly> to {name}</ReadersOnly></Button>
        </Row>
      </div>
      <p>{destination.attention === null ? destination.verifiedBy === 'attestation' ? `${stateOf(destination).word}. ${stateOf(destination).meaning}` : stateOf(destination).meaning : attentionWords[destination.attention]}</p>
      <KeyValueList facts={[
        { name: 'Vendor', value: dialectWords[destination.dialect] },
        { name: 'Lists', value: lists.length === 0 ? <Muted>none chosen yet</Muted> : `${lists.map((list) => `${list.dncType}: ${list.listName}`).join(' · ')}${lists.length < dncTypes.length ? ` (${dncTypes.length - lists.length} types without a ${listWord})` : ''}` },
        { name: 'Numbers on them', value: countOf(destination.listed, 'number') },
        ...(destination.verifies === 'attestation' ? [{ name: 'Verified by', value: 'a person’s word: this interface cannot read a list back' }] : []),
        { name: 'Connection', value: destination.checkedAt === null ? (destination.practice ? 'on this computer' : <Muted>not checked yet</Muted>) : <>checked <Moment at={destination.checkedAt} /></> },
      ]} />
      <CircuitHints destination={destination} />
      <UnusedLists lists={lists} listWord={listWord} />
      <ListUses lists={lists} />
      <AsleepHints destinations={[destination]} onLook={onSettings} />
      {check === null ? null : <CheckResult state={check} listWord={listWord} onRetry={onCheck} />}
    </li>
  );
};
