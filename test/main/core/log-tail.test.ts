// An old copy of the ledger in the place of the newer one is noticed, named, and gone on with only by a person who says why; a moved clock and a new version are told by leaves.
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createTailKeeper } from '../../../src-main/core/log-tail.ts';
import type { Ledger } from '../../../src-main/ledger/open-ledger.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import { done, fail, ok } from '../../../src-shared/result.ts';
import { createTestCore, valueOf, type TestCore, type TestCoreOptions } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';

const worlds: TestCore[] = [];
const world = async (options: TestCoreOptions = {}) => {
  const made = await createTestCore(options);
  worlds.push(made);
  return made;
};
/** Another process on the same folder, with the same keychain. */
const again = (desk: TestCore, needs: TestCoreOptions['needs'] = {}) =>
  world({ needs: { home: desk.home, secrets: { keychain: desk.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) }, ...needs } });
afterEach(async () => {
  for (const each of worlds) expect(each.defects).toEqual([]);
  for (const each of worlds.splice(0)) await each.close();
});

let changes = 0;
const change = async (desk: TestCore) => {
  changes += 1;
  return desk.client.call('code-map.save', { lines: [{ code: `C${changes}`, dncType: 'FEDERAL', jurisdiction: null, reason: 'x' }] });
};
const leaves = (home: string) => queryLedger<{ body: string }>(home, 'SELECT body FROM leaf ORDER BY seq').map(({ body }) => JSON.parse(body) as { kind: string; t: string; body: Record<string, unknown> });
const tailOf = (desk: TestCore) => [...desk.keychain.secrets].find(([account]) => account.startsWith('log-tail/'))?.[1];

/** A ledger whose file was put back to what it was `lost` changes ago. */
const restored = async (lost: number) => {
  const desk = await world();
  for (let i = 0; i < 3; i += 1) valueOf(await change(desk));
  await desk.core.close();
  const [path, copy] = [join(desk.home, 'ledger.db'), join(desk.home, 'copy.db')];
  copyFileSync(path, copy);
  const later = await again(desk);
  for (let i = 0; i < lost; i += 1) valueOf(await change(later));
  await later.core.close();
  for (const rest of ['-wal', '-shm']) if (existsSync(path + rest)) rmSync(path + rest);
  copyFileSync(copy, path);
  return { desk, back: await again(desk) };
};

it('the tail is in the keychain once the desk is closed, and is what was signed last', async () => {
  const desk = await world();
  valueOf(await change(desk));
  const { leaves: size, root } = valueOf(await desk.client.call('log.status', {}));
  await desk.core.close();
  expect(tailOf(desk)).toBe(`${size} ${root}`);
});

it('an old copy is read and not written, and the words say how much is gone', async () => {
  const { desk, back } = await restored(2);
  const failure = { type: 'LedgerRestored', path: join(desk.home, 'ledger.db'), known: 8, held: 6 };
  expect(valueOf(await back.client.call('home.get', {})).readOnly).toEqual(failure);
  expect(await change(back)).toEqual({ ok: false, failure });
  expect(await back.client.call('log.export', {})).toEqual({ ok: false, failure });
  expect(valueOf(await back.client.call('log.page', { offset: 0, limit: 10 })).total).toBe(6);
  await back.core.close();
  expect(tailOf(desk)).toMatch(/^8 /);
});

it('a person goes on with it by a written reason, which the log keeps, and once only', async () => {
  const { desk, back } = await restored(2);
  expect(await back.client.call('log.accept-restore', { because: '  ' })).toMatchObject({ ok: false, failure: { type: 'ReasonRequired' } });
  expect(valueOf(await back.client.call('log.accept-restore', { because: 'the disk died' })).leaves).toBe(7);
  expect(leaves(desk.home).at(-1)).toMatchObject({ kind: 'restore', body: { held: 6, known: { size: 8 } } });
  expect(JSON.stringify(leaves(desk.home))).not.toContain('the disk died');
  expect(await back.client.call('log.accept-restore', { because: 'again' })).toMatchObject({ ok: false, failure: { type: 'AlreadySettled' } });
  valueOf(await change(back));
  const next = await again(desk);
  expect(valueOf(await next.client.call('home.get', {})).readOnly).toBeNull();
  valueOf(await change(next));
});

