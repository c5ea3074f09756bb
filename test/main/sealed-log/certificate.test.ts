// A certificate shows one number's records and no other's, each proved, and proves that these are all; any other tale is named.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bundleChecks, checksOf } from '../../../src-main/sealed-log/bundle-report.ts';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { exportCertificate, certificateName } from '../../../src-main/sealed-log/export-certificate.ts';
import { leafHash } from '../../../src-main/sealed-log/merkle.ts';
import { indexProofText, readIndexProof, readRowProof, readTlogProof, rowProofText, tlogProofText } from '../../../src-main/sealed-log/proof-files.ts';
import { membersOf, reSigned, text, zipOf, type Members } from './bundle-forge.ts';
import { certificateBytes, createCertificateWorld, logBytes, phones, secrets, subject } from './certificate-world.ts';
import { at, verdictOf } from './log-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-certificate-'));
let files = 0;
const fileOf = (bytes: Uint8Array): string => {
  files += 1;
  const path = join(folder, `${files}.zip`);
  writeFileSync(path, bytes);
  return path;
};
const verdictOn = (bytes: Uint8Array, held?: string): Promise<string> => verdictOf(fileOf(bytes), held);

const world = createCertificateWorld({ fillers: 20 });
const needs = world.needs({ earlier: world.earlierAt(11) });
const good = await certificateBytes(needs);
const members = membersOf(good);
const change = (more: Readonly<Record<string, Buffer | null>>, base: Members = members): Buffer =>
  reSigned(Object.fromEntries(Object.entries({ ...base, ...more }).filter((each): each is [string, Buffer] => each[1] !== null)), world.signer);
const edited = (name: string, edit: (content: string) => string): Buffer => change({ [name]: text(edit(String(members[name]))) });

describe('a certificate as it was made', () => {
  test('is valid, says whose it is and of how many records, and every check is listed as held', async () => {
    const result = await checkBundle(fileOf(good), { held: world.checkpointAt(11) });
    expect(result).toMatchObject({ ok: true, value: { verdict: 'valid', level: 'L0', subject: { phone: subject, records: 6 }, fingerprint: world.signer.fingerprint } });
    expect(result.ok && result.value.checks.map(({ what, state }) => [what, state])).toEqual(checksOf('L0', true).map((name) => [bundleChecks[name], 'held']));
    expect(result.ok && result.value.checks.find(({ what }) => what === bundleChecks.whole)?.detail).toContain('6 in all, as committed to in leaf 29');
  });
  test('the same input gives the same bytes, and its name holds no number', async () => {
    expect(await certificateBytes(world.needs({ earlier: world.earlierAt(11) }))).toEqual(good);
    expect(certificateName('7f3c', 30, at)).toBe('dncdesk-certificate-7f3c-30-20261120.zip');
  });
  test('it has the files of the records, of the keys and of the index, and no leaf of anyone else', () => {
    const proofs = Object.keys(members).filter((name) => name.startsWith('proofs/') || name.startsWith('rows/') || name.startsWith('index/')).sort();
    expect(proofs).toEqual([
      'index/entry.json', 'index/proof.txt', 'index/records.json',
      ...[0, 1, 24, 26, 27, 29, 3].flatMap((seq) => [`proofs/${seq}.leaf.json`, ...(seq === 24 ? ['proofs/24.subject.json'] : []), `proofs/${seq}.tlog-proof`]),
      ...['26-4', '27-4', '3-12', '3-4'].flatMap((row) => [`rows/${row}.row-proof`, `rows/${row}.row.json`]),
    ].sort());
  });
  test('a line that holds another number too is counted, and not shown', () => {
    expect(JSON.parse(String(members['index/records.json']))).toEqual([
      { i: 4, seq: 3, shown: 'row' }, { i: 12, seq: 3, shown: 'row' }, { i: null, seq: 3, shown: 'names-others' }, { i: null, seq: 24, shown: 'subject' },
      { i: 4, seq: 26, shown: 'row' }, { i: 4, seq: 27, shown: 'row' },
    ]);
  });
});

