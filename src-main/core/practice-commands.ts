// Practice tenants: one command opens one and makes a destination of it, whole or not at all.
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import { dncTypes } from '../../src-shared/domain/dnc.ts';
import type { NameTaken, PracticeUnavailable, VendorFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { OpenFailure } from '../runner/vendor-desk.ts';
import type { MakeList } from './destination-lists.ts';
import type { Destinations } from './destinations.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';

export const practiceCommands = ({ needs, connectors, desk }: PushContext, { find, changed, isTaken, change, create, remove }: Destinations, makeList: MakeList): Handlers<'practice.create'> => ({
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
      const made = await makeList(destination.value, dncType, `DNC ${dncType}`);
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
});

const freeName = (base: string, isTaken: (name: string) => boolean): string => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!isTaken(name)) return name;
  }
};
