// A file with any one byte changed reads as before or fails by name: nothing is read as something else unnoticed.
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { cellsOf, failureOf, type createIntakeFiles } from './intake-files.ts';

export const expectSameOrFailure = async (files: ReturnType<typeof createIntakeFiles>, full: Buffer, named: RegExp, numRuns: number): Promise<void> => {
  const sound = cellsOf(await files.read(full));
  await fc.assert(fc.asyncProperty(fc.nat(full.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
    const bytes = Buffer.from(full);
    bytes[at] = (bytes[at] ?? 0) ^ change;
    const read = await files.read(bytes);
    if (failureOf(read) === null) expect(cellsOf(read)).toEqual(sound);
    else expect(failureOf(read)?.type).toMatch(named);
  }), { numRuns });
};
