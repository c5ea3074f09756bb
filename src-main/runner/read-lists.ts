// Reads a destination's lists back into the ledger's temporary table: waits while the vendor is not ready, renews tokens, gives up by name.
import type { VendorFailure } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Call } from '../vendors/connector.ts';
import { watchReceipt, withReceipt } from '../vendors/receipt.ts';
import { giveWay } from './give-way.ts';
import type { OpenDestination } from './vendor-desk.ts';

export type ReadNeeds = { readonly ledger: Ledger; readonly clock: Clock; readonly signal: AbortSignal };

/** A read-back that is not ready by then has failed. */
const patienceMs = 15 * 60_000;

/** `reading` names this read-back; every list's entries are found under it afterwards. Lists are read side by side: most of it is waiting. */
export const readLists = async (needs: ReadNeeds, target: OpenDestination, reading: string, listRefs: readonly string[]): Promise<Result<null, VendorFailure>> => {
  const reads = await Promise.all(listRefs.map(async (listRef): Promise<Result<null, VendorFailure>> => {
    const call = await target.session.call();
    return call.ok ? readList(needs, target, call.value, listRef, (entries) => needs.ledger.reconciliations.keep(reading, listRef, entries)) : call;
  }));
  return reads.find((read) => !read.ok) ?? done;
};

const readList = async (
  { clock, signal }: ReadNeeds, target: OpenDestination, call: Call, listRef: string,
  keep: (entries: readonly { readonly phone: string; readonly expiresAt: number | null; readonly jurisdiction: string | null }[]) => void,
): Promise<Result<null, VendorFailure>> => {
  const startedAt = clock.now();
  let renewals = 0;
  let usedToken = call.token();
  const { readBack } = target.connector;
  if (readBack === undefined) throw new Error('a list that cannot be read is answered for by a person');
  const watched = watchReceipt(call.http);
  for await (const step of readBack({ ...call, http: watched.http }, listRef, startedAt)) {
    if (step.kind === 'listed') keep(step.entries);
    if (step.kind === 'failed') return fail(withReceipt(step.failure, watched.receipt(), [call.token()]));
    if (step.kind === 'not-ready') {
      if (clock.now() - startedAt > patienceMs) return fail({ type: 'VendorNoAnswer', address: call.apiBase, why: 'the list was not ready to be read' });
      await clock.sleepUntil(clock.now() + step.retryAfterMs, signal);
    }
    if (step.kind === 'token-ended') {
      renewals += 1;
      if (renewals > 3) return fail({ type: 'CredentialRefused', address: call.apiBase, why: 'tokens it had just given were refused' });
      const renewed = await target.session.renew(usedToken);
      if (!renewed.ok) return renewed;
    }
    usedToken = call.token();
    if (signal.aborted) return fail({ type: 'VendorNoAnswer', address: call.apiBase, why: 'the read-back was called off' });
    // The core answers others between two pages.
    await giveWay();
  }
  return done;
};
