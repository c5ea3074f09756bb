// Destinations as their commands find, show and change them: what was found is looked at again under the write lock, and each change is sealed.
import type { DestinationDraft, DestinationView } from '../../src-shared/contract/destinations.ts';
import type { NameTaken, NotFound } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { PushContext } from './push-context.ts';
import { viewDestination } from './views.ts';

export type Destinations = ReturnType<typeof createDestinations>;

export const createDestinations = ({ ledger, needs: { clock }, hint, connectors, desk }: PushContext) => {
  const find = (id: number): Result<Destination, NotFound> => {
    const destination = ledger.destinations.find(id);
    return destination === null ? fail({ type: 'NotFound', what: 'destination', id }) : ok(destination);
  };
  const show = (destination: Destination): DestinationView => viewDestination(ledger, destination, connectors[destination.dialect], clock.now());
  /** Tells everybody of a change that was made, and shows what it came to. */
  const changed = (id: number): Result<DestinationView, never> => {
    desk.forget(id);
    hint({ type: 'ledger.changed' });
    const destination = ledger.destinations.find(id);
    if (destination === null) throw new Error(`destination ${id} was there a moment ago`);
    return ok(show(destination));
  };
  const isTaken = (name: string, except: number | null): boolean => {
    const holder = ledger.destinations.findByName(name);
    return holder !== null && holder.id !== except;
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
  /** Inside `change`. */
  const remove = (id: number): Result<null, never> => {
    ledger.destinations.remove(id);
    ledger.log.append({ kind: 'decision', body: { act: 'destination.remove', destination: id } });
    return done;
  };
  return { find, show, changed, isTaken, change, create, remove };
};
