// A search says what a look at every leaf would say, and any leaf's path leads to the signed root, in logs of any length.
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { logSearchCommands } from '../../../src-main/core/log-search-commands.ts';
import type { CoreContext } from '../../../src-main/core/handlers.ts';
import { migrate } from '../../../src-main/ledger/migrate.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { createLogRepository } from '../../../src-main/ledger/repositories/log.ts';
import { createAreaCodeRepository } from '../../../src-main/ledger/repositories/area-codes.ts';
import { createLogSearchRepository } from '../../../src-main/ledger/repositories/log-search.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import type { LeafKind } from '../../../src-main/sealed-log/leaf.ts';
import { createLedgerWorld } from '../../helpers/ledger-world.ts';
import { valueOf } from '../../helpers/create-test-core.ts';

const signer = signerFrom(createSigningKey().pkcs8, 'dncdesk.test/ledger/0123456789abcdef');
const kinds = ['decision', 'push.request', 'push.response'] as const satisfies readonly LeafKind[];
const actors = ['op:a', 'op:b'] as const;

type Made = { readonly kind: LeafKind; readonly actor: string; readonly t: number; readonly phone: string | null };
const worldOf = (leaves: readonly Made[]) => {
  const db = openDatabase(':memory:');
  valueOf(migrate(db));
  let now = 0;
  const log = createLogRepository(db, { now: () => now, appVersion: '0', randomBytes });
  const append = (made: Made): void => {
    now = made.t;
    log.use(signer, made.actor);
    log.append({ kind: made.kind, body: { act: 'x' }, open: made.phone === null ? {} : { subject: { phone: made.phone } } });
  };
  db.transaction(() => {
    for (const made of leaves) append(made);
    if (leaves.length > 0) log.seal();
  })();
  const search = createLogSearchRepository(db);
  const commands = logSearchCommands({ ledger: { log, logSearch: search, areaCodes: createAreaCodeRepository(db) }, needs: { clock: { now: () => base } } } as unknown as CoreContext); // its other parts are not looked at
  return { db, log, search, commands };
};
const base = Date.UTC(2026, 0, 1);
const arbitraryLeaf = fc.record({
  kind: fc.constantFrom(...kinds), actor: fc.constantFrom(...actors), t: fc.integer({ min: base, max: base + 50 }),
  phone: fc.option(fc.constantFrom('+12025550101', '+12025550102'), { nil: null }),
});

test('every search gives what a look at each leaf gives, page by page', () => {
  fc.assert(fc.property(
    fc.array(arbitraryLeaf, { maxLength: 60 }),
    fc.record({
      kind: fc.option(fc.constantFrom<string>(...kinds, 'restore'), { nil: null }), actor: fc.option(fc.constantFrom<string>(...actors, 'op:nobody'), { nil: null }),
      from: fc.option(fc.integer({ min: base, max: base + 50 }), { nil: null }), until: fc.option(fc.integer({ min: base, max: base + 50 }), { nil: null }),
      phone: fc.option(fc.constantFrom('+12025550101', '+12025550109'), { nil: null }),
    }),
    fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 20 }),
    (leaves, query, offset, limit) => {
      const { db, search } = worldOf(leaves);
      const wanted = leaves.map((leaf, seq) => ({ ...leaf, seq })).filter(({ kind, actor, t, phone }) =>
        (query.kind === null || kind === query.kind) && (query.actor === null || actor === query.actor) && (query.from === null || t >= query.from)
        && (query.until === null || t < query.until) && (query.phone === null || phone === query.phone)).reverse();
      const found = search.search(query, offset, limit);
      db.close();
      expect(found.total).toBe(wanted.length);
      expect(found.rows.map(({ seq }) => seq)).toEqual(wanted.slice(offset, offset + limit).map(({ seq }) => seq));
    }), { numRuns: 60 });
});

