// The lists a tenant keeps, as the journal tells them: a batch costs its own size, never the size of the list.
import { createContactRows, type ContactEvent, type ContactRows } from './contact-rows.ts';

export type ListEvent =
  | { readonly t: 'list'; readonly id: string; readonly at: number; readonly name: string; readonly about: Readonly<Record<string, string>> }
  | { readonly t: 'about'; readonly l: string; readonly at: number; readonly name: string; readonly about: Readonly<Record<string, string>> }
  /** `v`: when the numbers become visible; `x`: when they expire, null for never; `j`: their jurisdiction; `k`: the key of each. */
  | { readonly t: 'add'; readonly l: string; readonly at: number; readonly v: number; readonly x: number | null; readonly p: readonly string[]; readonly j?: string | null; readonly k?: readonly string[] }
  | { readonly t: 'remove' | 'expire'; readonly l: string; readonly at: number; readonly p: readonly string[] }
  | { readonly t: 'wipe'; readonly l: string; readonly at: number; readonly expiredOnly: boolean }
  | { readonly t: 'export'; readonly l: string; readonly at: number; readonly id: string }
  | ContactEvent
  | { readonly t: 'document'; readonly key: string; readonly at: number; readonly value: unknown };

/** Shared by all numbers of a batch: a million numbers cost a thousand stamps. `before`: what a reader sees until `visibleAt`. */
export type Stamp = { readonly expiresAt: number | null; readonly jurisdiction: string | null; readonly addedAt: number; readonly visibleAt: number; readonly before: Stamp | null };

export type Export = { readonly id: string; readonly at: number; polls: number; snapshot: Snapshot | null };

/** Two columns of equal length. */
export type Snapshot = { readonly phones: readonly string[]; readonly stamps: readonly Stamp[] };

export type NumberList = {
  readonly id: string;
  /** 1 for the first list of the tenant. */
  readonly ordinal: number;
  readonly createdAt: number;
  name: string;
  about: Readonly<Record<string, string>>;
  changedAt: number;
  /** Rises with every change of the numbers. */
  version: number;
  /** From then on everything is visible. */
  visibleAt: number;
  hasExpiring: boolean;
  readonly stamps: Map<string, Stamp>;
  /** Where entries have keys of their own: what each was used for. */
  readonly keys: Map<string, string>;
  /** The newest last; two are kept. */
  exports: readonly Export[];
};

export type NumberLists = {
  readonly apply: (event: ListEvent) => void;
  readonly all: () => readonly NumberList[];
  readonly byId: (id: string) => NumberList | undefined;
  readonly byName: (name: string) => NumberList | undefined;
  readonly documents: ReadonlyMap<string, unknown>;
  readonly contacts: Pick<ContactRows, 'of'>;
};

export const createNumberLists = (): NumberLists => {
  const lists = new Map<string, NumberList>();
  const names = new Map<string, NumberList>();
  const documents = new Map<string, unknown>();
  const contacts = createContactRows();
  const apply = (event: ListEvent): void => {
    if (event.t === 'document') {
      if (event.value === null) documents.delete(event.key);
      else documents.set(event.key, event.value);
      return;
    }
    if (event.t === 'contacts') return contacts.apply(event);
    if (event.t === 'list') {
      // Of two processes making one name at once, the first line wins; the other finds its list missing.
      if (names.has(nameKey(event.name)) || lists.has(event.id)) return;
      const list: NumberList = {
        id: event.id, ordinal: lists.size + 1, createdAt: event.at, name: event.name, about: event.about, changedAt: event.at,
        version: 1, visibleAt: event.at, hasExpiring: false, stamps: new Map(), keys: new Map(), exports: [],
      };
      lists.set(list.id, list);
      names.set(nameKey(list.name), list);
      return;
    }
    const list = lists.get(event.l);
    if (list === undefined) return;
    if (event.t === 'export') {
      list.exports = [...list.exports.slice(-1), { id: event.id, at: event.at, polls: 0, snapshot: null }];
      return;
    }
    list.version += 1;
    list.changedAt = event.at;
    switch (event.t) {
      case 'about':
        names.delete(nameKey(list.name));
        list.name = event.name;
        list.about = event.about;
        names.set(nameKey(list.name), list);
        return;
      case 'add':
        for (const [index, key] of (event.k ?? []).entries()) list.keys.set(key, event.p[index] ?? '');
        return addNumbers(list, event.p, { expiresAt: event.x, jurisdiction: event.j ?? null, addedAt: event.at, visibleAt: event.v, before: null });
      case 'remove':
        for (const phone of event.p) list.stamps.delete(phone);
        return;
      case 'expire': return expireNumbers(list, event.p, event.at);
      case 'wipe':
        for (const [phone, stamp] of list.stamps) if (!event.expiredOnly || isExpired(stamp, event.at)) list.stamps.delete(phone);
        return;
      default: return event satisfies never;
    }
  };
  return { apply, all: () => [...lists.values()], byId: (id) => lists.get(id), byName: (name) => names.get(nameKey(name)), documents, contacts };
};

