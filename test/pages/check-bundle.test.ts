// The pages' own check, written apart from the exporter: honest exports hold, and every attack is called by its name.
import { createPublicKey } from 'node:crypto';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createSigningKey, signerFrom } from '../../src-main/sealed-log/keys.ts';
import { checkBundle, type Verdict } from '../../src-pages/proof/check-bundle.ts';
import { sourceOf } from '../../src-pages/proof/source.ts';
import { createSummer } from '../../src-pages/proof/sums.ts';
import { bundleBytes, createLogWorld, origin } from '../main/sealed-log/log-world.ts';
import { createPageWorld, sealed, zipOf, type Files, type PageWorld } from './bundle-world.ts';

const summer = createSummer(null);
const check = (zip: Uint8Array<ArrayBuffer>, { held = null, card = null }: { held?: string | null; card?: string | null } = {}): Promise<Verdict> =>
  checkBundle({ source: sourceOf(new Blob([zip])), held, card, summer, breathe: async () => {} });
const bytes = (files: Files): Uint8Array<ArrayBuffer> => new Uint8Array(zipOf(files));
const codeOf = async (zip: Uint8Array<ArrayBuffer>, more: { held?: string; card?: string } = {}): Promise<string> => {
  const verdict = await check(zip, more);
  expect(verdict.good).toBe(verdict.flaw === null);
  return verdict.good ? 'good' : verdict.flaw?.code ?? '';
};

const world = createPageWorld();
const levels = ['L0', 'L1', 'L2'] as const;
const honest = (level: 'L0' | 'L1' | 'L2', of: PageWorld = world, earlier?: number): Files => sealed(of.files(level, earlier), of.signer);
/** Changed and signed anew: what a thief of the key can do. */
const forged = (level: 'L0' | 'L1' | 'L2', change: (files: Files) => void, of: PageWorld = world, earlier?: number): Uint8Array<ArrayBuffer> => {
  const files = of.files(level, earlier);
  change(files);
  return bytes(sealed(files, of.signer));
};
const edit = (files: Files, name: string, change: (text: string) => string): void => void files.set(name, Buffer.from(change(String(files.get(name)))));

describe.each(levels)('an honest export of level %s', (level) => {
  it('holds in every check', async () => {
    const verdict = await check(bytes(honest(level)));
    expect(verdict.flaw).toBeNull();
    expect(verdict.checks.map(({ state }) => state)).not.toContain('not-made');
    expect(verdict.good).toBe(true);
    expect(verdict.fingerprint).toBe(world.signer.fingerprint);
  });
  it('holds with its earlier checkpoint, the reader’s, and the key card', async () => {
    expect(await codeOf(bytes(honest(level, world, 17)), { held: world.checkpointAt(17).replaceAll('\n', '\r\n'), card: `Fingerprint ${world.signer.fingerprint} ` })).toBe('good');
  });
  it('is called changed wherever a byte is', async () => {
    const zip = bytes(honest(level, world, 17));
    const codes = new Set<string>();
    for (let place = 0; place < zip.length; place += 173) {
      const other = zip.slice();
      other[place] = (other[place] ?? 0) ^ 0x20;
      codes.add(await codeOf(other));
    }
    expect(codes).not.toContain('good');
    expect(codes).not.toContain('');
  });
  it('names any file that is missing or was put in', async () => {
    for (const name of honest(level).keys()) {
      const files = honest(level);
      files.delete(name);
      const { flaw } = await check(bytes(files));
      expect(`${flaw?.code}: ${flaw?.words}`).toContain(name);
    }
    const more = new Map([['notes.txt', Buffer.from('x')], ...honest(level)]);
    expect((await check(bytes(more))).flaw).toMatchObject({ code: 'added', words: 'Put in by somebody: notes.txt.' });
  });
});

