// The sum at the end of the tests: nothing that went wrong is missing from it, and nothing is counted twice.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addTallies, none, readPlaywright, readTally, tallyOf } from './tally.ts';

const spec = (title: string, status: string, annotations: readonly object[] = []) => ({ title, file: 'a.spec.ts', tests: [{ status, annotations }] });
const report = (specs: readonly object[], errors: readonly object[] = []): string =>
  JSON.stringify({ suites: [{ specs: specs.slice(0, 1), suites: [{ specs: specs.slice(1) }] }], errors });

describe('Playwright’s report', () => {
  it('is read in every depth, with the reason of each skipped test', () => {
    expect(readPlaywright(report([spec('a', 'expected'), spec('b', 'skipped', [{ type: 'skip', description: 'no display' }]), spec('c', 'unexpected')]))).toEqual({
      passed: 1, failed: ['test/e2e/a.spec.ts > c'], skipped: [{ name: 'test/e2e/a.spec.ts > b', why: 'no display' }],
    });
  });

  it('does not pass off a test that needed a second try, nor an error outside of any test', () => {
    expect(readPlaywright(report([spec('a', 'flaky')], [{ message: 'no tests found\nat …' }])).failed)
      .toEqual(['test/e2e/a.spec.ts > a', 'outside of any test: no tests found']);
  });
});

describe('a tally', () => {
  const read = (text: string | null, passed: boolean) => {
    const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-tally-'));
    try {
      const path = join(folder, 'report.json');
      if (text !== null) writeFileSync(path, text);
      return tallyOf('vitest', path, passed, readTally);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const two = JSON.stringify({ ...none, passed: 2 });

  it('takes the report’s figures', () => { expect(read(two, true)).toEqual({ passed: 2, failed: [], skipped: [] }); });
  it('counts a missing report as a failure, however the step ended', () => { expect(read(null, true).failed).toEqual(['vitest left no report']); });
  it('counts a report cut short as a failure', () => { expect(read(two.slice(0, 9), false).failed).toEqual(['vitest left a report that cannot be read']); });
  it('counts a step that failed although its tests passed', () => { expect(read(two, false).failed).toEqual(['vitest failed outside of its tests']); });
  it('counts an empty report as a failure: no tests at all is no success', () => { expect(read(JSON.stringify(none), true).failed).toEqual(['vitest ran no test']); });

  it('is the sum of its parts', () => {
    const skipped = [{ name: 'x', why: 'y' }];
    expect(addTallies([{ ...none, passed: 1 }, { passed: 2, failed: ['f'], skipped }])).toEqual({ passed: 3, failed: ['f'], skipped });
  });
});