it('a copy that grew past the tail without being accepted is named as another history', async () => {
  const { desk, back } = await restored(1);
  const account = [...desk.keychain.secrets.keys()].find((each) => each.startsWith('log-tail/')) ?? '';
  const known = desk.keychain.secrets.get(account) ?? '';
  await desk.keychain.remove(account);
  for (let i = 0; i < 3; i += 1) valueOf(await change(back));
  await back.core.close();
  await desk.keychain.set(account, known);
  const failure = { type: 'LedgerBroken', why: expect.stringContaining('history was rewritten') };
  expect(await change(await again(desk))).toMatchObject({ ok: false, failure });
  expect(await (await again(desk)).client.call('log.accept-restore', { because: 'x' })).toMatchObject({ ok: false, failure });
});

it('a tail that is older than the ledger, as a crash leaves it, or that is gone, is no trouble', async () => {
  const desk = await world();
  valueOf(await change(desk));
  await desk.core.close();
  const account = [...desk.keychain.secrets.keys()].find((each) => each.startsWith('log-tail/')) ?? '';
  const old = desk.keychain.secrets.get(account) ?? '';
  const later = await again(desk);
  valueOf(await change(later));
  await later.core.close();
  await desk.keychain.set(account, old);
  valueOf(await change(await again(desk)));
  await desk.keychain.set(account, 'nonsense');
  valueOf(await change(await again(desk)));
});

it('the tail is written when the log rests, or after some seconds of work, and never for a log that is locked', async () => {
  let size = 3;
  let locked = true;
  const sets: number[] = [];
  const log = { signer: () => (locked ? null : {}), latest: () => ({ size, root: Buffer.alloc(32) }), origin: () => 'o' };
  const keychain = { store: 'memory' as const, get: async () => ok(null), set: async (_account: string, secret: string) => { sets.push(Number(secret.split(' ')[0])); return done; }, remove: async () => done };
  const keeper = createTailKeeper({ log } as unknown as Ledger, async () => ok(keychain), 5);
  const ticks = (count: number) => new Promise((resolve) => { setTimeout(resolve, count * 5 + 3); });
  await ticks(4);
  expect(sets).toEqual([]);
  locked = false;
  await ticks(4);
  expect(sets).toEqual([3]);
  const growing = setInterval(() => { size += 1; }, 1);
  await ticks(20);
  clearInterval(growing);
  expect(sets.length).toBeGreaterThan(1);
  expect(sets.length).toBeLessThan(8);
  await ticks(4);
  expect(sets.at(-1)).toBe(size);
  size += 1;
  await keeper.keep();
  expect(sets.at(-1)).toBe(size);
  keeper.stop();
});

it('a clock that goes back, or ahead of what was counted, is told by a leaf before the next one', async () => {
  let [wall, count] = [Date.UTC(2026, 5, 1, 12), 0];
  const clock = { ...createSystemClock(), now: () => wall, monotonic: () => count };
  const desk = await world({ needs: { clock } });
  const pass = (ms: number, counted = ms) => { [wall, count] = [wall + ms, count + counted]; };
  valueOf(await change(desk));
  pass(3_600_000);
  valueOf(await change(desk));
  pass(-1500, 10);
  valueOf(await change(desk));
  expect(leaves(desk.home).filter(({ kind }) => kind === 'clock.jump')).toEqual([]);
  pass(-86_400_000, 10);
  valueOf(await change(desk));
  pass(2 * 86_400_000, 10);
  valueOf(await change(desk));
  valueOf(await desk.client.call('log.export', {}));
  expect(leaves(desk.home).filter(({ kind }) => kind === 'clock.jump').map(({ body }) => body['how'])).toEqual(['back', 'ahead']);
  await desk.core.close();
  pass(-40 * 86_400_000);
  const next = await again(desk, { clock });
  valueOf(await next.client.call('log.export', {}));
  const jump = leaves(desk.home).findLast(({ kind }) => kind === 'clock.jump');
  expect(jump?.body).toEqual({ how: 'back', from: expect.stringMatching(/^2026-06-02/), to: expect.stringMatching(/^2026-04-23/) });
});

it('another version says so with its first leaf, and once', async () => {
  const desk = await world();
  valueOf(await change(desk));
  await desk.core.close();
  const next = await again(desk, { appVersion: '9.9.9' });
  valueOf(await change(next));
  valueOf(await change(next));
  expect(leaves(desk.home).filter(({ kind }) => kind === 'app.update').map(({ body }) => body)).toEqual([{ from: '0.0.0-test', to: '9.9.9' }]);
});
