// The vault: opened by its passphrase alone, whole on the disk, and for its owner's eyes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keychain } from '../../src-main/ports/keychain.ts';
import { createSystemIds } from '../../src-main/ports/ids.ts';
import { createVault } from '../../src-main/ports/vault.ts';

const passphrase = 'four random words here';
const ids = createSystemIds();

describe('the vault', () => {
  let folder = '';
  let path = '';
  let keychain: Keychain;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnc-desk-vault-'));
    path = join(folder, 'vault.json');
    const opened = await createVault(path, ids).open(passphrase);
    if (!opened.ok) throw new Error(opened.failure.type);
    keychain = opened.value;
    await keychain.set('destination/1/clientSecret', 'open sesame');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is not made under a short passphrase', async () => {
    const vault = createVault(join(folder, 'other.json'), ids);
    expect(await vault.open('eleven char')).toEqual({ ok: false, failure: { type: 'VaultPassphraseShort', least: 12 } });
    expect(vault.exists()).toBe(false);
  });

  it('keeps a secret for the next process', async () => {
    const opened = await createVault(path, ids).open(passphrase);
    expect(opened.ok && (await opened.value.get('destination/1/clientSecret'))).toEqual({ ok: true, value: 'open sesame' });
  });

  it('opens under the same passphrase composed differently', async () => {
    const other = join(folder, 'accents.json');
    await createVault(other, ids).open('caf\u00e9 caf\u00e9 caf\u00e9');
    expect((await createVault(other, ids).open('cafe\u0301 cafe\u0301 cafe\u0301')).ok).toBe(true);
  });

  it('does not open under another passphrase', async () => {
    expect(await createVault(path, ids).open('four random words heré')).toEqual({ ok: false, failure: { type: 'VaultPassphraseWrong' } });
  });

  it('shows neither secret nor account on the disk, and only its owner may read it', () => {
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('sesame');
    expect(text).not.toContain('clientSecret');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('loses none of many changes made at once, and leaves no temporary file', async () => {
    await Promise.all(Array.from({ length: 20 }, (_value, at) => keychain.set(`many/${at}`, String(at))));
    const found = await Promise.all(Array.from({ length: 20 }, (_value, at) => keychain.get(`many/${at}`)));
    expect(found).toEqual(Array.from({ length: 20 }, (_value, at) => ({ ok: true, value: String(at) })));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('loses none of the changes of two hosts at once, and one made twice at once is one', async () => {
    const shared = join(folder, 'shared.json');
    const opened = await Promise.all([createVault(shared, ids).open(passphrase), createVault(shared, ids).open(passphrase)]);
    const [one, two] = opened.map((vault) => { if (!vault.ok) throw new Error(vault.failure.type); return vault.value; });
    await Promise.all(Array.from({ length: 10 }, async (_value, at) => { await (at % 2 === 0 ? one : two)?.set(`both/${at}`, String(at)); }));
    const found = await Promise.all(Array.from({ length: 10 }, async (_value, at) => (await two?.get(`both/${at}`))?.ok));
    expect(found).toEqual(Array.from({ length: 10 }, () => true));
    expect(await one?.get('both/9')).toEqual({ ok: true, value: '9' });
    expect(await two?.get('both/8')).toEqual({ ok: true, value: '8' });
  });

  it('forgets a removed secret, and knows nothing by the name of what every object has', async () => {
    await keychain.set('gone', 'x');
    await keychain.remove('gone');
    expect(await keychain.get('gone')).toEqual({ ok: true, value: null });
    expect(await keychain.get('constructor')).toEqual({ ok: true, value: null });
  });

  it('refuses a file whose cost was turned down, and one that is no vault', async () => {
    const cheap = join(folder, 'cheap.json');
    writeFileSync(cheap, readFileSync(path, 'utf8').replace('"n":131072', '"n":16384'));
    expect(await createVault(cheap, ids).open(passphrase)).toEqual({ ok: false, failure: { type: 'VaultPassphraseWrong' } });
    writeFileSync(cheap, '{"half":');
    expect(await createVault(cheap, ids).open(passphrase)).toMatchObject({ failure: { type: 'KeychainUnavailable', why: expect.stringContaining('damaged') } });
  });
});