/** Those an upsert would change: the same again need not be written down. */
export const changedBy = (list: NumberList, phones: readonly string[], expiresAt: number | null): readonly string[] =>
  phones.filter((phone) => list.stamps.get(phone)?.expiresAt !== expiresAt);

/** What a reader sees at `at`. */
export const visibleAt = (list: NumberList, at: number): Snapshot => {
  if (list.visibleAt <= at) return { phones: [...list.stamps.keys()], stamps: [...list.stamps.values()] };
  const phones: string[] = [];
  const stamps: Stamp[] = [];
  for (const [phone, stamp] of list.stamps) {
    const seen = visibleStamp(stamp, at);
    if (seen === null) continue;
    phones.push(phone);
    stamps.push(seen);
  }
  return { phones, stamps };
};

export const visibleStamp = (stamp: Stamp, at: number): Stamp | null => (stamp.visibleAt <= at ? stamp : stamp.before);

export const isExpired = (stamp: Stamp, at: number): boolean => stamp.expiresAt !== null && stamp.expiresAt <= at;

/** Counted without looking at each number where that is possible. */
export const countVisible = (list: NumberList, at: number, withExpired: boolean): number => {
  if (list.visibleAt <= at && (withExpired || !list.hasExpiring)) return list.stamps.size;
  let count = 0;
  for (const stamp of list.stamps.values()) {
    const seen = visibleStamp(stamp, at);
    if (seen !== null && (withExpired || !isExpired(seen, at))) count += 1;
  }
  return count;
};

/** An upsert, the last expiration wins; the same again changes nothing. */
const addNumbers = (list: NumberList, phones: readonly string[], stamp: Stamp): void => {
  const overOthers = new Map<Stamp, Stamp>();
  for (const phone of phones) {
    const there = list.stamps.get(phone);
    if (there !== undefined && there.expiresAt === stamp.expiresAt && there.jurisdiction === stamp.jurisdiction) continue;
    const seen = there === undefined ? null : visibleStamp(there, stamp.addedAt);
    if (seen === null) list.stamps.set(phone, stamp);
    else {
      const over = overOthers.get(seen) ?? { ...stamp, before: { ...seen, before: null } };
      overOthers.set(seen, over);
      list.stamps.set(phone, over);
    }
  }
  list.visibleAt = Math.max(list.visibleAt, stamp.visibleAt);
  list.hasExpiring ||= stamp.expiresAt !== null;
};

const expireNumbers = (list: NumberList, phones: readonly string[], at: number): void => {
  const expired = new Map<Stamp, Stamp>();
  for (const phone of phones) {
    const there = list.stamps.get(phone);
    if (there === undefined || isExpired(there, at)) continue;
    const ended = expired.get(there) ?? { ...there, expiresAt: at, before: null };
    expired.set(there, ended);
    list.stamps.set(phone, ended);
  }
  list.hasExpiring = true;
};

const nameKey = (name: string): string => name.toLowerCase();
