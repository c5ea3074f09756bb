// One question to a vendor outside a run: signs in, asks, and asks once more with a new token when the first one had ended.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Call, Connector } from '../vendors/connector.ts';
import { watchReceipt, withReceipt } from '../vendors/receipt.ts';
import type { OpenFailure, VendorDesk } from './vendor-desk.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';

type Outcome = { readonly kind: string } & ({ readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure } | { readonly kind: 'lists' | 'created' | 'looked-up' | 'uses' | 'campaigns' | 'settled' | 'webhooks' | 'registered' | 'removed' });

export const askVendor = async <O extends Outcome>(
  desk: VendorDesk, destination: Destination, ask: (connector: Connector, call: Call) => Promise<O>,
): Promise<Result<Exclude<O, { kind: 'failed' | 'token-ended' }>, OpenFailure>> => {
  const opened = await desk.open(destination);
  if (!opened.ok) return opened;
  const { connector, session } = opened.value;
  let call = await session.call();
  for (let tries = 0; tries < 2; tries += 1) {
    if (!call.ok) return call;
    const token = call.value.token();
    const watched = watchReceipt(call.value.http);
    const outcome = await ask(connector, { ...call.value, http: watched.http });
    if (outcome.kind === 'failed') return fail(withReceipt(outcome.failure, watched.receipt(), [token]));
    if (outcome.kind !== 'token-ended') return ok(outcome as Exclude<O, { kind: 'failed' | 'token-ended' }>);
    call = await session.renew(token);
  }
  return fail({ type: 'CredentialRefused', address: connector.facts.label, why: 'a token it had just given was refused' });
};
