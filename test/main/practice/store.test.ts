// A store outlives its tenant: restarts, kills in mid-line, and two tenants at once see one truth.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PracticeTenant } from '../../../src-main/practice/practice.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import { clientOf, phone, phones, plain, read, readText, startClient, startTenant, temporaryFolder, type Client } from './practice-world.ts';

const lists = '/api/v2/outbound/dnclists';
const groups = '/inContactAPI/services/v31.0/dnc-groups';

const create = async ({ ask }: Client, name: string): Promise<string> => readText(await ask('POST', lists, { name, dncSourceType: 'rds' }), 'id');
const journalOf = (store: string, dialect: Dialect): string => join(store, `${dialect}.ndjson`);

test('lists, numbers, expirations and exports survive a restart; tokens do not', async () => {
  const store = temporaryFolder();
  const before = await startClient('genesys-dnclists', { store });
  const id = await create(before, 'Federal');
  await before.ask('POST', `${lists}/${id}/phonenumbers?expirationDateTime=2026-12-01T00:00Z`, [phone(1)]);
  await before.ask('POST', `${lists}/${id}/phonenumbers`, [phone(2), phone(3)]);
  await before.ask('PATCH', `${lists}/${id}/phonenumbers`, { action: 'Remove', phoneNumbers: [phone(3)] });
  await before.ask('POST', `${lists}/${id}/export`);
  const contents = before.tenant.contents(id);
  await before.tenant.close();

  const after = await startTenant('genesys-dnclists', { store });
  expect(after.contents(id)).toEqual(contents);
  expect((await plain(after, 'GET', lists, undefined, { authorization: 'Bearer old' })).status).toBe(401);
  const { ask } = await clientOf(after);
  await ask('GET', `${lists}/${id}/export`);
  const { pathname } = new URL(readText(await ask('GET', `${lists}/${id}/export`), 'uri'));
  expect((await ask('GET', pathname)).text).toContain(`${phone(1)},Phone,2026-12-01T00:00Z\r\n${phone(2)},Phone,\r\n`);
});

test('CXone groups, expired records and skills survive a restart under the same ids', async () => {
  const store = temporaryFolder();
  const before = await startClient('cxone-dnc-groups', { store });
  await before.ask('POST', groups, { dncGroupName: 'Federal' });
  await before.ask('POST', groups, { dncGroupName: 'State' });
  const batch = { dncGroupRecords: [1, 2].map((n) => ({ phoneNumber: Number(phone(n).slice(2)) })) };
  await before.ask('POST', `${groups}/1002/records`, batch);
  await before.ask('DELETE', `${groups}/1002/records`, { dncGroupRecords: batch.dncGroupRecords.slice(1) });
  await before.ask('POST', `${groups}/1002/scrubbed-skills/7`);
  const listed = (await before.ask('GET', `${groups}/1002/records`)).json;
  await before.tenant.close();

  const { ask } = await startClient('cxone-dnc-groups', { store });
  expect((await ask('GET', `${groups}/1002/records`)).json).toEqual(listed);
  expect(read(await ask('GET', `${groups}/1002/scrubbed-skills`), 'scrubbedSkills.0.skillId')).toBe(7);
});

test('a last line cut by a kill did not happen, and what is appended after it is not lost', async () => {
  const store = temporaryFolder();
  const before = await startClient('genesys-dnclists', { store });
  const id = await create(before, 'Federal');
  await before.ask('POST', `${lists}/${id}/phonenumbers`, [phone(1)]);
  await before.ask('POST', `${lists}/${id}/phonenumbers`, phones(100).slice(50));
  await before.tenant.close();
  const file = journalOf(store, 'genesys-dnclists');
  const whole = readFileSync(file);

  for (const cut of [1, 2, 20, 300]) {
    writeFileSync(file, whole);
    truncateSync(file, whole.length - cut);
    const { ask, tenant } = await startClient('genesys-dnclists', { store });
    // A missing line break alone takes nothing away once the next line begins.
    const kept = cut === 1 ? 51 : 1;
    await ask('POST', `${lists}/${id}/phonenumbers`, [phone(2)]);
    expect(tenant.contents(id)).toHaveLength(kept + 1);
    await tenant.close();
    expect((await startTenant('genesys-dnclists', { store })).contents(id)).toHaveLength(kept + 1);
  }
});

test('the same batch again is not written down again', async () => {
  const store = temporaryFolder();
  const client = await startClient('genesys-dnclists', { store });
  const id = await create(client, 'Federal');
  await client.ask('POST', `${lists}/${id}/phonenumbers`, phones(100));
  const { size } = statSync(journalOf(store, 'genesys-dnclists'));
  await client.ask('POST', `${lists}/${id}/phonenumbers`, phones(100));
  expect(statSync(journalOf(store, 'genesys-dnclists')).size).toBe(size);
});

