// The speed of the sealed log, each step in a process of its own: appending, exporting and checking as many leaves as rows were asked for, the check beside sha256sum of the same bytes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { buildBench } from './build-bench.ts';

type Appended = { readonly leaves: number; readonly median: number; readonly p99: number; readonly bareMedian: number };
type Exported = { readonly ms: number; readonly before: number; readonly megabytes: number; readonly delayMax: number; readonly delayP99: number; readonly leaves: number; readonly bytes: number; readonly path: string };
type Checked = { readonly ms: number; readonly megabytes: number; readonly verdict: string; readonly leaves: number };

/** What the product promises: milliseconds a leaf, times of sha256sum, megabytes. */
const wanted = { appendMs: 0.5, checkToSum: 3, checkMegabytes: 300, exportMegabytes: 300 };

export const benchLog = async (leaves: number, say: (word: string) => void): Promise<{ readonly lines: readonly string[]; readonly figures: unknown }> => {
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-bench-'));
  try {
    const way = join(await buildBench('log-way'), 'log-way.js');
    const run = (step: string, place: string, count: number): unknown =>
      JSON.parse(execFileSync(process.execPath, [way, step, place, String(count)], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
    const hasReport = existsSync(join(root, 'build/out/pages/report.html'));
    say(`making a log of ${leaves.toLocaleString('en')} leaves …`);
    run('make', home, leaves);
    say('appending …');
    const appended = run('append', home, 2000) as Appended;
    say('exporting …');
    const exported = run('export', home, 0) as Exported;
    const sums: number[] = [];
    const checks: Checked[] = [];
    for (let round = 1; round <= 3; round += 1) {
      say(`checking, round ${round} of 3 …`);
      sums.push(sha256sum(exported.path));
      checks.push(run('check', exported.path, 0) as Checked);
    }
    const [sumMs, checkMs] = [median(sums), median(checks.map(({ ms }) => ms))];
    const megabytes = Math.max(...checks.map((each) => each.megabytes));
    const held = {
      append: appended.median <= wanted.appendMs, check: checkMs <= wanted.checkToSum * sumMs, memory: megabytes < wanted.checkMegabytes, exportMemory: exported.megabytes < wanted.exportMegabytes,
      valid: checks.every(({ verdict, leaves: found }) => verdict === 'valid' && found === exported.leaves),
    };
    const figures = { leaves: exported.leaves, bytes: exported.bytes, appended, exported: { ...exported, path: undefined }, check: { sumMs, checkMs, checkToSum: checkMs / sumMs, megabytes }, held };
    return {
      figures,
      lines: [
        `${exported.leaves.toLocaleString('en')} leaves, ${Math.round(exported.bytes / 1e6)} MB as a redacted bundle${hasReport ? '' : ' WITHOUT its report.html, which npm run build makes'}`,
        `append   ${appended.median.toFixed(2)} ms a leaf with root, signature and durable commit (99th of 100: ${appended.p99.toFixed(2)} ms); a bare commit of one row ${appended.bareMedian.toFixed(2)} ms   ${verdict(held.append)} (at most ${wanted.appendMs} ms)`,
        `export   ${(exported.ms / 1000).toFixed(1)} s, others waited ${Math.round(exported.delayMax)} ms at most, ${Math.round(exported.delayP99)} ms in 99 of 100`,
        `         ${Math.round(exported.megabytes)} MB at most, ${Math.round(exported.before)} MB of it before   ${verdict(held.exportMemory)} (under ${wanted.exportMegabytes})`,
        `check    ${(checkMs / 1000).toFixed(2)} s, sha256sum ${(sumMs / 1000).toFixed(2)} s: ${(checkMs / sumMs).toFixed(2)} times   ${verdict(held.check)} (at most ${wanted.checkToSum})`,
        `         ${Math.round(megabytes)} MB at most   ${verdict(held.memory)} (under ${wanted.checkMegabytes}); ${held.valid ? 'valid every time' : 'NOT VALID'}`,
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const root = join(import.meta.dirname, '../..');

const verdict = (held: boolean): string => (held ? 'held' : 'NOT HELD');

const sha256sum = (path: string): number => {
  const startedAt = performance.now();
  execFileSync('sha256sum', [path]);
  return performance.now() - startedAt;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
