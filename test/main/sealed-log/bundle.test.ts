// An export checks as valid, and no byte of it can be changed, no file taken out or put in, without being named.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bundleChecks, checksOf } from '../../../src-main/sealed-log/bundle-report.ts';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { signCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { bundleName, exportBundle } from '../../../src-main/sealed-log/export-bundle.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { createLeaf, type LeafInput } from '../../../src-main/sealed-log/leaf.ts';
import { leafHash, rootOf } from '../../../src-main/sealed-log/merkle.ts';
import { signSsh } from '../../../src-main/sealed-log/sshsig.ts';
import { centralHeader, endRecord, localHeader } from '../../../src-main/sealed-log/zip-format.ts';
import { membersOf, ndjson, reSigned, text, zipOf, type Members } from './bundle-forge.ts';
import { at, bundleBytes, createLogWorld, origin, verdictOf } from './log-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-bundle-'));
let files = 0;
const fileOf = (bytes: Uint8Array): string => {
  files += 1;
  const path = join(folder, `${files}.zip`);
  writeFileSync(path, bytes);
  return path;
};
const verdictOn = (bytes: Uint8Array, held?: string): Promise<string> => verdictOf(fileOf(bytes), held);

const world = createLogWorld({ size: 23 });
const good = await bundleBytes(world.bundleInput(11));
const first = await bundleBytes(world.bundleInput());

const factsFor = (size: number): Buffer => text(String(membersOf(first)['bundle.json']).replace('"size":23', `"size":${size}`));
/** The bundle with other leaves, and a checkpoint that fits them, all signed with the true key. */
const withLeaves = (leaves: readonly string[], base: Uint8Array = first): Buffer => {
  const note = signCheckpoint(world.signer, leaves.length, rootOf(leaves.map(leafHash)));
  const body = note.slice(0, note.indexOf('\n\n') + 1);
  return reSigned({
    ...membersOf(base), 'bundle.json': factsFor(leaves.length), 'leaves.ndjson': ndjson(leaves), 'checkpoint.txt': text(note), 'checkpoint.body': text(body), 'checkpoint.sig': world.signer.sign(text(body)),
  }, world.signer);
};

