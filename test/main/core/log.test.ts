// A whole job, watched from the log: every change leaves one signed checkpoint that continues the last, and no leaf tells who was called.
import Sqlite from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { openingHash, readLeaf } from '../../../src-main/sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, leafHash, verifyConsistency, type NodeStore } from '../../../src-main/sealed-log/merkle.ts';
import { verifyTree } from '../../../src-main/sealed-log/verify-tree.ts';
import type { CommandName, Contract } from '../../../src-shared/contract/contract.ts';
import type { InputOf, ReplyOf } from '../../../src-shared/contract/command.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
const checkpointsBy = new Map<string, number>();

type Stored = { readonly size: number; readonly root: Buffer; readonly note: string };
const read = <R>(work: (db: Sqlite.Database) => R): R => {
  const db = new Sqlite(join(world.home, 'ledger.db'), { readonly: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
};
const checkpoints = (): readonly Stored[] => read((db) => db.prepare<[], Stored>('SELECT size, root, note FROM checkpoint ORDER BY size').all());
const leaves = (): readonly { readonly seq: number; readonly body: string }[] => read((db) => db.prepare<[], { seq: number; body: string }>('SELECT seq, body FROM leaf ORDER BY seq').all());

/** Calls, and notes how many checkpoints it left. */
const run = async <N extends CommandName>(name: N, input: InputOf<Contract[N]>): Promise<ReplyOf<Contract[N]>> => {
  const before = checkpoints().length;
  const reply = await world.client.call(name, input);
  checkpointsBy.set(name, checkpoints().length - before);
  return reply;
};

const fileName = 'Quux Household Opt-outs.csv';
const personal = ['+13035550101', '3035550101', '5550101', '+12145550148', '2145550148', 'Quux', 'Opt-outs', 'Zebulon', 'Oregano Centre', 'a typo of ours', 'a word about it', 'TX-42', '(303)'];

beforeAll(async () => {
  world = await createTestCore({ needs: { userName: 'Zebulon Analyst' } });
  valueOf(await beginLog(world));
  const stored = valueOf(await run('import.store', { ticket: world.ticketFor(fileName, `phone,code,state\n(303) 555-0101,TX-42,\n5550148,TX-42,\n5550149,TX-42,\n+1 (303) 555-0102,TX-42,CA\nDNC 3035550103,TX-42,\n`) }));
  const held = valueOf(await world.client.call('quarantine.page', { importId: stored.importId, offset: 0, limit: 10 })).rows;
  valueOf(await run('quarantine.fix', { entryId: held[0]?.entryId ?? 0, phone: '(214) 555-0148' }));
  valueOf(await run('quarantine.discard', { entryId: held[1]?.entryId ?? 0, because: 'a typo of ours' }));
  valueOf(await run('quarantine.accept', { reason: held[2]?.reason ?? 'letters_around' }));
  valueOf(await run('quarantine.undo', { decisionId: 1 }));
  valueOf(await run('code-map.save', { lines: [{ code: 'TX-42', dncType: 'STATE', jurisdiction: null, reason: 'a word about it' }], note: 'a word about it' }));
  valueOf(await run('conflict.decide', { kind: 'state_mismatch', choice: valueOf(await world.client.call('conflict.matrix', {}))[0]?.choices[0] ?? 'hold', because: 'a word about it' }));
  const created = valueOf(await run('destination.create', { name: 'Oregano Centre', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: 'c' }, countries: [], lateExpiry: 'permanent', shared: false }));
  valueOf(await run('destination.save-secret', { destinationId: created.destinationId, field: 'clientSecret', secret: 'hunter2' }));
  valueOf(await run('destination.update', { destinationId: created.destinationId, name: 'Oregano Centre 2', settings: { region: 'mypurecloud.com', clientId: 'c' }, countries: ['US'], lateExpiry: 'limit', shared: true }));
  valueOf(await run('destination.remove', { destinationId: created.destinationId }));
  const { destinationId } = valueOf(await world.client.call('practice.create', { dialect: 'genesys-dnclists', name: 'Oregano Centre practice' }));
  const pushed = valueOf(await world.client.call('run.start', { destinationId }));
  for (let i = 0; i < 200; i += 1) {
    if (valueOf(await world.client.call('run.get', { runId: pushed.runId })).state === 'ended') break;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  expect(valueOf(await world.client.call('destination.get', { destinationId })).state).toBe('ACTIVE');
});
afterAll(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

describe('every change', () => {
  it('leaves exactly one new checkpoint', () => {
    expect(Object.fromEntries(checkpointsBy)).toEqual(Object.fromEntries([...checkpointsBy.keys()].map((name) => [name, 1])));
    expect(checkpointsBy.size).toBe(11);
  });

  it('that is refused leaves none, and looking leaves none', async () => {
    const before = checkpoints().length;
    await world.client.call('quarantine.fix', { entryId: 999, phone: '+12145550148' });
    await world.client.call('quarantine.undo', { decisionId: 1 });
    await world.client.call('destination.remove', { destinationId: 999 });
    await world.client.call('import.store', { ticket: world.ticketFor('empty.csv', '') });
    await world.client.call('home.get', {});
    await world.client.call('log.status', {});
    await world.client.call('log.page', { offset: 0, limit: 500 });
    expect(checkpoints()).toHaveLength(before);
  });

  it('is signed with the log\'s key over the root that all leaves give, and continues the checkpoint before', () => {
    const [account, pkcs8] = [...world.keychain.secrets].find(([name]) => name.startsWith('log-key/')) ?? ['', ''];
    const { vkey } = signerFrom(pkcs8, account.slice('log-key/'.length));
    const hashes = leaves().map(({ body }) => leafHash(body));
    const nodes = new Map<string, Uint8Array>();
    const store: NodeStore = { get: (level, idx) => nodes.get(`${level}/${idx}`) ?? Buffer.alloc(32), put: (level, idx, hash) => { nodes.set(`${level}/${idx}`, hash); } };
    for (const [seq, hash] of hashes.entries()) appendLeafHash(store, seq, hash);
    let last: Stored | null = null;
    const all = checkpoints();
    expect(all.length).toBeGreaterThan(15);
    for (const each of all) {
      const signed = valueOf(verifyCheckpoint(each.note, vkey));
      expect([signed.size, signed.root.equals(each.root)]).toEqual([each.size, true]);
      expect(verifyTree(hashes.slice(0, each.size), each).verdict).toBe('same');
      if (last !== null) expect(verifyConsistency(last.size, each.size, last.root, each.root, consistencyProof(store, last.size, each.size))).toBe(true);
      last = each;
    }
    expect(last?.size).toBe(hashes.length);
  });
});

describe('the leaves', () => {
  it('tell no number, code, name, file name or word of a person', () => {
    const text = leaves().map(({ body }) => body).join('\n');
    for (const word of personal) {
      expect(text).not.toContain(word);
      expect(text).not.toContain(Buffer.from(word).toString('base64').replace(/=+$/, '').slice(0, -1));
    }
  });

  it('commit to openings that hold just that, each under a salt of its own', () => {
    const openings = read((db) => db.prepare<[], { seq: number; kind: string; bytes: string }>('SELECT seq, kind, bytes FROM opening').all());
    for (const { seq, body } of leaves()) {
      const { open } = valueOf(readLeaf(body));
      const mine = openings.filter((opening) => opening.seq === seq);
      expect(Object.fromEntries(mine.map(({ kind, bytes }) => [kind, openingHash(bytes)]))).toEqual(open);
      for (const { bytes } of mine) expect(JSON.parse(bytes)).toMatchObject({ seq });
    }
    const salts = openings.map(({ bytes }) => (JSON.parse(bytes) as { salt: string }).salt);
    expect(new Set(salts).size).toBe(salts.length);
    const text = openings.map(({ bytes }) => bytes).join('\n');
    for (const word of ['+12145550148', fileName, 'Zebulon Analyst', 'Oregano Centre', 'a typo of ours', 'a word about it']) expect(text).toContain(word);
  });
});

describe('an export', () => {
  const take = async (to = 'counsel') => valueOf(await world.client.call('log.export', { to }));

  it('is sealed, checked valid, tells nothing personal, and the second one continues the first', async () => {
    const before = checkpoints().length;
    const first = await take();
    expect(checkpoints()).toHaveLength(before + 1);
    expect(valueOf(await world.client.call('log.check', { ticket: first.ticket }))).toMatchObject({ verdict: 'valid', leaves: first.leaves });
    const second = await take('the other side');
    const check = valueOf(await world.client.call('log.check', { ticket: second.ticket }));
    expect(check.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    expect(check.verdict).toBe('valid');
    // The index and the export itself.
    expect(second.leaves).toBe(first.leaves + 2);

    const bytes = readFileSync(join(world.home, 'exports', second.file));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(second.sha256);
    const members = unzipSync(new Uint8Array(bytes));
    const consistency = Object.keys(members).filter((name) => /^(consistency|previous)\//.test(name));
    expect(consistency.some((name) => name.startsWith(`consistency/${first.leaves}-${second.leaves}`))).toBe(true);
    const seal = leaves().findLast(({ body }) => body.includes('"export.seal"'));
    expect(JSON.parse(seal?.body ?? '{}')).toMatchObject({ body: { previous: { size: first.leaves, root: first.checkpoint } } });
    const text = Object.values(members).map((member) => Buffer.from(member).toString('latin1')).join('\n');
    for (const word of [...personal, 'counsel', 'the other side']) expect(text).not.toContain(word);
    const status = valueOf(await world.client.call('log.status', {}));
    expect(status).toMatchObject({ lastExportLeaves: second.leaves, leaves: second.leaves });
  });

  it('with one byte changed is not valid', async () => {
    const { file } = await take();
    const bytes = readFileSync(join(world.home, 'exports', file));
    const at = bytes.indexOf('import.batch');
    const changed = Buffer.from(bytes);
    changed[at > 0 ? at : Math.floor(bytes.length / 2)] = 0x58;
    const answer = await world.client.call('log.check', { ticket: world.ticketFor('changed.zip', changed) });
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'invalid' } });
  });

  it('where no folder can be made for it is HomeUnwritable, and no half of it stays', async () => {
    const other = await createTestCore();
    writeFileSync(join(other.home, 'exports'), 'in the way');
    expect(await other.client.call('log.export', {})).toMatchObject({ ok: false, failure: { type: 'HomeUnwritable' } });
    rmSync(join(other.home, 'exports'));
    mkdirSync(join(other.home, 'exports'));
    expect((await other.client.call('log.export', {})).ok).toBe(true);
    expect(other.defects).toEqual([]);
    await other.close();
  });

  it('checked from a file that is none is refused by name', async () => {
    expect(await world.client.call('log.check', { ticket: world.ticketFor('a.zip', 'not a zip') })).toMatchObject({ ok: false, failure: { type: 'BundleInvalid' } });
    expect(await world.client.call('log.check', { ticket: world.ticketFor('b.zip', '') })).toMatchObject({ ok: false, failure: { type: 'FileEmpty' } });
    expect(await world.client.call('log.check', { ticket: 'gone' })).toMatchObject({ ok: false, failure: { type: 'TicketExpired' } });
  });
});
