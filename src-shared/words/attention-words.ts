// Why a destination is in ATTENTION and what to do about it, one sentence each.
import type { DestinationView } from '../contract/destinations.ts';

export const attentionWords: Readonly<Record<NonNullable<DestinationView['attention']>, string>> = {
  interrupted: 'A run was interrupted before everything was sent. Resume it on the Push screen.',
  'dead-letters': 'The vendor refused some numbers. Retry, correct or discard them on the Push screen.',
  differences: 'The list read back is not what was pushed. Look at the differences on the Verify screen.',
  'read-back-failed': 'The list could not be read back, so nothing is verified. Try again on the Verify screen.',
  'not-verified': 'Something was pushed since the last reading back. Read the list back on the Verify screen.',
};
