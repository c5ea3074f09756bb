// An export with openings shows what every leaf committed to and nothing else; what is no bundle, or too new, or too large, is named as that.
import { closeSync, mkdtempSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bundleChecks, checksOf } from '../../../src-main/sealed-log/bundle-report.ts';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { exportBundle } from '../../../src-main/sealed-log/export-bundle.ts';
import { membersOf, reSigned, text, zipOf } from './bundle-forge.ts';
import { createCertificateWorld, logBytes, phones, secrets } from './certificate-world.ts';
import { verdictOf } from './log-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-opened-'));
let files = 0;
const fileOf = (bytes: Uint8Array): string => {
  files += 1;
  const path = join(folder, `${files}.zip`);
  writeFileSync(path, bytes);
  return path;
};
const world = createCertificateWorld({ fillers: 9 });
const good = await logBytes(world.logInput({ earlier: world.earlierAt(7) }));
const members = membersOf(good);
const verdictWith = (name: string, edit: (content: string) => string): Promise<string> => {
  const content = edit(String(members[name]));
  expect(content).not.toBe(String(members[name]));
  return verdictOf(fileOf(reSigned({ ...members, [name]: text(content) }, world.signer)));
};

describe('an export with openings', () => {
  test('is valid, holds the numbers and names, and is the same bytes each time', async () => {
    const result = await checkBundle(fileOf(good), { held: world.checkpointAt(9) });
    expect(result).toMatchObject({ ok: true, value: { verdict: 'valid', level: 'L2', leaves: world.size, subject: null } });
    expect(result.ok && result.value.checks.map(({ what, state }) => [what, state])).toEqual(checksOf('L2', true).map((name) => [bundleChecks[name], 'held']));
    for (const part of [...phones, ...secrets]) expect(good.includes(part)).toBe(true);
    expect(await logBytes(world.logInput({ earlier: world.earlierAt(7) }))).toEqual(good);
  });
  test('what was erased is counted', async () => {
    const erased = await logBytes(world.logInput({ openings: () => world.openings.filter(({ kind }) => kind !== 'subject') }));
    const result = await checkBundle(fileOf(erased));
    expect(result).toMatchObject({ ok: true, value: { verdict: 'valid' } });
    expect(result.ok && result.value.checks.find(({ what }) => what === bundleChecks.openings)?.detail).toContain('11 not here');
  });
  test.each<readonly [string, string, (content: string) => string, keyof typeof bundleChecks]>([
    ['another number in an opening', 'openings.ndjson', (all) => all.replace('"phone":"+12025550110"', '"phone":"+12025550119"'), 'openings'],
    ['an opening of a leaf that is not there', 'openings.ndjson', (all) => all.replace(/"seq":\d+\}\n$/, '"seq":999}\n'), 'openings'],
    ['an opening twice', 'openings.ndjson', (all) => all.replace(/^[^\n]*\n/, '$&$&'), 'openings'],
    ['openings in another order', 'openings.ndjson', (all) => all.split('\n').slice(0, -1).toReversed().map((line) => `${line}\n`).join(''), 'openings'],
    ['an opening that is not canonical', 'openings.ndjson', (all) => all.replace(',', ', '), 'openings'],
    ['an opening of another log', 'openings.ndjson', (all) => all.replace('a1"', 'a2"'), 'openings'],
    ['an opening whose line does not end', 'openings.ndjson', (all) => all.slice(0, -1), 'openings'],
    ['a changed row', 'rows/3.ndjson', (all) => all.replace('2025550110', '2025550119'), 'rows'],
    ['a row left out', 'rows/3.ndjson', (all) => all.replace(/^[^\n]*\n/, ''), 'rows'],
    ['the last row left out', 'rows/3.ndjson', (all) => all.replace(/[^\n]*\n$/, ''), 'rows'],
    ['no rows', 'rows/3.ndjson', () => '', 'rows'],
  ])('%s is found', async (_, name, edit, what) => {
    expect(await verdictWith(name, edit)).toBe(bundleChecks[what]);
  });
  test('rows of a leaf that sealed none are found', async () => {
    expect(await verdictOf(fileOf(reSigned({ ...members, 'rows/5.ndjson': members['rows/3.ndjson']! }, world.signer)))).toBe(bundleChecks.rows);
  });
  test('is not written with an opening or a row that is not its leaf\'s', async () => {
    const to = (): never => expect.unreachable();
    const [first, ...rest] = world.openings;
    for (const openings of [[{ ...first!, bytes: first!.bytes.replace('"salt":"', '"salt":"_') }, ...rest], [...rest, first!], [...world.openings, { ...first!, seq: 999 }]]) {
      await expect(exportBundle({ ...world.logInput({ openings: () => openings }), to })).rejects.toThrow('An opening of leaf');
    }
    const { rows = [] } = world.logInput();
    await expect(exportBundle({ ...world.logInput({ rows: [{ seq: 3, openings: () => [...rows[0]!.openings()].slice(1) }] }), to })).rejects.toThrow('not those of leaf 3');
  });
  test('one level does not pass for another', async () => {
    const as = (level: string) => text(String(members['bundle.json']).replace('"L2"', `"${level}"`));
    expect(await verdictOf(fileOf(reSigned({ ...members, 'bundle.json': as('L1') }, world.signer)))).toBe(bundleChecks.closed);
    expect(await verdictOf(fileOf(reSigned({ ...members, 'bundle.json': as('L0') }, world.signer)))).toBe(bundleChecks.complete);
    expect(await verdictOf(fileOf(reSigned({ ...members, 'bundle.json': as('L3') }, world.signer)))).toBe(bundleChecks.version);
  });
});

