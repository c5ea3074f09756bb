// A long log answers at once and is still looked at to its last leaf: what is found then takes the writing back, by name.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createStartCheck } from '../../../src-main/core/start-check.ts';
import { openLedger } from '../../../src-main/ledger/open-ledger.ts';
import { signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createLedgerWorld } from '../../helpers/ledger-world.ts';
import { lookInLedger } from '../../helpers/look-in-ledger.ts';
import { phones } from '../runner/push-world.ts';
import { openWorld } from '../runner/world-of-test.ts';

const longLedger = (leaves = 2500) => {
  const world = createLedgerWorld();
  const append = (): void => world.ledger.transact(() => { world.ledger.log.append({ kind: 'decision', body: { act: 'x' } }); });
  world.ledger.transact(() => { for (let i = 0; i < leaves; i += 1) world.ledger.log.append({ kind: 'decision', body: { act: 'x' } }); });
  const tamper = (...sql: readonly string[]): void => {
    for (const table of ['leaf', 'node', 'checkpoint']) world.db.exec(`DROP TRIGGER ${table}_update`);
    for (const each of sql) world.db.exec(each);
  };
  let told = 0;
  return { ...world, append, tamper, told: () => told, check: createStartCheck(world.ledger, () => { told += 1; }, 100) };
};
const swap = (seq: number): string => `UPDATE leaf SET body = replace(body, '"act":"x"', '"act":"y"') WHERE seq = ${seq}`;

it('a sound log may be written at once, goes on growing, and is found sound', async () => {
  const { check, append, told } = longLedger();
  expect(await check.flaw(true)).toBeNull();
  append();
  expect(await check.flaw(false)).toBeNull();
  expect([check.found(), told()]).toEqual([null, 0]);
});

it('an old leaf that was changed is found behind the first answer, told once, and named from then on', async () => {
  const { check, tamper, told } = longLedger();
  tamper(swap(4));
  expect(await check.flaw(true)).toBeNull();
  await expect.poll(told, { timeout: 10_000 }).toBe(1);
  expect(check.found()).toMatch(/not what was signed \(the first is number 4\)/u);
  expect(await check.flaw(true)).toBe(check.found());
  expect(told()).toBe(1);
});

it('a process that ends with its command waits for all of it', async () => {
  const { check, tamper } = longLedger();
  tamper(swap(4));
  expect(await check.flaw(false)).toMatch(/the first is number 4/u);
});

it.each([
  ['a new leaf that was changed', /number 2499/u, swap(2499)],
  ['another tree', /tree/u, 'UPDATE node SET hash = zeroblob(32) WHERE level = 11'],
  ['another root', /checkpoint/u, 'UPDATE checkpoint SET root = zeroblob(32) WHERE size = 2500'],
  ['leaves that nobody signed', /nobody signed/u, "INSERT INTO leaf SELECT 2500, body, leaf_hash FROM leaf WHERE seq = 2499"],
])('%s is named at once', async (_what, why, sql) => {
  const { check, tamper, told } = longLedger();
  tamper(sql);
  expect(await check.flaw(true)).toMatch(why);
  expect(told()).toBe(0);
});

it('one that is stopped calls nothing sound', async () => {
  const { check, told } = longLedger();
  const asked = check.flaw(false);
  check.stop();
  expect(await asked).toMatch(/not looked at to its end/u);
  expect(told()).toBe(0);
});

it('in a process that stays, a long log that is not what was signed is written no more: the run under way stops by that name, and Home says why', async () => {
  const world = await openWorld({ dialect: 'cxone-dnc-groups', rows: phones(3) });
  const { home, keychain } = world.desk();
  const { origin } = valueOf(await world.desk().client.call('log.status', {}));
  const path = join(home, 'ledger.db');
  const ledger = valueOf(openLedger(path, { now: Date.now, appVersion: '0.0.0-test', randomBytes: (count) => Buffer.alloc(count, 7) }));
  ledger.log.use(signerFrom(keychain.secrets.get(`log-key/${origin}`) ?? '', origin), 'op:test');
  ledger.transact(() => { for (let i = 0; i < 20_000; i += 1) ledger.log.append({ kind: 'decision', body: { act: 'x' } }); });
  ledger.close();
  lookInLedger(home, (db) => {
    db.exec('DROP TRIGGER leaf_update');
    db.exec("UPDATE leaf SET body = replace(body, '\"act\":\"x\"', '\"act\":\"y\"') WHERE seq = 1004");
  });
  await world.reopen();

  const { core, client } = world.desk();
  const told: string[] = [];
  core.listen((event) => { if (event.type === 'attention') told.push(event.title); });
  world.faults({ on: 'push', fault: { kind: 'slow', ms: 1200 } });
  const facts = () => [world.tenant.requests().filter(({ kind }) => kind === 'push').length, world.query('SELECT count(*) FROM leaf')];
  await core.continueCooling();
  const { runId } = await world.start();
  await expect.poll(async () => valueOf(await client.call('home.get', {})).readOnly, { timeout: 10_000 }).toMatchObject({ type: 'LedgerBroken', why: expect.stringContaining('the first is number 1004') as string });
  const then = facts();
  expect(await world.rested(runId)).toMatchObject({ state: 'stopped', trouble: expect.stringContaining('the first is number 1004') as string });
  expect([told, world.desk().defects]).toEqual([[expect.stringContaining('the first is number 1004')], []]);
  // Nothing more was asked of the vendor, and nothing signed.
  expect(facts()).toEqual(then);
  expect(await client.call('run.resume', { runId })).toMatchObject({ ok: false, failure: { type: 'LedgerBroken' } });
});
