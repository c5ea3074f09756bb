// The log is written only with its own key and only while it is what was signed; else it can be read, and every change is refused by name.
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSigningKey } from '../../../src-main/sealed-log/keys.ts';
import type { DestinationDraft } from '../../../src-shared/contract/destinations.ts';
import { done, fail, ok, type Result } from '../../../src-shared/result.ts';
import { beginLog, createTestCore, valueOf, type TestCore, type TestCoreOptions } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';
import { createMemoryKeychain } from '../../helpers/memory-keychain.ts';

let worlds: TestCore[] = [];
const world = async (options: TestCoreOptions = {}) => {
  const made = await createTestCore(options);
  worlds.push(made);
  return made;
};
afterEach(async () => {
  for (const each of worlds) await each.close();
  worlds = [];
});

const rows = (home: string, sql: string) => queryLedger<Record<string, unknown>>(home, sql);
/** What someone with the file and no key can do: the triggers are dropped first. */
const tamper = (home: string, ...sql: readonly string[]) => {
  const db = new Sqlite(join(home, 'ledger.db'));
  db.pragma('foreign_keys = OFF');
  for (const table of ['leaf', 'node', 'checkpoint']) for (const on of ['update', 'delete', 'insert']) db.exec(`DROP TRIGGER ${table}_${on}`);
  for (const each of sql) db.exec(each);
  db.close();
};
const shapeOf = (home: string) => rows(home, 'SELECT (SELECT count(*) FROM leaf) AS leaves, (SELECT count(*) FROM checkpoint) AS checkpoints, (SELECT count(*) FROM destination) AS destinations, (SELECT count(*) FROM code_map) AS maps, (SELECT count(*) FROM import) AS imports')[0];
const draft = { name: 'D', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', baseAddress: '' }, countries: [], lateExpiry: 'permanent', shared: false } satisfies DestinationDraft;
let changes = 0;
const change = (of: TestCore) => {
  changes += 1;
  return of.client.call('code-map.save', { lines: [{ code: `C${changes}`, dncType: 'FEDERAL', jurisdiction: null, reason: 'x' }] });
};

describe('looking', () => {
  it('at everything on an empty desk begins no log, makes no key and announces nothing', async () => {
    const desk = await world();
    const heard: string[] = [];
    desk.core.listen(({ type }) => { heard.push(type); });
    expect(valueOf(await desk.client.call('log.status', {}))).toMatchObject({ origin: '', leaves: 0, checkpointAt: null, fingerprint: '' });
    for (const name of ['log.facets', 'key.card', 'key.page', 'anchor.status', 'anchor.cosigners', 'anchor.seen', 'home.get'] as const) valueOf<unknown>(await desk.client.call(name, {}));
    expect(rows(desk.home, 'SELECT count(*) AS leaves FROM leaf')).toEqual([{ leaves: 0 }]);
    expect([desk.keychain.secrets.size, heard]).toEqual([0, []]);
  });

  it('at a log that cannot be written still says why', async () => {
    const desk = await world();
    valueOf(await beginLog(desk));
    for (const account of desk.keychain.secrets.keys()) await desk.keychain.remove(account);
    const again = await desk.reopen();
    expect(await again.client.call('log.status', {})).toMatchObject({ ok: false, failure: { type: 'SigningKeyMissing' } });
    await again.core.close();
  });
});

describe('the first change', () => {
  it('is announced by whatever begins the log, and is not announced twice', async () => {
    const desk = await world();
    const heard: string[] = [];
    desk.core.listen(({ type }) => { heard.push(type); });
    // It says nothing itself: a map like the one before is no new one.
    valueOf(await beginLog(desk));
    expect(heard).toEqual(['ledger.changed']);
    valueOf(await beginLog(desk));
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    valueOf(await change(desk));
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(heard).toEqual(['ledger.changed', 'ledger.changed']);
  });

  it('begins the log with genesis, key and actor under one checkpoint, the key in the keychain first', async () => {
    const desk = await world();
    expect(valueOf(await desk.client.call('home.get', {})).log).toBeNull();
    expect(desk.keychain.secrets.size).toBe(0);
    valueOf(await beginLog(desk));
    expect(valueOf(await desk.client.call('log.page', { offset: 0, limit: 10 })).rows.map(({ kind }) => kind)).toEqual(['actor.add', 'key.add', 'ledger.genesis']);
    expect(rows(desk.home, 'SELECT size FROM checkpoint')).toEqual([{ size: 3 }]);
    const { origin } = valueOf(await desk.client.call('log.status', {}));
    expect([...desk.keychain.secrets.keys()]).toEqual([`log-key/${origin}`, `subject-pepper/${origin}`]);
  });

  it('begins one log, however many commands come at once', async () => {
    const desk = await world();
    const answers = await Promise.all(Array.from({ length: 10 }, () => change(desk)));
    expect(answers.every(({ ok: good }) => good)).toBe(true);
    expect(rows(desk.home, "SELECT seq FROM leaf WHERE body LIKE '%ledger.genesis%'")).toEqual([{ seq: 0 }]);
    expect([...desk.keychain.secrets.keys()].filter((account) => !account.startsWith('log-tail/'))).toHaveLength(2);
  });

  it('begins one log, however many processes come at once', async () => {
    const desk = await world();
    const slow = { ...desk.keychain, set: async (account: string, secret: string) => { await new Promise((resolve) => { setTimeout(resolve, 20); }); return desk.keychain.set(account, secret); } };
    const beside = (name: string) => world({ needs: { home: desk.home, userName: name, secrets: { keychain: slow, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) } } });
    const others = [await beside('Ada'), await beside('Ada'), await beside('Bob'), await beside('Cy')];
    const answers = await Promise.all(others.map(change));
    expect(answers.map(({ ok: good }) => good)).toEqual([true, true, true, true]);
    expect(rows(desk.home, "SELECT seq FROM leaf WHERE body LIKE '%ledger.genesis%'")).toEqual([{ seq: 0 }]);
    expect(rows(desk.home, 'SELECT DISTINCT json_extract(body, \'$.log\') AS log FROM leaf')).toHaveLength(1);
    expect(rows(desk.home, 'SELECT name FROM actor ORDER BY name')).toEqual([{ name: 'Ada' }, { name: 'Bob' }, { name: 'Cy' }]);
    expect([...desk.keychain.secrets.keys()].filter((account) => !account.startsWith('log-tail/'))).toHaveLength(2);
    expect(others.flatMap(({ defects }) => defects)).toEqual([]);
    expect(valueOf(await (await others[0]?.reopen())?.client.call('log.status', {}) ?? fail('gone')).leaves).toBe(shapeOf(desk.home)?.['leaves']);
  });

  it('that cannot be stored begins nothing, and the next one begins it whole', async () => {
    const desk = await world();
    const other = new Sqlite(join(desk.home, 'ledger.db'));
    other.exec('BEGIN IMMEDIATE');
    const locked = change(desk);
    expect(await locked).toMatchObject({ ok: false, failure: { type: 'LedgerLocked' } });
    other.exec('ROLLBACK');
    other.close();
    valueOf(await change(desk));
    expect(rows(desk.home, "SELECT json_extract(body, '$.kind') AS kind FROM leaf ORDER BY seq").map(({ kind }) => kind)).toEqual(['ledger.genesis', 'key.add', 'actor.add', 'decision']);
  });
});

