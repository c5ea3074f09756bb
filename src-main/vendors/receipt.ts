// The vendor's own id of a request, by which its support finds it again: kept with every answer, and named by every failure that an answer stood for.
// Genesys answers with ININ-Correlation-Id; for the others no document names a header, and gateways commonly use one of these.
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { Http } from '../ports/http.ts';

const names = ['inin-correlation-id', 'x-correlation-id', 'x-request-id', 'request-id'] as const;

/** Null where the answer names none, or something that is no UUID: a vendor that repeats what it was sent must not get a secret written down. */
export const readReceipt = (headers: Readonly<Record<string, string>>): string | null => {
  const receipt = names.map((name) => headers[name]).find((value) => value !== undefined)?.trim() ?? '';
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(receipt) ? receipt : null;
};

/** The same wire; `receipt` is that of the newest answer, null while there is none. */
export const watchReceipt = (http: Http): { readonly http: Http; readonly receipt: () => string | null } => {
  let receipt: string | null = null;
  return {
    receipt: () => receipt,
    http: {
      send: async (request) => {
        const reply = await http.send(request);
        receipt = reply.kind === 'reply' ? readReceipt(reply.headers) : null;
        return reply;
      },
      stream: async (request) => {
        const reply = await http.stream(request);
        receipt = reply.kind === 'stream' ? readReceipt(reply.headers) : null;
        return reply;
      },
    },
  };
};

/** What a failure says for the vendor's support; one that a vendor's secret or token could stand in says nothing. */
export const withReceipt = (failure: VendorFailure, receipt: string | null, hidden: readonly string[]): VendorFailure =>
  (receipt === null || hidden.some((secret) => secret !== '' && receipt.includes(secret)) ? failure : { ...failure, receipt });
