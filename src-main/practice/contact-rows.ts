// The contacts of contact lists, as the journal tells them: found by id or by any of their values, and seen as they were until a change is visible.

/** All values of `data` are text; `more`: the other fields a client sent. */
export type Contact = { readonly id: string; readonly data: Readonly<Record<string, string>>; readonly callable: boolean; readonly more: Readonly<Record<string, unknown>> };

/** `v`: when they become visible. A contact takes the place of the one with its id. */
export type ContactEvent = { readonly t: 'contacts'; readonly l: string; readonly at: number; readonly v: number; readonly c: readonly Contact[] };

export type Row = { readonly contact: Contact; readonly addedAt: number; readonly visibleAt: number; readonly before: Contact | null };

export type ContactTable = {
  readonly rows: ReadonlyMap<string, Row>;
  /** Ids of the contacts that have, or had, this value in some column. */
  readonly withValue: (value: string) => ReadonlySet<string>;
  /** Rises with every change; from `visibleAt` on everything is visible. */
  readonly version: () => number;
  readonly visibleAt: () => number;
};

export type ContactRows = { readonly apply: (event: ContactEvent) => void; readonly of: (listId: string) => ContactTable };

export const createContactRows = (): ContactRows => {
  const tables = new Map<string, ReturnType<typeof createTable>>();
  const tableOf = (listId: string) => {
    const there = tables.get(listId) ?? createTable();
    tables.set(listId, there);
    return there;
  };
  return { apply: (event) => tableOf(event.l).apply(event), of: tableOf };
};

const nobody: ReadonlySet<string> = new Set();

const createTable = () => {
  const rows = new Map<string, Row>();
  const ids = new Map<string, Set<string>>();
  let version = 0;
  let visibleAt = 0;
  const apply = ({ at, v, c }: ContactEvent): void => {
    version += 1;
    visibleAt = Math.max(visibleAt, v);
    for (const contact of c) {
      const there = rows.get(contact.id);
      rows.set(contact.id, { contact, addedAt: there?.addedAt ?? at, visibleAt: v, before: there === undefined ? null : seenAt(there, at) });
      for (const value of Object.values(contact.data)) {
        const having = ids.get(value) ?? new Set();
        ids.set(value, having.add(contact.id));
      }
    }
  };
  return { apply, rows, withValue: (value: string) => ids.get(value) ?? nobody, version: () => version, visibleAt: () => visibleAt };
};

/** What a reader sees of it; null: nothing yet. */
export const seenAt = (row: Row, at: number): Contact | null => (row.visibleAt <= at ? row.contact : row.before);