describe('an export as it was made', () => {
  test.each([['the first one', first], ['one that continues another', good]])('%s is valid, and every check is listed as held', async (_, bytes) => {
    const result = await checkBundle(fileOf(bytes));
    expect(result).toMatchObject({ ok: true, value: { verdict: 'valid', origin, leaves: 23, fingerprint: world.signer.fingerprint } });
    expect(result.ok && result.value.checks.map(({ what, state }) => [what, state])).toEqual(checksOf('L1', false).map((name) => [bundleChecks[name], 'held']));
  });
  test('with a checkpoint kept from before, that check is made too', async () => {
    const result = await checkBundle(fileOf(first), { held: world.checkpointAt(5) });
    expect(result).toMatchObject({ ok: true, value: { verdict: 'valid' } });
    expect(result.ok && result.value.checks.map(({ what }) => what)).toEqual(checksOf('L1', true).map((name) => bundleChecks[name]));
  });
  test('the same input gives the same bytes', async () => {
    expect(await bundleBytes(world.bundleInput(11))).toEqual(good);
  });
  test('the report of the export names the file\'s size, sum, leaves and root', async () => {
    const chunks: Uint8Array[] = [];
    const made = await exportBundle({ ...world.bundleInput(11), to: (chunk) => void chunks.push(Uint8Array.from(chunk)) });
    expect(made).toEqual({ ok: true, value: {
      leaves: 23, bytes: good.length, sha256: createHash('sha256').update(good).digest('hex'), root: rootOf(world.leaves.map(leafHash)).toString('base64'),
    } });
  });
  test('it has the members of a redacted export and no others', () => {
    expect(Object.keys(membersOf(good)).sort()).toEqual([
      'CERTIFICATION-FRE-902.txt', 'SHA256SUMS', 'SHA256SUMS.sig', 'START-HERE.txt', 'bundle.json', 'checkpoint.body', 'checkpoint.sig', 'checkpoint.txt', 'consistency/11-23.txt', 'keys/allowed_signers',
      'keys/history.json', 'keys/log-key.pub.pem', 'keys/log-key.ssh.pub', 'keys/log.vkey', 'leaves.ndjson', 'previous/checkpoint-11.txt', 'report.csv',
    ]);
  });
  test('the leaves are in it byte for byte, and no telephone number anywhere', () => {
    expect(membersOf(good)['leaves.ndjson']).toEqual(ndjson(world.leaves));
    for (let line = 100; line < 123; line += 1) expect(good.includes(`2025550${line}`)).toBe(false);
  });
  test('the table has a line for every leaf, ended by CRLF, with the leaf\'s hash', () => {
    const lines = membersOf(good)['report.csv']!.toString().split('\r\n');
    expect(lines).toHaveLength(25);
    expect(lines[0]).toBe('seq,t,kind,actor,leaf_hash,says,summary');
    expect(lines[3]).toContain(`2,2026-11-20T22:40:08.125Z,decision,op:7c1e,${leafHash(world.leaves[2]!).toString('hex')},`);
  });
  test('its name says log, size and day', () => {
    expect(bundleName('7f3c', 23, at)).toBe('dncdesk-audit-7f3c-23-20261120.zip');
  });
  test('a long log goes through in chunks and is valid', async () => {
    const long = createLogWorld({ size: 3000 });
    let largest = 0;
    const chunks: Uint8Array[] = [];
    await exportBundle({ ...long.bundleInput(2999), to: async (chunk) => {
      largest = Math.max(largest, chunk.length);
      chunks.push(Uint8Array.from(chunk));
    } });
    expect(largest).toBeLessThan(200_000);
    expect(await verdictOn(Buffer.concat(chunks))).toBe('valid');
  });
});

describe('an export is not written', () => {
  const input = { ...world.bundleInput(), to: () => expect.unreachable() };
  const rows = input.leaves() as { seq: number; bytes: string }[];
  test.each([
    ['over leaves that are not those of the checkpoint', { leaves: () => rows.with(3, { seq: 3, bytes: rows[3]!.bytes.replace('row 3', 'row 4') }) }],
    ['with a leaf missing at the end', { leaves: () => rows.slice(0, -1) }], ['with a gap', { leaves: () => rows.toSpliced(4, 1) }],
    ['that does not continue the earlier one', { earlier: { ...world.bundleInput(11).earlier!, proof: [] } }],
    ['after an earlier one by another key', { earlier: createLogWorld({ size: 23 }).bundleInput(11).earlier }],
    ['for a size that is not the checkpoint\'s', { size: 22 }], ['under a checkpoint by another key', { signer: signerFrom(createSigningKey().pkcs8, origin) }],
  ])('%s', async (_, change) => {
    await expect(exportBundle({ ...input, ...change })).rejects.toThrow();
  });
  test('with leaves that change while it is written', async () => {
    let calls = 0;
    const leaves = () => {
      calls += 1;
      return calls < 3 ? rows : rows.with(3, { seq: 3, bytes: rows[3]!.bytes.replace('row 3', 'row 4') });
    };
    await expect(exportBundle({ ...input, leaves, to: () => undefined })).rejects.toThrow('changed while it was written');
  });
});

/** Which checks may name a change at byte `at` of the good bundle. */
const namesFor = (position: number): readonly string[] => {
  for (const [name, { from, to }] of contents) {
    if (position < from || position >= to) continue;
    // In keys/allowed_signers the key may be hit, or only the name beside it.
    if (name === 'bundle.json') return [bundleChecks.version, bundleChecks.complete, bundleChecks.sums];
    if (name === 'keys/allowed_signers') return [bundleChecks.signature, bundleChecks.sums];
    return name.startsWith('SHA256SUMS') ? [bundleChecks.signature] : [bundleChecks.sums];
  }
  return [bundleChecks.zip];
};
const contents = new Map<string, { readonly from: number; readonly to: number }>();
for (let offset = 0; good.readUInt32LE(offset) === 0x04034b50;) {
  const from = offset + 30 + good.readUInt16LE(offset + 26);
  const to = from + good.readUInt32LE(offset + 22);
  contents.set(good.toString('latin1', offset + 30, from), { from, to });
  offset = to;
}

