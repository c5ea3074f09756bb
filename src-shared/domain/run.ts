// The states a run and its batches pass through; the ledger's CHECK constraints repeat these words.

/** cutting: batches are being cut; running: requests leave; stopped: by a person or by trouble; cooling: all answered, waiting; verifying: reading back; ended. */
export const runStates = ['cutting', 'running', 'stopped', 'cooling', 'verifying', 'ended'] as const;
export type RunState = (typeof runStates)[number];

/**
 * waiting → sending → answered | refused | unknown; an unknown one becomes verified, or superseded by a new batch for what is not there,
 * or unverifiable where nobody can read the list.
 */
export const batchStates = ['waiting', 'sending', 'answered', 'refused', 'unknown', 'verified', 'unverifiable', 'superseded'] as const;
export type BatchState = (typeof batchStates)[number];

export const numberResults = ['waiting', 'accepted', 'duplicate', 'refused', 'unknown', 'superseded'] as const;
export type NumberResult = (typeof numberResults)[number];