/** Every form in which a text could hide in a file: as it is, digits alone, base64 at each of its three offsets, and what a compressed member unpacks to. */
const formsOf = (secret: string): readonly string[] => {
  const digits = secret.replace(/\D/g, '');
  const plain = digits.length >= 10 ? [secret, digits, digits.slice(1), `${digits.slice(1, 4)}-${digits.slice(4, 7)}-${digits.slice(7)}`, `(${digits.slice(1, 4)}) ${digits.slice(4, 7)}-${digits.slice(7)}`] : [secret];
  return plain.flatMap((form) => [form, ...[0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from('x'.repeat(offset) + form).toString('base64').replace(/=+$/, '');
    const inner = encoded.slice(offset === 0 ? 0 : offset + 1, -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  }), Buffer.from(form).toString('hex')]);
};
const leaksIn = (bundle: Uint8Array, secret: string): readonly string[] => {
  const hay = [Buffer.from(bundle), ...Object.values(membersOf(bundle)).flatMap(unpacked)].map((bytes) => bytes.toString('latin1'));
  return formsOf(secret).filter((form) => hay.some((each) => each.includes(form)));
};
/** Whatever in it begins like gzip. */
const unpacked = (bytes: Buffer): readonly Buffer[] => {
  const at = bytes.indexOf(Buffer.of(0x1f, 0x8b, 8));
  return at === -1 ? [] : [gunzipSync(bytes.subarray(at))];
};

describe('privacy', () => {
  test('the search would find a number in any of its forms', () => {
    const planted = (content: string | Buffer): Uint8Array => zipOf({ 'a.txt': Buffer.from(content as string) });
    for (const content of ['x+12025550110y', '12025550110', '(202) 555-0110', Buffer.from('ab+12025550110').toString('base64'), Buffer.from('12025550110z').toString('base64url'), gzipSync('no: +12025550110')]) {
      expect(leaksIn(planted(content), phones[0]!)).not.toEqual([]);
    }
  });
  test('no other number, no name and no address is in a certificate, in any form', () => {
    for (const secret of [...phones.filter((phone) => phone !== subject), ...secrets]) expect([secret, leaksIn(good, secret)]).toEqual([secret, []]);
    expect(leaksIn(good, subject)).not.toEqual([]);
  });
  test('no number, name or address is in a redacted export, in any form', async () => {
    const redacted = await logBytes(world.logInput({ openings: undefined, rows: undefined } as never)); // what core hands over at level L1
    for (const secret of [...phones, ...secrets]) expect([secret, leaksIn(redacted, secret)]).toEqual([secret, []]);
  });
  test('the seed of a list\'s salts is not in it: with it the neighbours in a proof could be guessed', () => {
    for (const { kind, bytes } of world.openings) if (kind === 'rows') expect(leaksIn(good, (JSON.parse(bytes) as { seed: string }).seed)).toEqual([]);
  });
});

