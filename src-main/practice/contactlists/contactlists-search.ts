// The contact search of the practice tenant: EQUALS, IN and a few more, joined by AND and OR, sorted by one column.
import { seenAt, type Contact, type ContactTable } from '../contact-rows.ts';
import { isRecord } from '../read-body.ts';

/** What is found of a table as it is seen at a time, in order. */
export type Search = (table: ContactTable, at: number) => readonly Contact[];

/** `values`: the test holds only for contacts that have one of them; null: for any. */
type Test = { readonly holds: (contact: Contact) => boolean; readonly values: readonly string[] | null };

/** Null for what is not practised. */
export const readSearch = ({ criteria, contactSorts }: Readonly<Record<string, unknown>>): Search | null => {
  const test = readCriteria(criteria);
  const sort = readSort(contactSorts);
  if (test === null || sort === null) return null;
  return (table, at) => (test.values === null && criteria === undefined ? inOrder(table, at, sort) : arrange(candidates(table, test.values, at).filter(test.holds), sort));
};

type Sort = { readonly field: string | null; readonly down: boolean };
type Kept = { readonly version: number; readonly field: string; readonly contacts: readonly Contact[] };
const orders = new WeakMap<ContactTable, Kept>();

/** Kept for the next page once everything is visible, so that a million contacts are put in order once. */
const inOrder = (table: ContactTable, at: number, sort: Sort): readonly Contact[] => {
  const field = JSON.stringify(sort);
  const kept = orders.get(table);
  if (kept?.version === table.version() && kept.field === field) return kept.contacts;
  const contacts = arrange(candidates(table, null, at), sort);
  if (table.visibleAt() <= at) orders.set(table, { version: table.version(), field, contacts });
  return contacts;
};

const candidates = (table: ContactTable, values: readonly string[] | null, at: number): readonly Contact[] => {
  const ids = values === null ? table.rows.keys() : new Set(values.flatMap((value) => [...table.withValue(value)]));
  return [...ids].flatMap((id) => {
    const row = table.rows.get(id);
    return (row === undefined ? null : seenAt(row, at)) ?? [];
  });
};

const arrange = (contacts: readonly Contact[], { field, down }: Sort): readonly Contact[] => {
  if (field === null) return contacts;
  const sorted = contacts.toSorted((a, b) => compare(a.data[field] ?? '', b.data[field] ?? '') || compare(a.id, b.id));
  return down ? sorted.toReversed() : sorted;
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const readSort = (sorts: unknown): Sort | null => {
  if (sorts === undefined) return { field: null, down: false };
  const [first, ...more] = Array.isArray(sorts) ? (sorts as readonly unknown[]) : [];
  return isRecord(first) && typeof first['fieldName'] === 'string' && more.length === 0 ? { field: first['fieldName'], down: first['direction'] === 'DESC' } : null;
};

const anything: Test = { holds: () => true, values: null };

const readCriteria = (criteria: unknown): Test | null => {
  if (criteria === undefined) return anything;
  if (!isRecord(criteria) || !Array.isArray(criteria['clauses'])) return null;
  return join(criteria['filterType'], criteria['clauses'].map((clause: unknown) =>
    (isRecord(clause) && Array.isArray(clause['predicates']) ? join(clause['filterType'], clause['predicates'].map(readPredicate)) : null)));
};

const join = (filterType: unknown, tests: readonly (Test | null)[]): Test | null => {
  if (tests.includes(null)) return null;
  const all = tests.flatMap((test) => test ?? []);
  const values = all.length === 0 || all.some((test) => test.values === null) ? null : all.flatMap((test) => test.values ?? []);
  return { values, holds: filterType === 'OR' ? (contact) => all.some((test) => test.holds(contact)) : (contact) => all.every((test) => test.holds(contact)) };
};

const readPredicate = (predicate: unknown): Test | null => {
  if (!isRecord(predicate) || typeof predicate['column'] !== 'string') return null;
  const { column, operator, value, range, inverted } = predicate;
  const read = (data: Contact['data']): string => data[column] ?? '';
  const inSet = isRecord(range) && Array.isArray(range['inSet']) ? range['inSet'].map(String) : null;
  const wanted = operator === 'IN' ? inSet : operator === 'EQUALS' && typeof value === 'string' ? [value] : null;
  if (wanted === null) return null;
  const set = new Set(wanted);
  return inverted === true ? { holds: ({ data }) => !set.has(read(data)), values: null } : { holds: ({ data }) => set.has(read(data)), values: wanted };
};
