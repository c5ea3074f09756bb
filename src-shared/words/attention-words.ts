// Why a destination is in ATTENTION, and what to do about it.
import type { DestinationView } from '../contract/destinations.ts';

type Attention = NonNullable<DestinationView['attention']>;

/** One sentence: what is the matter. */
export const attentionCauses: Readonly<Record<Attention, string>> = {
  interrupted: 'A run was interrupted before everything was sent.',
  'dead-letters': 'The vendor refused some numbers.',
  differences: 'The list read back is not what was pushed.',
  'read-back-failed': 'The list could not be read back, so nothing is verified.',
  'not-verified': 'Something was pushed since the last reading back.',
  'not-attested': 'This vendor’s list cannot be read back, and nobody has answered for it.',
};

/** Two sentences: the cause, and what to do on which screen. */
export const attentionWords: Readonly<Record<Attention, string>> = {
  interrupted: `${attentionCauses.interrupted} Resume it on the Push screen.`,
  'dead-letters': `${attentionCauses['dead-letters']} Retry, correct or discard them on the Push screen.`,
  differences: `${attentionCauses.differences} Look at the differences on the Verify screen.`,
  'read-back-failed': `${attentionCauses['read-back-failed']} Try again on the Verify screen.`,
  'not-attested': `${attentionCauses['not-attested']} Look at it in the vendor’s own pages, then answer for it on the Verify screen.`,
  'not-verified': `${attentionCauses['not-verified']} Read the list back on the Verify screen.`,
};
