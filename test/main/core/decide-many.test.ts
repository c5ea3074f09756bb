// Decisions on more rows than one transaction should hold: they come to the same as small ones, others are answered meanwhile, and a cut one is finished or dropped.
import { afterEach, describe, expect, it } from 'vitest';
import { createRowsTree } from '../../../src-main/sealed-log/rows-tree.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { lookInLedger } from '../../helpers/look-in-ledger.ts';

const rows = 2500;
const phoneOf = (i: number): string => `202555${String(100 + (i % 100)).padStart(4, '0')}`;
/** Half of the rows have a suggestion; each number comes with many codes. */
const sheet = (): string => `Phone,Code\n${Array.from({ length: rows }, (_, i) => `${i % 2 === 0 ? `DNC ${phoneOf(i)}` : '5550148'},C${Math.floor(i / 300)}`).join('\n')}\n`;

let world: TestCore | null = null;
afterEach(async () => {
  expect(world?.defects).toEqual([]);
  await world?.close();
  world = null;
});
const layout = { headerLine: 1, phoneColumns: [0], codeColumn: 1, region: 'US' };
const start = async (): Promise<TestCore> => {
  world = await createTestCore();
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor('list.csv', sheet()), layout }));
  return world;
};
const verdicts = (of: TestCore) => lookInLedger(of.home, (db) => Object.fromEntries(db.prepare<[], { verdict: string; n: number }>('SELECT verdict, count(*) AS n FROM entry GROUP BY verdict').all().map(({ verdict, n }) => [verdict, n])));
const summary = async ({ client }: TestCore) => valueOf(await client.call('quarantine.summary', {}));

describe('a group of more rows than one transaction should hold', () => {
  it('is accepted as one decision under one leaf, whose root can be made again', async () => {
    const here = await start();
    const decision = valueOf(await here.client.call('quarantine.accept', { reasons: ['letters_around', 'ambiguous_prefix'] }));
    expect(decision).toMatchObject({ act: 'accept-suggestions', entries: rows / 2, undone: false, canUndo: true });
    expect(decision.progress).toBeUndefined();
    const counts = verdicts(here);
    expect(counts).toMatchObject({ quarantined: rows / 2, accepted: rows / 2 - decision.duplicates });
    expect(lookInLedger(here.home, (db) => db.prepare("SELECT count(*) FROM entry e WHERE verdict = 'duplicate' AND (SELECT verdict FROM entry t WHERE t.id = e.duplicate_of) <> 'accepted'").pluck().get())).toBe(0);
    lookInLedger(here.home, (db) => {
      expect(db.prepare('SELECT count(*) FROM suppression').pluck().get()).toBe(counts['accepted']);
      const [leaf] = db.prepare<[], { seq: number; body: string }>("SELECT seq, body FROM leaf WHERE body ->> '$.kind' = 'decision'").all();
      const { body, log } = JSON.parse(leaf?.body ?? '{}') as { body: Record<string, unknown>; log: string };
      const { seed } = JSON.parse(db.prepare<[number | undefined], string>("SELECT bytes FROM opening WHERE seq = ? AND kind = 'rows'").pluck().get(leaf?.seq) ?? '{}') as { seed: string };
      const tree = createRowsTree(Buffer.from(seed, 'base64url'), log);
      for (const row of db.prepare<[], { id: number; phone: number; raw: string }>('SELECT e.id, e.phone, e.raw FROM decision_entry d JOIN entry e ON e.id = d.entry_id ORDER BY e.id').all()) tree.add({ entry: row.id, phone: `+${row.phone}`, raw: row.raw });
      expect(body).toMatchObject({ act: 'accept-suggestions', entries: rows / 2, rows: rows / 2, reasons: ['letters_around', 'ambiguous_prefix'], root: tree.end().root.toString('base64url') });
    });
  });

  it('is taken back as one, and the ledger is what it was', async () => {
    const here = await start();
    const picture = () => lookInLedger(here.home, (db) => db.prepare('SELECT * FROM entry ORDER BY id').all());
    const before = picture();
    for (const decide of [() => here.client.call('quarantine.accept', { reason: 'letters_around' }), () => here.client.call('quarantine.discard', { importId: 1, because: 'old list' })]) {
      const { decisionId } = valueOf(await decide());
      expect(valueOf(await here.client.call('quarantine.undo', { decisionId }))).toMatchObject({ undone: true, canUndo: false });
      expect(picture()).toEqual(before);
      expect(await here.client.call('quarantine.undo', { decisionId })).toMatchObject({ failure: { type: 'AlreadySettled', state: 'undone' } });
    }
    expect(lookInLedger(here.home, (db) => db.prepare('SELECT count(*) FROM suppression').pluck().get())).toBe(0);
    expect(valueOf(await here.client.call('log.kinds', {})).find(({ kind }) => kind === 'decision')?.leaves).toBe(4);
  });

  it('is shown as decided from the first moment on, its rows cannot be decided otherwise, and others are answered meanwhile', async () => {
    const here = await start();
    const first = valueOf(await here.client.call('quarantine.page', { reason: 'no_area_code', offset: 0, limit: 1 })).rows[0];
    const taken = valueOf(await here.client.call('quarantine.page', { reason: 'letters_around', offset: 1100, limit: 1 })).rows[0];
    const accepting = here.client.call('quarantine.accept', { reason: 'letters_around' });
    await new Promise((resolve) => { setImmediate(resolve); });
    const now = await summary(here);
    expect(now.groups.map(({ reason }) => reason)).toEqual(['no_area_code']);
    expect(valueOf(await here.client.call('quarantine.fix', { entryId: first?.entryId ?? 0, phone: '+12025550199' }))).toMatchObject({ act: 'fix' });
    await expect.poll(async () => (await summary(here)).underWay[0]?.progress?.doing ?? 'over').not.toBe('taking');
    const other = await here.client.call('quarantine.fix', { entryId: taken?.entryId ?? 0, phone: '+12025550199' });
    expect(other).toMatchObject({ failure: { type: 'AlreadySettled' } });
    expect(valueOf(await accepting).entries).toBe(rows / 2);
    expect((await summary(here)).underWay).toEqual([]);
  });

  it('decides one group after the other, and no row twice', async () => {
    const here = await start();
    const [accepted, discarded] = await Promise.all([
      here.client.call('quarantine.accept', { reason: 'letters_around' }), here.client.call('quarantine.discard', { importId: 1, because: 'the rest' })]);
    expect([valueOf(accepted).entries, valueOf(discarded).entries]).toEqual([rows / 2, rows / 2]);
    expect(verdicts(here)['quarantined']).toBeUndefined();
  });
});