describe('a ZIP that is none of ours', () => {
  it.each([
    ['nothing at all', new Uint8Array(), 'empty'],
    ['a text', new Uint8Array(Buffer.from('hello, this is not a ZIP file at all')), 'not-a-zip'],
    ['a cut one', bytes(honest('L1')).slice(0, 5000), 'zip-cut'],
    ['something behind its end', new Uint8Array([...bytes(honest('L1')), 10]), 'zip-cut'],
    ['something before its beginning', new Uint8Array([10, ...bytes(honest('L1'))]), 'zip-gap'],
    ['a bomb', new Uint8Array(zipSync({ 'leaves.ndjson': new Uint8Array(20_000_000) })), 'zip-bomb'],
    ['packed anew', new Uint8Array(zipSync(Object.fromEntries([...honest('L1')].map(([name, content]) => [name, new Uint8Array(content)])))), 'zip-compressed'],
    ['another’s export', new Uint8Array(zipSync({ 'readme.txt': new Uint8Array(3) }, { level: 0 })), 'zip-header'],
  ])('%s is named', async (_, zip, code) => {
    expect(await codeOf(zip)).toBe(code);
  });
});

describe('an export signed anew by a thief of the key', () => {
  const drop = createPageWorld({ signer: world.signer, change: (leaf) => (leaf.seq === 12 ? { ...leaf, body: { act: 'never', decision: 12 } } : leaf) });
  it.each(levels)('is named as forged against the checkpoint the reader holds: %s', async (level) => {
    expect(await codeOf(bytes(honest(level, drop, 17)))).toBe('good');
    expect(await codeOf(bytes(honest(level, drop, 17)), { held: world.checkpointAt(17) })).toBe('forged-history');
  });
  it('cannot cut the log unseen', async () => {
    const cut = createPageWorld({ signer: world.signer, size: 30 });
    expect(await codeOf(bytes(honest('L1', cut)), { held: world.checkpointAt(40) })).toBe('held-newer');
    expect(await codeOf(forged('L1', (files) => edit(files, 'leaves.ndjson', (text) => text.split('\n').slice(0, 30).join('\n').concat('\n'))))).toBe('entry-count');
  });
  it.each([
    ['a leaf changed', (files: Files) => edit(files, 'leaves.ndjson', (text) => text.replace('"decision":12', '"decision":13')), 'entry-changed'],
    ['two leaves swapped', (files: Files) => edit(files, 'leaves.ndjson', (text) => text.split('\n').map((line, at, all) => (at === 8 ? all[9] : at === 9 ? all[8] : line)).join('\n')), 'entry-misplaced'],
    ['a leaf with a key twice', (files: Files) => edit(files, 'leaves.ndjson', (text) => text.replace('"decision":12', '"decision":12,"decision":12')), 'entry-form'],
    ['another log’s leaf', (files: Files) => edit(files, 'leaves.ndjson', (text) => text.replaceAll('"seq":12', '"seq":12').replace(new RegExp(`"log":"${origin}","open":(.*)"seq":12,`), '"log":"dncdesk.local/ledger/0000000000000000","open":$1"seq":12,')), 'entry-foreign'],
    ['a leaf without end', (files: Files) => edit(files, 'leaves.ndjson', (text) => text.slice(0, -1)), 'entry-form'],
    ['a cover of another size', (files: Files) => edit(files, 'bundle.json', (text) => text.replace('"size":40', '"size":41')), 'cover'],
    ['a newer version', (files: Files) => edit(files, 'bundle.json', (text) => text.replace('"v":1', '"v":2')), 'newer'],
    ['a file of a newer version', (files: Files) => void files.set('future.txt', Buffer.from('x')), 'newer'],
    ['another key’s PEM', (files: Files) => void files.set('keys/log-key.pub.pem', Buffer.from(createPublicKey(signerFrom(createSigningKey().pkcs8, origin).publicKeyPem).export({ type: 'spki', format: 'pem' }))), 'key-differs'],
    ['a history of keys that the log does not have', (files: Files) => edit(files, 'keys/history.json', (text) => text.replace('"seq":1', '"seq":2')), 'key-history'],
    ['an old checkpoint', (files: Files) => void files.set('checkpoint.txt', Buffer.from(world.checkpointAt(20))), 'checkpoint-body'],
  ])('%s is named', async (_, change, code) => {
    expect(await codeOf(forged('L1', change))).toBe(code);
  });
  it.each([
    ['a record changed', (files: Files) => edit(files, 'proofs/10.leaf.json', (text) => text.replace('discard', 'release')), 'entry-not-in-log'],
    ['a record kept back', (files: Files) => { for (const end of ['leaf.json', 'tlog-proof', 'subject.json']) files.delete(`proofs/20.${end}`); }, 'index-kept-back'],
    ['a proof for another place', (files: Files) => edit(files, 'proofs/10.tlog-proof', (text) => text.replace('index 10', 'index 11')), 'entry-misplaced'],
    ['another number', (files: Files) => edit(files, 'proofs/10.subject.json', (text) => text.replace('0142', '0143')), 'opening-differs'],
    ['a changed row', (files: Files) => edit(files, 'rows/3-2.row.json', (text) => text.replace('0142', '0143')), 'rows-differ'],
    ['another count', (files: Files) => edit(files, 'index/entry.json', (text) => text.replace('"n":4', '"n":3')), 'index-proof'],
    ['a record kept out of the list', (files: Files) => edit(files, 'index/records.json', (text) => text.replace(',{"i":null,"seq":20,"shown":"subject"}', '')), 'index-count'],
    ['an index nobody sealed', (files: Files) => edit(files, 'index/proof.txt', (text) => text.replace('size 2', 'size 3')), 'index-root'],
  ])('%s is named in a certificate', async (_, change, code) => {
    expect(await codeOf(forged('L0', change))).toBe(code);
  });
  it.each([
    ['an opening changed', (files: Files) => edit(files, 'openings.ndjson', (text) => text.replace('national.csv', 'xational.csv')), 'opening-differs'],
    ['an opening twice', (files: Files) => edit(files, 'openings.ndjson', (text) => text + text), 'opening-order'],
    ['a row changed', (files: Files) => edit(files, 'rows/3.ndjson', (text) => text.replace('0142', '0143')), 'rows-differ'],
  ])('%s is named in an opened log', async (_, change, code) => {
    expect(await codeOf(forged('L2', change))).toBe(code);
  });
  it('may keep openings back, which is counted and no flaw', async () => {
    const verdict = await check(forged('L2', (files) => edit(files, 'openings.ndjson', (text) => text.split('\n').slice(1).join('\n'))));
    expect(verdict.good).toBe(true);
    expect(verdict.checks.find(({ name }) => name === 'openings')?.detail).toContain('1 are not here');
  });
  it('cannot show a leaf of a newer version as checked', async () => {
    const newer = createPageWorld({ signer: world.signer, newer: (text, seq) => (seq === 9 ? text.replace('"v":1', '"v":2') : text) });
    expect(await codeOf(bytes(honest('L1', newer)))).toBe('newer');
  });
});

