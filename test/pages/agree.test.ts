// Two checks that share no code, the program's and the page's, say the same of the same exports, honest and forged.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkBundle as checkByProgram } from '../../src-main/sealed-log/check-bundle.ts';
import { signCheckpoint } from '../../src-main/sealed-log/checkpoint.ts';
import { cosign, cosignerFrom, cosignRequest } from '../../src-main/sealed-log/cosignature.ts';
import { firstKeyBody, rotateKeyBody } from '../../src-main/sealed-log/key-history.ts';
import { createSigningKey, signerFrom, type Signer } from '../../src-main/sealed-log/keys.ts';
import { createLeaf, type LeafInput } from '../../src-main/sealed-log/leaf.ts';
import { consistencyProof, leafHash, rootAt } from '../../src-main/sealed-log/merkle.ts';
import { reportMarker, reportParts } from '../../src-main/sealed-log/report-html.ts';
import { checkBundle as checkByPage } from '../../src-pages/proof/check-bundle.ts';
import { sourceOf } from '../../src-pages/proof/source.ts';
import { createSummer } from '../../src-pages/proof/sums.ts';
import { membersOf, reSigned, text } from '../main/sealed-log/bundle-forge.ts';
import { certificateBytes, createCertificateWorld, logBytes, subject } from '../main/sealed-log/certificate-world.ts';
import { at, countedBytes, origin } from '../main/sealed-log/log-world.ts';
import { createTree } from './bundle-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-agree-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
const file = join(folder, 'export.zip');
const summer = createSummer(null);

/** The page's flaw, if any, and whether the program is of the same opinion. */
const opinions = async (zip: Buffer, held: string | null = null): Promise<{ readonly page: string; readonly program: boolean }> => {
  writeFileSync(file, zip);
  const program = await checkByProgram(file, held === null ? {} : { held });
  const page = await checkByPage({ source: sourceOf(new Blob([new Uint8Array(zip)])), held, card: null, summer, breathe: async () => {} });
  expect(page.good).toBe(page.flaw === null);
  return { page: page.flaw === null ? 'good' : page.flaw.words, program: program.ok && program.value.verdict === 'valid' };
};

const world = createCertificateWorld({ fillers: 12 });
const report = (parts: Parameters<typeof reportParts>[1]): Iterable<string> => reportParts(`<main></main>${reportMarker}`, parts);
const exports: Readonly<Record<string, Buffer>> = {
  L0: await certificateBytes(world.needs({ earlier: world.earlierAt(9), report })),
  L1: await logBytes((({ openings: _, rows: _rows, ...redacted }) => redacted)(world.logInput({ earlier: world.earlierAt(9), report }))),
  L2: await logBytes(world.logInput({ earlier: world.earlierAt(9), report })),
};

describe.each(Object.entries(exports))('an export of level %s by the program', (level, zip) => {
  const members = membersOf(zip);
  it('is good to both, with its report and with a checkpoint that is held', async () => {
    expect(await opinions(zip, world.checkpointAt(9))).toEqual({ page: 'good', program: true });
    expect(Object.keys(members)).toContain('report.html');
  });
  it('is good to neither after any one file was changed and signed anew', async () => {
    for (const [name, content] of Object.entries(members)) {
      if (/^(?:START-HERE|CERTIFICATION|report|SHA256SUMS)/u.test(name)) continue;
      const changed = Buffer.from(content);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      const { page, program } = await opinions(reSigned({ ...members, [name]: changed }, world.signer));
      expect([page === 'good', program], `${level} ${name}: ${page}`).toEqual([false, false]);
    }
  });
  it('is good to neither with any one file left out and the rest signed anew', async () => {
    for (const name of Object.keys(members)) {
      if (/^(?:report\.html|SHA256SUMS)/u.test(name) || (level === 'L2' && name.startsWith('rows/'))) continue;
      const { [name]: _, ...others } = members;
      const { page, program } = await opinions(reSigned(others, world.signer));
      expect([page === 'good', program], `${level} ${name}: ${page}`).toEqual([false, false]);
    }
  });
});

it('a certificate that leaves out a record of the log’s index is good to neither', async () => {
  const hiding = createCertificateWorld({ signer: world.signer, fillers: 12, isIndexed: (seq) => seq !== 16 });
  // What the log itself hid from its index nobody can tell from a certificate: that is among its limits.
  expect(await opinions(await certificateBytes(hiding.needs()))).toEqual({ page: 'good', program: true });
  const members = membersOf(exports['L0'] ?? Buffer.alloc(0));
  const listed = JSON.parse(String(members['index/records.json'])) as readonly { readonly seq: number }[];
  const fewer = text(`${JSON.stringify(listed.slice(0, -1))}\n`);
  const { page, program } = await opinions(reSigned({ ...members, 'index/records.json': fewer }, world.signer));
  expect([page, program]).toEqual([expect.stringContaining('something is kept back or put in'), false]);
});

