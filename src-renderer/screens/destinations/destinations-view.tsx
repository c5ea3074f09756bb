// The list of destinations with the place of secrets, and the ways to add one.
import type { JSX } from 'react';
import { GraduationCap, Waypoints } from 'lucide-react';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import { dialectWords } from '../../../src-shared/words/state-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Hint, Loading } from '../../ui/failure-notice.tsx';
import { Row, Screen, Stack } from '../../ui/layout.tsx';
import { Menu } from '../../ui/menu.tsx';
import { DestinationCard } from './destination-card.tsx';
import type { DestinationsState } from './destinations-store.ts';
import styles from './destinations.module.css';
import { SecretsPanel, type UseVault } from './secrets-panel.tsx';

export type DestinationsViewProps = {
  readonly state: DestinationsState;
  readonly onPractice: (dialect: Dialect) => void;
  readonly onNew: (dialect: Dialect) => void;
  readonly onSettings: (destinationId: number) => void;
  readonly onCheck: (destinationId: number) => void;
  readonly onPush: (destinationId: number) => void;
  readonly onUseVault: UseVault;
  readonly onRetry: () => void;
};

export const liveNote = 'Not yet checked against a live tenant: the connection to real tenants was built from the vendors’ public documents and tested against practice tenants only. Begin with a list that no campaign uses.';

export const DestinationsView = (props: DestinationsViewProps): JSX.Element => {
  const { state } = props;
  const { destinations, secrets, acting } = state;
  const isEmpty = destinations?.length === 0;
  return (
    <Screen title="Destinations" lead="Where numbers go. Each is one tenant of a vendor, with a list of its own for each DNC type." actions={destinations === null || isEmpty ? undefined : <AddMenus {...props} />}>
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {secrets === null ? null : <SecretsPanel secrets={secrets} isActing={acting === 'vault'} onUseVault={props.onUseVault} />}
      {destinations === null ? (state.failure === null ? <Loading what="the destinations" /> : null) : null}
      {isEmpty ? <NoDestination {...props} /> : null}
      <ul className={cx(styles['cards'])}>
        {(destinations ?? []).map((destination) => (
          <DestinationCard
            key={destination.destinationId} destination={destination} check={state.checks[destination.destinationId] ?? null}
            listWord={state.forms.find((form) => form.dialect === destination.dialect)?.listWord ?? 'list'}
            onSettings={() => { props.onSettings(destination.destinationId); }} onCheck={() => { props.onCheck(destination.destinationId); }} onPush={() => { props.onPush(destination.destinationId); }}
          />
        ))}
      </ul>
      {(destinations ?? []).some((destination) => !destination.practice) ? <Hint tone="warn">{liveNote}</Hint> : null}
    </Screen>
  );
};

const AddMenus = ({ state, onPractice, onNew }: DestinationsViewProps): JSX.Element => (
  <>
    <Menu label="Practice tenants" trigger={<Button icon={<GraduationCap aria-hidden="true" />} isPending={state.acting?.startsWith('practice') ?? false}>Add a practice tenant</Button>} actions={dialects.map((dialect) => ({ id: dialect, label: `Practice ${dialectWords[dialect]}`, act: () => { onPractice(dialect); } }))} />
    <Menu label="Vendors" trigger={<Button kind="primary">Add a destination</Button>} actions={dialects.map((dialect) => ({ id: dialect, label: dialectWords[dialect], act: () => { onNew(dialect); } }))} />
  </>
);

const NoDestination = ({ state, onPractice, onNew }: DestinationsViewProps): JSX.Element => {
  const isLocked = state.secrets?.usable === false;
  return (
    <EmptyState title="No destination yet" icon={<Waypoints />} action={(
      <div className={cx(styles['ways'])}>
        <section aria-label="Try it first">
          <h3>Try it first</h3>
          <p>A practice tenant runs on this computer, answers like the vendor, with its limits and slowness, and blocks nobody. One click, no account.</p>
          <Ways>{(dialect) => <Button key={dialect} kind={isLive(dialect) ? 'primary' : 'plain'} icon={<GraduationCap aria-hidden="true" />} isDisabled={isLocked || state.acting !== null} isPending={state.acting === `practice ${dialect}`} onPress={() => { onPractice(dialect); }}>Practice {dialectWords[dialect]}</Button>}</Ways>
        </section>
        <section aria-label="Connect a real tenant">
          <h3>Connect a real tenant</h3>
          <p>You need credentials that may view, add and edit do-not-call lists. {liveNote}</p>
          <Ways>{(dialect) => <Button key={dialect} isDisabled={isLocked} onPress={() => { onNew(dialect); }}>{dialectWords[dialect]}</Button>}</Ways>
        </section>
      </div>
    )}>{isLocked ? 'First settle where secrets are kept, above.' : 'A destination is a tenant of yours at Genesys Cloud or NICE CXone, with a list of its own for each DNC type.'}</EmptyState>
  );
};

/** The vendors' own interfaces come first; who needs another knows its name. */
const isLive = (dialect: Dialect): boolean => dialect === 'genesys-dnclists' || dialect === 'cxone-dnc-groups';

const Ways = ({ children }: { readonly children: (dialect: Dialect) => JSX.Element }): JSX.Element => (
  <Stack gap={2}>
    <Row>{dialects.filter(isLive).map(children)}</Row>
    <p>Through another interface, where your gateway offers it:</p>
    <Row>{dialects.filter((dialect) => !isLive(dialect)).map(children)}</Row>
  </Stack>
);
