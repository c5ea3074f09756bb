// What the known formats and the two ways of importing a list are called, and what each means, in words for the window and the command line.
import type { ImportMode } from '../contract/layouts.ts';
import type { KnownLayoutId } from '../domain/known-layouts/ids.ts';

/** `label`: as the format itself says it. `means`: what is done with its rows. */
export const knownLayoutWords: Readonly<Record<KnownLayoutId, { readonly label: string; readonly means: string }>> = {
  'us-registry': { label: 'US National Registry, full list', means: 'Each line is an area code and seven digits; both make one number.' },
  'us-registry-xml': { label: 'US National Registry, full list as XML', means: 'Each number stands under its area code; both make one number.' },
  'us-changes': { label: 'US National Registry, change list', means: 'Lines with A are numbers to block. Lines with D are set aside: a block that stands stays until you release it.' },
  'ca-registry': { label: 'Canada’s National List (LNNTE)', means: 'Each line is an area code and seven digits; both make one number.' },
  'ca-registry-xml': { label: 'Canada’s National List (LNNTE) as XML', means: 'Each number stands under its area code; both make one number.' },
  'uk-tps': { label: 'UK Telephone Preference Service (TPS, CTPS)', means: 'Each line is one number of twelve characters.' },
  'dnc-com': { label: 'DNC.com scrub results', means: 'Only rows whose result asks not to be called are blocked. Clear rows are set aside; rows that were not screened are held.' },
  'genesys-dnc': { label: 'Genesys Cloud do-not-call list', means: 'Every phone column counts, and each block ends on its expiration date.' },
  'cxone-dnc': { label: 'NICE CXone do-not-call list', means: 'Each row is a number, and its block ends on its expire date.' },
  'livevox-dnc': { label: 'LiveVox do-not-call list', means: 'Each row is a number; its days to expiry count from today.' },
  'crm-flag': { label: 'Salesforce export with a DoNotCall column', means: 'Only rows whose do-not-call column says yes are blocked; the others are set aside.' },
};

export const importModeWords: Readonly<Record<ImportMode, { readonly label: string; readonly means: string }>> = {
  additions: { label: 'Additions only', means: 'A file adds numbers; what it lacks stays blocked.' },
  full: { label: 'Full list', means: 'A file is the whole list: what is gone from it is proposed for release, and never released by itself.' },
};
