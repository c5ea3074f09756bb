// A vitest reporter that keeps what its JSON report leaves out: why a test was skipped, and errors outside of any test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestModule } from 'vitest/node';
import type { Tally } from './tally.ts';

export const unitReportPath = join(import.meta.dirname, '../../build/test-results/unit.json');

const nameOf = (module: TestModule): string => module.relativeModuleId;

// vitest calls it with `new` and takes the default export: a function that returns its record serves both.
export default function createUnitReport(): { readonly onTestRunEnd: OnTestRunEnd } {
  return { onTestRunEnd };
}

type OnTestRunEnd = (modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]) => void;

const onTestRunEnd: OnTestRunEnd = (modules, unhandled) => {
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ name: `${nameOf(module)} > ${test.fullName}`, result: test.result() })));
  const isSkipped = (state: string): boolean => state !== 'passed' && state !== 'failed';
  const tally: Tally = {
    passed: tests.filter(({ result }) => result.state === 'passed').length,
    failed: [
      ...tests.filter(({ result }) => result.state === 'failed').map(({ name }) => name),
      // A file that could not even be read has no tests, and would be missed by counting them.
      ...modules.filter((module) => module.errors().length > 0).map((module) => `${nameOf(module)} (the file itself)`),
      ...unhandled.map((error) => `outside of any test: ${error.message.split('\n')[0] ?? ''}`),
    ],
    skipped: tests.filter(({ result }) => isSkipped(result.state))
      .map(({ name, result }) => ({ name, why: (result.state === 'skipped' ? result.note : undefined) ?? '' })),
  };
  mkdirSync(dirname(unitReportPath), { recursive: true });
  writeFileSync(unitReportPath, `${JSON.stringify(tally, null, 2)}\n`);
};