describe('one changed byte', () => {
  const changedAt = (position: number, by: number): Buffer => {
    const forged = Buffer.from(good);
    forged[position] = (forged[position]! + by) % 256;
    return forged;
  };
  test('anywhere in the file is found and rightly named', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (position, by) => {
      expect(namesFor(position)).toContain(await verdictOn(changedAt(position, by)));
    }), { numRuns: 250 });
  });
  test('is found at every byte of every header, the directory and the end', async () => {
    const inContent = (position: number): boolean => [...contents.values()].some(({ from, to }) => position >= from && position < to);
    const headers = [...good.keys()].filter((position) => !inContent(position));
    for (const position of headers) {
      const verdict = await verdictOn(changedAt(position, 1));
      // A wrong CRC is written alike in both headers only by intent: one changed byte breaks their agreement.
      if (verdict !== bundleChecks.zip) throw new Error(`byte ${position}: ${verdict}`);
    }
  });
  test('leaves one check wrong: those before it held, those after it say that they were not made', async () => {
    const [, { from }] = [...contents].find(([name]) => name.startsWith('leaves')) ?? ['', { from: 0 }];
    const result = await checkBundle(fileOf(changedAt(from, 1)));
    const states = result.ok ? result.value.checks.map(({ state }) => state) : [];
    const at = states.indexOf('wrong');
    expect(states).toEqual(states.map((_, index) => (index < at ? 'held' : index === at ? 'wrong' : 'not-checked')));
    expect([at > 0, states.includes('not-checked')]).toEqual([true, true]);
  });
  test('in a member\'s content is named with the member', async () => {
    for (const [name, { from }] of contents) {
      const result = await checkBundle(fileOf(changedAt(from, 1)));
      const wrong = result.ok ? result.value.checks.find(({ state }) => state === 'wrong') : undefined;
      expect(wrong?.detail).toContain(name.startsWith('SHA256SUMS') ? 'SHA256SUMS' : name);
    }
  });
  test('a byte more or less at the end is found', async () => {
    expect(await verdictOn(good.subarray(0, -1))).toBe(bundleChecks.zip);
    expect(await verdictOn(Buffer.concat([good, Buffer.of(0)]))).toBe(bundleChecks.zip);
    expect(await verdictOn(good.subarray(0, good.length / 2))).toBe(bundleChecks.zip);
  });
});

