// The demo as a newcomer runs it: a process of its own, real sheets, real tenants, and one object that tells whether all of it held.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listUnheld, type DemoReport } from '../../src-main/hosts/cli/demo-report.ts';
import { kindOfRow, layOut } from '../../src-main/core/preview-file.ts';
import { dialects, liveDialects } from '../../src-shared/domain/dnc.ts';
import { readRow } from '../../src-shared/domain/read-row.ts';
import { acceptNotes, listReasons } from '../../src-shared/domain/reject.ts';
import { makeDemoSheets } from '../fixtures/make-demo-sheets.ts';

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url));
const sheets = fileURLToPath(new URL('../fixtures/sheets/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Longer than the practice tenants take to let numbers through, shorter than what a person watches.
const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, TMPDIR: folder, DNC_DESK_HOME: join(folder, 'not-this-one'), DNC_DESK_PRACTICE_COOLDOWN_MS: '2000' };

const count = z.int().min(0);
const reportSchema = z.strictObject({
  imports: z.array(z.strictObject({
    file: z.string(), lines: count, header: count, ignored: count, blank: count, accepted: count, duplicate: count,
    quarantined: z.partialRecord(z.enum(listReasons), z.int().min(1)),
  })).length(2),
  destinations: z.array(z.strictObject({
    name: z.string(), dialect: z.enum(dialects), pushed: z.int().min(1), accepted: count, duplicate: count, refused: count,
    deadLetters: z.literal(0), missing: z.literal(0), extra: z.literal(0), state: z.literal('ACTIVE'),
  })).length(2),
  log: z.strictObject({ leaves: z.int().min(10), checkpoint: z.base64(), bundle: z.string().endsWith('.zip'), check: z.literal('valid') }),
});

describe('the demo', () => {
  const home = join(folder, 'kept');
  const demo = (...words: readonly string[]) => spawnSync(process.execPath, [main, 'demo', ...words], { env, encoding: 'utf8', timeout: 60_000 });

  it('does the whole job and says so in one object, whose sums close', { timeout: 60_000 }, () => {
    const ran = demo('--json', '--home', home);
    expect([ran.status, ran.stderr.match(/NOT HELD.*/g)]).toEqual([0, null]);
    const lines = ran.stdout.trimEnd().split('\n');
    const report = reportSchema.parse(JSON.parse(lines.at(-1) ?? ''));
    expect(lines).toHaveLength(1);

    let rows = 0;
    for (const { lines: all, header, ignored, blank, accepted, duplicate, quarantined } of report.imports) {
      const held = Object.values(quarantined).reduce((sum, each) => sum + each, 0);
      expect(header + ignored + blank + accepted + duplicate + held).toBe(all);
      rows += accepted + duplicate + held;
    }
    expect(rows).toBeGreaterThanOrEqual(5000);
    expect(report.imports.map(({ file }) => extname(file))).toEqual(['.csv', '.xlsx']);
    expect([...new Set(report.imports.flatMap(({ quarantined }) => Object.keys(quarantined)))].sort()).toEqual([...listReasons].sort());
    for (const { pushed, accepted, duplicate, refused } of report.destinations) expect(accepted + duplicate + refused).toBe(pushed);
    expect(report.destinations.map(({ dialect }) => dialect).sort()).toEqual([...liveDialects].sort());
    expect(Object.keys(report)).toEqual(['imports', 'destinations', 'log']);
    expect(readFileSync(report.log.bundle).subarray(0, 2).toString()).toBe('PK');

    for (const word of ['1  Import', '5  Dry run', 'cooling down', 'ACTIVE', 'log check, from the file alone: valid']) expect(ran.stderr).toContain(word);
    // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
    expect(ran.stderr).not.toMatch(/\u001b/);
  });

  it('leaves a data folder that the words it prints can open', () => {
    const ran = spawnSync(process.execPath, [main, 'status', '--json', '--home', home], { env: { ...env, DNC_DESK_VAULT_PASSPHRASE: 'only-for-the-demo' }, encoding: 'utf8' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ imports: 2, destinations: [{ state: 'ACTIVE', practice: true }, { state: 'ACTIVE', practice: true }] });
  });

  it('begins with an empty ledger only, and knows its own words', () => {
    const again = demo('--json', '--home', home);
    expect([again.status, JSON.parse(again.stdout)]).toMatchObject([2, { failure: { type: 'InputInvalid' } }]);
    expect(again.stderr).toContain('name another folder');
    expect(demo('--quickly').status).toBe(2);
  });

  it('stops calmly when it is interrupted, keeps the data and says how to look at it', { timeout: 60_000 }, async () => {
    const stopped = join(folder, 'stopped');
    const child = spawn(process.execPath, [main, 'demo', '--home', stopped], { env });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!out.includes('6  Push') && (out + text).includes('6  Push')) child.kill('SIGINT');
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    expect(await new Promise((resolve) => { child.once('close', resolve); })).toBe(130);
    expect(err).toContain('Stopping after the requests that are under way');
    expect(err + out).not.toMatch(/\n\s+at /);
    expect(out).toContain(`DNC_DESK_VAULT_PASSPHRASE=only-for-the-demo npm run cli -- status --home ${stopped}`);
    const status = spawnSync(process.execPath, [main, 'status', '--json', '--home', stopped], { env: { ...env, DNC_DESK_VAULT_PASSPHRASE: 'only-for-the-demo' }, encoding: 'utf8' });
    expect(JSON.parse(status.stdout)).toMatchObject({ imports: 2 });
  });

  it('says where its sheets would be when they are not there', () => {
    const elsewhere = join(folder, 'installed');
    mkdirSync(elsewhere);
    const root = fileURLToPath(new URL('../../', import.meta.url));
    for (const name of ['src-main', 'src-shared', 'package.json']) cpSync(join(root, name), join(elsewhere, name), { recursive: true });
    const packages = join(root, 'node_modules');
    symlinkSync(packages, join(elsewhere, 'node_modules'));
    const ran = spawnSync(process.execPath, [join(elsewhere, 'src-main/hosts/cli/main.ts'), 'demo'], { env, encoding: 'utf8' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('come with the source code');
  });
});

describe('what the demo counts as held', () => {
  const count = { file: 'a.csv', lines: 6001, header: 1, ignored: 0, blank: 0, accepted: 5981, duplicate: 0, quarantined: Object.fromEntries(listReasons.map((reason) => [reason, 1])) };
  const destination = { name: 'One', dialect: 'genesys-dnclists', pushed: 10, accepted: 9, duplicate: 1, refused: 0, deadLetters: 0, missing: 0, extra: 0, state: 'ACTIVE' } as const;
  const sound: DemoReport = { imports: [count], destinations: [destination, destination], log: { leaves: 9, checkpoint: '', bundle: '', check: 'valid' }, signature: true, millis: 0 };
  const withDestination = (change: Partial<DemoReport['destinations'][number]>): DemoReport => ({ ...sound, destinations: [destination, { ...destination, ...change }] });

  it('is everything, with or without an ssh-keygen to ask', () => {
    expect(listReasons).toHaveLength(19);
    expect(listUnheld(sound)).toEqual([]);
    expect(listUnheld({ ...sound, signature: null })).toEqual([]);
  });

  it.each<readonly [string, DemoReport]>([
    ['does not close', { ...sound, imports: [{ ...count, blank: 1 }] }],
    ['only 4,019 rows', { ...sound, imports: [{ ...count, accepted: 4000, lines: 4020 }] }],
    ['no row was held for: words', { ...sound, imports: [{ ...count, accepted: 5982, quarantined: { ...count.quarantined, words: 0 } }] }],
    ['two destinations', { ...sound, destinations: [destination] }],
    ['ATTENTION', withDestination({ state: 'ATTENTION' })],
    ['differences', withDestination({ missing: 1 })],
    ['differences', withDestination({ extra: 1 })],
    ['dead letters', withDestination({ deadLetters: 1 })],
    ['did not answer for every number', withDestination({ accepted: 8 })],
    ['log is not valid', { ...sound, log: { ...sound.log, check: 'invalid' } }],
    ['ssh-keygen', { ...sound, signature: false }],
  ])('is broken, and said: %s', (words, report) => {
    expect(listUnheld(report)).toEqual([expect.stringContaining(words)]);
  });
});

describe('the demo’s sheets', () => {
  it('are what their script makes, byte for byte', () => {
    const made = makeDemoSheets();
    expect(readdirSync(sheets).filter((name) => !name.startsWith('.')).sort()).toEqual(Object.keys(made).sort());
    for (const [name, bytes] of Object.entries(made)) {
      expect(bytes.length).toBeLessThan(400_000);
      expect(Buffer.compare(Buffer.from(bytes), readFileSync(join(sheets, name))), name).toBe(0);
    }
  });

  it('hold fictitious numbers only, over many area codes, with every note and duplicates within and across', async () => {
    const seen = new Map<string, Set<string>>();
    const areaCodes = new Set<string>();
    const notes = new Set<string>();
    const repeated = new Set<string>();
    for (const name of Object.keys(makeDemoSheets())) {
      const laid = await layOut(join(sheets, name), name, {});
      if (!laid.ok) throw new Error(laid.failure.type);
      const { source, layout } = laid.value;
      for await (const batch of source.rows({ sheet: layout.sheet, delimiter: layout.delimiter })) {
        for (const row of batch.filter((each) => kindOfRow(each, layout, false) === 'data')) {
          for (const reading of readRow(row, layout).readings) {
            const phone = reading.verdict === 'accepted' ? reading.phone : reading.suggestion;
            if (phone === null) continue;
            expect(phone).toMatch(/^\+1\d{3}55501\d\d$/);
            areaCodes.add(phone.slice(2, 5));
            if (reading.verdict === 'accepted') for (const note of reading.notes) notes.add(note);
            const files = seen.get(phone) ?? new Set();
            if (files.size > 0) repeated.add(files.has(name) ? 'within' : 'across');
            seen.set(phone, files.add(name));
          }
        }
      }
    }
    expect(areaCodes.size).toBeGreaterThan(300);
    expect([...repeated].sort()).toEqual(['across', 'within']);
    // Two notes belong to numbers of other kinds: codes younger than the sheets, and plans that dial with a zero.
    const others = new Set(['area_code_newer_than_metadata', 'leading_zero_restored']);
    expect([...notes].sort()).toEqual(acceptNotes.filter((note) => !others.has(note)).sort());
  });
});
