// Keys follow one another only as the log says: rotated by both signatures, replaced after a loss, revoked; and a bundle holds to all of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleChecks } from '../../../src-main/sealed-log/bundle-report.ts';
import { signCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { addKeyLeaf, firstKeyBody, keyAt, keyHistoryText, newKeyBody, readKeyLeaves, revokeKeyBody, rotateKeyBody, rotationFlaw, verifyByHistory } from '../../../src-main/sealed-log/key-history.ts';
import { createSigningKey, signerFrom, type Signer } from '../../../src-main/sealed-log/keys.ts';
import { createLeaf, readLeaf, type JsonObject, type Leaf, type LeafKind } from '../../../src-main/sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, leafHash, rootAt, type NodeStore } from '../../../src-main/sealed-log/merkle.ts';
import { exportBundle, type BundleInput } from '../../../src-main/sealed-log/export-bundle.ts';
import { checkBundle as checkByPage } from '../../../src-pages/proof/check-bundle.ts';
import { sourceOf } from '../../../src-pages/proof/source.ts';
import { createSummer } from '../../../src-pages/proof/sums.ts';
import { membersOf, reSigned, text } from './bundle-forge.ts';
import { hasProgram } from './programs.ts';
import { at, bundleBytes, countedBytes, origin, verdictOf } from './log-world.ts';

const keys = Array.from({ length: 4 }, () => signerFrom(createSigningKey().pkcs8, origin));
const [first, second, third, stranger] = keys as [Signer, Signer, Signer, Signer];
type Draft = readonly [LeafKind, JsonObject];
const genesis: Draft = ['ledger.genesis', {}];
const begin: readonly Draft[] = [genesis, ['key.add', firstKeyBody(first, 'memory')]];
const filler: Draft = ['decision', { act: 'x' }];
const rotate: Draft = ['key.rotate', rotateKeyBody(second, first, 'memory')];

const leavesOf = (drafts: readonly Draft[]): readonly string[] => {
  const random = countedBytes();
  return drafts.map(([kind, body], seq) => createLeaf({ log: origin, seq, t: new Date(at + seq).toISOString(), kind, actor: 'op:1', app: '0.1.0', body, open: {} }, random).bytes);
};
const parsed = (drafts: readonly Draft[]): Leaf[] => leavesOf(drafts).map((bytes) => {
  const leaf = readLeaf(bytes);
  if (!leaf.ok) throw new Error(leaf.failure.why);
  return leaf.value;
});
const historyOf = (drafts: readonly Draft[]) => readKeyLeaves(parsed(drafts));

describe('the history of keys', () => {
  test('names each key, the leaf that brought it and what ended it', () => {
    const history = historyOf([...begin, rotate, ['key.add', newKeyBody(third, second, 'lost', 'memory')], ['key.revoke', revokeKeyBody(second.fingerprint, 'stolen')]]);
    expect(history).toMatchObject({ ok: true, value: [
      { fingerprint: first.fingerprint, how: 'key.add', seq: 1, end: 'rotated', endSeq: 2 }, { fingerprint: second.fingerprint, how: 'key.rotate', seq: 2, end: 'revoked', endSeq: 4 },
      { fingerprint: third.fingerprint, how: 'key.add', seq: 3, end: null, endSeq: null },
    ] });
    expect(history.ok && keyHistoryText(history.value)).toMatch(/^\[\{"end":"rotated","endSeq":2,"fingerprint":"SHA256:[^"]+","how":"key.add","seq":1,"vkey":"[^"]+"\},/);
    expect(history.ok && [0, 1, 2, 3, 4, 9].map((size) => keyAt(history.value, size)?.fingerprint)).toEqual([undefined, undefined, first, second, third, third].map((key) => key?.fingerprint));
  });
  test.each<readonly [string, readonly Draft[], string]>([
    ['a rotation before there was a key', [genesis, rotate], 'before there was one'],
    ['a rotation from another key', [...begin, ['key.rotate', rotateKeyBody(third, second, 'memory')]], 'in the place of another'],
    ['a new key that says not which it replaces', [...begin, ['key.add', firstKeyBody(second, 'memory')]], 'in the place of another'],
    ['a key named twice', [...begin, rotate, ['key.rotate', rotateKeyBody(first, second, 'memory')]], 'a second time'],
    ['a rotation from a revoked key', [...begin, ['key.revoke', revokeKeyBody(first.fingerprint, 'stolen')], rotate], 'had ended'],
    ['a revocation of a key that is not the log\'s', [...begin, ['key.revoke', revokeKeyBody(stranger.fingerprint, 'stolen')]], 'did not sign'],
    ['a key of another log', [...begin, ['key.rotate', rotateKeyBody(signerFrom(createSigningKey().pkcs8, origin.replace('a1', 'b2')), first, 'memory')]], 'none of this log'],
    ['a fingerprint that is not the key\'s', [...begin, ['key.rotate', { ...rotateKeyBody(second, first, 'memory'), fingerprint: third.fingerprint }]], 'none of this log'],
  ])('%s has no place in it', (_, drafts, why) => {
    expect(historyOf(drafts)).toMatchObject({ ok: false, failure: { type: 'KeyHistoryBroken', why: expect.stringContaining(why) } });
  });
  test('has an end: a log made of nothing but rotations is not followed for ever', () => {
    const [leaf] = parsed(begin).slice(1);
    const full = Array.from({ length: 2000 }, () => ({ end: null, endSeq: null, fingerprint: 'x', how: 'key.add' as const, seq: 1, vkey: 'x' }));
    expect(addKeyLeaf(full, leaf!)).toContain('more keys than any log has');
  });
  test('a checkpoint counts only by the key of its time', () => {
    const history = historyOf([...begin, filler, rotate]);
    if (!history.ok) throw new Error(history.failure.why);
    const root = Buffer.alloc(32, 4);
    expect(verifyByHistory(signCheckpoint(first, 3, root), 3, history.value).ok).toBe(true);
    expect(verifyByHistory(signCheckpoint(second, 3, root), 3, history.value).ok).toBe(false);
    expect(verifyByHistory(signCheckpoint(first, 4, root), 4, history.value).ok).toBe(false);
    expect(verifyByHistory(signCheckpoint(second, 4, root, [first]), 4, history.value).ok).toBe(true);
    expect(verifyByHistory(signCheckpoint(first, 1, root), 1, history.value).ok).toBe(false);
  });
  test('a rotation is shown by one checkpoint that both keys signed', () => {
    const history = historyOf([...begin, filler, rotate]);
    const rotated = history.ok ? history.value[1]! : undefined;
    const list = history.ok ? history.value : [];
    const root = Buffer.alloc(32, 4);
    expect(rotationFlaw(signCheckpoint(second, 4, root, [first]), list, rotated!)).toBeNull();
    expect(rotationFlaw(signCheckpoint(second, 4, root), list, rotated!)).toContain('the key before it');
    expect(rotationFlaw(signCheckpoint(first, 4, root), list, rotated!)).toContain('the new key');
    expect(rotationFlaw(signCheckpoint(second, 3, root, [first]), list, rotated!)).toContain('older');
  });
});

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-keys-'));
let files = 0;
const verdictOn = (bytes: Uint8Array, held?: string): Promise<string> => {
  files += 1;
  const path = join(folder, `${files}.zip`);
  writeFileSync(path, bytes);
  return verdictOf(path, held);
};
const logOf = (drafts: readonly Draft[]) => {
  const leaves = leavesOf(drafts);
  const nodes = new Map<string, Uint8Array>();
  const store: NodeStore = { get: (level, idx) => nodes.get(`${level}/${idx}`)!, put: (level, idx, hash) => nodes.set(`${level}/${idx}`, hash) };
  leaves.forEach((bytes, seq) => appendLeafHash(store, seq, leafHash(bytes)));
  const note = (signer: Signer, size: number, also: readonly Signer[] = []) => signCheckpoint(signer, size, rootAt(store, size), also);
  const input = (signer: Signer, more: Partial<BundleInput> = {}): Omit<BundleInput, 'to'> => ({
    leaves: () => leaves.map((bytes, seq) => ({ seq, bytes })), size: leaves.length, checkpoint: note(signer, leaves.length), signer, at, appVersion: '0.1.0', earlier: null, ...more,
  });
  return { note, input, proof: (from: number) => consistencyProof(store, from, leaves.length) };
};

describe('a bundle of a log whose key changed', () => {
  const log = logOf([...begin, filler, filler, rotate, filler, filler]);
  const rotations = [log.note(second, 5, [first])];
  const input = log.input(second, { rotations, earlier: { checkpoint: log.note(first, 3), proof: log.proof(3) } });
  test('is valid under the new key, with an earlier checkpoint by the old one', async () => {
    const bundle = await bundleBytes(input);
    expect(await verdictOn(bundle, log.note(first, 4))).toBe('valid');
    expect(Object.keys(membersOf(bundle))).toContain('keys/rotation-5.txt');
  });
  test('right at the rotation its own checkpoint bears both signatures', async () => {
    const short = logOf([...begin, filler, rotate]);
    const both = short.note(second, 4, [first]);
    expect(await verdictOn(await bundleBytes(short.input(second, { checkpoint: both, rotations: [both] })))).toBe('valid');
  });
  test('is not written by the old key, or without the checkpoint both keys signed', async () => {
    const to = (): never => expect.unreachable();
    await expect(exportBundle({ ...log.input(first, { rotations }), to })).rejects.toThrow('not the key the log names');
    await expect(exportBundle({ ...log.input(second), to })).rejects.toThrow('rotation');
    await expect(exportBundle({ ...log.input(second, { rotations: [log.note(second, 5)] }), to })).rejects.toThrow('the key before it');
    await expect(exportBundle({ ...log.input(second, { rotations, earlier: { checkpoint: log.note(first, 6), proof: log.proof(6) } }), to })).rejects.toThrow('earlier checkpoint');
  });
  test('signed anew without that checkpoint, with one of another history, or with an earlier checkpoint by the wrong key, it is named', async () => {
    const members = membersOf(await bundleBytes(input));
    const { 'keys/rotation-5.txt': both, ...rest } = members;
    expect(await verdictOn(reSigned(rest, second))).toBe(bundleChecks.history);
    for (const note of [log.note(second, 5), signCheckpoint(second, 5, Buffer.alloc(32), [first]), String(both).replace('\n5\n', '\n6\n')]) {
      expect(await verdictOn(reSigned({ ...rest, 'keys/rotation-5.txt': text(note) }, second))).toBe(bundleChecks.history);
    }
    expect(await verdictOn(reSigned({ ...members, 'previous/checkpoint-3.txt': text(log.note(second, 3)) }, second))).toBe(bundleChecks.earlier);
  });
});

test('after a loss the log goes on under a new key, and a revoked key has no word any more', async () => {
  const lost = logOf([...begin, filler, ['key.add', newKeyBody(second, first, 'lost', 'memory')], ['key.revoke', revokeKeyBody(first.fingerprint, 'lost')], filler]);
  expect(await verdictOn(await bundleBytes(lost.input(second)), lost.note(first, 3))).toBe('valid');
  await expect(exportBundle({ ...lost.input(first), to: () => expect.unreachable() })).rejects.toThrow('not the key the log names');
  const revoked = logOf([...begin, filler, ['key.revoke', revokeKeyBody(first.fingerprint, 'stolen')]]);
  await expect(exportBundle({ ...revoked.input(first), to: () => expect.unreachable() })).rejects.toThrow('not the key the log names');
});

test.runIf(hasProgram('ssh-keygen'))('stock ssh-keygen names the revoked key and passes the one in use, by the list that both checks hold to the leaves', async () => {
  const log = logOf([...begin, filler, ['key.add', newKeyBody(second, first, 'stolen', 'memory')], ['key.revoke', revokeKeyBody(first.fingerprint, 'stolen')], filler]);
  const zip = await bundleBytes(log.input(second));
  const { 'keys/revoked.krl': list, ...rest } = membersOf(zip);
  const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-krl-'));
  const ask = (key: Signer) => {
    writeFileSync(join(folder, 'revoked.krl'), list ?? '');
    writeFileSync(join(folder, 'key.pub'), `${key.sshPublicKey}\n`);
    return spawnSync('ssh-keygen', ['-Q', '-f', 'revoked.krl', 'key.pub'], { cwd: folder, encoding: 'utf8' });
  };
  expect(ask(first)).toMatchObject({ status: 1, stdout: expect.stringContaining('REVOKED') });
  expect(ask(second)).toMatchObject({ status: 0, stdout: expect.stringMatching(/: ok\s*$/) });
  rmSync(folder, { recursive: true });
  expect(String(rest['START-HERE.txt'])).toContain('ssh-keygen -Q -f keys/revoked.krl');
  const opinions = async (members: Readonly<Record<string, Buffer>>): Promise<readonly unknown[]> => {
    const made = reSigned(members, second);
    const page = await checkByPage({ source: sourceOf(new Blob([new Uint8Array(made)])), held: null, card: null, summer: createSummer(null), breathe: async () => {} });
    return [await verdictOn(made), page.flaw?.code ?? 'valid'];
  };
  expect(await opinions({ ...rest, 'keys/revoked.krl': list ?? text('') })).toEqual(['valid', 'valid']);
  const wrong = [bundleChecks.history, 'key-history'];
  expect(await opinions(rest)).toEqual(wrong);
  expect(await opinions({ ...rest, 'keys/revoked.krl': Buffer.from(list ?? '').fill(9, 30, 31) })).toEqual(wrong);
});
