// One destination on one line: name, state with its clock, how much stands there, and the way on.
import type { JSX, ReactNode } from 'react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { attentionWords } from '../../../src-shared/words/attention-words.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { destinationStateWords, dialectWords } from '../../../src-shared/words/state-words.ts';
import { Badge, StateBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { cx } from '../../ui/cx.ts';
import { ReadersOnly } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { Route, ScreenId } from '../../wizard/routes.ts';
import styles from './home.module.css';

export const DestinationLine = ({ destination, onGo }: { readonly destination: DestinationView; readonly onGo: (route: Route) => void }): JSX.Element => {
  const [screen, label] = wayOn(destination);
  return (
    <li className={cx(styles['destination'])}>
      <div>
        <h3>{destination.name} {destination.practice ? <Badge>practice</Badge> : null}</h3>
        <p>{dialectWords[destination.dialect]}</p>
      </div>
      <div>
        <StateBadge state={destination.state} verifiedBy={destination.verifiedBy} attestedBy={destination.attestedBy} />
        <p>{stateDetail(destination)}</p>
      </div>
      <div>
        <strong>{countOf(destination.listed, 'number')}</strong>
        <p>{destination.deadLetters === 0 ? 'on its lists' : `on its lists, ${countOf(destination.deadLetters, 'dead letter')}`}</p>
      </div>
      <Button onPress={() => { onGo({ screen, params: { destination: String(destination.destinationId) } }); }}>{label} <ReadersOnly>{destination.name}</ReadersOnly></Button>
    </li>
  );
};

const stateDetail = (destination: DestinationView): ReactNode => {
  const [circuit] = destination.circuits;
  if (circuit !== undefined) return <>{circuit.side === 'push' ? 'Pushing' : 'Reading back'} failed {countOf(circuit.failures, 'time')} in a row; the vendor is left alone until <Moment at={circuit.probeAt} seconds /></>;
  if (destination.state === 'COOLING' && destination.readyAt !== null) return <>Read back in <strong><Countdown until={destination.readyAt} over="a moment" /></strong></>;
  if (destination.state === 'ACTIVE' && destination.activeSince !== null) return <>{destination.verifiedBy === 'attestation' ? `Answered for by ${destination.attestedBy ?? 'a person'}, not read back,` : 'Read back and whole'} since <Moment at={destination.activeSince} /></>;
  if (destination.state === 'ATTENTION' && destination.attention !== null) return attentionWords[destination.attention];
  return destinationStateWords[destination.state].meaning;
};

const wayOn = ({ state, lists, attention }: DestinationView): readonly [ScreenId, string] => {
  switch (state) {
    case 'DRAFT': return lists.length === 0 ? ['destinations', 'Set up'] : ['push', 'Push'];
    case 'PUSHING': return ['push', 'Watch'];
    case 'COOLING': return ['verify', 'Verify'];
    case 'ACTIVE': return ['verify', 'Evidence'];
    case 'ATTENTION': return attention === null ? ['verify', 'Look'] : attentionWay[attention];
    default: return state satisfies never;
  }
};

const attentionWay: Readonly<Record<NonNullable<DestinationView['attention']>, readonly [ScreenId, string]>> = {
  interrupted: ['push', 'Resume'], 'dead-letters': ['push', 'Settle'], differences: ['verify', 'Look'], 'read-back-failed': ['verify', 'Look'], 'not-verified': ['verify', 'Verify'], 'not-attested': ['verify', 'Answer for it'],
};
