// A log's key can be shown, changed, withdrawn and replaced; what was signed before stays checkable, and no private key leaves the keychain.
import Sqlite from 'better-sqlite3';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { accountOf } from '../../../src-main/core/log-keys.ts';
import { pepperAccountOf } from '../../../src-main/core/subject-pepper.ts';
import { verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let worlds: TestCore[] = [];
const desk = async (): Promise<TestCore> => {
  const made = await createTestCore();
  worlds.push(made);
  valueOf(await beginLog(made));
  return made;
};
afterEach(async () => {
  for (const each of worlds) await each.close();
  worlds = [];
});
const reopened = async (of: TestCore): Promise<TestCore> => {
  const again = await of.reopen();
  worlds = worlds.map((each) => (each === of ? again : each));
  return again;
};
const notes = (home: string): readonly string[] => {
  const db = new Sqlite(join(home, 'ledger.db'), { readonly: true });
  try {
    return db.prepare<[], string>('SELECT note FROM checkpoint ORDER BY size').pluck().all();
  } finally {
    db.close();
  }
};
const change = (of: TestCore) => of.client.call('code-map.save', { lines: [{ code: 'TX', dncType: 'STATE', jurisdiction: null, reason: 'x' }] });
const keysIn = (of: TestCore): readonly string[] => [...of.keychain.secrets].filter(([name]) => name.startsWith('log-key/')).map(([, secret]) => secret);
const checkExport = async (of: TestCore) => {
  const { ticket } = valueOf(await of.client.call('log.export', { to: 'the auditor' }));
  return valueOf(await of.client.call('log.check', { ticket }));
};

describe('the key card', () => {
  it('is nothing before the log, then names the log and its key in four forms', async () => {
    const fresh = await createTestCore();
    worlds.push(fresh);
    expect(valueOf(await fresh.client.call('key.card', {}))).toBeNull();
    valueOf(await beginLog(fresh));
    const { origin, fingerprint } = valueOf(await fresh.client.call('log.status', {}));
    const card = valueOf(await fresh.client.call('key.card', {}));
    expect(card).toMatchObject({ origin, fingerprint, words: expect.arrayContaining([expect.stringMatching(/^[a-z]+$/)]), qr: expect.stringContaining('<svg') });
    expect(card?.words).toHaveLength(12);
    expect(card?.text).toContain(fingerprint);
  });
});

describe('a rotation', () => {
  it('is signed by both keys once, then by the new one alone, over a restart too', async () => {
    let world = await desk();
    const before = valueOf(await world.client.call('key.card', {}));
    const [old] = keysIn(world);
    const after = valueOf(await world.client.call('key.rotate', { because: 'A year is over' }));
    expect(after.fingerprint).not.toBe(before?.fingerprint);
    const rotation = notes(world.home).at(-1) ?? '';
    expect([verifyCheckpoint(rotation, after.vkey).ok, verifyCheckpoint(rotation, before?.vkey ?? '').ok]).toEqual([true, true]);
    valueOf(await change(world));
    world = await reopened(world);
    valueOf(await change(world));
    const last = notes(world.home).at(-1) ?? '';
    expect([verifyCheckpoint(last, after.vkey).ok, verifyCheckpoint(last, before?.vkey ?? '').ok]).toEqual([true, false]);
    // Only the new private key is in the keychain.
    expect(keysIn(world)).toHaveLength(1);
    expect(keysIn(world)[0]).not.toBe(old);
    expect(valueOf(await world.client.call('log.status', {})).fingerprint).toBe(after.fingerprint);
    expect(valueOf(await world.client.call('key.page', {})).map(({ how, end, store }) => [how, end, store])).toEqual([['key.rotate', null, 'memory'], ['key.add', 'rotated', 'memory']]);
  });

  it('twice leaves an export that is valid, with every key in its history', async () => {
    const world = await desk();
    valueOf(await world.client.call('key.rotate', { because: 'first' }));
    valueOf(await change(world));
    valueOf(await world.client.call('key.rotate', { because: 'second' }));
    const check = await checkExport(world);
    expect(check.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    expect(check.verdict).toBe('valid');
  });

  it('needs a reason, and keeps it out of the leaves', async () => {
    const world = await desk();
    expect(await world.client.call('key.rotate', { because: '  ' })).toMatchObject({ ok: false, failure: { type: 'ReasonRequired' } });
    valueOf(await world.client.call('key.rotate', { because: 'Zebulon left the firm' }));
    const found = valueOf(await world.client.call('log.search', { kind: 'key.rotate', offset: 0, limit: 5 })).rows[0];
    const detail = valueOf(await world.client.call('log.leaf', { seq: found?.seq ?? 0 }));
    expect(detail.bytes).not.toContain('Zebulon');
    expect(detail.openings).toMatchObject([{ kind: 'detail', fields: { because: 'Zebulon left the firm' } }]);
  });

  it('that the keychain does not take changes nothing', async () => {
    const base = await createTestCore();
    const refusing = { ...base.keychain, set: async (account: string, secret: string) => (account.split('/').length > 4 ? { ok: false as const, failure: { type: 'KeychainLocked' as const, why: 'locked' } } : base.keychain.set(account, secret)) };
    const world = await createTestCore({ needs: { secrets: { keychain: refusing, vaultExists: () => false, openVault: async () => ({ ok: false, failure: { type: 'VaultPassphraseWrong' } }) } } });
    worlds.push(base, world);
    valueOf(await beginLog(world));
    const { leaves, fingerprint } = valueOf(await world.client.call('log.status', {}));
    expect(await world.client.call('key.rotate', { because: 'x' })).toMatchObject({ ok: false, failure: { type: 'KeychainLocked' } });
    expect(valueOf(await world.client.call('log.status', {}))).toMatchObject({ leaves, fingerprint });
    valueOf(await change(world));
  });

  it('in another process is noticed before this one signs again', async () => {
    const world = await desk();
    const beside = await createTestCore({ needs: { home: world.home, secrets: { keychain: world.keychain, vaultExists: () => false, openVault: async () => ({ ok: false, failure: { type: 'VaultPassphraseWrong' } }) } } });
    valueOf(await change(beside));
    const after = valueOf(await world.client.call('key.rotate', { because: 'x' }));
    valueOf(await change(beside));
    expect(verifyCheckpoint(notes(world.home).at(-1) ?? '', after.vkey).ok).toBe(true);
    expect(beside.defects).toEqual([]);
    await beside.core.close();
  });
});

describe('a revocation', () => {
  it('of the present key puts a new one in its place, and the old one signs not even that', async () => {
    const world = await desk();
    const before = valueOf(await world.client.call('key.card', {}));
    const after = valueOf(await world.client.call('key.revoke', { fingerprint: before?.fingerprint ?? '', because: 'the laptop was stolen' }));
    const last = notes(world.home).at(-1) ?? '';
    expect([verifyCheckpoint(last, after.vkey).ok, verifyCheckpoint(last, before?.vkey ?? '').ok]).toEqual([true, false]);
    expect(valueOf(await world.client.call('key.page', {})).map(({ end }) => end)).toEqual([null, 'revoked']);
    expect((await checkExport(world)).verdict).toBe('valid');
    expect(await world.client.call('key.revoke', { fingerprint: before?.fingerprint ?? '', because: 'again' })).toMatchObject({ failure: { type: 'AlreadySettled' } });
    expect(await world.client.call('key.revoke', { fingerprint: 'SHA256:none', because: 'x' })).toMatchObject({ failure: { type: 'NotFound' } });
  });

  it('of an earlier key leaves the present one', async () => {
    const world = await desk();
    const before = valueOf(await world.client.call('key.card', {}));
    const now = valueOf(await world.client.call('key.rotate', { because: 'x' }));
    expect(valueOf(await world.client.call('key.revoke', { fingerprint: before?.fingerprint ?? '', because: 'an old backup was found' })).fingerprint).toBe(now.fingerprint);
    expect(verifyCheckpoint(notes(world.home).at(-1) ?? '', now.vkey).ok).toBe(true);
  });
});

describe('a lost key', () => {
  it('is replaced under the same origin, and the history stays one', async () => {
    let world = await desk();
    const { origin } = valueOf(await world.client.call('log.status', {}));
    await world.keychain.remove(accountOf(origin));
    world = await reopened(world);
    expect(await change(world)).toMatchObject({ ok: false, failure: { type: 'SigningKeyMissing' } });
    expect(await world.client.call('key.replace', { because: ' ' })).toMatchObject({ failure: { type: 'ReasonRequired' } });
    const card = valueOf(await world.client.call('key.replace', { because: 'the machine was set up anew' }));
    expect(card.origin).toBe(origin);
    valueOf(await change(world));
    world = await reopened(world);
    valueOf(await change(world));
    expect(valueOf(await world.client.call('key.page', {})).map(({ how, end }) => [how, end])).toEqual([['key.add', null], ['key.add', 'replaced']]);
    expect((await checkExport(world)).verdict).toBe('valid');
  });

  it('is not replaced while it is there, nor where the keychain holds a later one', async () => {
    let world = await desk();
    expect(await world.client.call('key.replace', { because: 'x' })).toMatchObject({ failure: { type: 'AlreadySettled' } });
    const { origin } = valueOf(await world.client.call('log.status', {}));
    const other = await desk();
    await world.keychain.set(accountOf(origin), keysIn(other)[0] ?? '');
    world = await reopened(world);
    expect(await world.client.call('key.replace', { because: 'x' })).toMatchObject({ failure: { type: 'LedgerBroken', why: expect.stringContaining('older copy') } });
  });
});

describe('the secret of number labels', () => {
  const passphrase = 'four random words here';

  it('comes back from its backup under the passphrase only', async () => {
    const world = await desk();
    const { origin } = valueOf(await world.client.call('log.status', {}));
    const { ticket, file } = valueOf(await world.client.call('key.backup-pepper', { passphrase }));
    const pepper = world.keychain.secrets.get(pepperAccountOf(origin)) ?? '';
    expect(Buffer.from(pepper, 'base64')).toHaveLength(32);
    expect(readFileSync(join(world.home, 'exports', file), 'utf8')).not.toContain(pepper);
    expect(await world.client.call('key.restore-pepper', { ticket, passphrase })).toMatchObject({ failure: { type: 'AlreadySettled' } });
    await world.keychain.remove(pepperAccountOf(origin));
    expect(await world.client.call('key.restore-pepper', { ticket, passphrase: 'four random words there' })).toMatchObject({ failure: { type: 'BackupRefused', why: expect.stringContaining('passphrase') } });
    valueOf(await world.client.call('key.restore-pepper', { ticket, passphrase }));
    expect(world.keychain.secrets.get(pepperAccountOf(origin))).toBe(pepper);
    expect(await world.client.call('key.backup-pepper', { passphrase: 'short' })).toMatchObject({ failure: { type: 'VaultPassphraseShort' } });
  }, 20_000);

  it('is not taken from a file that is none, or of another log', async () => {
    const world = await desk();
    const other = await desk();
    const foreign = valueOf(await other.client.call('key.backup-pepper', { passphrase }));
    expect(await world.client.call('key.restore-pepper', { ticket: world.admit(join(other.home, 'exports', foreign.file)), passphrase })).toMatchObject({ failure: { type: 'BackupRefused', why: 'it holds no secret of this log' } });
    expect(await world.client.call('key.restore-pepper', { ticket: world.ticketFor('x.json', '{}'), passphrase })).toMatchObject({ failure: { type: 'BackupRefused' } });
    const gone = world.ticketFor('gone.json', '');
    rmSync(join(world.home, 'gone.json'));
    expect(await world.client.call('key.restore-pepper', { ticket: gone, passphrase })).toMatchObject({ failure: { type: 'FileMissing' } });
    expect(readdirSync(world.home)).not.toContain('gone.json');
  }, 20_000);
});

it('no private key stands in any answer or any file of the desk, whatever is done with keys', async () => {
  const world = await desk();
  const seen: string[] = [];
  const call = async (name: Parameters<TestCore['client']['call']>[0], input: never) => { seen.push(JSON.stringify(await world.client.call(name, input))); };
  const secrets = new Set(keysIn(world));
  for (const [name, input] of [
    ['key.card', {}], ['key.rotate', { because: 'x' }], ['key.page', {}], ['anchor.cosigner-key', {}], ['anchor.checkpoint', {}], ['anchor.checkpoint-file', {}], ['log.export', { to: '', level: 'full' }], ['log.status', {}],
  ] as const) {
    await call(name, input as never);
    for (const secret of keysIn(world)) secrets.add(secret);
  }
  secrets.add((world.keychain.secrets.get('cosigner-key') ?? '').split(' ')[1] ?? '');
  expect(secrets.size).toBe(3);
  const files = [world.home, join(world.home, 'exports')].flatMap((folder) => readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile()).map(({ name }) => readFileSync(join(folder, name))));
  for (const secret of secrets) {
    const raw = Buffer.from(secret, 'base64');
    // The last 32 bytes of the DER are the key itself.
    for (const form of [Buffer.from(secret), raw, raw.subarray(-32), Buffer.from(raw.subarray(-32).toString('hex')), Buffer.from(raw.subarray(-32).toString('base64url'))]) {
      expect(files.some((file) => file.includes(form))).toBe(false);
      expect(seen.some((reply) => Buffer.from(reply).includes(form))).toBe(false);
    }
    expect(signerFrom(secret, 'dncdesk.test/ledger/0').vkey).toContain('+');
  }
  expect(world.defects).toEqual([]);
});
