// Cuts a plan into batches, each of one list and one expiry, with its key and correlation id written down at once.
import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { NewBatch } from '../ledger/repositories/batches.ts';
import type { PlannedGroup, TakeNumbers } from '../ledger/repositories/planned.ts';
import type { Ids } from '../ports/ids.ts';

export type CutNeeds = { readonly ledger: Ledger; readonly ids: Ids };
export type CutRules = { readonly maxBatch: number; readonly keyMemoryMs: number | null };

/** Where the dialect has no idempotency keys the key is our own name for the payload, good for a day. */
const ownKeyMemoryMs = 86_400_000;

/** How long a key may be used, from the moment it first leaves: a little less than the vendor remembers it, since a repeat takes its time too. */
export const keyLifeMs = (keyMemoryMs: number | null): number => Math.floor((keyMemoryMs ?? ownKeyMemoryMs) * 0.99);

/** One slice in one transaction: batches of a group after `afterPhone` until they have so many numbers, or more; null when the group is done. */
export const cutSlice = (
  { ledger, ids }: CutNeeds, runId: number, take: TakeNumbers, group: PlannedGroup, afterPhone: string, rules: CutRules, now: number, atLeast: number,
): string | null =>
  ledger.transact(() => {
    let after = afterPhone;
    for (let cut = 0; cut < atLeast;) {
      const numbers = take(group, after, rules.maxBatch);
      const last = numbers.at(-1);
      if (last === undefined) return null;
      ledger.batches.create(newBatch(ids, runId, group, numbers, rules, now, null));
      after = last.phone;
      cut += numbers.length;
    }
    return after;
  });

type Group = Pick<PlannedGroup, 'listRef' | 'listName' | 'dncType' | 'expiresAt'>;

/** A batch of its own, even when its numbers were in another one: it gets a new key, and names the one it replaces. */
export const newBatch = (ids: Ids, runId: number, group: Group, entries: NewBatch['entries'], rules: CutRules, now: number, replaces: number | null): NewBatch => ({
  runId, listRef: group.listRef, listName: group.listName, dncType: group.dncType, expiresAt: group.expiresAt, entries,
  payloadHash: hashPayload(group, entries), correlationId: ids.uuid(), idempotencyKey: ids.uuid(),
  keyExpiresAt: now + keyLifeMs(rules.keyMemoryMs), readyAt: now, replaces,
});

/** What a key stands for: list, expiry and numbers in order. Looked at again before every repeat. */
export const hashPayload = (group: Pick<Group, 'listRef' | 'expiresAt'>, entries: readonly { readonly phone: string; readonly jurisdiction: string | null }[]): string => {
  const sum = createHash('sha256').update(JSON.stringify([group.listRef, group.expiresAt]));
  for (const { phone, jurisdiction } of entries) sum.update(`${phone} ${jurisdiction ?? ''}\n`);
  return sum.digest('hex');
};