describe('what the reader brings', () => {
  const stranger = createPageWorld({ signer: signerFrom(createSigningKey().pkcs8, 'dncdesk.local/ledger/00000000000000ff') });
  const sibling = createPageWorld();
  it.each([
    ['a checkpoint of another log', { held: stranger.checkpointAt(9) }, 'held-foreign'],
    ['no checkpoint', { held: 'hello' }, 'held-unreadable'],
    ['a changed checkpoint', { held: world.checkpointAt(9).replace('\n9\n', '\n8\n') }, 'held-signature'],
    ['a newer checkpoint', { held: createPageWorld({ signer: world.signer, size: 50 }).checkpointAt(50) }, 'held-newer'],
    ['a checkpoint of a log that bears the same name', { held: sibling.checkpointAt(9) }, 'forged-history'],
    ['another key’s card', { card: stranger.signer.fingerprint }, 'other-key'],
    ['no fingerprint', { card: 'SHA256:abc' }, 'other-key'],
  ])('%s is named', async (_, more, code) => {
    expect(await codeOf(bytes(honest('L1')), more)).toBe(code);
  });
  it('is answered with "unproved" where a certificate has no proof from it', async () => {
    expect(await codeOf(bytes(honest('L0', world, 17)), { held: world.checkpointAt(9) })).toBe('held-unproved');
  });
});

it('agrees with the exporter, or says that its export has no cover sheet', async () => {
  const other = createLogWorld({ size: 12 });
  expect(await codeOf(new Uint8Array(await bundleBytes(other.bundleInput())))).toMatch(/^(?:not-an-export|good)$/u);
});