describe('without its key', () => {
  const secrets = (get: () => Promise<Result<string | null, never>>, set = async (): Promise<Result<null, never>> => done) => ({
    keychain: { store: 'keychain' as const, get, set, remove: async () => done }, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' } as const),
  });
  const lostKeyOf = async (put: string | null) => {
    const desk = await world();
    valueOf(await change(desk));
    const again = await world({ needs: { home: desk.home, secrets: secrets(async () => ok(put)) } });
    return { desk, again };
  };

  it.each([
    ['gone from the keychain', null], ['another one in its place', createSigningKey().pkcs8], ['something else in its place', 'bm8ga2V5'], ['nothing in its place', ''],
  ])('(%s) the ledger is read and every change refused', async (_what, put) => {
    const { desk, again } = await lostKeyOf(put);
    const before = shapeOf(desk.home);
    const failure = { ok: false, failure: { type: 'SigningKeyMissing', origin: valueOf(await again.client.call('home.get', {})).log?.origin } };
    expect(await change(again)).toEqual(failure);
    expect(await again.client.call('destination.create', draft)).toEqual(failure);
    expect(await again.client.call('import.store', { ticket: again.ticketFor('a.csv', 'phone\n2025550123\n') })).toEqual(failure);
    expect(await again.client.call('log.export', {})).toEqual(failure);
    expect(valueOf(await again.client.call('log.page', { offset: 0, limit: 10 })).total).toBe(4);
    expect(valueOf(await again.client.call('code-map.get', {})).version).toBe(1);
    expect(shapeOf(desk.home)).toEqual(before);
    expect(again.defects).toEqual([]);
  });

  it.each([['KeychainUnavailable'], ['KeychainLocked']] as const)('a keychain that says %s is named and nothing is written', async (type) => {
    const broken = async () => fail({ type, why: 'no bus' }) as never;
    const fresh = await world({ needs: { secrets: secrets(broken, broken) } });
    expect(await change(fresh)).toEqual({ ok: false, failure: { type, why: 'no bus' } });
    expect(shapeOf(fresh.home)).toMatchObject({ leaves: 0, checkpoints: 0, maps: 0 });
    expect(valueOf(await fresh.client.call('home.get', {}))).toMatchObject({ log: null, next: 'unlock-secrets' });
    const desk = await world();
    valueOf(await change(desk));
    const again = await world({ needs: { home: desk.home, secrets: secrets(broken, broken) } });
    expect(await change(again)).toEqual({ ok: false, failure: { type, why: 'no bus' } });
    expect(shapeOf(desk.home)).toMatchObject({ leaves: 4, maps: 1 });
    expect(valueOf(await again.client.call('home.get', {})).log?.leaves).toBe(4);
  });

  it('a keychain that answers again lets it be written again', async () => {
    const desk = await world();
    valueOf(await change(desk));
    let open = false;
    const again = await world({ needs: { home: desk.home, secrets: secrets(async () => (open ? desk.keychain.get([...desk.keychain.secrets.keys()][0] ?? '') as never : fail({ type: 'KeychainLocked', why: 'x' }) as never)) } });
    expect((await change(again)).ok).toBe(false);
    open = true;
    valueOf(await change(again));
  });
});