describe('members', () => {
  const members = membersOf(first);
  test.each(Object.keys(members))('without %s it is not complete, even signed anew', async (name) => {
    const rest = Object.fromEntries(Object.entries(members).filter(([each]) => each !== name));
    expect(await verdictOn(zipOf(rest))).toBe(bundleChecks.complete);
  });
  test.each(['extra.txt', 'keys/extra', 'openings.ndjson', 'rows/5.ndjson', 'proofs/5.leaf.json', 'index/entry.json', 'anchors/x.tsr', 'previous/checkpoint-011.txt'])('%s has no place in it, even signed anew', async (name) => {
    expect(await verdictOn(reSigned({ ...members, [name]: text('x') }, world.signer))).toBe(bundleChecks.closed);
  });
  test.each(['../leaves.txt', '/etc/passwd', 'a\\b', 'C:x', 'keys/../x', 'a/b/c', '.hidden', ''])('the name %j is refused', async (name) => {
    expect(await verdictOn(zipOf({ ...members, [name]: text('x') }))).toBe(bundleChecks.zip);
  });
  test.each(['previous/checkpoint-11.txt', 'consistency/11-23.txt'])('%s alone is half a link to an earlier export', async (name) => {
    expect(await verdictOn(reSigned({ ...members, [name]: text('x') }, world.signer))).toBe(bundleChecks.earlier);
  });
  test('a name twice is refused', async () => {
    const twice = zipOf({ ...members, 'report.csx': text('x') }).toString('latin1').replaceAll('report.csx', 'report.csv');
    expect(await verdictOn(Buffer.from(twice, 'latin1'))).toBe(bundleChecks.zip);
  });
  test('a packed bundle with the same content is refused: packed bytes could be changed unseen', async () => {
    expect(await verdictOn(zipSync(members))).toBe(bundleChecks.zip);
  });
  test('a wrong checksum in both headers is found', async () => {
    const { crc, size, name } = { crc: crc32(members['report.csv']!), size: members['report.csv']!.length, name: 'report.csv' };
    const forged = Buffer.from(first);
    for (const header of [localHeader({ name, size, crc }), centralHeader({ name, size, crc }, 0).subarray(0, 42)]) {
      const place = forged.indexOf(header);
      expect(place).toBeGreaterThan(-1);
      forged.writeUInt32LE((crc ^ 1) >>> 0, place + (header.length === 42 ? 16 : 14));
    }
    expect(await verdictOn(forged)).toBe(bundleChecks.crc);
  });
  test('a header field changed alike in both headers is found', async () => {
    const central = first.readUInt32LE(first.length - 6);
    // The first member's fields from "version needed" to the length of its name, but for its checksum, which has a check of its own.
    for (const field of [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 18, 22, 26]) {
      const forged = Buffer.from(first);
      forged[field]! ^= 1;
      forged[central + field + 2]! ^= 1;
      expect(await verdictOn(forged)).toBe(bundleChecks.zip);
    }
  });
  test('bytes between the members, or behind the directory, are found', async () => {
    const central = first.readUInt32LE(first.length - 6);
    const size = first.readUInt32LE(first.length - 10);
    const padded = [
      Buffer.concat([first.subarray(0, central), Buffer.of(0), first.subarray(central, -22), endRecord(15, size, central + 1)]),
      Buffer.concat([first.subarray(0, -22), Buffer.of(0), endRecord(15, size + 1, central)]),
      Buffer.concat([first.subarray(0, -22), Buffer.of(0), endRecord(15, size, central)]),
    ];
    expect(Buffer.concat([first.subarray(0, -22), endRecord(15, size, central)])).toEqual(first);
    for (const bytes of padded) expect(await verdictOn(bytes)).toBe(bundleChecks.zip);
  });
  test('SHA256SUMS must list each file once and nothing else, even signed anew', async () => {
    const sums = String(members['SHA256SUMS']);
    for (const list of [`${sums}${'0'.repeat(64)}  x\n`, sums.split('\n').slice(1).join('\n'), sums.replaceAll('\n', '\r\n'), sums + sums]) {
      expect(await verdictOn(zipOf({ ...members, SHA256SUMS: text(list), 'SHA256SUMS.sig': text(signSsh(world.signer, text(list))) }))).toBe(bundleChecks.sums);
    }
  });
});

describe('what is no bundle', () => {
  test('is named as what it is', async () => {
    const sub = join(folder, 'sub');
    mkdirSync(sub);
    expect(await verdictOf(join(folder, 'missing.zip'))).toBe('FileMissing');
    expect(await verdictOf(sub)).toBe('FileIsFolder');
    expect(await verdictOn(Buffer.alloc(0))).toBe('FileEmpty');
    expect(await verdictOn(text('no zip at all'))).toBe('BundleInvalid');
    expect(await verdictOn(Buffer.of(1))).toBe('BundleInvalid');
    expect(await verdictOn(zipSync({}))).toBe(bundleChecks.complete);
    expect(await verdictOn(zipSync({ 'a.txt': text('a') }))).toBe(bundleChecks.zip);
  });
});

