// The regulation codes that rows of known formats carry, and what each means for certain; the code map offers it and a person confirms it.
import type { DncType } from '../dnc.ts';

export const knownCodes = {
  usRegistry: 'US-FTC', caRegistry: 'CA-LNNTE', ukTps: 'GB-TPS', ukCtps: 'GB-CTPS', dncComProject: 'DNC.COM-P', dncComOther: 'DNC.COM-D',
} as const;

/** By the code in capitals. `DNC.COM-D` is left to the person: a litigator, an industry list, a list of one's own choice. */
export const knownCodeMeanings: ReadonlyMap<string, { readonly dncType: DncType; readonly reason: string }> = new Map([
  [knownCodes.usRegistry, { dncType: 'FEDERAL', reason: 'National Do Not Call Registry' }],
  [knownCodes.caRegistry, { dncType: 'FEDERAL', reason: 'National Do Not Call List of Canada' }],
  [knownCodes.ukTps, { dncType: 'FEDERAL', reason: 'Telephone Preference Service' }],
  [knownCodes.ukCtps, { dncType: 'FEDERAL', reason: 'Corporate Telephone Preference Service' }],
  [knownCodes.dncComProject, { dncType: 'CORPORATE', reason: 'Company’s own do-not-call list' }],
]);
