// A bundle whose sums and signatures have held: what the checks of its level may go by.
import type { Report } from './bundle-report.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { PublicKeyForms } from './keys.ts';

export type Opened = {
  readonly names: readonly string[];
  /** The short members. */
  readonly texts: ReadonlyMap<string, Buffer>;
  readonly stream: (name: string) => AsyncIterable<Buffer>;
  readonly now: Checkpoint;
  readonly note: string;
  readonly key: PublicKeyForms;
  /** The text of the asker's own checkpoint. */
  readonly held: string | null;
  readonly report: Report;
};
