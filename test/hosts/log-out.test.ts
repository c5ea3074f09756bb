// What leaves the house after a whole demo run: certificates and exports made and checked on the command line, and nothing personal in them that their level does not allow.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleCheck, CertificateView } from '../../src-shared/contract/log.ts';
import { cheapenVault } from '../support/cheap-vault.ts';

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url));
const pages = fileURLToPath(new URL('../../build/out/pages/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-out-'));
const home = join(folder, 'home');
const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, TMPDIR: folder, DNC_DESK_HOME: home, DNC_DESK_PRACTICE_COOLDOWN_MS: '1500' };
const vault = { ...env, DNC_DESK_VAULT_PASSPHRASE: 'only-for-the-demo' };
const run = (...argv: readonly string[]) => {
  const ran = spawnSync(process.execPath, [main, ...argv], { env: vault, encoding: 'utf8', timeout: 60_000 });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
};
const json = (...argv: readonly string[]): Record<string, unknown> => JSON.parse(run(...argv, '--json').out) as Record<string, unknown>;

/** Every number and every text cell of the files that were imported. */
const readLedger = (): { readonly digits: ReadonlySet<string>; readonly texts: readonly string[]; readonly pushed: string } => {
  const db = new Database(join(home, 'ledger.db'), { readonly: true });
  try {
    const digits = new Set(db.prepare<[], string>("SELECT DISTINCT CAST(phone AS TEXT) FROM entry WHERE phone IS NOT NULL UNION SELECT replace(suggestion, '+', '') FROM entry WHERE suggestion IS NOT NULL").pluck().all().map((phone) => phone.slice(-10)));
    const texts = new Set<string>();
    for (const rows of db.prepare<[], string>('SELECT rows FROM import_block').pluck().all()) {
      for (const cell of (JSON.parse(rows) as string[][]).flat()) if (/@/.test(cell) || /^\p{Lu}\p{Ll}+ \p{Lu}[\p{L}'-]+$/u.test(cell)) texts.add(cell);
    }
    for (const name of db.prepare<[], string>('SELECT name FROM import UNION SELECT name FROM actor WHERE length(name) > 4').pluck().all()) texts.add(name);
    const pushed = db.prepare<[], string>("SELECT phone FROM batch_number WHERE result = 'accepted' ORDER BY phone LIMIT 1").pluck().get() ?? '';
    return { digits, texts: [...texts], pushed };
  } finally {
    db.close();
  }
};

/** The bytes themselves and whatever in them is base64, or unpacks. */
const layersOf = (bytes: Buffer): readonly Buffer[] => {
  const coded = [...new Set(bytes.toString('latin1').match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? [])].map((text) => Buffer.from(text, 'base64'));
  const packed = [bytes, ...coded].flatMap((layer) => {
    const at = layer.indexOf('\u001f\u008b', 0, 'latin1');
    return at < 0 ? [layer] : [layer, layer.subarray(at)];
  });
  const unpacked = packed.slice(1).flatMap((layer) => [gunzipSync, inflateRawSync].flatMap((unpack) => {
    try {
      return [unpack(layer)];
    } catch {
      return [];
    }
  }));
  return [...packed, ...unpacked];
};

/** The last ten digits of whatever reads like a North American number, however it is written. */
const numbersIn = (layers: readonly Buffer[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const layer of layers) {
    const text = layer.toString('latin1');
    for (const [run] of text.matchAll(/\d{10,}/g)) for (let at = 0; at + 10 <= run.length && at < 90; at += 1) found.add(run.slice(at, at + 10));
    for (const [written] of text.matchAll(/\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}/g)) found.add(written.replaceAll(/\D/g, ''));
  }
  return found;
};

let known: ReturnType<typeof readLedger>;
beforeAll(() => {
  const ran = spawnSync(process.execPath, [main, 'demo', '--json', '--home', home], { env, encoding: 'utf8', timeout: 90_000 });
  expect(ran.status).toBe(0);
  cheapenVault(home, 'only-for-the-demo');
  known = readLedger();
}, 90_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leaksIn = (path: string, allowed: string | null, layersOfFile = layersOf) => {
  const layers = layersOfFile(readFileSync(path));
  const numbers = numbersIn(layers);
  const all = Buffer.concat(layers).toString('latin1');
  return {
    numbers: [...known.digits].filter((digits) => digits !== allowed?.slice(-10) && numbers.has(digits)),
    texts: known.texts.filter((text) => all.includes(Buffer.from(text).toString('latin1')) || all.includes(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1))),
  };
};

describe('after a whole demo run', { timeout: 60_000 }, () => {
  it('the search knows thousands of numbers and many names, and finds them where they are', () => {
    expect(known.digits.size).toBeGreaterThan(3000);
    expect(known.texts.length).toBeGreaterThan(20);
    const full = String(json('log', 'export', '--level', 'full', '--out', join(folder, 'full'))['path']);
    const found = leaksIn(full, null, (bytes) => [bytes]);
    expect(found.numbers.length).toBeGreaterThan(3000);
    expect(found.texts.length).toBeGreaterThan(0);
    expect(json('log', 'check', full)).toMatchObject({ verdict: 'valid', level: 'L2' });
  });

  it('the redacted log tells none of them', () => {
    const made = json('log', 'export', '--to', 'Regulator');
    expect(json('log', 'check', String(made['path']))).toMatchObject({ verdict: 'valid', level: 'L1' });
    expect(leaksIn(String(made['path']), null)).toEqual({ numbers: [], texts: [] });
  });

  it('a certificate tells one number\'s way in order, and no other', () => {
    const path = join(folder, 'certificates', 'one.zip');
    const made = json('log', 'certificate', known.pushed, '-o', path);
    const { history, records } = made['certificate'] as CertificateView;
    expect(made['path']).toBe(path);
    const whats = history.map(({ what }) => what);
    expect([whats[0], ...new Set(whats)]).toEqual(['requested', 'requested', 'pushed', 'answered', 'confirmed']);
    expect(history.map(({ seq }) => seq)).toEqual(history.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(json('log', 'check', path) as BundleCheck & Record<string, unknown>).toMatchObject({ verdict: 'valid', level: 'L0', subject: { phone: known.pushed, records } });
    expect(leaksIn(path, known.pushed)).toEqual({ numbers: [], texts: [] });
  });

  it('the next one continues the checkpoint that was kept, and a log that does not is named', () => {
    const first = String(json('log', 'export', '--out', join(folder, 'first'))['path']);
    const kept = join(folder, 'kept.txt');
    writeFileSync(kept, /dncdesk\.local\/ledger\/[0-9a-f]{16}\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\n]+\n)+/.exec(readFileSync(first, 'utf8'))?.[0] ?? '');
    const second = String(json('log', 'export', '--previous', kept, '--out', join(folder, 'second'))['path']);
    expect(json('log', 'check', second, '--held', kept)).toMatchObject({ verdict: 'valid' });
    // The other way round the log would have shrunk.
    const newer = join(folder, 'newer.txt');
    writeFileSync(newer, readFileSync(kept, 'utf8').replace(/\n\d+\n/, '\n99999\n'));
    expect(run('log', 'check', first, '--held', newer)).toMatchObject({ status: 1 });
    expect(run('log', 'export', '--previous', newer)).toMatchObject({ status: 1, err: expect.stringContaining('does not fit this log') });
    expect(run('log', 'certificate', known.pushed, '--previous', newer)).toMatchObject({ status: 1 });
  });

  it('says plainly what it cannot do, and never writes over a file', () => {
    expect(run('log', 'certificate', '+12025550')).toMatchObject({ status: 1, err: expect.stringContaining('no usable phone number') });
    expect(run('log', 'certificate', '+12015550199')).toMatchObject({ status: 1, err: expect.stringContaining('no record in the log of') });
    expect(run('log', 'certificate', known.pushed, '-o', join(folder, 'kept.txt')).status).not.toBe(0);
    expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toMatch(/\/ledger\//);
    expect(run('log', 'export', '--level', 'secret')).toMatchObject({ status: 2 });
  });

  it('tells what an erasure would take, and erases only with a reason', () => {
    const { pushed } = known;
    expect(run('log', 'erase', pushed)).toMatchObject({ status: 0, out: expect.stringMatching(/Would go: \d+ records[^]*The bare number, since its block is in force[^]*Nothing was erased/) });
    expect(json('log', 'erase', pushed, '--reason', 'asked by letter')).toMatchObject({ phone: pushed, gone: true, keeps: ['blocked', 'listed'] });
    expect(run('log', 'certificate', pushed)).toMatchObject({ status: 1, err: expect.stringContaining('no record that was not erased of') });
    expect(run('log', 'erase', '--help').out).toContain('a block must be kept to be honoured');
  });

  it.runIf(existsSync(join(pages, 'verify.html')))('saves the page that checks bundles, as it was built', () => {
    const path = join(folder, 'pages', 'verify.html');
    expect(run('log', 'verify-page', path)).toMatchObject({ status: 0 });
    expect(readFileSync(path)).toEqual(readFileSync(join(pages, 'verify.html')));
  });
});
