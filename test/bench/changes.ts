// How long a list's next version takes, compared with the one before, and taking each of them back: in a process of its own, as the product is built.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBench } from './build-bench.ts';
import type { ChangeStep } from './changes-way.ts';

export const benchChanges = async (rows: number, say: (word: string) => void): Promise<{ readonly lines: readonly string[]; readonly figures: unknown }> => {
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-bench-'));
  try {
    const built = await buildBench('changes-way');
    say(`a list of ${rows.toLocaleString('en')} rows and its next version …`);
    const figures = JSON.parse(execFileSync(process.execPath, [join(built, 'changes-way.js'), String(rows), home], { encoding: 'utf8', env: { ...process.env, TMPDIR: home } })) as
      { readonly steps: readonly ChangeStep[]; readonly megabytes: number; readonly defects: readonly string[] };
    const lines = [
      `changes of a list of ${rows.toLocaleString('en')} rows: 2 in 100 gone, 2 under another code, 2 new; ${cpus().length} cores, Node ${process.version}`, '',
      `${''.padEnd(58)}${['time', 'loop p99', 'longest', 'writer p99', 'longest', 'hints'].map((word) => word.padStart(11)).join('')}`,
      ...figures.steps.map(({ what, ms, delayP99, delayMax, lockP99, lockMax, hintsPerSecond }) =>
        `${what.padEnd(58)}${[`${(ms / 1000).toFixed(2)} s`, millis(delayP99), millis(delayMax), millis(lockP99), millis(lockMax), `${hintsPerSecond.toFixed(0)} /s`].map((word) => word.padStart(11)).join('')}`),
      ...figures.steps.map(({ what, found }) => `${what}: ${JSON.stringify(found)}`),
      `peak memory ${figures.megabytes.toFixed(0)} MB`, ...figures.defects,
    ];
    return { lines, figures };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const millis = (ms: number): string => `${ms.toFixed(1)} ms`;
