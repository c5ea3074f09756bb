// The order in which vitest takes the test files: those that take long first, so that no worker is alone with one of them at the end.
import { BaseSequencer, type TestSequencer, type Vitest } from 'vitest/node';

/** Seconds each, however short the file is; vitest knows how long files took only where they ran before, and goes by their size elsewhere. */
const long = [
  'differential/differential', 'main/runner/fault-table', 'main/runner/faults-on-push', 'hosts/log-out', 'hosts/real-desk', 'main/runner/release', 'main/runner/read-back', 'main/runner/unknown-and-refused',
  'main/runner/kill', 'hosts/demo', 'main/core/list-versions', 'main/core/import-refused', 'main/core/watch-folder', 'main/core/sealed-rows', 'main/core/import', 'main/core/import-layouts', 'main/core/saved-layouts',
  'main/runner/stop-and-resume', 'main/runner/other-guides', 'main/runner/dry-run', 'shared/phone-properties',
];

// vitest calls it with `new`: a function that returns its record serves as well as a class.
export function createLongFirst(vitest: Vitest): TestSequencer {
  const base = new BaseSequencer(vitest);
  const rank = (path: string): number => {
    const at = long.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
    return at === -1 ? long.length : at;
  };
  return {
    shard: (files) => base.shard(files),
    sort: async (files) => (await base.sort(files)).toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId)),
  };
}