it('a rewritten history is good to neither against a checkpoint that is held, at any level', async () => {
  const forged = createCertificateWorld({ signer: world.signer, fillers: 12, change: (leaf) => (leaf.seq === 6 ? { ...leaf, body: { act: 'never' } } : leaf) });
  for (const zip of [await certificateBytes(forged.needs({ earlier: forged.earlierAt(9) })), await logBytes(forged.logInput())]) {
    const { page, program } = await opinions(zip, world.checkpointAt(9));
    expect([page, program]).toEqual([expect.stringContaining('the history was rewritten'), false]);
  }
});

describe('a log whose key changed and whose checkpoints others cosigned', () => {
  const [first, second] = [createSigningKey(), createSigningKey()].map(({ pkcs8 }) => signerFrom(pkcs8, origin)) as [Signer, Signer]; // two went in
  const supervisor = cosignerFrom(createSigningKey().pkcs8, 'dncdesk.local/supervisor/01');
  const bodies: readonly (readonly [LeafInput['kind'], LeafInput['body']])[] = [
    ['ledger.genesis', { format: 1, origin }], ['key.add', firstKeyBody(first, 'memory')], ['decision', { n: 2 }], ['decision', { n: 3 }], ['key.rotate', rotateKeyBody(second, first, 'memory')], ['decision', { n: 5 }], ['decision', { n: 6 }],
  ];
  const random = countedBytes();
  const leaves = bodies.map(([kind, body], seq) => createLeaf({ log: origin, seq, t: new Date(at + seq).toISOString(), kind, actor: 'op:1', app: '0.1.0', body, open: {} }, random).bytes);
  const tree = createTree();
  for (const leaf of leaves) tree.add(leafHash(leaf));
  const note = (signer: Signer, size: number, also: readonly Signer[] = []): string => signCheckpoint(signer, size, rootAt(tree.store, size), also);
  const cosigned = (asked: string): string => {
    const made = cosign(supervisor, cosignRequest(0, [], asked), { logVkeys: [first.vkey, second.vkey], seen: null }, Math.floor(at / 1000));
    if (!made.ok) throw new Error(made.failure.why);
    return made.value.note;
  };
  const input = {
    leaves: () => leaves.map((bytes, seq) => ({ seq, bytes })), size: 7, checkpoint: note(second, 7), signer: second, at, appVersion: '0.1.0', rotations: [note(second, 5, [first])],
    earlier: { checkpoint: note(first, 3), proof: consistencyProof(tree.store, 3, 7) },
  };
  it('is good to both, whichever key signed what is held', async () => {
    const zip = await logBytes(input);
    for (const held of [note(first, 4), note(second, 6), note(second, 5, [first])]) expect(await opinions(zip, held)).toEqual({ page: 'good', program: true });
  });
  it('is good to neither without the checkpoint both keys signed, or with another', async () => {
    const { 'keys/rotation-5.txt': both = text(''), ...rest } = membersOf(await logBytes(input));
    for (const other of [undefined, note(second, 5), signCheckpoint(second, 5, Buffer.alloc(32), [first]), String(both).replace('\n5\n', '\n6\n')]) {
      const { page, program } = await opinions(reSigned({ ...rest, ...(other === undefined ? {} : { 'keys/rotation-5.txt': text(other) }) }, second));
      expect([page === 'good', program], page).toEqual([false, false]);
    }
  });
  it('is good to both with its cosignatures, and to neither once one of them is wrong', async () => {
    const anchors = { stamps: [], tsaChain: null, cosigned: [{ size: 4, note: cosigned(note(first, 4)) }], cosigners: [supervisor.vkey] };
    const zip = await logBytes({ ...input, checkpoint: cosigned(note(second, 7)), anchors });
    expect(await opinions(zip)).toEqual({ page: 'good', program: true });
    const members = membersOf(zip);
    const body = String(members['anchors/4.body']);
    for (const more of [
      { 'anchors/4.note': text(note(first, 4)) }, { 'keys/cosigners.txt': text('x\n') }, { 'keys/cosigners.txt': text('') }, { 'anchors/4.body': text(body.replace('\n4\n', '\n5\n')) }, { 'anchors/99.body': text(body.replace('\n4\n', '\n99\n')) },
      { 'anchors/4.note': text(cosigned(note(first, 4)).replace(/.{6}=*\n$/u, 'AAAAAA==\n')) }, { 'anchors/4.note': text(cosigned(note(first, 3))) },
    ]) {
      const { page, program } = await opinions(reSigned({ ...members, ...more }, second));
      expect([page === 'good', program], page).toEqual([false, false]);
    }
  });
});

it('the page reads the number and the count of records the program certified', async () => {
  const verdict = await checkByPage({ source: sourceOf(new Blob([new Uint8Array(exports['L0'] ?? [])])), held: null, card: null, summer, breathe: async () => {} });
  expect(verdict.contents?.certificate?.phone).toBe(subject);
  expect(verdict.checks.find(({ name }) => name === 'index')?.detail).toMatch(/^Exactly 6, .* 1 of them counted and not opened/u);
});
