// Where secrets are is said plainly, a vault is used only when a person chose it, and choosing it loses nothing.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { createVault } from '../../../src-main/ports/vault.ts';
import type { Keychain } from '../../../src-main/ports/keychain.ts';
import type { DestinationDraft } from '../../../src-shared/contract/destinations.ts';
import { fail } from '../../../src-shared/result.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { createMemoryKeychain } from '../../helpers/memory-keychain.ts';

let worlds: TestCore[] = [];
afterEach(async () => {
  for (const each of worlds) await each.close();
  worlds = [];
});

const passphrase = 'a passphrase long enough';
const draft: DestinationDraft = { name: 'D', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: 'c' }, countries: [], lateExpiry: 'permanent', shared: false };
const brokenKeychain = (type: 'KeychainUnavailable' | 'KeychainLocked' = 'KeychainUnavailable'): Keychain => {
  const broken = async () => fail({ type, why: 'no bus' }) as never;
  return { store: 'keychain', get: broken, set: broken, remove: broken };
};
/** A desk on `home` with a real vault file beside the ledger. */
const desk = async (keychain: Keychain, home?: string): Promise<TestCore> => {
  const first = home === undefined ? await createTestCore() : null;
  if (first !== null) worlds.push(first);
  const at = home ?? first?.home ?? '';
  const vault = createVault(join(at, 'vault.json'), createSystemIds());
  const made = await createTestCore({ needs: { home: at, secrets: { keychain, vaultExists: vault.exists, openVault: vault.open } } });
  worlds.push(made);
  return Object.assign(made, { home: at });
};
const change = async (of: TestCore) => {
  const begun = await beginLog(of);
  return begun.ok ? of.client.call('log.status', {}) : begun;
};

describe('the keychain', () => {
  it('is where secrets are while it answers and no vault was made', async () => {
    const world = await desk(createMemoryKeychain());
    expect(valueOf(await world.client.call('secrets.status', {}))).toEqual({ store: 'memory', usable: true, why: null, vaultExists: false });
  });

  it.each(['KeychainUnavailable', 'KeychainLocked'] as const)('that says %s is no reason to make a vault by itself', async (type) => {
    const world = await desk(brokenKeychain(type));
    expect(valueOf(await world.client.call('secrets.status', {}))).toMatchObject({ store: 'none', usable: false, why: expect.stringMatching(/\w/) as string, vaultExists: false });
    expect(await change(world)).toMatchObject({ ok: false, failure: { type } });
    expect(valueOf(await world.client.call('secrets.status', {})).vaultExists).toBe(false);
    expect(valueOf(await world.client.call('home.get', {})).next).toBe('unlock-secrets');
  });
});

