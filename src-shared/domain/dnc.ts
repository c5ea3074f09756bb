// The words of the field that many rooms share: DNC types, dialects, destination states.

export const dncTypes = ['FEDERAL', 'STATE', 'CORPORATE', 'PERSONAL'] as const;
export type DncType = (typeof dncTypes)[number];

/** Those that speak a vendor's public API; the other dialects speak what integration guides describe. */
export const liveDialects = ['genesys-dnclists', 'cxone-dnc-groups'] as const;
export const dialects = [
  ...liveDialects,
  'genesys-dnc-entries-bulk',
  'genesys-dnclist-entries',
  'cxone-dnc-entries',
  'genesys-contactlists',
] as const;
export type Dialect = (typeof dialects)[number];

/** DRAFT: nothing pushed yet. COOLING: accepted, waiting for propagation. ACTIVE: read back and found whole. ATTENTION: a person must act. */
const destinationStates = ['DRAFT', 'PUSHING', 'COOLING', 'ACTIVE', 'ATTENTION'] as const;
export type DestinationState = (typeof destinationStates)[number];

/** An E.164 number, "+" and digits; only readPhones and checked boundaries make one. */
export type Phone = string & { readonly __brand: 'Phone' };

/** ISO 3166-2 of a US state, Canadian province ("US-CA", "CA-ON"), or a bare country ("US"). */
export type Jurisdiction = string;
