// The first rows of a source by starting its rows and stopping early.
import type { FileFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { RawRow, Rows } from './source-types.ts';

/** At most `count` rows; a failure before them is the answer. */
export const takeHead = async (reading: Rows, count: number): Promise<Result<readonly RawRow[], FileFailure>> => {
  const first: RawRow[] = [];
  while (first.length < count) {
    const step = await reading.next();
    if (step.done === true) {
      if (!step.value.ok) return step.value;
      break;
    }
    for (const row of step.value) first.push(row);
  }
  await reading.return(ok({ lines: 0 }));
  return ok(first.slice(0, count));
};