describe('the vault', () => {
  it('takes the place of a keychain that does not answer, and the log says so', async () => {
    const world = await desk(brokenKeychain());
    expect(valueOf(await world.client.call('secrets.use-vault', { passphrase }))).toEqual({ store: 'vault', usable: true, why: null, vaultExists: true });
    valueOf(await change(world));
    const leaves = valueOf(await world.client.call('log.page', { kind: 'key.add', offset: 0, limit: 1 })).rows;
    expect(leaves[0]?.body['store']).toBe('vault');
    const created = valueOf(await world.client.call('destination.create', draft));
    expect(valueOf(await world.client.call('destination.save-secret', { destinationId: created.destinationId, field: 'clientSecret', secret: 'hunter2-hunter2' })).savedSecrets).toEqual(['clientSecret']);
  });

  it('that is there asks for its passphrase before anything is written, and after a restart again', async () => {
    const world = await desk(brokenKeychain());
    valueOf(await world.client.call('secrets.use-vault', { passphrase }));
    const { leaves } = valueOf(await change(world));
    const again = await desk(brokenKeychain(), world.home);
    expect(valueOf(await again.client.call('secrets.status', {}))).toMatchObject({ store: 'none', usable: false, vaultExists: true });
    expect(await change(again)).toMatchObject({ ok: false, failure: { type: 'VaultLocked' } });
    expect(valueOf(await again.client.call('home.get', {}))).toMatchObject({ next: 'unlock-secrets', log: { leaves } });
    expect(await again.client.call('secrets.use-vault', { passphrase: 'not the passphrase' })).toEqual({ ok: false, failure: { type: 'VaultPassphraseWrong' } });
    expect(await change(again)).toMatchObject({ ok: false, failure: { type: 'VaultLocked' } });
    valueOf(await again.client.call('secrets.use-vault', { passphrase }));
    expect(valueOf(await change(again)).leaves).toBe(leaves);
  });

  it('is not made under a short passphrase', async () => {
    const world = await desk(brokenKeychain());
    expect(await world.client.call('secrets.use-vault', { passphrase: 'short' })).toMatchObject({ ok: false, failure: { type: 'VaultPassphraseShort' } });
    expect(valueOf(await world.client.call('secrets.status', {})).vaultExists).toBe(false);
  });

  it('chosen when the log has its key in the keychain takes the key and the secrets along', async () => {
    const keychain = createMemoryKeychain();
    const world = await desk(keychain);
    const created = valueOf(await world.client.call('destination.create', draft));
    valueOf(await world.client.call('destination.save-secret', { destinationId: created.destinationId, field: 'clientSecret', secret: 'hunter2-hunter2' }));
    const between = await desk(keychain, world.home);
    valueOf(await between.client.call('secrets.use-vault', { passphrase }));
    const { origin } = valueOf(await change(between));
    // From now on the vault alone is enough: the keychain may be gone.
    const later = await desk(brokenKeychain(), world.home);
    valueOf(await later.client.call('secrets.use-vault', { passphrase }));
    expect(valueOf(await change(later)).origin).toBe(origin);
    expect(await change(world)).toMatchObject({ ok: false, failure: { type: 'VaultLocked' } });
    valueOf(await later.client.call('code-map.save', { lines: [{ code: 'A', dncType: 'FEDERAL', jurisdiction: null, reason: '' }] }));
  });
});

describe('a secret', () => {
  it('is in no answer, no leaf, no opening and no table', async () => {
    const world = await desk(createMemoryKeychain());
    const secret = 'hunter2-hunter2-hunter2';
    const created = valueOf(await world.client.call('destination.create', draft));
    const { destinationId } = created;
    const answers = [
      await world.client.call('destination.save-secret', { destinationId, field: 'clientSecret', secret }), await world.client.call('destination.page', {}), await world.client.call('home.get', {}),
      await world.client.call('destination.save-secret', { destinationId, field: 'noSuchField', secret }), await world.client.call('destination.save-secret', { destinationId: 99, field: 'clientSecret', secret }),
      await world.client.call('log.page', { offset: 0, limit: 100 }),
    ];
    expect(JSON.stringify(answers)).not.toContain(secret);
    await world.core.close();
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const file of readdirSync(world.home).filter((name) => name.startsWith('ledger'))) expect(readFileSync(join(world.home, file)).includes(secret)).toBe(false);
  });
});

describe('the choice of a vault', () => {
  it('is said in a log that began in the keychain, once', async () => {
    const world = await desk(createMemoryKeychain());
    valueOf(await change(world));
    valueOf(await world.client.call('secrets.use-vault', { passphrase }));
    valueOf(await world.client.call('secrets.use-vault', { passphrase }));
    const { rows } = valueOf(await world.client.call('log.page', { kind: 'decision', offset: 0, limit: 10 }));
    expect(rows.map(({ body }) => body)).toEqual([{ act: 'secrets.use-vault' }]);
  });

  it('is said by the key of a log that begins in it', async () => {
    const world = await desk(brokenKeychain());
    valueOf(await world.client.call('secrets.use-vault', { passphrase }));
    valueOf(await change(world));
    const { rows } = valueOf(await world.client.call('log.page', { kind: 'key.add', offset: 0, limit: 10 }));
    expect(rows).toMatchObject([{ body: { store: 'vault' } }]);
    expect(valueOf(await world.client.call('log.page', { kind: 'decision', offset: 0, limit: 10 })).total).toBe(0);
  });
});
