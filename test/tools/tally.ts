// What a run of tests came to, and the reading of Playwright's report into it.
import { existsSync, readFileSync } from 'node:fs';

export type Skipped = { readonly name: string; readonly why: string };
export type Tally = { readonly passed: number; readonly failed: readonly string[]; readonly skipped: readonly Skipped[] };

export const none: Tally = { passed: 0, failed: [], skipped: [] };

export const addTallies = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, one) => sum + one.passed, 0),
  failed: tallies.flatMap((one) => one.failed),
  skipped: tallies.flatMap((one) => one.skipped),
});

/** The report's figures. No report, none that can be read, one without tests, or a step that failed although no test of it did: all are failures. */
export const tallyOf = (title: string, path: string, passed: boolean, read: (text: string) => Tally): Tally => {
  const failed = (what: string): Tally => ({ ...none, failed: [`${title} ${what}`] });
  if (!existsSync(path)) return failed('left no report');
  const tally = tryTo(read, readFileSync(path, 'utf8'));
  if (tally === null) return failed('left a report that cannot be read');
  if (tally.failed.length > 0) return tally;
  if (!passed) return { ...tally, failed: [`${title} failed outside of its tests`] };
  return tally.passed + tally.skipped.length === 0 ? failed('ran no test') : tally;
};

const tryTo = (read: (text: string) => Tally, text: string): Tally | null => {
  try {
    return read(text);
  } catch {
    return null; // killed in the middle of writing
  }
};

export const readTally = (text: string): Tally => JSON.parse(text) as Tally; // our own reporter wrote it

type Annotation = { readonly type: string; readonly description?: string };
type PlaywrightTest = { readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'; readonly annotations: readonly Annotation[] };
type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly { readonly title: string; readonly file: string; readonly tests: readonly PlaywrightTest[] }[];
};
type PlaywrightReport = { readonly suites: readonly PlaywrightSuite[]; readonly errors: readonly { readonly message?: string }[] };

/** Reads Playwright's JSON report. A test that needed a second try counts as failed. */
export const readPlaywright = (text: string): Tally => {
  const report = JSON.parse(text) as PlaywrightReport; // the shape of @playwright/test's JSONReport
  const specsOf = (suite: PlaywrightSuite): PlaywrightSuite['specs'] => [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
  const tests = report.suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ name: `test/e2e/${spec.file} > ${spec.title}`, test })));
  return {
    passed: tests.filter(({ test }) => test.status === 'expected').length,
    failed: [
      ...tests.filter(({ test }) => test.status === 'unexpected' || test.status === 'flaky').map(({ name }) => name),
      ...report.errors.map((error) => `outside of any test: ${error.message?.split('\n')[0] ?? ''}`),
    ],
    skipped: tests.filter(({ test }) => test.status === 'skipped').map(({ name, test }) => ({
      name, why: test.annotations.find((note) => note.type === 'skip' || note.type === 'fixme')?.description ?? '',
    })),
  };
};
