// Every log has a name of its own, never used again: it is the key's name in signatures and stands in every leaf.

/** A new origin, `dncdesk.local/ledger/<16 hex>`: no spaces and no plus sign, as C2SP signed-note asks of a key name. */
export const createOrigin = (randomBytes: (count: number) => Uint8Array): string =>
  `dncdesk.local/ledger/${Buffer.from(randomBytes(8)).toString('hex')}`;

export const isOrigin = (text: string): boolean => /^[a-z0-9.-]{1,100}\/ledger\/[0-9a-f]{16}$/.test(text);

/** The last part of an origin, short enough for file names. */
export const originTail = (origin: string): string => origin.slice(origin.lastIndexOf('/') + 1);
