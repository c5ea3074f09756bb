// The lists a destination pushes to: looked at before they are chosen, each for one DNC type, and what a check saw of them stays known.
import type { CheckView, RemoteList } from '../../src-shared/contract/destinations.ts';
import type { DncType } from '../../src-shared/domain/dnc.ts';
import type { Failure, NotFound, SettingInvalid } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { askVendor } from '../runner/ask-vendor.ts';
import type { OpenFailure } from '../runner/vendor-desk.ts';
import { findUses } from './destination-uses.ts';
import type { Destinations } from './destinations.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';

/** Makes a list at the vendor and chooses it. */
export type MakeList = (destination: Destination, dncType: DncType, name: string) => Promise<Result<null, NotFound | SettingInvalid | OpenFailure>>;

export const createMakeList = (context: PushContext, destinations: Destinations): MakeList => async (destination, dncType, name) => {
  const made = await askVendor(context.desk, destination, (connector, call) => connector.createList(call, name));
  return made.ok ? setList(context, destinations, destination.id, dncType, made.value.list) : made;
};

type ListHandlers = Handlers<'destination.check' | 'destination.set-list' | 'destination.create-list'>;

export const destinationListCommands = (context: PushContext, destinations: Destinations, makeList: MakeList): ListHandlers => {
  const { ledger, needs: { clock }, hint, desk } = context;
  const { find, changed } = destinations;
  const lists = async (destination: Destination): Promise<Result<readonly RemoteList[], OpenFailure>> => {
    const answer = await askVendor(desk, destination, (connector, call) => connector.lists(call));
    return answer.ok ? ok(answer.value.lists) : answer;
  };
  const see = (id: number, remote: readonly RemoteList[], uses: CheckView['uses']): void => {
    for (const chosen of ledger.destinations.find(id)?.lists ?? []) {
      const list = remote.find(({ listRef }) => listRef === chosen.listRef);
      const use = uses?.find(({ listRef }) => listRef === chosen.listRef);
      ledger.destinations.seeList(id, chosen.listRef, {
        size: list?.size ?? null, unsuitable: list === undefined ? 'it is gone' : findUnfit(list, chosen.dncType), uses: use === undefined ? chosen.uses : { by: use.by, warnings: use.warnings, ...(use.asleep === undefined ? {} : { asleep: use.asleep }) },
      });
    }
  };

  return {
    'destination.check': async ({ destinationId }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      desk.forget(destinationId);
      const startedAt = clock.now();
      const asked = await lists(found.value);
      if (!asked.ok) return fail(onlyLooked(asked.failure));
      // What was seen stays known even if it is a fault, so that the next dry run names it as well.
      ledger.transact(() => see(destinationId, asked.value, null));
      const gone = found.value.lists.find(({ listRef }) => !asked.value.some((list) => list.listRef === listRef));
      if (gone !== undefined) return fail({ type: 'ListMissing', list: gone.listName });
      for (const { listRef, listName, dncType } of found.value.lists) {
        const why = findUnfit(asked.value.find((list) => list.listRef === listRef), dncType);
        if (why !== null) return fail({ type: 'ListUnsuitable', list: listName, why });
      }
      const uses = await findUses(context, found.value);
      if (!uses.ok) return fail(onlyLooked(uses.failure));
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
      const set = setList(context, destinations, destinationId, dncType, list);
      return set.ok ? changed(destinationId) : set;
    },
    'destination.create-list': async ({ destinationId, dncType, name }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const made = await makeList(found.value, dncType, name);
      return made.ok ? changed(destinationId) : made;
    },
  };
};

const setList = ({ ledger }: PushContext, { change }: Destinations, id: number, dncType: DncType, list: RemoteList): Result<null, NotFound | SettingInvalid> =>
  change(id, (destination) => {
    const taken = serving(destination, dncType, list);
    if (taken !== null) return fail(taken);
    ledger.destinations.setList(id, { dncType, listRef: list.listRef, listName: list.name });
    ledger.log.append({ kind: 'decision', body: { act: 'destination.set-list', destination: id, dncType }, open: { detail: { list: list.listRef, name: list.name.toWellFormed() } } });
    return done;
  });

/** One DNC type, one list: a list that already serves another type would mix them for good. */
const serving = (destination: Destination, dncType: DncType, { listRef, dncType: only }: Pick<RemoteList, 'listRef' | 'dncType'>): SettingInvalid | null => {
  if (only !== undefined && only !== dncType) return { type: 'SettingInvalid', field: 'listRef', why: `it takes ${only} numbers only; choose the one for ${dncType}` };
  const other = destination.lists.find((list) => list.listRef === listRef && list.dncType !== dncType);
  return other === undefined ? null : { type: 'SettingInvalid', field: 'listRef', why: `it already serves ${other.dncType}; every DNC type has a list of its own` };
};

/** Why a list takes no numbers of this type; null where it does. */
const findUnfit = (list: RemoteList | undefined, dncType: DncType): string | null =>
  list?.unsuitable ?? (list?.dncType === undefined || list.dncType === dncType ? null : `it takes ${list.dncType} numbers only, and is chosen for ${dncType}`);

/** A check asks for no change: of a request without an answer there is nothing to find out afterwards. */
const onlyLooked = <F extends Failure>(failure: F): F => (failure.type === 'VendorNoAnswer' ? { ...failure, onlyLooked: true } : failure);
