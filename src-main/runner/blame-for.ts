// What a batch was refused for as a whole: some of its numbers, what all of them share, or the destination itself.
import type { PushOutcome } from '../vendors/connector.ts';

/**
 * numbers: one bad number may have spoilt the request, and halves find it. batch: its date fits none of them.
 * destination: no batch would fare better until a person has mended something (a full list, a missing permission).
 */
export const blameFor = ({ code, failure }: Extract<PushOutcome, { kind: 'refused' }>): 'numbers' | 'batch' | 'destination' => {
  if (failure.type !== 'VendorRefused' || (failure.status !== 400 && failure.status !== 422)) return 'destination';
  // Genesys Cloud: dnc.records.per.list.limit.exceeded, dnc.phone.numbers.per.organization.limit.exceeded. Halving would ask for every number by itself.
  if (code.endsWith('.limit.exceeded')) return 'destination';
  // A key that stands for another payload is a defect of ours, or of something between; no number is to blame.
  if (code.startsWith('idempotency.')) return 'destination';
  return code === 'invalid.date' ? 'batch' : 'numbers';
};
