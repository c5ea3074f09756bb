// Destination commands: settings are checked before they are kept, and secrets go into the keychain and nowhere else.
import type { DestinationDraft } from '../../src-shared/contract/destinations.ts';
import type { AlreadySettled, NameTaken, SettingInvalid } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import { secretAccount } from '../runner/vendor-desk.ts';
import { createMakeList, destinationListCommands } from './destination-lists.ts';
import { createDestinations, type Destinations } from './destinations.ts';
import type { Handlers } from './handlers.ts';
import { practiceCommands } from './practice-commands.ts';
import type { PushContext } from './push-context.ts';

type OwnHandlers = Handlers<'destination.forms' | 'destination.page' | 'destination.get' | 'destination.create' | 'destination.update' | 'destination.remove' | 'destination.save-secret'>;
type DestinationHandlers = OwnHandlers & ReturnType<typeof destinationListCommands> & ReturnType<typeof practiceCommands>;

export const destinationCommands = (context: PushContext): DestinationHandlers => {
  const destinations = createDestinations(context);
  const makeList = createMakeList(context, destinations);
  return { ...ownCommands(context, destinations), ...destinationListCommands(context, destinations, makeList), ...practiceCommands(context, destinations, makeList) };
};

const ownCommands = (context: PushContext, { find, show, changed, isTaken, change, create, remove }: Destinations): OwnHandlers => {
  const { ledger, hint, connectors, desk, keychain } = context;
  const oddField = ({ dialect, settings }: Pick<DestinationDraft, 'dialect' | 'settings'>): SettingInvalid | null => {
    const { facts } = connectors[dialect];
    // A secret among the settings would lie in the ledger in the clear.
    const plain = new Set([...facts.fields.filter(({ kind }) => kind !== 'secret').map(({ name }) => name), 'batchSize']);
    const odd = Object.keys(settings).find((name) => !plain.has(name));
    return odd === undefined ? null : { type: 'SettingInvalid', field: odd, why: 'it is not a setting of this dialect' };
  };
  const flaw = (draft: Pick<DestinationDraft, 'dialect' | 'settings'>): SettingInvalid | null => {
    const odd = oddField(draft);
    if (odd !== null) return odd;
    const wrong = connectors[draft.dialect].invalidSetting(draft.settings);
    return wrong === null ? null : { type: 'SettingInvalid', ...wrong };
  };

  return {
    'destination.forms': () => ok(Object.values(connectors).map(({ facts: { dialect, label, listWord, fields, cooldownMs, maxBatch, verifies, countries, needsJurisdiction, offers = [] } }) =>
      ({ dialect, label, listWord, fields, cooldownMs, maxBatch, verifies, countries, needsJurisdiction, offers }))),
    'destination.page': () => ok(ledger.destinations.all().map(show)),
    'destination.get': ({ destinationId }) => {
      const found = find(destinationId);
      return found.ok ? ok(show(found.value)) : found;
    },
    'destination.create': (draft) => {
      const wrong = flaw(draft);
      if (wrong !== null) return fail(wrong);
      const created = create(draft, null);
      return created.ok ? changed(created.value) : created;
    },
    'destination.update': ({ destinationId, ...draft }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      // A practice tenant brings its own address and sign-in, so what a real one would lack is no fault of it.
      const settled = { ...draft, dialect: found.value.dialect };
      const wrong = found.value.practiceTenant === null ? flaw(settled) : oddField(settled);
      if (wrong !== null) return fail(wrong);
      const updated = change(destinationId, (): Result<null, NameTaken> => {
        if (isTaken(draft.name, destinationId)) return fail({ type: 'NameTaken', name: draft.name });
        ledger.destinations.update(destinationId, draft);
        ledger.log.append({ kind: 'decision', body: { act: 'destination.update', destination: destinationId }, open: { detail: { name: draft.name, settings: { ...draft.settings } } } });
        return done;
      });
      if (!updated.ok) return updated;
      return changed(destinationId);
    },
    'destination.remove': async ({ destinationId }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      if (ledger.destinations.hasRuns(destinationId)) return fail({ type: 'AlreadySettled', state: 'pushed' });
      const chain = found.value.savedSecrets.length === 0 ? null : await keychain();
      if (chain !== null && !chain.ok) return chain;
      for (const field of found.value.savedSecrets) {
        const removed = await chain?.value.remove(secretAccount(destinationId, field));
        if (removed?.ok === false) return removed;
      }
      const gone = change(destinationId, (): Result<null, AlreadySettled> => {
        if (ledger.destinations.hasRuns(destinationId)) return fail({ type: 'AlreadySettled', state: 'pushed' });
        return remove(destinationId);
      });
      if (!gone.ok) return gone;
      desk.forget(destinationId);
      hint({ type: 'ledger.changed' });
      return done;
    },
    'destination.save-secret': async ({ destinationId, field, secret }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const known = connectors[found.value.dialect].facts.fields.some(({ name, kind }) => name === field && kind === 'secret');
      if (!known) return fail({ type: 'SettingInvalid', field, why: 'this dialect has no such secret' });
      const chain = await keychain();
      if (!chain.ok) return chain;
      const saved = await chain.value.set(secretAccount(destinationId, field), secret);
      if (!saved.ok) return saved;
      const marked = change(destinationId, (): Result<null, never> => {
        ledger.destinations.markSecretSaved(destinationId, field);
        ledger.log.append({ kind: 'decision', body: { act: 'destination.save-secret', destination: destinationId, field } });
        return done;
      });
      if (marked.ok) return changed(destinationId);
      // Removed while the keychain was asked: no secret stays for what is gone.
      await chain.value.remove(secretAccount(destinationId, field));
      return marked;
    },
  };
};
