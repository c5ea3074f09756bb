// Randomness as a port: identifiers, salts and jitter.
import { randomBytes, randomUUID } from 'node:crypto';

export interface Ids {
  /** UUID v4, for idempotency keys and correlation ids. */
  readonly uuid: () => string;
  readonly bytes: (count: number) => Buffer;
  /** 0 ≤ x < 1, for jitter and samples; never for secrets. */
  readonly random: () => number;
}

export const createSystemIds = (): Ids => ({ uuid: () => randomUUID(), bytes: (count) => randomBytes(count), random: () => Math.random() });
