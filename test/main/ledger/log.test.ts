// The log in the ledger only grows: not even a connection without our settings can change or drop what was sealed.
import Sqlite, { type Database } from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src-main/ledger/open-ledger.ts';
import { verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { leafHash, verifyConsistency } from '../../../src-main/sealed-log/merkle.ts';
import { verifyTree } from '../../../src-main/sealed-log/verify-tree.ts';
import { openingHash, readLeaf } from '../../../src-main/sealed-log/leaf.ts';
import { valueOf } from '../../helpers/create-test-core.ts';

const origin = 'dncdesk.test/ledger/0123456789abcdef';
const signer = signerFrom(createSigningKey().pkcs8, origin);
let folder = '';
let ledger: Ledger;
const append = (act = 'x') => ledger.log.append({ kind: 'decision', body: { act }, open: { detail: { note: act } } });
const plain = (): Database => new Sqlite(join(folder, 'ledger.db'), { timeout: 0 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnc-log-'));
  ledger = valueOf(openLedger(join(folder, 'ledger.db'), { now: () => 1_700_000_000_000, appVersion: '0.0.0-test', randomBytes }));
  ledger.log.use(signer, 'op:test');
  ledger.transact(() => { append('one'); append('two'); append('three'); });
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('on a connection without our settings', () => {
  const leaf = "'{}', zeroblob(32)";
  it.each([
    'UPDATE leaf SET body = 1', "UPDATE leaf SET body = '{}' WHERE seq = 0", 'UPDATE OR REPLACE leaf SET seq = 0 WHERE seq = 1', 'DELETE FROM leaf', 'DELETE FROM leaf WHERE seq = 2',
    `INSERT OR REPLACE INTO leaf VALUES (1, ${leaf})`, `REPLACE INTO leaf VALUES (0, ${leaf})`, `INSERT INTO leaf VALUES (1, ${leaf}) ON CONFLICT DO UPDATE SET body = excluded.body`,
    `INSERT INTO leaf VALUES (4, ${leaf})`, `INSERT INTO leaf VALUES (-1, ${leaf})`, `INSERT INTO leaf VALUES (NULL, ${leaf})`, `INSERT INTO leaf VALUES (0, ${leaf})`,
    'UPDATE node SET hash = zeroblob(32)', 'DELETE FROM node', 'INSERT OR REPLACE INTO node VALUES (0, 0, zeroblob(32))', 'INSERT INTO node VALUES (0, 0, zeroblob(32)) ON CONFLICT DO UPDATE SET hash = excluded.hash',
    'INSERT INTO node VALUES (0, 7, zeroblob(32))',
    'UPDATE checkpoint SET note = 1', 'DELETE FROM checkpoint', "INSERT OR REPLACE INTO checkpoint VALUES (3, zeroblob(32), 'n', 0)", "INSERT INTO checkpoint VALUES (2, zeroblob(32), 'n', 0)",
    "INSERT INTO checkpoint VALUES (3, zeroblob(32), 'n', 0) ON CONFLICT DO UPDATE SET note = excluded.note", "INSERT INTO checkpoint VALUES (0, zeroblob(32), 'n', 0)",
  ])('%s is refused', (sql) => {
    const other = plain();
    const before = ['leaf', 'node', 'checkpoint'].map((table) => other.prepare(`SELECT * FROM ${table}`).all());
    expect(() => other.exec(sql)).toThrow(/append-only|sequence/);
    expect(['leaf', 'node', 'checkpoint'].map((table) => other.prepare(`SELECT * FROM ${table}`).all())).toEqual(before);
    other.close();
  });

  it('an INSERT OR IGNORE changes nothing', () => {
    const other = plain();
    const before = other.prepare('SELECT * FROM leaf').all();
    try {
      other.exec(`INSERT OR IGNORE INTO leaf VALUES (1, ${leaf})`);
    } catch {
      // Refused is as good.
    }
    expect(other.prepare('SELECT * FROM leaf').all()).toEqual(before);
    other.close();
  });

  it('hashes of another length are refused', () => {
    const other = plain();
    expect(() => other.exec("INSERT INTO leaf VALUES (3, '{}', zeroblob(31))")).toThrow(/CHECK/);
    expect(() => other.exec("INSERT INTO checkpoint VALUES (9, zeroblob(33), 'n', 0)")).toThrow(/CHECK/);
    other.close();
  });
});

describe('a commit', () => {
  it('leaves one checkpoint over all its leaves, signed, with the root that the leaves give', () => {
    const checkpoint = ledger.log.latest();
    expect(checkpoint).toMatchObject({ size: 3 });
    const read = valueOf(verifyCheckpoint(checkpoint?.note ?? '', signer.vkey));
    expect(read).toMatchObject({ size: 3, root: checkpoint?.root });
    const bodies = [...ledger.log.leaves(3)].map(({ bytes }) => leafHash(bytes));
    expect(verifyTree(bodies, read).verdict).toBe('same');
    expect([...ledger.log.leafHashes()].map((hash) => hash.toString('hex'))).toEqual(bodies.map((hash) => hash.toString('hex')));
    const db = plain();
    expect(db.prepare('SELECT count(*) FROM checkpoint').pluck().get()).toBe(1);
    db.close();
  });

  it('without a leaf leaves none', () => {
    ledger.transact(() => ledger.leases.release('x', 'me'));
    expect(ledger.log.latest()?.size).toBe(3);
  });

  it('that throws leaves nothing at all, and the next one takes its place', () => {
    expect(() => ledger.transact(() => { append('lost'); throw new Error('no'); })).toThrow('no');
    expect(ledger.log.size()).toBe(3);
    expect(ledger.log.latest()?.size).toBe(3);
    expect(ledger.log.opening(3, 'detail')).toBeNull();
    ledger.transact(() => append('kept'));
    expect([...ledger.log.leaves(4)].at(-1)?.bytes).toContain('kept');
  });

  it('inside another belongs to it', () => {
    ledger.transact(() => {
      append('outer');
      ledger.transact(() => append('inner'));
      expect(ledger.log.latest()?.size).toBe(3);
    });
    expect(ledger.log.latest()?.size).toBe(5);
  });

  it('continues the one before it', () => {
    const first = ledger.log.latest();
    for (let i = 0; i < 20; i += 1) {
      const before = ledger.log.latest();
      ledger.transact(() => { for (let n = 0; n <= i % 4; n += 1) append(`${i}`); });
      const after = ledger.log.latest();
      if (before === null || after === null || first === null) throw new Error('no checkpoint');
      expect(verifyConsistency(before.size, after.size, before.root, after.root, ledger.log.consistency(before.size, after.size))).toBe(true);
      expect(verifyConsistency(first.size, after.size, first.root, after.root, ledger.log.consistency(first.size, after.size))).toBe(true);
    }
  });

  it('is possible inside transact only, and only with a signer', () => {
    expect(() => append()).toThrow(/inside transact/);
    const other = valueOf(openLedger(join(folder, 'ledger.db'), { now: () => 0, appVersion: '0', randomBytes }));
    expect(() => other.transact(() => other.log.append({ kind: 'decision', body: {} }))).toThrow(/no signer/);
    expect(other.log.size()).toBe(3);
    other.close();
  });

  it('of another connection in between is continued, not overwritten', () => {
    const other = valueOf(openLedger(join(folder, 'ledger.db'), { now: () => 1_700_000_000_000, appVersion: '0', randomBytes }));
    other.log.use(signer, 'op:other');
    for (let i = 0; i < 10; i += 1) {
      ledger.transact(() => append(`a${i}`));
      other.transact(() => other.log.append({ kind: 'decision', body: { act: `b${i}` } }));
    }
    expect(ledger.log.size()).toBe(23);
    const latest = ledger.log.latest();
    expect(verifyTree([...ledger.log.leaves(23)].map(({ bytes }) => leafHash(bytes)), latest ?? { size: 0, root: Buffer.alloc(32) }).verdict).toBe('same');
    other.close();
  });
});

describe('a leaf', () => {
  it('names its log and place and commits to its openings', () => {
    for (const { seq, bytes } of ledger.log.leaves(3)) {
      const leaf = valueOf(readLeaf(bytes));
      expect(leaf).toMatchObject({ log: origin, seq, actor: 'op:test', app: '0.0.0-test', t: '2023-11-14T22:13:20.000Z' });
      expect(leaf.open).toEqual({ detail: openingHash(ledger.log.opening(seq, 'detail') ?? '') });
    }
  });

  it('is refused with a number in its body, and nothing of the commit stays', () => {
    expect(() => ledger.transact(() => { append('before'); ledger.log.append({ kind: 'decision', body: { to: '+12025550123' } }); })).toThrow(/telephone/);
    expect(ledger.log.size()).toBe(3);
  });
});

describe('what another process wrote', () => {
  it('moves the data version, and our own writes do not', () => {
    const before = ledger.dataVersion();
    ledger.transact(() => append());
    expect(ledger.dataVersion()).toBe(before);
    const other = plain();
    other.exec("INSERT INTO lease VALUES ('x', 'y', 1)");
    other.close();
    expect(ledger.dataVersion()).not.toBe(before);
  });
});
