// A group of more releases than one transaction should hold: settled part by part, others are answered meanwhile, and what is cut off is whole as far as it came.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { lookInLedger } from '../../helpers/look-in-ledger.ts';
import { phones } from '../runner/push-world.ts';

const many = 5000;
const group = { cause: 'request', importId: null } as const;

/** All numbers of an import, each with its proposal. */
const start = async (): Promise<TestCore> => {
  const desk = await createTestCore();
  valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('a.csv', `phone,code\n${phones(many).map((phone) => `${phone},A\n`).join('')}`) }));
  lookInLedger(desk.home, (db) => db.exec("INSERT INTO release (phone, cause, at) SELECT phone, 'request', 1 FROM suppression"));
  return desk;
};
const count = (desk: TestCore, sql: string): number => lookInLedger(desk.home, (db) => db.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0);
/** What the leaves of an act say they settled, in their order. */
const sealed = (desk: TestCore, act: string) => lookInLedger(desk.home, (db) => db.prepare<[string], { seq: number; releases: number; first: number | null; root: string }>(
  "SELECT seq, body ->> '$.body.releases' AS releases, body ->> '$.body.first' AS first, body ->> '$.body.root' AS root FROM leaf WHERE body ->> '$.body.act' = ? ORDER BY seq").all(act));
const sum = (leaves: readonly { readonly releases: number }[]): number => leaves.reduce((total, { releases }) => total + releases, 0);

test('is approved and taken back in parts that are sealed each by itself, and everybody is answered in between', async () => {
  const desk = await start();
  onTestFinished(() => desk.close());
  const { call } = desk.client;
  const approval = { isOver: false };
  const approving = call('release.approve', { ...group, because: 'Consent' }).finally(() => { approval.isOver = true; });
  const declining = call('release.decline', { ...group, because: 'No consent' });
  const seen = new Set<number>();
  while (!approval.isOver) {
    seen.add(valueOf(await call('release.page', { state: 'proposed', offset: 0, limit: 1 })).total);
    await setImmediate();
  }
  // Somebody who looked saw it on its way.
  expect([...seen].some((left) => left > 0 && left < many)).toBe(true);
  expect(valueOf(await approving)).toEqual({ releases: many, numbers: many, entries: many, stillWanted: 0, sent: 0 });
  // Who came second found nothing left.
  expect(await declining).toMatchObject({ failure: { type: 'NotFound' } });
  const leaves = sealed(desk, 'approve');
  expect(leaves.length).toBeGreaterThan(2);
  expect(sum(leaves)).toBe(many);
  expect(new Set(leaves.slice(1).map(({ first }) => first))).toEqual(new Set([leaves[0]?.seq]));
  expect(new Set(leaves.map(({ root }) => root)).size).toBe(leaves.length);
  expect(count(desk, "release r JOIN leaf l ON l.seq = r.leaf_seq WHERE l.body ->> '$.body.act' = 'approve' AND r.done_at IS NOT NULL")).toBe(many);
  expect([count(desk, 'suppression'), count(desk, "entry WHERE verdict = 'released'")]).toEqual([0, many]);

  expect(valueOf(await call('release.take-back', { ...group }))).toEqual({ releases: many, numbers: many, entries: many, stillWanted: many, sent: 0 });
  expect(sum(sealed(desk, 'release.take-back'))).toBe(many);
  expect([count(desk, 'suppression'), count(desk, "entry WHERE verdict = 'released'")]).toEqual([many, 0]);
  expect(desk.defects).toEqual([]);
});

test('waits where a file is imported meanwhile, and closed half-way it is whole as far as it came', async () => {
  let desk = await start();
  onTestFinished(() => desk.close());
  const approving = desk.client.call('release.approve', { ...group, because: 'Consent' });
  const approved = (): number => count(desk, "release WHERE state = 'approved'");
  await expect.poll(approved, { interval: 1 }).toBeGreaterThan(0);
  lookInLedger(desk.home, (db) => db.exec("INSERT INTO lease (name, owner, until) VALUES ('intake', 'another', 9999999999999)"));
  const before = approved();
  await setTimeout(50);
  expect([approved(), before < many]).toEqual([before, true]);
  desk = await desk.reopen();
  expect(await approving).toMatchObject({ ok: false, failure: { type: 'AlreadySettled', state: expect.stringContaining(`${before} of them`) as unknown } });
  expect([sum(sealed(desk, 'approve')), count(desk, "entry WHERE verdict = 'released'"), count(desk, 'suppression')]).toEqual([before, before, many - before]);

  lookInLedger(desk.home, (db) => db.exec("DELETE FROM lease WHERE name = 'intake'"));
  expect(valueOf(await desk.client.call('release.approve', { ...group, because: 'Consent' }))).toMatchObject({ releases: many - before, entries: many - before });
  expect(count(desk, 'suppression')).toBe(0);
});
