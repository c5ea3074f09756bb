// Webhooks: addresses of the customer's own that the vendor tells of every new entry; DNC Desk itself hears none, since nobody can reach it from outside.
import { useState, type JSX } from 'react';
import type { WebhookView } from '../../../src-shared/contract/destination-acts.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog, Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { SecretField, TextField } from '../../ui/fields.tsx';
import { Muted, Panel, ReadersOnly, Row } from '../../ui/layout.tsx';
import styles from './destinations.module.css';
import type { NewWebhook } from './vendor-acts-store.ts';

export type WebhooksPanelProps = {
  /** Null: nobody has looked yet. */
  readonly webhooks: readonly WebhookView[] | null;
  readonly failure: Failure | null;
  readonly acting: string | null;
  readonly onLook: () => void;
  /** Answers the failure, or null once it is registered. */
  readonly onRegister: (webhook: NewWebhook) => Promise<Failure | null>;
  readonly onRemove: (webhook: WebhookView) => void;
};

export const WebhooksPanel = ({ webhooks, failure, acting, onLook, onRegister, onRemove }: WebhooksPanelProps): JSX.Element => {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<WebhookView | null>(null);
  return (
    <Panel title="Webhooks" actions={(
      <Row>
        <Button onPress={onLook} isPending={acting === 'look'}>{webhooks === null ? 'Look for webhooks' : 'Look again'}</Button>
        <Button isDisabled={acting !== null} onPress={() => { setAdding(true); }}>Register an address</Button>
      </Row>
    )}>
      <p>The vendor can tell a receiver of your own of every new entry on its lists. DNC Desk cannot hear it: it is reached by nobody from outside.</p>
      {failure === null ? null : <FailureNotice failure={failure} onRetry={onLook} />}
      {webhooks === null && acting === 'look' ? <Loading what="the webhooks" /> : null}
      {webhooks === null ? null : webhooks.length === 0 ? <Muted>No address is registered.</Muted> : (
        <ul className={cx(styles['rows'])}>
          {webhooks.map((hook) => (
            <li key={hook.webhookId}>
              <div><strong>{hook.name === '' ? hook.webhookId : hook.name}</strong>{hook.enabled ? null : <> <Badge tone="warn">off</Badge></>}<br /><Muted>{hook.url === '' ? 'the vendor names no address' : hook.url}</Muted></div>
              <Button kind="quiet" isPending={acting === `remove ${hook.webhookId}`} isDisabled={acting !== null} onPress={() => { setRemoving(hook); }}>Remove<ReadersOnly>: {hook.name}</ReadersOnly></Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog title="Register an address" isOpen={adding} onClose={() => { setAdding(false); }}>
        <RegisterForm isActing={acting === 'register'} onRegister={onRegister} onClose={() => { setAdding(false); }} />
      </Dialog>
      <ConfirmDialog title={`Remove ${removing?.name ?? ''}`} isOpen={removing !== null} onClose={() => { setRemoving(null); }} verb="Remove" isDanger onConfirm={() => { if (removing !== null) onRemove(removing); }}>
        <p>{removing?.url} hears nothing of new entries from then on. It goes into the sealed log.</p>
      </ConfirmDialog>
    </Panel>
  );
};

const RegisterForm = ({ isActing, onRegister, onClose }: { readonly isActing: boolean; readonly onRegister: WebhooksPanelProps['onRegister']; readonly onClose: () => void }): JSX.Element => {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wrong = failure?.type === 'SettingInvalid' && failure.field === 'url' ? failure.why : null;
  const submit = async (): Promise<void> => {
    setAsked(true);
    if (name.trim() === '' || url.trim() === '') return;
    const trouble = await onRegister({ name: name.trim(), url: url.trim(), secret });
    setFailure(trouble);
    if (trouble === null) onClose();
  };
  return (
    <form className={cx(styles['form'])} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      {failure === null || wrong !== null ? null : <FailureNotice failure={failure} />}
      <TextField label="Name" value={name} onChange={setName} takesFocus help="As the vendor shows it." mistake={asked && name.trim() === '' ? 'Give it a name you will recognise.' : null} />
      <TextField label="Address of your receiver" type="url" value={url} onChange={(typed) => { setUrl(typed); setFailure(null); }} placeholder="https://" help="An https address that the vendor can reach, without a question mark or a password in it." mistake={wrong ?? (asked && url.trim() === '' ? 'The address is needed.' : null)} />
      <SecretField label="Bearer token, if your receiver asks for one" value={secret} onChange={setSecret} saved={false} help="It goes to the vendor and is kept nowhere here." />
      <DialogActions><Button onPress={onClose}>Cancel</Button><Button type="submit" kind="primary" isPending={isActing}>Register</Button></DialogActions>
    </form>
  );
};
