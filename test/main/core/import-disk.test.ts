// A disk that fills up during an import is named, nothing of the file is live, and with room again the desk goes on.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail } from '../../../src-shared/result.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { mayMount } from '../../helpers/may-mount.ts';

/** A desk whose home is a disk of its own, `size` as mount takes it; its keys lie elsewhere. */
const openOnDisk = async (size: string): Promise<{ readonly desk: TestCore; readonly folder: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'dnc-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  const aside = await createTestCore();
  const desk = await createTestCore({ needs: { home: folder, secrets: { keychain: aside.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) } } });
  onTestFinished(async () => {
    await desk.close();
    await aside.close();
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return { desk, folder };
};

// Only root can mount a disk that is small enough to fill.
describe.skipIf(!mayMount())('a disk that fills up', () => {
  it('during an import', async () => {
    const { desk, folder } = await openOnDisk('3m');
    valueOf(await beginLog(desk));
    const long = desk.ticketFor('long.csv', `phone,note\n${Array.from({ length: 60_000 }, (_, i) => `${202 + Math.floor(i / 100) % 500}55501${String(i % 100).padStart(2, '0')},note number ${i}`).join('\n')}\n`);
    for (let again = 0; again < 2; again += 1) expect(await desk.client.call('import.store', { ticket: long })).toEqual({ ok: false, failure: { type: 'DiskFull', path: join(folder, 'ledger.db') } });
    expect(valueOf(await desk.client.call('home.get', {}))).toMatchObject({ imports: 0, numbers: 0, held: 0, log: { leaves: 3 } });
    execFileSync('mount', ['-o', 'remount,size=16m', folder]);
    const short = desk.ticketFor('short.csv', 'phone\n3035550101\n');
    expect(await desk.client.call('import.store', { ticket: short })).toMatchObject({ ok: true, value: { accepted: 1 } });
    execFileSync('mount', ['-o', 'remount,size=40m', folder]);
    expect(await desk.client.call('import.store', { ticket: long })).toMatchObject({ ok: true, value: { lines: 60_001 } });
    expect(desk.defects).toEqual([]);
  });

  it('during an export keeps no half of it', async () => {
    const { desk, folder } = await openOnDisk('8m');
    valueOf(await desk.client.call('log.export', {}));
    const { size } = { size: Number(execFileSync('df', ['--output=avail', '-B1', folder], { encoding: 'utf8' }).split('\n')[1]) };
    // Room for the leaf that tells of the export, and none for the export.
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, size - 24 * 1024)));
    expect(await desk.client.call('log.export', {})).toMatchObject({ ok: false, failure: { type: 'DiskFull' } });
    expect(execFileSync('ls', [join(folder, 'exports')], { encoding: 'utf8' }).trim().split('\n')).toHaveLength(1);
    rmSync(join(folder, 'filler'));
    valueOf(await desk.client.call('log.export', {}));
    expect(desk.defects).toEqual([]);
  });
});
