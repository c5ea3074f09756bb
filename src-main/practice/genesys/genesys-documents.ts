// Things other than numbers that a practice tenant keeps: one journal line for each change, found by kind and id.
import type { TenantNeeds } from '../tenant.ts';
import { isRecord } from '../read-body.ts';

type Kept = { readonly id: string };

export type Documents<T extends Kept> = {
  readonly all: () => readonly T[];
  readonly byId: (id: string) => T | undefined;
  readonly keep: (one: T) => Promise<void>;
  readonly drop: (id: string) => Promise<void>;
};

/** `first` is there in a new tenant and, once it was dropped, no more. `kind` must not contain a slash at its end. */
export const createDocuments = <T extends Kept>({ lists, journal, now }: TenantNeeds, kind: string, first: T | null = null): Documents<T> => {
  const keyOf = (id: string): string => `${kind}/${id}`;
  const byId = (id: string): T | undefined => {
    const stored = lists.documents.get(keyOf(id));
    if (stored === undefined) return first?.id === id ? first : undefined;
    // Written under this kind by `keep` alone; `drop` leaves false.
    return isRecord(stored) ? (stored as T) : undefined;
  };
  return {
    byId,
    all: () => {
      const ids = new Set(first === null ? [] : [first.id]);
      for (const key of lists.documents.keys()) if (key.startsWith(`${kind}/`)) ids.add(key.slice(kind.length + 1));
      return [...ids].flatMap((id) => byId(id) ?? []);
    },
    keep: (one) => journal.append({ t: 'document', key: keyOf(one.id), at: now(), value: one }),
    // Null would bring back `first`.
    drop: (id) => journal.append({ t: 'document', key: keyOf(id), at: now(), value: first?.id === id ? false : null }),
  };
};
