// The checkpoint a receiver kept is continued by proof or refused by name, before anything is sealed.
import type { CheckpointUnfit } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import { readCheckpoint } from '../sealed-log/checkpoint.ts';
import { verifyByHistory } from '../sealed-log/key-history.ts';

export type Kept = { readonly note: string; readonly size: number; readonly root: Buffer };

/** `text` is a checkpoint.txt as somebody kept it; mail programs may have changed its line ends. */
export const readKept = (ledger: Ledger, text: string): Result<Kept, CheckpointUnfit> => {
  const unfit = (why: string): Result<never, CheckpointUnfit> => fail({ type: 'CheckpointUnfit', why });
  const note = text.replaceAll('\r\n', '\n');
  const read = readCheckpoint(note);
  if (!read.ok) return unfit(read.failure.why);
  const { origin, size, root } = read.value;
  if (origin !== ledger.log.origin()) return unfit('it belongs to another log');
  if (size > ledger.log.size()) return unfit(`it counts ${size} leaves and this log has ${ledger.log.size()}: this ledger is an older copy, or was cut`);
  const signed = verifyByHistory(note, size, ledger.keys.history());
  if (!signed.ok) return unfit(signed.failure.why);
  return root.equals(ledger.log.rootAt(size)) ? ok({ note, size, root }) : unfit(`at ${size} leaves this log had another root: its history was rewritten`);
};
