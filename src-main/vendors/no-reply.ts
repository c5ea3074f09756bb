// Names the failure of a call that brought no reply, by the host alone: paths and queries may hold secrets.
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';

export type Reply = Extract<HttpReply, { readonly kind: 'reply' }>;

/** Scheme, host and port. */
export const addressOf = (url: string): string => URL.parse(url)?.origin ?? '';

export const failNoReply = (reply: Exclude<HttpReply, Reply>, url: string): VendorFailure => ({
  type: reply.kind === 'unsent' ? 'VendorUnreachable' : 'VendorNoAnswer',
  address: addressOf(url),
  why: reply.why,
});