describe('signed anew with the true key', () => {
  const members = membersOf(good);
  const other = signerFrom(createSigningKey().pkcs8, origin);
  test('the untouched bundle would pass', async () => {
    expect(await verdictOn(reSigned(members, world.signer))).toBe('valid');
    expect(await verdictOn(withLeaves(world.leaves))).toBe('valid');
  });
  test.each([
    ['keys/log.vkey', `${other.vkey}\n`], ['keys/log-key.pub.pem', other.publicKeyPem], ['keys/log-key.ssh.pub', `${other.sshPublicKey}\n`], 
  ])('another key in %s is found', async (name, content) => {
    expect(await verdictOn(reSigned({ ...members, [name]: text(content) }, world.signer))).toBe(bundleChecks.key);
  });
  test('a history of keys that the leaves do not tell is found', async () => {
    for (const content of ['[]\n', '', String(members['keys/history.json']).replace('"seq":1', '"seq":2')]) {
      expect(await verdictOn(reSigned({ ...members, 'keys/history.json': text(content) }, world.signer))).toBe(bundleChecks.history);
    }
  });
  test('everything signed by another key: the checkpoint is not by that key', async () => {
    const line = `${origin} namespaces="dncdesk-export" ${other.sshPublicKey.split(' ', 2).join(' ')}\n`;
    const swapped: Members = {
      ...members, 'keys/allowed_signers': text(line), 'keys/log.vkey': text(`${other.vkey}\n`), 'keys/log-key.pub.pem': text(other.publicKeyPem),
      'keys/log-key.ssh.pub': text(`${other.sshPublicKey}\n`), 'keys/history.json': text(`[{"fingerprint":"${other.fingerprint}","seq":1,"vkey":"${other.vkey}"}]\n`),
    };
    expect(await verdictOn(reSigned(swapped, other))).toBe(bundleChecks.note);
    const note = signCheckpoint(other, 23, rootOf(world.leaves.map(leafHash)));
    const body = text(note.slice(0, note.indexOf('\n\n') + 1));
    const { 'previous/checkpoint-11.txt': _p, 'consistency/11-23.txt': _c, ...rest } = swapped;
    const whole = { ...rest, 'checkpoint.txt': text(note), 'checkpoint.body': body, 'checkpoint.sig': other.sign(body) };
    expect(await verdictOn(reSigned(whole, other))).toBe(bundleChecks.history);
  });
  test('a checkpoint.body or checkpoint.sig that does not agree is found', async () => {
    expect(await verdictOn(reSigned({ ...members, 'checkpoint.body': text('x') }, world.signer))).toBe(bundleChecks.raw);
    expect(await verdictOn(reSigned({ ...members, 'checkpoint.sig': Buffer.alloc(64) }, world.signer))).toBe(bundleChecks.raw);
  });
  test.each<readonly [string, readonly string[], string]>([
    ['a leaf that is not canonical', world.leaves.with(5, world.leaves[5]!.replace(',', ', ')), bundleChecks.form],
    ['a leaf with a key twice', world.leaves.with(5, world.leaves[5]!.replace('"v":1', '"v":1,"v":1')), bundleChecks.form],
    ['a leaf of an unknown kind', world.leaves.with(5, world.leaves[5]!.replace('"decision"', '"derision"')), bundleChecks.form],
    ['an empty line', world.leaves.with(5, ''), bundleChecks.form],
    ['a leaf of another version', world.leaves.with(5, world.leaves[5]!.replace('"v":1', '"v":2')), bundleChecks.form],
    ['a line longer than any leaf', world.leaves.with(5, 'x'.repeat(70_000)), bundleChecks.form],
    ['two leaves changed about', world.leaves.with(5, world.leaves[6]!).with(6, world.leaves[5]!), bundleChecks.order],
    ['a leaf left out', world.leaves.toSpliced(5, 1), bundleChecks.order],
    ['a leaf of another log', world.leaves.with(5, world.leaves[5]!.replace('a1"', 'a2"')), bundleChecks.log],
    ['no founding leaf', world.leaves.with(0, world.leaves[0]!.replace('ledger.genesis', 'restore')), bundleChecks.beginning],
    ['a first key that is another', world.leaves.with(1, world.leaves[1]!.replace(world.signer.vkey, other.vkey)), bundleChecks.history],
    ['only one leaf', world.leaves.slice(0, 1), bundleChecks.beginning],
  ])('%s is found', async (_, leaves, what) => {
    expect(await verdictOn(withLeaves(leaves))).toBe(what);
  });
  test('bytes that are not UTF-8 are found, though they would read as the same text', async () => {
    const replacement = world.leaves.with(5, world.leaves[5]!.replace('=row', '\ufffdrow'));
    const leaves = Buffer.from(ndjson(replacement).toString('latin1').replace('\u00ef\u00bf\u00bdrow', '\u00ffrow'), 'latin1');
    expect(await verdictOn(withLeaves(replacement))).toBe('valid');
    expect(await verdictOn(reSigned({ ...membersOf(withLeaves(replacement)), 'leaves.ndjson': leaves }, world.signer))).toBe(bundleChecks.form);
  });
  test('a last line without its end is found', async () => {
    expect(await verdictOn(reSigned({ ...members, 'leaves.ndjson': ndjson(world.leaves).subarray(0, -1) }, world.signer))).toBe(bundleChecks.form);
  });
  test('leaves that are not those of the checkpoint are found', async () => {
    const changed = world.leaves.with(20, world.leaves[20]!.replace('row 20', 'row 21'));
    expect(await verdictOn(reSigned({ ...members, 'leaves.ndjson': ndjson(changed) }, world.signer))).toBe(bundleChecks.root);
    expect(await verdictOn(reSigned({ ...members, 'leaves.ndjson': ndjson(world.leaves.slice(0, -1)) }, world.signer))).toBe(bundleChecks.size);
  });
});

