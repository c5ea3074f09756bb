// A watched folder: new files that stand still are imported by themselves, and the first doubt stops it, says so on Home, and waits for a person.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Layout } from '../../../src-shared/contract/imports.ts';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';
import type { WatchPass, WatchView } from '../../../src-shared/contract/watches.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let desk: TestCore;
let folder: string;
let whileWaiting: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dnc-watched-'));
  whileWaiting = () => {};
  // The wait for a file to stand still is over at once, after whatever another program does meanwhile.
  desk = await createTestCore({ needs: { clock: { ...createSystemClock(), sleepUntil: async () => { whileWaiting(); } } } });
});
afterEach(async () => {
  expect(desk.defects).toEqual([]);
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const layout: Layout = {
  headerLine: 1, phoneColumns: [0], codeColumn: 1, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',', known: null,
};
const looks = { format: 'text', header: ['phone', 'code'], columns: 2, fileName: 'optouts_#.csv', lineLength: null } as const;
const phones = (count: number, from = 0): readonly string[] => Array.from({ length: count }, (_, i) => `2025550${100 + from + i},A`);
let minute = 0;
/** Each file is a minute younger than the one before. */
const put = (name: string, rows: readonly string[]): void => {
  const path = join(folder, name);
  writeFileSync(path, `phone,code\n${rows.join('\n')}\n`);
  const at = new Date(Date.now() - 3_600_000 + 60_000 * (minute += 1));
  utimesSync(path, at, at);
};
const watch = async (): Promise<WatchView> => {
  const { layoutId } = valueOf(await desk.client.call('layout.save', { name: 'Opt-outs', layout, mode: 'full', looks: { ...looks, header: [...looks.header] } }));
  return valueOf(await desk.client.call('watch.set', { ticket: desk.admit(folder), layoutId, mostGone: 0.25, mostHeld: 0.1 }));
};
const look = async (): Promise<WatchPass> => {
  const [pass] = valueOf(await desk.client.call('watch.sync', {}));
  if (pass === undefined) throw new Error('no folder is watched');
  return pass;
};

describe('a watched folder', () => {
  it('has its new files imported once each, the oldest first, under its layout', async () => {
    await watch();
    put('optouts_2.csv', phones(10));
    put('optouts_1.csv', phones(11));
    put('~$optouts_3.csv', phones(1));
    put('optouts_4.csv.part', phones(1));
    mkdirSync(join(folder, 'old'));
    expect((await look()).imported.map(({ file, accepted, duplicate }) => [file, accepted, duplicate])).toEqual([['optouts_2.csv', 10, 0], ['optouts_1.csv', 1, 10]]);
    expect(await look()).toMatchObject({ imported: [], passedOver: [], stopped: null });
    expect(valueOf(await desk.client.call('import.page', { offset: 0, limit: 5 })).rows[0]).toMatchObject({ file: 'optouts_1.csv', saved: { name: 'Opt-outs' }, mode: 'full', change: { added: 1, gone: 0 } });
  });

  it('passes over what was imported before, whatever its name, and says so once', async () => {
    await watch();
    put('optouts_1.csv', phones(5));
    await look();
    put('optouts_2.csv', phones(5));
    expect(await look()).toMatchObject({ imported: [], passedOver: [{ file: 'optouts_2.csv', why: 'seen' }] });
    expect((await look()).passedOver).toEqual([]);
  });

  it('waits for a file that is still being written', async () => {
    await watch();
    put('optouts_1.csv', phones(5));
    whileWaiting = () => { appendFileSync(join(folder, 'optouts_1.csv'), '2025550180,A\n'); };
    expect(await look()).toMatchObject({ imported: [], passedOver: [{ file: 'optouts_1.csv', why: 'growing' }], stopped: null });
    whileWaiting = () => {};
    expect((await look()).imported).toMatchObject([{ file: 'optouts_1.csv', accepted: 6 }]);
  });

  it.each<readonly [string, readonly string[], object]>([
    ['more is gone than its limit', phones(14), { type: 'ImportDoubtful', doubt: 'gone', share: 0.3, limit: 0.25 }],
    ['it is far shorter', phones(5), { type: 'ImportDoubtful', doubt: 'shorter' }],
    ['far more of it would be held', [...phones(20), ...Array.from({ length: 10 }, () => 'ask the office,A')], { type: 'ImportDoubtful', doubt: 'held', limit: 0.1 }],
  ])('stops where %s, stores nothing of that file or of any after it, and says so', async (_why, rows, failure) => {
    const heard: CoreEvent[] = [];
    desk.client.listen((event) => { heard.push(event); });
    await watch();
    put('optouts_1.csv', phones(20));
    put('optouts_2.csv', rows);
    put('optouts_3.csv', phones(20, 1));
    const pass = await look();
    expect(pass.imported.map(({ file }) => file)).toEqual(['optouts_1.csv']);
    expect(pass.stopped).toMatchObject({ file: 'optouts_2.csv', failure });
    expect(valueOf(await desk.client.call('home.get', {}))).toMatchObject({ imports: 1, stoppedWatches: [{ folder, stopped: { file: 'optouts_2.csv' } }] });
    expect(heard.filter(({ type }) => type === 'attention')).toHaveLength(1);
    expect((await look()).imported).toEqual([]);
    expect(heard.filter(({ type }) => type === 'attention')).toHaveLength(1);
  });

  it('stops at a file that looks like nothing that is saved, and hands out that file alone', async () => {
    const { watchId } = valueOf(await desk.client.call('watch.set', { ticket: desk.admit(folder) }));
    expect(await desk.client.call('watch.file', { watchId })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
    put('what.csv', phones(3));
    expect(await look()).toMatchObject({ imported: [], stopped: { file: 'what.csv', failure: { type: 'LayoutUnfit' } } });
    const { ticket, name } = valueOf(await desk.client.call('watch.file', { watchId }));
    expect(valueOf(await desk.client.call('import.preview', { ticket }))).toMatchObject({ file: { name } });
  });

  it('goes on once the file was imported by hand, or is passed over with a reason that is sealed', async () => {
    const { watchId } = await watch();
    put('optouts_1.csv', phones(20));
    put('optouts_2.csv', phones(5));
    put('optouts_3.csv', phones(6));
    await look();
    const layoutId = (await desk.client.call('layout.page', { offset: 0, limit: 1 })).ok ? valueOf(await desk.client.call('layout.page', { offset: 0, limit: 1 })).rows[0]?.layoutId ?? 0 : 0;
    valueOf(await desk.client.call('import.store', { ticket: desk.admit(join(folder, 'optouts_2.csv')), layoutId }));
    valueOf(await desk.client.call('watch.resume', { watchId }));
    expect(await look()).toMatchObject({ passedOver: [{ file: 'optouts_2.csv', why: 'seen' }], imported: [{ file: 'optouts_3.csv' }], stopped: null });
    put('optouts_4.csv', phones(1));
    await look();
    expect(await desk.client.call('watch.resume', { watchId, skip: true })).toEqual({ ok: false, failure: { type: 'ReasonRequired' } });
    valueOf(await desk.client.call('watch.resume', { watchId, skip: true, because: 'a test file of the sender' }));
    expect(await look()).toMatchObject({ passedOver: [{ file: 'optouts_4.csv', why: 'skipped' }], stopped: null });
    expect(valueOf(await desk.client.call('log.page', { offset: 0, limit: 1 })).rows[0]?.body).toMatchObject({ act: 'watch.resume', skip: true, why: 'ImportDoubtful' });
  });

  it('says what its last file came to, and rests while a person lets it', async () => {
    const { watchId } = await watch();
    put('optouts_1.csv', phones(5));
    await look();
    expect(valueOf(await desk.client.call('watch.list', {}))).toMatchObject([{ pausedAt: null, last: { file: 'optouts_1.csv', outcome: 'imported', imported: { accepted: 5, duplicate: 0, held: 0 } } }]);
    expect(valueOf(await desk.client.call('watch.pause', { watchId })).pausedAt).not.toBeNull();
    put('optouts_2.csv', phones(6));
    expect(await look()).toMatchObject({ imported: [], paused: true });
    expect(valueOf(await desk.client.call('home.get', {})).stoppedWatches).toEqual([]);
    expect(valueOf(await desk.client.call('watch.resume', { watchId })).pausedAt).toBeNull();
    expect((await look()).imported).toMatchObject([{ file: 'optouts_2.csv' }]);
    expect(valueOf(await desk.client.call('log.page', { offset: 0, limit: 5, kind: 'decision' })).rows.map(({ body }) => body['act'])).toEqual(expect.arrayContaining(['watch.pause', 'watch.resume']));
  });

  it('that is not there any more stops, and a file or nothing at all cannot be watched', async () => {
    await watch();
    rmSync(folder, { recursive: true });
    expect(await look()).toMatchObject({ stopped: { failure: { type: 'FileUnreadable', code: 'ENOENT' } } });
    expect(await desk.client.call('watch.set', { ticket: desk.admit(folder) })).toMatchObject({ ok: false, failure: { type: 'FileMissing' } });
    desk.ticketFor('a.csv', 'x');
    expect(await desk.client.call('watch.set', { ticket: desk.admit(join(desk.home, 'a.csv')) })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid' } });
  });
});
