// What of a call every request carries: where the destination answers, the token of now, and the signal that ends it.
import type { Call } from './connector.ts';

export type Access = { readonly apiBase: string; readonly token: string; readonly signal: AbortSignal };

export const accessOf = (call: Call): Access => ({ apiBase: call.apiBase, token: call.token(), signal: call.signal });
