// The fast way to read a number gives libphonenumber's verdicts, but for the named rules, in two million made and mutated cells.
import { describe, expect, it } from 'vitest';
import { compareReadings } from './compare.ts';
import { createInputs } from './make-inputs.ts';

describe('two million cells', () => {
  it.each([1, 2, 3, 4])('get the verdict of libphonenumber or one that a rule of ours explains (seed %i, 500,000 of them)', (seed) => {
    const make = createInputs(seed);
    const unexplained: string[] = [];
    let same = 0;
    for (let i = 0; i < 500_000; i += 1) {
      const text = make();
      const rule = compareReadings(text);
      if (rule === null) unexplained.push(text);
      else if (rule === 'same') same += 1;
    }
    expect(unexplained).toEqual([]);
    expect(same).toBeGreaterThan(350_000);
  }, 300_000);

  it('would not pass with another reader: a rule is named only where the verdicts differ', () => {
    expect(compareReadings('2025550198')).toBe('same');
    expect(compareReadings('3572345678')).toMatch(/^trap 1/);
    expect(compareReadings('2025550198;2025550199')).toMatch(/^trap 2/);
    expect(compareReadings('DNC 2025550198')).toMatch(/^trap 9/);
  });
});