describe('a log that is not what was signed', () => {
  const broken = async (...sql: readonly string[]) => {
    const desk = await world();
    for (let i = 0; i < 6; i += 1) valueOf(await change(desk));
    await desk.core.close();
    tamper(desk.home, ...sql);
    const again = await world({ needs: { home: desk.home, secrets: { keychain: desk.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) } } });
    return { home: desk.home, again };
  };
  const swap = `UPDATE leaf SET body = replace(body, '"act":"code-map"', '"act":"code-mop"') WHERE seq = 4`;

  it.each([
    ['a leaf that says something else', /not what was signed/, [swap]],
    ['a leaf that says something else under a hash to match', /not what was signed/, [swap, "UPDATE leaf SET leaf_hash = randomblob(32) WHERE seq = 4"]],
    ['another hash beside a leaf', /hash/, ['UPDATE leaf SET leaf_hash = zeroblob(32) WHERE seq = 4']],
    ['a leaf gone from the middle', /gone/, ['DELETE FROM leaf WHERE seq = 4']],
    ['the last leaf gone', /gone/, ['DELETE FROM leaf WHERE seq = 8']],
    ['all leaves gone', /gone/, ['DELETE FROM opening', 'DELETE FROM leaf']],
    ['a leaf nobody signed', /nobody signed/, ["INSERT INTO leaf SELECT 9, body, leaf_hash FROM leaf WHERE seq = 8"]],
    ['leaves and no checkpoint', /nobody signed/, ['DELETE FROM checkpoint']],
    ['two leaves changed over', /not what was signed/, ['UPDATE leaf SET seq = 100 WHERE seq = 4', 'UPDATE leaf SET seq = 4 WHERE seq = 5', 'UPDATE leaf SET seq = 5 WHERE seq = 100']],
    ['another tree under the right leaves', /tree/, ['UPDATE node SET hash = zeroblob(32) WHERE level = 3']],
    ['a tree with a hole', /tree/, ['DELETE FROM node WHERE level = 3']],
    ['a checkpoint of another root', /checkpoint/, ['UPDATE checkpoint SET root = zeroblob(32) WHERE size = 9']],
    ['a checkpoint with a forged signature', /checkpoint/, ["UPDATE checkpoint SET note = substr(note, 1, length(note) - 12) || 'AAAAAAAA' || substr(note, -4) WHERE size = 9"]],
    ['a checkpoint that is none', /checkpoint/, ["UPDATE checkpoint SET note = 'trust me' WHERE size = 9"]],
    ['a leaf that is no JSON', /not what was signed/, ["UPDATE leaf SET body = 'x' WHERE seq = 4"]],
    ['a first leaf that is no JSON', /not what was signed/, ["UPDATE leaf SET body = 'x' WHERE seq = 0"]],
  ])('(%s) refuses every change and says why, and is read all the same', async (_what, why, sql) => {
    const { home, again } = await broken(...sql);
    const before = shapeOf(home);
    const answer = await change(again);
    expect(answer).toMatchObject({ ok: false, failure: { type: 'LedgerBroken', path: join(home, 'ledger.db'), why: expect.stringMatching(why) as string } });
    expect(await again.client.call('destination.create', draft)).toEqual(answer);
    expect(await again.client.call('import.store', { ticket: again.ticketFor('a.csv', 'phone\n2025550123\n') })).toEqual(answer);
    expect(shapeOf(home)).toEqual(before);
    expect((await again.client.call('home.get', {})).ok).toBe(true);
    expect(await again.client.call('log.page', { offset: 0, limit: 20 })).toMatchObject({ ok: true });
    expect(await again.client.call('log.kinds', {})).toMatchObject({ ok: true });
    expect(again.defects).toEqual([]);
  });

  it('is looked at in one moment, while another process writes', async () => {
    const desk = await world();
    valueOf(await change(desk));
    const secrets = { keychain: desk.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' } as const) };
    for (let i = 0; i < 5; i += 1) {
      const again = await world({ needs: { home: desk.home, secrets } });
      const [mine, theirs] = await Promise.all([change(desk), change(again)]);
      expect([mine.ok, theirs.ok]).toEqual([true, true]);
    }
  });
});

describe('the person at the desk', () => {
  it('keeps one pseudonym, and their name is in an opening only', async () => {
    const keychain = createMemoryKeychain();
    const secrets = { keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' } as const) };
    const desk = await world({ needs: { userName: 'Zo\u00eb Quux', secrets } });
    valueOf(await change(desk));
    const again = await world({ needs: { home: desk.home, userName: 'Zo\u00eb Quux', secrets } });
    valueOf(await change(again));
    const other = await world({ needs: { home: desk.home, userName: 'Other Name', secrets } });
    valueOf(await change(other));
    const actors = rows(desk.home, "SELECT DISTINCT json_extract(body, '$.actor') AS actor FROM leaf").map(({ actor }) => actor);
    expect(actors).toHaveLength(2);
    const leaves = JSON.stringify(rows(desk.home, 'SELECT body FROM leaf'));
    expect(leaves).not.toMatch(/Quux|Other Name/);
    expect(JSON.stringify(rows(desk.home, 'SELECT bytes FROM opening'))).toMatch(/Quux.*Other Name/);
  });
});