test('runs of thousands of leaves are counted by their tallies, and a time that cuts through them is exact', () => {
  const { db, search } = worldOf(Array.from({ length: 9000 }, (_, i) => ({ kind: kinds[i % 3] ?? 'decision', actor: actors[i % 2] ?? '', t: base + i * 1000, phone: null })));
  const none = { kind: null, actor: null, from: null, until: null, phone: null };
  expect(search.search(none, 8998, 10).rows.map(({ seq }) => seq)).toEqual([1, 0]);
  expect(search.search({ ...none, kind: 'decision' }, 2990, 3).rows.map(({ seq }) => seq)).toEqual([27, 24, 21]);
  const cut = search.search({ ...none, kind: 'decision', actor: 'op:a', from: base + 3_000_000, until: base + 6_000_000 }, 0, 2);
  expect([cut.total, ...cut.rows.map(({ seq }) => seq)]).toEqual([500, 5994, 5988]);
  expect(search.kinds()).toEqual(kinds.map((kind) => ({ kind, leaves: 3000 })));
  expect(search.actors().map(({ actor, leaves }) => [actor, leaves])).toEqual([['op:a', 4500], ['op:b', 4500]]);
  db.close();
});

test('a leaf whose body someone broke is found under no kind, and stops no search', () => {
  const { db, search } = worldOf([{ kind: 'decision', actor: 'op:a', t: base, phone: null }]);
  db.exec("INSERT INTO leaf VALUES (1, 'not JSON', zeroblob(32))");
  expect(search.search({ kind: null, actor: null, from: null, until: null, phone: null }, 0, 5).rows).toMatchObject([{ seq: 1, kind: '' }, { seq: 0, kind: 'decision' }]);
  expect(search.kinds()).toHaveLength(2);
  db.close();
});

test('the path of any leaf in any log leads to its root, and covers every other leaf once', async () => {
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 13, 31, 33, 64, 100]) {
    const { db, commands } = worldOf(Array.from({ length: size }, () => ({ kind: 'decision', actor: 'op:a', t: base, phone: null })));
    for (let seq = 0; seq < size; seq += 1) {
      const { proof } = valueOf(await commands['log.leaf']({ seq }));
      expect(proof?.holds).toBe(true);
      const covered = [{ from: seq, until: seq + 1 }, ...proof?.steps ?? []].sort((a, b) => a.from - b.from);
      expect([covered[0]?.from, covered.at(-1)?.until]).toEqual([0, size]);
      for (const [i, { until }] of covered.slice(0, -1).entries()) expect(covered[i + 1]?.from).toBe(until);
      expect(proof?.steps.at(-1)?.made ?? proof?.root).toBe(proof?.root);
    }
    db.close();
  }
});

test('one leaf is shown with what of it can still be opened', () => {
  const { db, commands } = worldOf([{ kind: 'decision', actor: 'op:a', t: base, phone: '+12025550101' }]);
  expect(commands['log.leaf']({ seq: 0 })).toMatchObject({ value: { openings: [{ kind: 'subject', fields: { phone: '+12025550101' } }] } });
  db.exec("DELETE FROM opening WHERE seq = 0");
  expect(commands['log.leaf']({ seq: 0 })).toMatchObject({ value: { openings: [{ kind: 'subject', fields: null }], proof: { holds: true } } });
  expect(commands['log.leaf']({ seq: 1 })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
  expect(commands['log.search']({ phone: '(202) 555-0101', region: 'US', offset: 0, limit: 5 })).toMatchObject({ value: { total: 0 } });
  expect(commands['log.search']({ phone: '123', region: 'US', offset: 0, limit: 5 })).toMatchObject({ ok: false, failure: { type: 'NumberNotValid' } });
  db.close();
});

test('a number is found in the imports, decisions and batches that hold it among others', () => {
  const { db, ledger, push } = (() => {
    const world = createLedgerWorld();
    const first = world.importRows(['+12025550101', '+12025550102']);
    const other = world.importRows(['+12025550103']);
    world.db.exec(`UPDATE import SET leaf_seq = ${first === other ? 0 : 'id'}`);
    return world;
  })();
  ledger.transact(() => { for (let i = 0; i < 6; i += 1) ledger.log.append({ kind: 'import.batch', body: {} }); });
  push([1]);
  db.exec('UPDATE batch SET request_seq = 4, response_seq = 5');
  const search = createLogSearchRepository(db);
  const about = (phone: string) => search.search({ kind: null, actor: null, from: null, until: null, phone }, 0, 10).rows.map(({ seq }) => seq);
  expect(about('+12025550101')).toEqual([5, 4, 1]);
  expect(about('+12025550102')).toEqual([1]);
  expect(about('+12025550103')).toEqual([2]);
  expect(about('+12025550104')).toEqual([]);
  db.close();
});