describe('a changed certificate', () => {
  test('one changed byte anywhere is found', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (position, by) => {
      const forged = Buffer.from(good);
      forged[position] = (forged[position]! + by) % 256;
      expect(await verdictOn(forged)).not.toBe('valid');
    }), { numRuns: 150 });
  });
  test('without any one of its files it is not valid, even signed anew', async () => {
    for (const name of Object.keys(members).filter((each) => !each.startsWith('SHA256SUMS'))) expect([name, await verdictOn(change({ [name]: null }))]).not.toEqual([name, 'valid']);
  });
  test.each(['leaves.ndjson', 'openings.ndjson', 'rows/3.ndjson', 'proofs/x.leaf.json', 'extra.txt'])('%s has no place in it', async (name) => {
    expect(await verdictOn(change({ [name]: text('x') }))).toBe(bundleChecks.closed);
  });
  test.each<readonly [string, string, (content: string) => string, keyof typeof bundleChecks]>([
    ['a leaf that says another thing', 'proofs/24.leaf.json', (leaf) => leaf.replace('"entry":7', '"entry":8'), 'proved'],
    ['a proof of another place', 'proofs/24.tlog-proof', (proof) => proof.replace('index 24', 'index 25'), 'proved'],
    ['a proof under another checkpoint', 'proofs/24.tlog-proof', (proof) => proof.replace(String(members['checkpoint.txt']), world.checkpointAt(20)), 'proved'],
    ['a proof with a hash too many', 'proofs/24.tlog-proof', (proof) => proof.replace('\n\n', `\n${Buffer.alloc(32).toString('base64')}\n\n`), 'proved'],
    ['another number in an opening', 'proofs/24.subject.json', (opening) => opening.replace('0114', '0115'), 'openings'],
    ['an opening with another salt', 'proofs/24.subject.json', (opening) => opening.replace(/"salt":"./, '"salt":"_'), 'openings'],
    ['another number in a row', 'rows/26-4.row.json', (row) => row.replace('0114', '0115'), 'openings'],
    ['a row said to be of another size of list', 'rows/26-4.row-proof', (proof) => proof.replace('size 12', 'size 13'), 'openings'],
    ['a row proved under another root', 'rows/26-4.row-proof', () => String(members['rows/27-4.row-proof']).replace('leaf 27', 'leaf 26'), 'openings'],
    ['an entry that counts fewer records', 'index/entry.json', (entry) => entry.replace('"n":6', '"n":5'), 'index'],
    ['an entry with another chain', 'index/entry.json', (entry) => entry.replace(/"chain":"../, '"chain":"00'), 'index'],
    ['an index of another size', 'index/proof.txt', (proof) => proof.replace('size 12', 'size 11'), 'index'],
    ['an index root of another leaf', 'index/proof.txt', (proof) => proof.replace('leaf 29', 'leaf 27'), 'index'],
    ['a record left out of the list', 'index/records.json', (list) => list.replace('{"i":null,"seq":3,"shown":"names-others"},', ''), 'whole'],
    ['a record said to be erased that is shown', 'index/records.json', (list) => list.replace('{"i":4,"seq":26,"shown":"row"}', '{"i":null,"seq":26,"shown":"erased"}'), 'whole'],
    ['a row listed twice in the place of a hidden one', 'index/records.json', (list) => list.replace('{"i":null,"seq":3,"shown":"names-others"}', '{"i":12,"seq":3,"shown":"row"}'), 'whole'],
    ['a key history of another log', 'keys/history.json', (history) => history.replace('"seq":1', '"seq":2'), 'history'],
    ['another log in bundle.json', 'bundle.json', (facts) => facts.replace('a1"', 'a2"'), 'facts'],
    ['another size in bundle.json', 'bundle.json', (facts) => facts.replace('"size":31', '"size":30'), 'facts'],
    ['a later form in bundle.json', 'bundle.json', (facts) => facts.replace('"v":1', '"v":2'), 'version'],
    ['no facts in bundle.json', 'bundle.json', () => '{}\n', 'version'],
  ])('%s is found', async (_, name, edit, what) => {
    expect(edit(String(members[name]))).not.toBe(String(members[name]));
    expect(await verdictOn(edited(name, edit))).toBe(bundleChecks[what]);
  });
  test('a record hidden as if it were none of the number\'s is found', async () => {
    const { 'rows/26-4.row.json': _r, 'rows/26-4.row-proof': _p, 'proofs/26.leaf.json': _l, 'proofs/26.tlog-proof': _t, ...rest } = members;
    const list = String(members['index/records.json']).replace('{"i":4,"seq":26,"shown":"row"},', '');
    expect(await verdictOn(reSigned({ ...rest, 'index/records.json': text(list) }, world.signer))).toBe(bundleChecks.whole);
  });
  test('a leaf put in that is no record of the number is found', async () => {
    const stray = await certificateBytes(world.needs({ records: world.records }));
    const leaf = text(world.leaves[25]!);
    const proof = text(tlogProofText({ index: 25, path: world.needs().path(25), checkpoint: world.checkpointAt(world.size) }));
    expect(await verdictOn(change({ 'proofs/25.leaf.json': leaf, 'proofs/25.tlog-proof': proof }, membersOf(stray)))).toBe(bundleChecks.whole);
  });
  test('the opening of another number put in is found', async () => {
    const other = world.openings.find(({ seq, kind }) => seq === 25 && kind === 'subject')!;
    const proof = text(tlogProofText({ index: 25, path: world.needs().path(25), checkpoint: String(members['checkpoint.txt']) }));
    expect(await verdictOn(change({ 'proofs/25.leaf.json': text(world.leaves[25]!), 'proofs/25.tlog-proof': proof, 'proofs/25.subject.json': text(other.bytes) }))).toBe(bundleChecks.subject);
  });
  test('the certificate of another log is found by the checkpoint the asker holds', async () => {
    const elsewhere = createCertificateWorld();
    expect(await verdictOn(good, elsewhere.checkpointAt(11))).toBe(bundleChecks.held);
  });
});

describe('with a checkpoint from before', () => {
  test('the history rewritten under the true key is found', async () => {
    const forged = createCertificateWorld({ signer: world.signer, fillers: 20, change: (leaf) => (leaf.seq === 5 ? { ...leaf, body: { act: 'another story' } } : leaf) });
    const bundle = await certificateBytes(forged.needs({ earlier: forged.earlierAt(11) }));
    expect(await verdictOn(bundle)).toBe('valid');
    expect(await verdictOn(bundle, world.checkpointAt(11))).toBe(bundleChecks.held);
    await expect(certificateBytes(forged.needs({ earlier: world.earlierAt(11) }))).rejects.toThrow('does not continue');
    const proof = String(membersOf(bundle)['consistency/11-31.txt']);
    expect(await verdictOn(change({ 'previous/checkpoint-11.txt': text(world.checkpointAt(11)), 'consistency/11-31.txt': text(proof) }, membersOf(bundle)))).toBe(bundleChecks.earlier);
  });
  test('one without a proof from it is never valid, and says what to ask for', async () => {
    const result = await checkBundle(fileOf(good), { held: world.checkpointAt(12) });
    expect(result.ok && result.value.verdict).toBe('invalid');
    expect(result.ok && result.value.checks.at(-1)?.detail).toContain('ask for a certificate made for that checkpoint');
    expect(await verdictOn(await certificateBytes(world.needs({ further: [world.earlierAt(12), world.earlierAt(5)] })), world.checkpointAt(12))).toBe('valid');
  });
  test('a longer one names the log as cut', async () => {
    const longer = createCertificateWorld({ signer: world.signer, fillers: 40 });
    const result = await checkBundle(fileOf(good), { held: longer.checkpointAt(45) });
    expect(result.ok && result.value.checks.at(-1)?.detail).toContain('it was cut');
  });
});

describe('a certificate is not written', () => {
  const base = world.needs();
  const row = base.records.find((record) => record.shown === 'row');
  const own = base.records.find((record) => record.shown === 'subject');
  test.each([
    ['with a leaf that is not in the log', { leaf: (seq: number) => base.leaf(seq === 24 ? 25 : seq) }], ['with a record fewer than the entry counts', { records: base.records.slice(1) }],
    ['with the records in another order', { records: base.records.toReversed() }], ['for another number', { phone: phones[0]! }],
    ['with another row\'s opening', { records: base.records.map((each) => (each === row ? { ...row, opening: row.opening.replace('0114', '0115') } : each)) }],
    ['with another opening', { records: base.records.map((each) => (each === own ? { ...own, subject: own.subject.replace('"salt":"', '"salt":"_') } : each)) }],
    ['with an entry that is not in the index', { index: { ...base.index, place: base.index.place + 1 } }], ['under a leaf that is no index root', { index: { ...base.index, seq: 28 } }],
    ['without the leaf that names the key', { keyLeaves: [] }], ['for another size', { size: 30 }],
    ['with an anchor that nothing ties to it', { anchors: { stamps: [{ size: 7, body: 'x', query: Buffer.of(1), reply: Buffer.of(1) }], tsaChain: null, cosigned: [], cosigners: [] } }],
  ])('%s', async (_, change) => {
    await expect(exportCertificate({ ...base, ...change, to: () => expect.unreachable() })).rejects.toThrow();
  });
});

describe('proof files', () => {
  const path = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const proof = { leaf: 4, index: 2, size: 5, path, root: Buffer.alloc(32, 9) };
  test('come back as they were written, and in no other form', () => {
    const tlog = tlogProofText({ index: 2, path, checkpoint: world.checkpointAt(5) });
    expect(readTlogProof(tlog)).toEqual({ index: 2, path, checkpoint: world.checkpointAt(5) });
    expect(readRowProof(rowProofText(proof))).toEqual(proof);
    expect(readIndexProof(indexProofText(proof))).toEqual(proof);
    expect(readRowProof(indexProofText(proof))).toBeNull();
    for (const wrong of ['', tlog.replace('@v1', '@v2'), tlog.replace('index 2', 'index 02'), tlog.replace('index', 'extra eA==\nindex'), tlog.replaceAll('\n', '\r\n')]) expect(readTlogProof(wrong)).toBeNull();
    for (const wrong of ['', `${rowProofText(proof)}\n`, rowProofText(proof).replace('size 5', 'size 05'), rowProofText(proof).replace('AQE=', 'AQF=')]) expect(readRowProof(wrong)).toBeNull();
  });
});

test('the files of one record need no program of ours: SHA-256 alone shows what they commit to', () => {
  const leaf = JSON.parse(String(members['proofs/24.leaf.json'])) as { open: { subject: string } };
  expect(createHash('sha256').update(members['proofs/24.subject.json']!).digest('base64url')).toBe(leaf.open.subject);
  expect(String(members['report.csv'])).toContain(leafHash(world.leaves[24]!).toString('hex'));
});