describe('a history rewritten under the true key', () => {
  const rewrite = (seq: number) => (leaf: LeafInput): LeafInput => (leaf.seq === seq ? { ...leaf, body: { what: 'another story' } } : leaf);
  const forgedWorld = (seq: number, size = 23) => createLogWorld({ size, signer: world.signer, change: rewrite(seq) });
  const forge = async (seq: number): Promise<Members> => {
    const forged = membersOf(await bundleBytes(forgedWorld(seq).bundleInput(11)));
    const genuine = membersOf(good);
    const proof = String(genuine['consistency/11-23.txt']);
    // The earlier checkpoint was handed out and must be named as it was.
    return {
      ...forged, 'previous/checkpoint-11.txt': genuine['previous/checkpoint-11.txt']!,
      'consistency/11-23.txt': text(proof.slice(0, proof.indexOf('\n\n') + 2) + String(forged['checkpoint.txt'])),
    };
  };
  test('is found by the earlier checkpoint named in the bundle, with the true proof or a made one', async () => {
    const members = await forge(4);
    expect(await verdictOn(reSigned(members, world.signer))).toBe(bundleChecks.earlier);
    const made = membersOf(await bundleBytes(forgedWorld(4).bundleInput(11)))['consistency/11-23.txt']!;
    expect(await verdictOn(reSigned({ ...members, 'consistency/11-23.txt': made }, world.signer))).toBe(bundleChecks.earlier);
  });
  test('a leaf written after the earlier checkpoint is not held against it by mistake', async () => {
    expect(await verdictOn(await bundleBytes(forgedWorld(15).bundleInput(11)))).toBe('valid');
  });
  test('is found by the checkpoint the asker kept, though the bundle agrees with itself', async () => {
    const bundle = await bundleBytes(forgedWorld(4).bundleInput(11));
    expect(await verdictOn(bundle)).toBe('valid');
    expect(await verdictOn(bundle, world.checkpointAt(11))).toBe(bundleChecks.held);
    expect(await verdictOn(bundle, world.checkpointAt(4))).toBe('valid');
  });
  test('a log cut shorter than the kept checkpoint is found, as is a checkpoint of another log', async () => {
    const short = createLogWorld({ size: 9, signer: world.signer });
    expect(await verdictOn(await bundleBytes(short.bundleInput()), world.checkpointAt(11))).toBe(bundleChecks.held);
    const elsewhere = createLogWorld({ size: 5, signer: signerFrom(createSigningKey().pkcs8, origin.replace('a1', 'b2')) });
    expect(await verdictOn(first, elsewhere.checkpointAt(5))).toBe(bundleChecks.held);
    expect(await verdictOn(first, 'no checkpoint')).toBe(bundleChecks.held);
    expect(await verdictOn(first, world.checkpointAt(11).replaceAll('\n', '\r\n'))).toBe('valid');
  });
  test('an earlier checkpoint under a wrong name, or a proof that cannot be read, is found', async () => {
    const { 'previous/checkpoint-11.txt': previous, 'consistency/11-23.txt': proof, ...rest } = membersOf(good);
    for (const pair of [
      { 'previous/checkpoint-12.txt': previous!, 'consistency/11-23.txt': proof! }, { 'previous/checkpoint-11.txt': previous!, 'consistency/11-24.txt': proof! },
      { 'previous/checkpoint-11.txt': text('x'), 'consistency/11-23.txt': proof! }, { 'previous/checkpoint-11.txt': previous!, 'consistency/11-23.txt': text('old 11\n\n') },
      { 'previous/checkpoint-11.txt': Buffer.alloc(70_000), 'consistency/11-23.txt': Buffer.alloc(70_000) },
    ]) expect(await verdictOn(reSigned({ ...rest, ...pair }, world.signer))).toBe(bundleChecks.earlier);
  });
  test('a proof that does not hold is found, though the leaves themselves would do', async () => {
    const members = membersOf(good);
    const proof = String(members['consistency/11-23.txt']).split('\n');
    for (const changed of [proof.with(1, Buffer.alloc(32).toString('base64')), proof.toSpliced(1, 1), proof.toSpliced(1, 0, proof[1]!)]) {
      expect(await verdictOn(reSigned({ ...members, 'consistency/11-23.txt': text(changed.join('\n')) }, world.signer))).toBe(bundleChecks.earlier);
    }
  });
  const story = { log: origin, actor: 'op:1', app: '0.1.0', kind: 'decision', body: {}, open: {} } as const;
  const leafAt = (seq: number, t: string): string => createLeaf({ ...story, seq, t }, (n) => Buffer.alloc(n)).bytes;
  const renumbered = (leaves: readonly string[]): readonly string[] => leaves.map((bytes, seq) => bytes.replace(/"seq":\d+/, `"seq":${seq}`));
  test.each<readonly [string, readonly string[]]>([
    ['an old row rewritten', world.leaves.with(4, leafAt(4, '2026-11-20T22:40:08.127Z'))],
    ['an old row dropped, the others numbered anew', renumbered(world.leaves.toSpliced(4, 1))],
    ['a backdated row put in, the others numbered anew', renumbered(world.leaves.toSpliced(7, 0, leafAt(7, '2026-01-01T00:00:00.000Z')))],
    ['a backdated row in the place of another', world.leaves.with(7, leafAt(7, '2026-01-01T00:00:00.000Z'))],
    ['the tail cut off', world.leaves.slice(0, 9)],
    ['a copy of before, on which the log went another way', [...world.leaves.slice(0, 9), ...Array.from({ length: 14 }, (_, i) => leafAt(9 + i, '2026-11-21T00:00:00.000Z'))]],
  ])('%s: it agrees with itself, and the kept checkpoint names it', async (_, leaves) => {
    expect(await verdictOn(withLeaves(leaves))).toBe('valid');
    expect(await verdictOn(withLeaves(leaves), world.checkpointAt(11))).toBe(bundleChecks.held);
  });
});
