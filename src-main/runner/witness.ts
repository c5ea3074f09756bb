// Watches one call: what the vendor's last answer was, byte for byte by its sum, for the log's opening.
import { createHash } from 'node:crypto';
import type { Call } from '../vendors/connector.ts';
import { readReceipt } from '../vendors/receipt.ts';

/** `sha256` (hex) is of the body as it came, in UTF-8; `date` is the vendor's own clock; `millis` its time to answer, `receipt` its own id of the request. All null while nothing was answered. */
export type Witnessed = { readonly status: number | null; readonly sha256: string | null; readonly date: string | null; readonly millis: number | null; readonly receipt: string | null };

export const nothingHeard: Witnessed = { status: null, sha256: null, date: null, millis: null, receipt: null };

export const witness = (call: Call): { readonly call: Call; readonly heard: () => Witnessed } => {
  let heard = nothingHeard;
  const http: Call['http'] = {
    ...call.http,
    send: async (request) => {
      const reply = await call.http.send(request);
      if (reply.kind === 'reply') {
        heard = { status: reply.status, sha256: createHash('sha256').update(reply.body, 'utf8').digest('hex'), date: reply.headers['date'] ?? null, millis: reply.millis, receipt: readReceipt(reply.headers) };
      }
      return reply;
    },
  };
  return { call: { ...call, http }, heard: () => heard };
};
