// A file that cannot be imported is refused by name, one import goes at a time, and whatever ends one leaves nothing half-stored.
import Sqlite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseMs } from '../../../src-main/ledger/repositories/leases.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import { fail } from '../../../src-shared/result.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { workbook } from '../intake/intake-files.ts';

let world: TestCore;
beforeEach(async () => {
  world = await createTestCore();
  valueOf(await beginLog(world));
});
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const count = (of: TestCore = world): Readonly<Record<string, number>> => {
  const db = new Sqlite(join(of.home, 'ledger.db'), { readonly: true });
  const made = Object.fromEntries(['import', 'import_block', 'entry', 'leaf'].map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]));
  db.close();
  return made;
};
const nothing = { import: 0, import_block: 0, entry: 0, leaf: 3 };
const store = (ticket: string, of: TestCore = world) => of.client.call('import.store', { ticket });
const phones = (rows: number): string => `phone,note\n${Array.from({ length: rows }, (_, i) => `${202 + Math.floor(i / 100) % 500}55501${String(i % 100).padStart(2, '0')},note number ${i}`).join('\n')}\n`;

describe('a file', () => {
  const compound = (stream: string): Uint8Array => {
    const bytes = Buffer.alloc(4096);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    bytes.write(stream, 1024, 'utf16le');
    return bytes;
  };
  it.each<[string, string, string | Uint8Array, object]>([
    ['without a byte', 'empty.csv', '', { type: 'FileEmpty' }],
    ['of noise', 'noise.csv', Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0xfd, 0, 9, 9, 9, 0]), { type: 'FileNotTabular' }],
    ['that is a PDF', 'list.csv', '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n', { type: 'FileNotTabular', looksLike: 'pdf' }],
    ['that is a picture', 'list.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), { type: 'FileNotTabular', looksLike: 'png' }],
    ['that is a damaged old workbook', 'old.xls', compound('Workbook'), { type: 'WorkbookBroken' }],
    ['that is a ZIP of two texts', 'list.zip', zipSync({ 'a.txt': strToU8('phone\n2025550123\n'), 'b.txt': strToU8('phone\n') }), { type: 'ArchiveHoldsSeveral', count: 2, members: ['a.txt', 'b.txt'] }],
    ['without a phone column', 'names.csv', 'name,state,reason\nAnn,CO,moved\nBen,ID,asked\n', { type: 'NoPhoneColumn', columns: expect.any(Array) as unknown[] }],
    ['with a stray quote', 'quote.csv', 'phone,note,code\n2025550101,a,TX\n2025550102,"b,TX\n2025550103,c,TX\n', { type: 'StrayQuote', line: 3 }],
    ['that is an encrypted workbook', 'locked.xlsx', compound('EncryptedPackage'), { type: 'WorkbookEncrypted' }],
    ['that is a broken workbook', 'cut.xlsx', workbook('<row><c><v>1</v></c>').slice(0, -200), { type: expect.stringMatching(/WorkbookBroken|ArchiveUnreadable/) as string }],
    ['that is a workbook with a document type', 'dtd.xlsx', workbook('', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }), { type: 'WorkbookBroken' }],
    ['that is a bomb', 'bomb.xlsx', workbook('', { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${'<row/>'.repeat(12_000_000)}</sheetData></worksheet>` }), { type: 'WorkbookTooLarge' }],
  ])('%s is refused, before anything is stored', async (_what, name, content, failure) => {
    const ticket = world.ticketFor(name, content);
    expect(await store(ticket)).toMatchObject({ ok: false, failure: { name, ...failure } });
    expect(count()).toEqual(nothing);
  });

  it('that is not there, is a folder, or whose ticket is not known', async () => {
    mkdirSync(join(world.home, 'folder.csv'));
    expect(await store(world.admit(join(world.home, 'gone.csv')))).toEqual({ ok: false, failure: { type: 'FileMissing', name: 'gone.csv' } });
    expect(await store(world.admit(join(world.home, 'folder.csv')))).toEqual({ ok: false, failure: { type: 'FileIsFolder', name: 'folder.csv' } });
    expect(await store('no such ticket')).toEqual({ ok: false, failure: { type: 'TicketExpired' } });
    expect(await world.client.call('import.preview', { ticket: '' })).toEqual({ ok: false, failure: { type: 'TicketExpired' } });
    expect(count()).toEqual(nothing);
  });

  it('is read as what it is, whatever it is called', async () => {
    expect(await store(world.ticketFor('text.xlsx', 'phone\n2025550123\n'))).toMatchObject({ ok: true, value: { format: 'text', accepted: 1 } });
    expect(await store(world.ticketFor('book.csv', workbook('<row><c t="inlineStr"><is><t>phone</t></is></c></row><row><c><v>2025550124</v></c></row>')))).toMatchObject({ ok: true, value: { format: 'xlsx', accepted: 1 } });
  });

  it('that grows, or goes, while it is read is FileChanged, and its rows go again', async () => {
    const path = join(world.home, 'long.csv');
    for (const meddle of [() => { appendFileSync(path, '2025550123,more\n'); }, () => { unlinkSync(path); }]) {
      writeFileSync(path, phones(15_000));
      const met = new Promise<void>((resolve) => {
        const deaf = world.client.listen((event) => {
          if (event.type !== 'import.progress') return;
          deaf();
          meddle();
          resolve();
        });
      });
      const answer = await store(world.admit(path));
      await met;
      expect(answer).toMatchObject({ ok: false, failure: { type: expect.stringMatching(/FileChanged|FileMissing/) as string, name: 'long.csv' } });
      expect(count()).toEqual(nothing);
    }
  });
});

describe('one import at a time', () => {
  const beside = () => createTestCore({ needs: { home: world.home, secrets: { keychain: world.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) } } });

  it('of this process and of all others', async () => {
    const other = await beside();
    const started = new Promise<void>((resolve) => {
      const deaf = world.client.listen((event) => {
        if (event.type !== 'import.progress') return;
        deaf();
        resolve();
      });
    });
    const first = store(world.ticketFor('long.csv', phones(60_000)));
    await started;
    const short = world.ticketFor('short.csv', 'phone\n3035550101\n');
    const busy = { ok: false, failure: { type: 'ImportBusy' } };
    // Reading and other changes go on meanwhile.
    const [page, mine, theirs, preview, save] = await Promise.all([
      other.client.call('import.page', { offset: 0, limit: 10 }), store(short), store(other.admit(join(world.home, 'short.csv')), other), world.client.call('import.preview', { ticket: short }),
      other.client.call('code-map.save', { lines: [{ code: 'A', dncType: 'FEDERAL', jurisdiction: null, reason: '' }] }),
    ]);
    expect([valueOf(page).total, mine, theirs, preview.ok, save.ok]).toEqual([0, busy, busy, true, true]);
    expect(valueOf(await first)).toMatchObject({ lines: 60_001, header: 1 });
    expect((await store(short)).ok).toBe(true);
    await other.close();
  });

  it('tells the other process that the ledger has changed', async () => {
    const other = await beside();
    const heard = new Promise<string>((resolve) => { other.client.listen(({ type }) => { resolve(type); }); });
    expect((await store(world.ticketFor('short.csv', 'phone\n3035550101\n'))).ok).toBe(true);
    expect(await heard).toBe('ledger.changed');
    await other.close();
  });
});

describe('what a process that was killed left half-staged', () => {
  it('is not there for anyone, and the next import drops it once the dead one\'s lease has ended', async () => {
    const path = join(world.home, 'long.csv');
    writeFileSync(path, phones(200_000));
    const script = `
      import Sqlite from 'better-sqlite3';
      import { openRows } from ${JSON.stringify(new URL('../../../src-main/core/open-rows.ts', import.meta.url).href)};
      import { stageFile } from ${JSON.stringify(new URL('../../../src-main/core/stage-file.ts', import.meta.url).href)};
      import { openStaging } from ${JSON.stringify(new URL('../../../src-main/ledger/open-staging.ts', import.meta.url).href)};
      new Sqlite(${JSON.stringify(join(world.home, 'ledger.db'))}).prepare("INSERT INTO lease VALUES ('intake', 'dead', ?)").run(Date.now() + ${leaseMs});
      const task = { path: ${JSON.stringify(path)}, name: 'long.csv', asked: {}, at: 0, log: 'x', seed: Buffer.alloc(32) };
      await stageFile(openStaging(${JSON.stringify(join(world.home, 'ledger.db'))}), task, () => openRows(task), () => process.stdout.write('.'));`;
    const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', script], { cwd: new URL('../../..', import.meta.url).pathname, stdio: ['ignore', 'pipe', 'inherit'] });
    let heard = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (dots: Buffer) => {
        heard += dots.length;
        if (heard >= 3) child.kill('SIGKILL');
      });
      child.on('close', () => { resolve(); });
    });
    expect(count()['import']).toBe(1);
    expect(count()['entry']).toBeGreaterThan(1000);
    expect(valueOf(await world.client.call('import.page', { offset: 0, limit: 10 })).total).toBe(0);
    expect(valueOf(await world.client.call('home.get', {}))).toMatchObject({ imports: 0, numbers: 0, held: 0 });

    const short = world.ticketFor('short.csv', 'phone\n3035550101\n3035550102\n');
    expect(await store(short)).toEqual({ ok: false, failure: { type: 'ImportBusy' } });
    const later = await createTestCore({
      needs: { home: world.home, clock: { ...createSystemClock(), now: () => Date.now() + leaseMs + 1 }, secrets: { keychain: world.keychain, vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) } },
    });
    expect(await store(later.admit(join(world.home, 'short.csv')), later)).toMatchObject({ ok: true, value: { accepted: 2 } });
    expect(count()).toEqual({ import: 1, import_block: 1, entry: 2, leaf: 4 });
    await later.close();
  });
});

describe('closing the desk during an import', () => {
  it('ends it at once, names that, and another desk may import straight away', async () => {
    const started = new Promise<void>((resolve) => { world.client.listen(({ type }) => { if (type === 'import.progress') resolve(); }); });
    const answer = store(world.ticketFor('long.csv', phones(200_000)));
    await started;
    const began = performance.now();
    const again = await world.reopen();
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await answer).toEqual({ ok: false, failure: { type: 'FileUnreadable', name: 'long.csv', code: 'CLOSED' } });
    expect(valueOf(await again.client.call('import.page', { offset: 0, limit: 1 })).total).toBe(0);
    expect(await store(again.ticketFor('short.csv', 'phone\n3035550101\n'), again)).toMatchObject({ ok: true });
    expect(count(again)).toMatchObject({ import: 1, import_block: 1, entry: 1 });
    await again.core.close();
  });
});

describe('a worker that dies', () => {
  it('is a defect with an id, and the next import is not shut out', async () => {
    const ill = await createTestCore({ needs: { intakeWorker: new URL('data:text/javascript,process.exit(3)') } });
    expect(await store(ill.ticketFor('a.csv', 'phone\n3035550101\n'), ill)).toMatchObject({ ok: false, failure: { type: 'Defect' } });
    expect(ill.defects).toHaveLength(1);
    expect(await store(ill.ticketFor('a.csv', 'phone\n3035550101\n'), ill)).toMatchObject({ ok: false, failure: { type: 'Defect' } });
    await ill.close();
    rmSync(ill.home, { recursive: true, force: true });
  });
});
