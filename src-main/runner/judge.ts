// Tells a failure that may pass by waiting from one that only a person can mend.
import type { Failure } from '../../src-shared/failures.ts';

/** Whether it speaks against the far side's health: no answer, a server's error, or something that is no answer of theirs. */
export const isOutage = (failure: Failure): boolean => passes(failure) && failure.type !== 'VendorBusy';

export const passes = (failure: Failure): boolean => {
  if (failure.type === 'VendorRefused') return failure.status >= 500 || failure.status === 408;
  return failure.type === 'VendorUnreachable' || failure.type === 'VendorNoAnswer' || failure.type === 'VendorBusy' || failure.type === 'VendorAnswerUnreadable';
};
