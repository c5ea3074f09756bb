// Everything about one destination, or a new one: connection, check, lists, and its removal while nothing was pushed.
import { useState, type JSX, type ReactNode } from 'react';
import type { DestinationView, DialectForm } from '../../../src-shared/contract/destinations.ts';
import type { DncType } from '../../../src-shared/domain/dnc.ts';
import { attentionWords } from '../../../src-shared/words/attention-words.ts';
import { stateOf } from '../../../src-shared/words/state-words.ts';
import { Badge, StateBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { CircuitHints, ListUses, UnusedLists } from '../../ui/destination-hints.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FailureNotice, Hint } from '../../ui/failure-notice.tsx';
import { Panel, Row, Screen, Stack } from '../../ui/layout.tsx';
import { CheckResult } from './check-result.tsx';
import { DestinationForm, type DestinationFormProps } from './destination-form.tsx';
import type { DestinationsState } from './destinations-store.ts';
import styles from './destinations.module.css';
import { liveNote } from './destinations-view.tsx';
import { ListChoices } from './list-choices.tsx';
import { SecretsPanel, type UseVault } from './secrets-panel.tsx';

export type DestinationSettingsProps = {
  readonly state: DestinationsState;
  readonly form: DialectForm;
  /** Null: a new one. */
  readonly destination: DestinationView | null;
  readonly onSave: DestinationFormProps['onSave'];
  readonly onBack: () => void;
  readonly onCheck: () => void;
  readonly onPush: () => void;
  readonly onRemove: () => void;
  readonly onChooseList: (dncType: DncType, listRef: string) => void;
  readonly onCreateList: (dncType: DncType, name: string) => void;
  readonly onUseVault: UseVault;
  readonly onRetry: () => void;
  /** What else can be done at the vendor; null for a new one. */
  readonly acts: ReactNode;
};

export const DestinationSettingsView = (props: DestinationSettingsProps): JSX.Element => {
  const { state, form, destination } = props;
  const [removing, setRemoving] = useState(false);
  const check = destination === null ? null : state.checks[destination.destinationId] ?? null;
  return (
    <Screen title={destination?.name ?? `New destination: ${form.label}`} actions={<Button onPress={props.onBack}>All destinations</Button>}>
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {state.secrets === null || state.secrets.usable ? null : <SecretsPanel secrets={state.secrets} isActing={state.acting === 'vault'} onUseVault={props.onUseVault} />}
      {destination?.practice === true ? null : <Hint tone="warn">{liveNote}</Hint>}
      <div className={cx(styles['settings'])}>
        <DestinationForm key={destination?.destinationId ?? form.dialect} form={form} destination={destination} isSaving={state.acting === 'save'} onSave={props.onSave} onCancel={props.onBack} />
        {destination === null ? <Panel title="What comes next"><p>Once it is added, check the connection, then choose or create one {form.listWord} for each DNC type. Nothing is sent before you push.</p></Panel> : (
          <Stack gap={4}>
            <Panel title={<Row><span>State</span><StateBadge state={destination.state} verifiedBy={destination.verifiedBy} attestedBy={destination.attestedBy} />{destination.practice ? <Badge>practice</Badge> : null}</Row>} actions={(
              <Row>
                <Button onPress={props.onCheck} isPending={check?.status === 'checking'}>Check connection</Button>
                <Button kind="primary" isDisabled={destination.lists.length === 0} onPress={props.onPush}>Go to Push</Button>
              </Row>
            )}>
              <p>{destination.attention === null ? stateOf(destination).meaning : attentionWords[destination.attention]}</p>
              <CircuitHints destination={destination} />
              <UnusedLists lists={destination.lists} listWord={form.listWord} />
              <ListUses lists={destination.lists} />
              {check === null ? null : <CheckResult state={check} listWord={form.listWord} onRetry={props.onCheck} />}
            </Panel>
            <ListChoices
              destination={destination} listWord={form.listWord} found={check?.status === 'checked' ? check.check.lists : null} acting={state.acting} isChecking={check?.status === 'checking'}
              onLook={props.onCheck} onChoose={props.onChooseList} onCreate={props.onCreateList}
            />
            {props.acts}
            {destination.runId === null ? <div><Button kind="danger" isDisabled={state.acting !== null} onPress={() => { setRemoving(true); }}>Remove this destination</Button></div> : null}
          </Stack>
        )}
      </div>
      <ConfirmDialog title={`Remove ${destination?.name ?? ''}`} isOpen={removing} onClose={() => { setRemoving(false); }} verb="Remove" isDanger onConfirm={props.onRemove}>
        <p>Nothing was pushed there, so nothing is lost at the vendor. Its settings and its secrets are removed from this computer; that it existed stays in the sealed log.</p>
      </ConfirmDialog>
    </Screen>
  );
};
