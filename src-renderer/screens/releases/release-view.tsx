// Ending blocks: what is proposed, what would be taken off which destination, and what was decided.
import { useState, type JSX } from 'react';
import { ShieldCheck, Undo2 } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ReleaseGroup } from '../../../src-shared/contract/releases.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Panel, Screen, Stack } from '../../ui/layout.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { GroupList } from './group-list.tsx';
import { NumberList } from './number-list.tsx';
import { countIn, countToTakeOff, groupsIn, type Place, type ReleaseAct, type ReleaseState } from './release-store.ts';
import { groupKey, stateWords } from './release-words.ts';
import { RequestDialog } from './request-dialog.tsx';
import { TakeOffPanel } from './take-off-panel.tsx';
import styles from './releases.module.css';

export type ReleaseViewProps = {
  readonly state: ReleaseState;
  readonly client: Client;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onAct: (act: ReleaseAct) => void;
  readonly onRequest: (phone: string, because: string) => void;
  readonly onTakeOff: (place: Place) => void;
  readonly onResume: (place: Place) => void;
  readonly onVerify: (place: Place) => void;
  readonly onPush: (place: Place) => void;
  readonly onRetry: () => void;
};

export const ReleaseScreenView = (props: ReleaseViewProps): JSX.Element => {
  const { state, tab, onTab, onRequest, onRetry } = props;
  const [requesting, setRequesting] = useState(false);
  const proposed = groupsIn(state, 'proposed');
  const decided = groupsIn(state, 'approved', 'done', 'declined');
  return (
    <Screen title="Release" fill lead="A block ends only when a person says so, and is over only when the vendor’s list, read back, no longer shows the number." actions={<Button isPending={state.acting === 'request'} onPress={() => { setRequesting(true); }}>Ask for a release</Button>}>
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={onRetry} />}
      {state.status === 'loading' ? <Loading what="the releases" /> : (
        <Tabs label="Release" chosen={tab} onChoose={onTab} tabs={[
          { id: 'proposals', label: 'Proposals', count: countIn(proposed), view: <Groups {...props} label="Proposed releases" groups={proposed} empty={<EmptyState title="No release is proposed" icon={<ShieldCheck />}>Proposals come from an import that is taken back, from a full list that no longer has a number, or from a person who asks. Nothing is released by itself.</EmptyState>} /> },
          { id: 'take-off', label: 'To take off', count: countToTakeOff(state), view: <div className={cx(styles['scroll'])}><Places {...props} /></div> },
          { id: 'decided', label: 'Decided', count: countIn(decided), view: <Groups {...props} label="Decided releases" groups={decided} empty={<EmptyState title="Nothing has been decided yet" icon={<Undo2 />}>What is approved or declined stays here, with its reason and who decided.</EmptyState>} /> },
        ]} />
      )}
      {requesting ? <RequestDialog onClose={() => { setRequesting(false); }} onRequest={onRequest} /> : null}
    </Screen>
  );
};

const Groups = ({ state, client, label, groups, empty, onAct }: ReleaseViewProps & { readonly label: string; readonly groups: readonly ReleaseGroup[]; readonly empty: JSX.Element }): JSX.Element => {
  const [wanted, setWanted] = useState<string | null>(null);
  const shown = groups.find((group) => groupKey(group) === wanted) ?? groups[0];
  if (shown === undefined) return empty;
  return (
    <Stack gap={4} fill>
      <Panel>
        <GroupList label={label} groups={groups} chosen={groupKey(shown)} acting={state.acting} onChoose={setWanted} onAct={onAct} />
        <p>{stateWords[shown.state].word}: {stateWords[shown.state].meaning}</p>
      </Panel>
      <NumberList key={groupKey(shown)} client={client} group={shown} version={state.version} acting={state.acting} onAct={onAct} />
    </Stack>
  );
};

const Places = ({ state, onTakeOff, onResume, onVerify, onPush, onRetry }: ReleaseViewProps): JSX.Element => {
  if (state.places.length === 0) return <EmptyState title="Nothing was ever pushed" icon={<ShieldCheck />}>What is approved before a push is simply not pushed: there is nothing to take off.</EmptyState>;
  return (
    <Stack gap={4}>
      {state.places.map((place) => (
        <TakeOffPanel key={place.destination.destinationId} place={place} isStarting={state.acting === place.destination.destinationId} onStart={() => { onTakeOff(place); }}
          onResume={() => { onResume(place); }} onVerify={() => { onVerify(place); }} onPush={() => { onPush(place); }} onRetry={onRetry} />
      ))}
    </Stack>
  );
};
