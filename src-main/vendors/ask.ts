// Sends a request that touches no number: either an answer for its dialect to read, or what kept it from coming.
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { Call, Trouble } from './connector.ts';
import { failNoReply, type Reply } from './no-reply.ts';

/** What a reply is an answer to. `list`: the one it was about, if any. `hidden`: what of the request must not be quoted back. */
export type Asked = { readonly url: string; readonly list: string | null; readonly hidden: readonly string[] };

/** How a dialect names the failure that a reply stands for. */
export type ReadFailure = (reply: Reply, asked: Asked) => VendorFailure;

export type Answer =
  /** Any status but 401. `unreadable`: the failure this reply stands for. */
  | { readonly kind: 'answered'; readonly reply: Reply; readonly unreadable: () => Extract<Trouble, { readonly kind: 'failed' }> }
  | Trouble;

export const ask = async (call: Call, request: HttpRequest, readFailure: ReadFailure, about: Partial<Pick<Asked, 'list' | 'hidden'>> = {}): Promise<Answer> => {
  const { list = null, hidden = [call.token()] } = about;
  const reply = await call.http.send(request);
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
  if (reply.status === 401) return { kind: 'token-ended' };
  return { kind: 'answered', reply, unreadable: () => ({ kind: 'failed', failure: readFailure(reply, { url: request.url, list, hidden }) }) };
};