describe('a decision cut off half-way', () => {
  it('is gone on with by whoever opens the desk next, and sealed once', async () => {
    const here = await start();
    const going = here.client.call('quarantine.accept', { reason: 'letters_around' });
    await expect.poll(() => verdicts(here)['accepted'] ?? 0, { interval: 1 }).toBeGreaterThan(0);
    world = await here.reopen();
    expect(await going).toMatchObject({ ok: false });
    const unfinished = (await summary(world)).underWay;
    if (unfinished.length > 0) expect(unfinished[0]).toMatchObject({ entries: rows / 2, canUndo: false, progress: { doing: 'deciding', stands: 'idle' } });
    // A host that stays goes on by itself.
    await world.core.continueCooling();
    const desk = world;
    await expect.poll(async () => (await summary(desk)).underWay).toEqual([]);
    const decisions = valueOf(await world.client.call('quarantine.decisions', { offset: 0, limit: 5 }));
    expect(decisions.rows).toMatchObject([{ entries: rows / 2, canUndo: true }]);
    expect(verdicts(world)['quarantined']).toBe(rows / 2);
    expect(valueOf(await world.client.call('log.kinds', {})).find(({ kind }) => kind === 'decision')?.leaves).toBe(1);
  });

  it('is dropped without a trace where it had only begun to take its rows', async () => {
    const here = await start();
    lookInLedger(here.home, (db) => {
      db.exec("INSERT INTO decision (id, act, entries, at, actor) VALUES (7, 'correct', 0, 1, 'op'); UPDATE entry SET phone = 12025550199, notes = '[\"x\"]' WHERE id IN (3, 5)");
      db.exec('INSERT INTO decision_entry (decision_id, entry_id) VALUES (7, 3), (7, 5)');
    });
    valueOf(await here.client.call('quarantine.resume', {}));
    expect(lookInLedger(here.home, (db) => db.prepare('SELECT count(*) FROM entry WHERE phone IS NOT NULL OR notes IS NOT NULL').pluck().get())).toBe(0);
    expect(valueOf(await here.client.call('quarantine.decisions', { offset: 0, limit: 5 })).total).toBe(0);
  });
});

describe('while a file is being stored that has one of the numbers', () => {
  const stage = (of: TestCore, settled: boolean) => lookInLedger(of.home, (db) => {
    const first = db.prepare<[], number>('SELECT max(id) + 1 FROM entry').pluck().get() ?? 1;
    if (!settled) db.exec("DELETE FROM suppression WHERE entry_id >= 900000; UPDATE import SET state = 'undone' WHERE state = 'staging'; DELETE FROM lease WHERE name = 'intake'");
    else {
      db.exec("INSERT INTO lease (name, owner, until) VALUES ('intake', 'another window', 9000000000000000)");
      db.exec(`INSERT INTO import (state, name, bytes, sha256, format, region, layout, at, first_entry) VALUES ('staging', 'b.csv', 1, 'bb', 'text', 'US', '{}', 1, ${first})`);
      db.exec("INSERT INTO suppression (phone, claim_id, entry_id) SELECT CAST(substr(suggestion, 2) AS INTEGER), claim_id, 900001 FROM entry WHERE suggestion IS NOT NULL ORDER BY id LIMIT 1");
    }
  });

  it('accepting or fixing one row says that an import is being stored, and changes nothing', async () => {
    const here = await start();
    stage(here, true);
    const [row] = valueOf(await here.client.call('quarantine.page', { reason: 'letters_around', offset: 0, limit: 1 })).rows;
    const entryId = row?.entryId ?? 0;
    expect(await here.client.call('quarantine.accept', { entryId })).toEqual({ ok: false, failure: { type: 'ImportBusy' } });
    expect(await here.client.call('quarantine.fix', { entryId, phone: row?.suggestion ?? '' })).toEqual({ ok: false, failure: { type: 'ImportBusy' } });
    expect(valueOf(await here.client.call('quarantine.decisions', { offset: 0, limit: 5 })).total).toBe(0);
    stage(here, false);
    expect(await here.client.call('quarantine.accept', { entryId })).toMatchObject({ ok: true });
  });

  it('a large group waits for the end of the import, and goes on by itself', async () => {
    const here = await start();
    stage(here, true);
    const accepting = here.client.call('quarantine.accept', { reason: 'letters_around' });
    await expect.poll(async () => (await summary(here)).underWay[0]?.progress?.stands).toBe('import');
    stage(here, false);
    expect(valueOf(await accepting).entries).toBe(rows / 2);
  });
});