test('after kill -9 every answered batch is there whole, and an unanswered one whole or not at all', async () => {
  const store = temporaryFolder();
  const answered: number[] = [];
  let id = '';
  for (let kill = 0; kill < 2; kill += 1) {
    const child = await runAlone(store);
    const client = await clientOf({ ...child.tenant });
    id ||= await create(client, 'Federal');
    const pushing = (async () => {
      for (let batch = kill * 1000; ; batch += 1) {
        await client.ask('POST', `${lists}/${id}/phonenumbers`, batchOf(batch));
        answered.push(batch);
      }
    })().catch(() => 'cut');
    await new Promise((resolve) => { setTimeout(resolve, 120 + kill * 37); });
    child.kill();
    expect(await pushing).toBe('cut');
  }
  const kept = new Set((await startTenant('genesys-dnclists', { store })).contents(id).map((entry) => entry.phone));
  expect(answered.length).toBeGreaterThan(2);
  expect(answered.filter((batch) => !batchOf(batch).every((phone) => kept.has(phone)))).toEqual([]);
  expect(kept.size % 50).toBe(0);
});

/** Fifty numbers that no other batch has. */
const batchOf = (batch: number): readonly string[] => Array.from({ length: 50 }, (_, n) => phone(batch * 50 + n));

/** A tenant in a process of its own, seen through its base address alone. */
const runAlone = async (store: string): Promise<{ readonly tenant: PracticeTenant; readonly kill: () => void }> => {
  const module = new URL('../../../src-main/practice/start-practice.ts', import.meta.url).href;
  const script = `const { startPractice } = await import(${JSON.stringify(module)});
    const { value } = await startPractice('genesys-dnclists', { store: ${JSON.stringify(store)}, rate: null, propagationMs: 0 });
    console.log(JSON.stringify({ baseUrl: value.baseUrl, credentials: value.credentials, dialect: value.dialect }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => { child.stdout.once('data', (data: Buffer) => resolve(data.toString())); });
  // Only the fields a client needs cross the process.
  return { tenant: JSON.parse(line) as PracticeTenant, kill: () => { child.kill('SIGKILL'); } };
};

test('two tenants on one store see what the other took, at once', async () => {
  const store = temporaryFolder();
  const [first, second] = await Promise.all([startClient('genesys-dnclists', { store }), startClient('genesys-dnclists', { store })]);
  const id = await create(first, 'Federal');
  expect(readText(await second.ask('GET', lists), 'entities.0.id')).toBe(id);
  await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? first : second).ask('POST', `${lists}/${id}/phonenumbers`, phones(4000).slice(n * 100, n * 100 + 100))));
  expect(first.tenant.contents(id).map((entry) => entry.phone).sort()).toEqual([...phones(4000)].sort());
  expect(second.tenant.contents(id)).toEqual(first.tenant.contents(id));
});

test('of two tenants making one name at once, one is refused', async () => {
  const store = temporaryFolder();
  const clients = await Promise.all([startClient('cxone-dnc-groups', { store }), startClient('cxone-dnc-groups', { store })]);
  const made = await Promise.all(clients.map(({ ask }) => ask('POST', groups, { dncGroupName: 'Federal' })));
  expect(made.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
});

test('a half-written line of another process waits for its end', async () => {
  const store = temporaryFolder();
  const client = await startClient('genesys-dnclists', { store });
  const id = await create(client, 'Federal');
  const line = JSON.stringify({ t: 'add', l: id, at: 1, v: 1, x: null, p: [phone(9)] });
  appendFileSync(journalOf(store, 'genesys-dnclists'), `\n${line.slice(0, 30)}`);
  expect(client.tenant.contents(id)).toEqual([]);
  appendFileSync(journalOf(store, 'genesys-dnclists'), `${line.slice(30)}\n`);
  expect(client.tenant.contents(id).map((entry) => entry.phone)).toEqual([phone(9)]);
});

test('20,000 numbers a second are taken, each batch synced to the store', async () => {
  const client = await startClient('genesys-dnclists', { store: temporaryFolder(), rate: null });
  const id = await create(client, 'Federal');
  const all = phones(60_000);
  const started = performance.now();
  for (let from = 0; from < all.length; from += 1000) await client.ask('POST', `${lists}/${id}/phonenumbers`, all.slice(from, from + 1000));
  expect(performance.now() - started).toBeLessThan(3000);
  expect(client.tenant.contents(id)).toHaveLength(60_000);
});

test('a taken port and an unusable store are told, not thrown', async () => {
  const tenant = await startTenant('genesys-dnclists');
  const taken = await startPractice('genesys-dnclists', { port: Number(new URL(tenant.baseUrl).port) });
  expect(taken).toMatchObject({ ok: false, failure: { type: 'PracticeUnavailable', why: expect.stringContaining('EADDRINUSE') } });
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await startPractice('cxone-dnc-groups', { store: file })).toMatchObject({ ok: false, failure: { type: 'PracticeUnavailable' } });
});

test('a given port is used, and free again after close', async () => {
  const first = await startTenant('cxone-dnc-groups');
  const port = Number(new URL(first.baseUrl).port);
  await first.close();
  expect((await startTenant('genesys-dnclists', { port })).baseUrl).toBe(`http://127.0.0.1:${port}`);
});
