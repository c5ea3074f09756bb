// Where fixed-width lines are proposed to be cut.
import { expect, test } from 'vitest';
import { cutsAt, endOfLine, guessCuts } from '../../src-shared/domain/guess-cuts.ts';

const startsOf = (lines: readonly string[]): readonly number[] => guessCuts(lines).map(({ start }) => start);

test('columns begin where text begins behind blanks in the lines', () => {
  expect(startsOf(['2025550101  Smith   TX', '2025550102  O Neill CA', '2025550103  Li      NY'])).toEqual([0, 12, 20]);
});

test('digits that meet letters at one place in every line part two columns', () => {
  expect(startsOf(['2025550101TX20260102', '2025550102CA20260103'])).toEqual([0, 10, 12]);
});

test('the last column goes to the end of the line, however long', () => {
  expect(guessCuts(['2025550101TX', '2025550102CA']).at(-1)).toEqual({ start: 10, length: endOfLine - 10 });
});

test('one column, one line or free text propose nothing', () => {
  for (const lines of [[], ['2025550101'], ['2025550101', '2025550102'], ['2025550101 TX'], ['call Jane today', 'and Joe never again', 'yes']]) expect(startsOf(lines), lines.join('/')).toEqual([]);
});

test('places in any order and twice come to columns that meet', () => {
  expect(cutsAt([10, 0, 12, 10])).toEqual([{ start: 0, length: 10 }, { start: 10, length: 2 }, { start: 12, length: endOfLine - 12 }]);
});