describe('bad input', () => {
  test('a bundle by a newer version says so, with its version, even where its ZIP is built otherwise', async () => {
    const facts = text(String(members['bundle.json']).replace('"v":1', '"v":7').replace('"app":"0.1.0"', '"app":"9.2.0"'));
    const packed = zipSync({ 'bundle.json': [facts, { level: 0 }], 'leaves.bin': new Uint8Array(5000) });
    for (const bytes of [reSigned({ ...members, 'bundle.json': facts }, world.signer), packed]) {
      const result = await checkBundle(fileOf(bytes));
      expect(result.ok && result.value.verdict).toBe('invalid');
      const wrong = result.ok ? result.value.checks.find(({ state }) => state === 'wrong') : undefined;
      expect(wrong).toMatchObject({ what: bundleChecks.version, detail: expect.stringContaining('newer version of DNC Desk (9.2.0, form 7)') });
    }
  });
  test('a ZIP bomb is not unpacked: packed members are refused by name', async () => {
    const bomb = zipSync({ ...Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, [bytes, { level: 0 as const }]])), 'leaves.ndjson': new Uint8Array(50_000_000) });
    expect(bomb.length).toBeLessThan(200_000);
    const began = performance.now();
    const result = await checkBundle(fileOf(bomb));
    expect(performance.now() - began).toBeLessThan(5000);
    expect(result.ok && result.value.verdict).toBe('invalid');
    expect(result.ok && result.value.checks[0]).toMatchObject({ what: bundleChecks.zip, state: 'wrong' });
  });
  test('a file of 4 GB is named as too large and not read, one just below as broken and not read whole', async () => {
    const path = join(folder, 'large.zip');
    const handle = openSync(path, 'w');
    writeSync(handle, good);
    closeSync(handle);
    truncateSync(path, 4 * 1024 ** 3 + 5);
    expect(await checkBundle(path)).toMatchObject({ ok: false, failure: { type: 'FileTooLarge', bytes: 4 * 1024 ** 3 + 5 } });
    truncateSync(path, 4 * 1024 ** 3 - 5);
    const began = performance.now();
    expect(await verdictOf(path)).toBe(bundleChecks.zip);
    expect(performance.now() - began).toBeLessThan(5000);
    truncateSync(path, 0);
  });
  test('a directory that claims more files than there are bytes is broken, not believed', async () => {
    const forged = Buffer.from(good);
    forged.writeUInt16LE(0xfffe, good.length - 14);
    forged.writeUInt16LE(0xfffe, good.length - 12);
    expect(await verdictOf(fileOf(forged))).toBe(bundleChecks.zip);
  });
  test('short files that are far too long are left unread, and the check that needs them says so', async () => {
    expect(await verdictOf(fileOf(reSigned({ ...members, 'keys/history.json': Buffer.alloc(600_000, 'x') }, world.signer)))).toBe(bundleChecks.history);
    expect(await verdictOf(fileOf(zipOf({ ...members, 'bundle.json': Buffer.alloc(600_000, 'x') })))).toBe(bundleChecks.version);
  });
});

test('nothing is written that a reader of bundles would leave unread', async () => {
  const stamps = [{ size: world.size, body: 'x'.repeat(300_000), query: Buffer.of(1), reply: Buffer.of(1) }];
  await expect(exportBundle({ ...world.logInput({ anchors: { stamps, tsaChain: null, cosigned: [], cosigners: [] } }), to: () => expect.unreachable() })).rejects.toThrow('too long');
});

test('a report is a member under the sums, written from what is in the export', async () => {
  const seen = new Map<string, string>();
  const bundle = await logBytes(world.logInput({
    report: function* ({ texts, long }) {
      for (const { name, text: content } of texts) seen.set(name, content);
      for (const { name, lines } of long) seen.set(name, [...lines()].join(''));
      yield '<!doctype html>';
      yield '<title>x</title>\n';
    },
  }));
  const written = membersOf(bundle);
  expect([...seen.keys()].sort()).toEqual(Object.keys(written).filter((name) => name !== 'report.html' && !name.startsWith('SHA256SUMS')).sort());
  for (const [name, content] of seen) expect(content).toBe(written[name]!.toString(name.endsWith('.sig') ? 'base64' : 'utf8'));
  expect(String(written['report.html'])).toBe('<!doctype html><title>x</title>\n');
  expect(String(written['SHA256SUMS'])).toContain('  report.html\n');
  expect(await verdictOf(fileOf(bundle))).toBe('valid');
});
