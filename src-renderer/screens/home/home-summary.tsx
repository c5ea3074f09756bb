// Everything at a glance, from one snapshot: next step, destinations, figures, log.
import type { JSX } from 'react';
import { ArrowRight, CircleCheck, Waypoints } from 'lucide-react';
import type { HomeView } from '../../../src-shared/contract/log.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { nextStepWords, waitsBeside } from '../../../src-shared/words/state-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { AsleepHints } from '../../ui/asleep-hint.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Figures, Panel } from '../../ui/layout.tsx';
import { nextRoute } from '../../wizard/next-step.ts';
import type { Route } from '../../wizard/routes.ts';
import { DestinationLine } from './destination-line.tsx';
import styles from './home.module.css';
import { LogSummary } from './log-summary.tsx';
import { StoppedWatches } from './stopped-watches.tsx';

type Props = { readonly home: HomeView; readonly onGo: (route: Route) => void };

export const HomeSummary = ({ home, onGo }: Props): JSX.Element => (
  <div className={cx(styles['home'])}>
    {home.readOnly == null ? null : <FailureNotice failure={home.readOnly}><p>Until then everything here can be read, and nothing can be changed.</p></FailureNotice>}
    <StoppedWatches watches={home.stoppedWatches} onSettle={() => { onGo({ screen: 'import', params: { watches: 'all' } }); }} />
    <NextStep home={home} onGo={onGo} />
    <AsleepHints destinations={home.destinations} onLook={(destinationId) => { onGo({ screen: 'destinations', params: { destination: String(destinationId) } }); }} />
    <Panel title="Destinations" actions={home.destinations.length === 0 ? undefined : <Button kind="inline" onPress={() => { onGo({ screen: 'destinations', params: {} }); }}>All destinations</Button>}>
      {home.destinations.length === 0
        ? <EmptyState title="No destination yet" icon={<Waypoints />} action={<Button onPress={() => { onGo({ screen: 'destinations', params: {} }); }}>Add a destination</Button>}>A destination is a tenant of yours at Genesys Cloud or NICE CXone. A practice tenant is one click and needs no account.</EmptyState>
        : <ul className={cx(styles['destinations'])}>{home.destinations.map((destination) => <DestinationLine key={destination.destinationId} destination={destination} onGo={onGo} />)}</ul>}
    </Panel>
    <div className={cx(styles['pair'])}>
      <Panel title="On this desk" actions={(home.releasesProposed ?? 0) === 0 ? undefined : <Button kind="inline" onPress={() => { onGo({ screen: 'release', params: {} }); }}>Decide releases</Button>}>
        <Figures figures={[
          { name: 'Files imported', value: formatCount(home.imports) },
          { name: 'Numbers', value: formatCount(home.numbers) },
          { name: 'Held for review', value: formatCount(home.held) },
          { name: 'Without a code meaning', value: formatCount(home.unmapped) },
          { name: 'Conflicts to decide', value: formatCount(home.conflictsOpen) },
          { name: 'Releases proposed', value: formatCount(home.releasesProposed ?? 0) },
        ]} />
      </Panel>
      <LogSummary log={home.log} onOpen={() => { onGo({ screen: 'log', params: {} }); }} onWitnesses={() => { onGo({ screen: 'log', params: { tab: 'witnesses' } }); }} />
    </div>
  </div>
);

const NextStep = ({ home, onGo }: Props): JSX.Element => {
  const { label, why } = nextStepWords[home.next];
  const route = nextRoute(home);
  const destination = home.destinations.find((one) => one.destinationId === home.nextDestinationId);
  const beside = waitsBeside(home);
  return (
    <section className={cx(styles['next'])} aria-label="What to do next">
      <div>
        <h2>{route === null ? label : 'What to do next'}</h2>
        <p>{why}{destination === undefined ? '' : ` It is about ${destination.name}.`}</p>
        {beside === null ? null : <p>{beside} <Button kind="inline" onPress={() => { onGo({ screen: 'map-codes', params: {} }); }}>{nextStepWords['map-codes'].label}</Button></p>}
      </div>
      {route === null ? <CircleCheck aria-hidden="true" /> : <Button kind="primary" icon={<ArrowRight aria-hidden="true" />} onPress={() => { onGo(route); }}>{label}</Button>}
    </section>
  );
};
