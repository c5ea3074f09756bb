// Idempotency keys of a tenant: one key stands for one payload, is carried out once, and is answered alike until the tenant has forgotten it.
import { createHash } from 'node:crypto';
import type { TenantNeeds } from './tenant.ts';

/** `answer`: what the first request under the key was answered with. Nothing was carried out for `in-flight` and `other-payload`. */
export type Once<A> =
  | { readonly kind: 'first' | 'repeat'; readonly answer: A }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'other-payload' };

export type KeyMemory<A> = (key: string, payload: string, carryOut: () => Promise<A>) => Promise<Once<A>>;

type Kept<A> = { readonly payload: string; readonly at: number; readonly answer: A };

/** Kept in the journal after what was carried out: a kill in between repeats an upsert, and never answers for what is not there. */
export const createKeyMemory = <A>(needs: Pick<TenantNeeds, 'lists' | 'journal' | 'now'>, memoryMs: number): KeyMemory<A> => {
  const inFlight = new Set<string>();
  return async (key, payload, carryOut) => {
    const name = `key/${key}`;
    const hash = createHash('sha256').update(payload).digest('hex');
    if (inFlight.has(key)) return { kind: 'in-flight' };
    // Documents under these names are written here alone.
    const kept = needs.lists.documents.get(name) as Kept<A> | undefined;
    if (kept !== undefined && kept.at + memoryMs > needs.now()) return kept.payload === hash ? { kind: 'repeat', answer: kept.answer } : { kind: 'other-payload' };
    inFlight.add(key);
    try {
      const answer = await carryOut();
      const at = needs.now();
      await needs.journal.append({ t: 'document', key: name, at, value: { payload: hash, at, answer } satisfies Kept<A> });
      return { kind: 'first', answer };
    } finally {
      inFlight.delete(key);
    }
  };
};

/** RFC 9562, version 4. */
export const isUuid4 = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text);
