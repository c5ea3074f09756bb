// Destination commands: settings are checked before they are kept, secrets go into the keychain, and lists are looked at before they are chosen.
import type { CheckView, DestinationDraft, DestinationView } from '../../src-shared/contract/destinations.ts';
import { dncTypes, type DncType } from '../../src-shared/domain/dnc.ts';
import type { AlreadySettled, NameTaken, NotFound, PracticeUnavailable, SettingInvalid, VendorFailure } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { askVendor } from '../runner/ask-vendor.ts';
import { secretAccount, type OpenFailure } from '../runner/vendor-desk.ts';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import { findUses } from './destination-uses.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { viewDestination } from './views.ts';

type DestinationHandlers = Handlers<
  | 'destination.forms' | 'destination.page' | 'destination.get' | 'destination.create' | 'destination.update' | 'destination.remove'
  | 'destination.save-secret' | 'destination.check' | 'destination.set-list' | 'destination.create-list' | 'practice.create'>;

export const destinationCommands = (context: PushContext): DestinationHandlers => {
  const { ledger, needs, hint, connectors, desk, keychain } = context;
  const { clock } = needs;
  const find = (id: number): Result<Destination, NotFound> => {
    const destination = ledger.destinations.find(id);
    return destination === null ? fail({ type: 'NotFound', what: 'destination', id }) : ok(destination);
  };
  const view = (id: number): DestinationView => {
    const destination = ledger.destinations.find(id);
    if (destination === null) throw new Error(`destination ${id} was there a moment ago`);
    return viewDestination(ledger, destination, connectors[destination.dialect], clock.now());
  };
  const changed = (id: number): Result<DestinationView, never> => {
    desk.forget(id);
    hint({ type: 'ledger.changed' });
    return ok(view(id));
  };
  const isTaken = (name: string, except: number | null): boolean => {
    const holder = ledger.destinations.findByName(name);
    return holder !== null && holder.id !== except;
  };
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
  /** All that was found before waiting for a vendor or a keychain, or outside the write lock, is looked at again here. */
  const change = <T, F>(id: number, work: (destination: Destination) => Result<T, F>): Result<T, F | NotFound> =>
    ledger.transact(() => {
      const found = find(id);
      return found.ok ? work(found.value) : found;
    });
  const create = (draft: DestinationDraft, practiceTenant: string | null): Result<number, NameTaken> =>
    ledger.transact(() => {
      if (isTaken(draft.name, null)) return fail({ type: 'NameTaken', name: draft.name });
      const id = ledger.destinations.create(draft, practiceTenant, clock.now());
      ledger.log.append({ kind: 'decision', body: { act: 'destination.create', destination: id, dialect: draft.dialect, practice: practiceTenant !== null }, open: { detail: { name: draft.name, settings: { ...draft.settings } } } });
      return ok(id);
    });
  const remove = (id: number): Result<null, never> => {
    ledger.destinations.remove(id);
    ledger.log.append({ kind: 'decision', body: { act: 'destination.remove', destination: id } });
    return done;
  };
  const lists = async (destination: Destination): Promise<Result<readonly RemoteList[], OpenFailure>> => {
    const answer = await askVendor(desk, destination, (connector, call) => connector.lists(call));
    return answer.ok ? ok(answer.value.lists) : answer;
  };
  const setList = (id: number, dncType: DncType, list: RemoteList): Result<null, NotFound | SettingInvalid> =>
    change(id, (destination) => {
      const taken = serving(destination, dncType, list);
      if (taken !== null) return fail(taken);
      ledger.destinations.setList(id, { dncType, listRef: list.listRef, listName: list.name });
      ledger.log.append({ kind: 'decision', body: { act: 'destination.set-list', destination: id, dncType }, open: { detail: { list: list.listRef, name: list.name.toWellFormed() } } });
      return done;
    });
  const see = (id: number, remote: readonly RemoteList[], uses: CheckView['uses']): void => {
    for (const chosen of ledger.destinations.find(id)?.lists ?? []) {
      const list = remote.find(({ listRef }) => listRef === chosen.listRef);
      const use = uses?.find(({ listRef }) => listRef === chosen.listRef);
      ledger.destinations.seeList(id, chosen.listRef, {
        size: list?.size ?? null, unsuitable: list === undefined ? 'it is gone' : findUnfit(list, chosen.dncType), uses: use === undefined ? chosen.uses : { by: use.by, warnings: use.warnings, ...(use.asleep === undefined ? {} : { asleep: use.asleep }) },
      });
    }
  };
  /** One DNC type, one list: a list that already serves another type would mix them for good. */
  const serving = (destination: Destination, dncType: DncType, { listRef, dncType: only }: Pick<RemoteList, 'listRef' | 'dncType'>): SettingInvalid | null => {
    if (only !== undefined && only !== dncType) return { type: 'SettingInvalid', field: 'listRef', why: `it takes ${only} numbers only; choose the one for ${dncType}` };
    const other = destination.lists.find((list) => list.listRef === listRef && list.dncType !== dncType);
    return other === undefined ? null : { type: 'SettingInvalid', field: 'listRef', why: `it already serves ${other.dncType}; every DNC type has a list of its own` };
  };
  const createList = async (destination: Destination, dncType: DncType, name: string): Promise<Result<null, NotFound | SettingInvalid | OpenFailure>> => {
    const made = await askVendor(desk, destination, (connector, call) => connector.createList(call, name));
    if (!made.ok) return made;
    return setList(destination.id, dncType, made.value.list);
  };

  return {
    'destination.forms': () => ok(Object.values(connectors).map(({ facts: { dialect, label, listWord, fields, cooldownMs, maxBatch, verifies, countries, needsJurisdiction, offers = [] } }) =>
      ({ dialect, label, listWord, fields, cooldownMs, maxBatch, verifies, countries, needsJurisdiction, offers }))),
    'destination.page': () => ok(ledger.destinations.all().map((destination) => viewDestination(ledger, destination, connectors[destination.dialect], clock.now()))),
    'destination.get': ({ destinationId }) => {
      const found = find(destinationId);
      return found.ok ? ok(viewDestination(ledger, found.value, connectors[found.value.dialect], clock.now())) : found;
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
    'destination.check': async ({ destinationId }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      desk.forget(destinationId);
      const startedAt = clock.now();
      const asked = await lists(found.value);
      if (!asked.ok) return asked;
      // What was seen stays known even if it is a fault, so that the next dry run names it as well.
      ledger.transact(() => see(destinationId, asked.value, null));
      const gone = found.value.lists.find(({ listRef }) => !asked.value.some((list) => list.listRef === listRef));
      if (gone !== undefined) return fail({ type: 'ListMissing', list: gone.listName });
      for (const { listRef, listName, dncType } of found.value.lists) {
        const why = findUnfit(asked.value.find((list) => list.listRef === listRef), dncType);
        if (why !== null) return fail({ type: 'ListUnsuitable', list: listName, why });
      }
      const uses = await findUses(context, found.value);
      if (!uses.ok) return uses;
      const checkedAt = clock.now();
      ledger.transact(() => {
        ledger.destinations.markChecked(destinationId, checkedAt);
        see(destinationId, asked.value, uses.value);
      });
      hint({ type: 'ledger.changed' });
      return ok({ checkedAt, millis: checkedAt - startedAt, lists: asked.value, uses: uses.value });
    },
    'destination.set-list': async ({ destinationId, dncType, listRef }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const taken = serving(found.value, dncType, { listRef });
      if (taken !== null) return fail(taken);
      const asked = await lists(found.value);
      if (!asked.ok) return asked;
      const list = asked.value.find((remote) => remote.listRef === listRef);
      if (list === undefined) return fail({ type: 'ListMissing', list: listRef });
      if (list.unsuitable !== null) return fail({ type: 'ListUnsuitable', list: list.name, why: list.unsuitable });
      const set = setList(destinationId, dncType, list);
      return set.ok ? changed(destinationId) : set;
    },
    'destination.create-list': async ({ destinationId, dncType, name }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const made = await createList(found.value, dncType, name);
      return made.ok ? changed(destinationId) : made;
    },
    'practice.create': async ({ dialect, name: asked }): Promise<Result<DestinationView, NameTaken | PracticeUnavailable | VendorFailure | OpenFailure>> => {
      const { facts } = connectors[dialect];
      const name = asked ?? freeName(`Practice ${facts.label}`, (taken) => isTaken(taken, null));
      if (isTaken(name, null)) return fail({ type: 'NameTaken', name });
      const tenant = `tenant-${needs.ids.uuid().slice(0, 8)}`;
      const door = await needs.practice.open(dialect, tenant);
      if (!door.ok) return door;
      const settings = Object.fromEntries(facts.fields.filter(({ kind }) => kind !== 'secret').map(({ name: field, initial }) => [field, initial]));
      const created = create({ name, dialect, settings, countries: [], lateExpiry: 'permanent', shared: false }, tenant);
      if (!created.ok) return created;
      const id = created.value;
      for (const dncType of dncTypes) {
        const destination = find(id);
        if (!destination.ok) throw new Error('a destination just made is there');
        const made = await createList(destination.value, dncType, `DNC ${dncType}`);
        if (made.ok) continue;
        // Half a practice destination would stay in everyone's way under its name.
        change(id, () => remove(id));
        desk.forget(id);
        // Each type has a list of its own here, and nobody removes what was just made.
        if (made.failure.type === 'SettingInvalid' || made.failure.type === 'NotFound') throw new Error(`a new practice destination answered ${made.failure.type}`);
        return fail(made.failure);
      }
      return changed(id);
    },
  };
};

/** Why a list takes no numbers of this type; null where it does. */
const findUnfit = (list: RemoteList | undefined, dncType: DncType): string | null =>
  list?.unsuitable ?? (list?.dncType === undefined || list.dncType === dncType ? null : `it takes ${list.dncType} numbers only, and is chosen for ${dncType}`);

const freeName = (base: string, isTaken: (name: string) => boolean): string => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!isTaken(name)) return name;
  }
};
