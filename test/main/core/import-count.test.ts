// Whatever is in a file, its lines and its rows come out even, or nothing of it is stored.
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows } from '../../../src-main/core/open-rows.ts';
import { stageFile, type StagedFile, type StageProgress } from '../../../src-main/core/stage-file.ts';
import { openLedger } from '../../../src-main/ledger/open-ledger.ts';
import { openStaging, type Staging } from '../../../src-main/ledger/open-staging.ts';
import { physicalLines } from './physical-lines.ts';
import type { Result } from '../../../src-shared/result.ts';
import { valueOf } from '../../helpers/create-test-core.ts';

let folder = '';
let path = '';
let staging: Staging;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnc-count-'));
  path = join(folder, 'ledger.db');
  valueOf(openLedger(path, { now: () => 0, appVersion: '0', randomBytes })).close();
  staging = openStaging(path);
});
afterAll(() => {
  staging.close();
  rmSync(folder, { recursive: true, force: true });
});

const stage = async (content: string | Uint8Array, report: (progress: StageProgress) => void = () => {}): Promise<Result<StagedFile, { readonly type: string }>> => {
  const file = join(folder, 'list.csv');
  writeFileSync(file, content);
  return stageFile(staging, taskOf(file), () => openRows(taskOf(file)), (progress) => {
    report(progress);
    return true;
  });
};
const taskOf = (file: string) => ({ path: file, name: basename(file), asked: { phoneColumns: [0], region: 'US' }, at: 0, log: 'dncdesk.test/ledger/0123456789abcdef', seed: Buffer.alloc(32, 1) });
const count = (table: string): number => {
  const db = new Sqlite(path, { readonly: true });
  const n = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  db.close();
  return n;
};
/** Staging writes with the ledger's own checks off: here they are made afterwards. */
const faults = (): unknown[] => {
  const db = new Sqlite(path, { readonly: true });
  const found = [...db.pragma('foreign_key_check') as unknown[], ...(db.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check).filter((word) => word !== 'ok')];
  db.close();
  return found;
};
const rowsBySql = (importId: number) => {
  const db = new Sqlite(path, { readonly: true });
  const counts = db.prepare<[number], Record<string, number>>(
    'SELECT total(h) AS header, total(i) AS ignored, total(b) AS blank, total(a) AS accepted, total(d) AS duplicate, total(q) AS quarantined FROM import_block WHERE import_id = ?').get(importId);
  const letters = db.prepare<[number], string>("SELECT coalesce(group_concat(outcomes, ''), '') FROM import_block WHERE import_id = ?").pluck().get(importId) ?? '';
  db.close();
  for (const [outcome, n] of Object.entries(counts ?? {})) expect(letters.split('').filter((letter) => letter === outcome.charAt(0))).toHaveLength(n);
  return counts;
};

const phoneCell = fc.oneof(
  fc.nat(99).map((n) => `20255501${String(n).padStart(2, '0')}`), fc.constantFrom('', ' ', '5550123', '0000000000', '1.20256E+10', '2025550101;2025550102', '+442079460958', 'DNC 2025550198', 'x', '2025550101 x12'));
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const noteCell = fc.oneof(fc.string(), fc.stringMatching(/^[a-z" \n\r,;]{0,12}$/)).map(quoted);
const line = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(phoneCell, fc.array(noteCell, { maxLength: 3 })).map(([phone, notes]) => [quoted(phone), ...notes].join(',')) },
  { weight: 2, arbitrary: fc.constantFrom('', ',', ' , ', 'Grand Totals', 'Confidential', 'phone,code', 'Copyright 2026,,') },
  { weight: 1, arbitrary: fc.string() });
const file = fc.tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean()).map(([lines, end, last]) => lines.join(end) + (last ? end : ''));

describe('the count of a staged file', () => {
  it('is the physical lines of its bytes, each in one class, and the same as in the ledger; a refused file leaves nothing', async () => {
    let whole = 0;
    await fc.assert(fc.asyncProperty(file, async (content) => {
      const before = [count('import'), count('import_block'), count('entry')];
      const staged = await stage(content);
      if (!staged.ok) {
        expect(['FileEmpty', 'StrayQuote', 'FileNotTabular', 'LayoutMismatch']).toContain(staged.failure.type);
        expect([count('import'), count('import_block'), count('entry')]).toEqual(before);
        return;
      }
      whole += 1;
      const { importId, count: counted } = staged.value;
      const { lines, header, ignored, blank, accepted, duplicate, quarantined } = counted;
      const held = Object.values(quarantined).reduce((sum, n) => sum + n, 0);
      expect(header + ignored + blank + accepted + duplicate + held).toBe(lines);
      expect(lines).toBe(physicalLines(content));
      expect(faults()).toEqual([]);
      const stored = rowsBySql(importId);
      expect({ header, ignored, blank, accepted, duplicate, quarantined: held }).toEqual(stored);
      // Dropped again, the ledger is as before: every row was of this import.
      while (!staging.chunk(() => staging.dropSome(importId)));
      expect([count('import'), count('import_block'), count('entry')]).toEqual(before);
    }), { numRuns: 150 });
    expect(whole).toBeGreaterThan(30);
  });

  it('of a file with a stray quote is never told: the line is named and nothing stays', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `20255501${String(i % 100).padStart(2, '0')},note ${i},TX`);
    lines[3210] = '2025550110,"note,TX';
    const staged = await stage(`phone,note,code\n${lines.join('\n')}\n`);
    expect(staged).toEqual({ ok: false, failure: { type: 'StrayQuote', name: 'list.csv', line: 3212 } });
    expect([count('import'), count('import_block'), count('entry')]).toEqual([0, 0, 0]);
  });

  it('of an import that another process has dropped meanwhile is ImportBusy, and nothing of it comes back', async () => {
    const other = openStaging(path);
    const lines = Array.from({ length: 20_000 }, (_, i) => `20255501${String(i % 100).padStart(2, '0')}`);
    const staged = await stage(lines.join('\n'), () => {
      for (const id of other.abandoned()) while (!other.chunk(() => other.dropSome(id)));
    });
    other.close();
    expect(staged).toEqual({ ok: false, failure: { type: 'ImportBusy' } });
    expect([count('import'), count('import_block'), count('entry')]).toEqual([0, 0, 0]);
  });
});

describe('a file that is called off', () => {
  it('is not counted as staged, and the next import drops what it had staged', async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `20255501${String(i % 100).padStart(2, '0')}\n`).join('');
    const file = join(folder, 'long.csv');
    writeFileSync(file, rows);
    let reports = 0;
    expect(await stageFile(staging, taskOf(file), () => openRows(taskOf(file)), () => { reports += 1; return false; })).toMatchObject({ ok: false });
    expect(reports).toBe(1);
    const [left] = staging.abandoned();
    expect(left).toBeTypeOf('number');
    expect(await stage('2025550123\n')).toMatchObject({ ok: true, value: { count: { accepted: 1 } } });
    expect(staging.abandoned()).not.toContain(left);
  });
});
