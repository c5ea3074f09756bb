// The next version of a list: added, changed, gone; what is gone is proposed and never released by itself; registry files obey their rules and refusals are recorded.
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportView, Layout } from '../../../src-shared/contract/imports.ts';
import type { ImportMode } from '../../../src-shared/contract/layouts.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let desk: TestCore;
beforeEach(async () => { desk = await createTestCore(); });
afterEach(async () => {
  expect(desk.defects).toEqual([]);
  await desk.close();
});

const plain: Layout = {
  headerLine: 1, phoneColumns: [0], codeColumn: 1, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',', known: null,
};
const save = async (mode: ImportMode, watermarkColumn: number | null = null): Promise<number> =>
  valueOf(await desk.client.call('layout.save', { name: 'In-house', layout: plain, mode, watermarkColumn })).layoutId;
let files = 0;
const store = async (layoutId: number, rows: readonly string[]): Promise<ImportView> =>
  valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor(`v${files += 1}.csv`, `phone,code,changed\n${rows.join('\n')}\n`), layoutId }));
const offer = (name: string, text: string, vouched?: { readonly obtained?: string; readonly shorter?: boolean; readonly because: string }) =>
  desk.client.call('import.store', { ticket: desk.ticketFor(name, text), ...(vouched === undefined ? {} : { vouched }) });
// oxlint-disable-next-line no-unnecessary-type-parameters -- the row's shape is known to whoever writes the question
const sql = <T>(text: string): readonly T[] => {
  const db = new Sqlite(join(desk.home, 'ledger.db'), { readonly: true });
  try {
    return db.prepare<[], T>(text).all();
  } finally {
    db.close();
  }
};
const proposals = () => sql<{ said: string }>("SELECT phone || ' ' || state AS said FROM release ORDER BY id").map(({ said }) => said);
const blocked = () => sql<{ phone: number }>('SELECT DISTINCT phone FROM suppression ORDER BY 1').map(({ phone }) => phone);
const latestLeaf = async () => valueOf(await desk.client.call('log.page', { offset: 0, limit: 1 })).rows[0]?.body;

describe('the next version of a whole list', () => {
  it('says what it adds, changes and lacks, seals it, and proposes what is gone without releasing it', async () => {
    const layoutId = await save('full');
    const first = await store(layoutId, ['2025550101,A', '2025550102,A', '2025550103,A']);
    expect(first).toMatchObject({ mode: 'full', change: null });
    const second = await store(layoutId, ['2025550101,A', '2025550102,B', '2025550104,A']);
    const change = { against: first.importId, added: 1, changed: 1, gone: 1, proposed: 1, again: 0 };
    expect(second.change).toEqual(change);
    expect(await latestLeaf()).toMatchObject({ import: second.importId, mode: 'full', change });
    expect(proposals()).toEqual(['12025550103 proposed']);
    expect(blocked()).toEqual([12025550101, 12025550102, 12025550103, 12025550104]);
  });

  it('counts a number once under however many claims, and one whose claims differ only in part as changed', async () => {
    const layoutId = await save('full');
    await store(layoutId, ['2025550101,A', '2025550101,B', '2025550102,A']);
    expect((await store(layoutId, ['2025550101,A', '2025550102,A', '2025550102,C', '2025550105,A', '2025550105,B'])).change).toMatchObject({ added: 1, changed: 2, gone: 0 });
  });

  it('is compared with its own list alone, and knows numbers that another list brought first', async () => {
    await desk.client.call('import.store', { ticket: desk.ticketFor('other.csv', 'phone,code\n2025550101,A\n2025550109,A\n') });
    const layoutId = await save('full');
    await store(layoutId, ['2025550101,A', '2025550102,A']);
    expect((await store(layoutId, ['2025550102,A', '2025550103,A'])).change).toMatchObject({ added: 1, changed: 0, gone: 1 });
    expect(proposals()).toEqual(['12025550101 proposed']);
  });

  it('in which a gone number stands again takes the proposal back, and proposes nothing twice', async () => {
    const layoutId = await save('full');
    await store(layoutId, ['2025550101,A', '2025550102,A', '2025550103,A']);
    await store(layoutId, ['2025550101,A']);
    expect(proposals()).toEqual(['12025550102 proposed', '12025550103 proposed']);
    const third = await store(layoutId, ['2025550101,A', '2025550102,A']);
    expect(third.change).toMatchObject({ added: 1, gone: 0, again: 1 });
    expect(proposals()).toEqual(['12025550102 declined', '12025550103 proposed']);
    // Taken back, that version no longer says that the number stands there.
    valueOf(await desk.client.call('import.undo', { importId: third.importId, because: 'an old file' }));
    expect(proposals()).toEqual(['12025550102 proposed', '12025550103 proposed']);
  });

  it('never counts as gone what a held row may mean', async () => {
    const layoutId = await save('full');
    await store(layoutId, ['2025550101,A', '2025550102,A']);
    const second = await store(layoutId, ['2025550101,A', 'call 2025550102 (home),A']);
    expect(second).toMatchObject({ quarantined: { letters_around: 1 }, change: { gone: 0, proposed: 0 } });
  });

  it('that was taken back leaves the one before it to be compared with', async () => {
    const layoutId = await save('full');
    const first = await store(layoutId, ['2025550101,A', '2025550102,A']);
    const wrong = await store(layoutId, ['2025550109,A']);
    valueOf(await desk.client.call('import.undo', { importId: wrong.importId, because: 'another client’s list' }));
    expect(proposals()).toEqual(['12025550101 declined', '12025550102 declined']);
    expect((await store(layoutId, ['2025550101,A', '2025550102,A'])).change).toMatchObject({ against: first.importId, added: 0, changed: 0, gone: 0 });
  });
});

describe('a list of additions', () => {
  it('ignores what a file lacks, and holds all its versions together', async () => {
    const layoutId = await save('additions');
    await store(layoutId, ['2025550101,A']);
    expect((await store(layoutId, ['2025550102,A'])).change).toMatchObject({ added: 1, gone: 0, proposed: 0 });
    expect((await store(layoutId, ['2025550101,A', '2025550103,A'])).change).toMatchObject({ added: 1, changed: 0 });
    expect(proposals()).toEqual([]);
  });

  it('with a column of the last change takes only rows that are not certainly older than the newest before, and the others are told apart', async () => {
    const layoutId = await save('additions', 2);
    expect(await store(layoutId, ['2025550101,A,2026-05-01', '2025550102,A,2026-05-03 10:00'])).toMatchObject({ accepted: 2, setAside: {} });
    expect(await store(layoutId, ['2025550103,A,2026-05-02', '2025550104,A,2026-05-03', '2025550105,A,', '2025550106,A,2026-05-04'])).toMatchObject({ accepted: 3, ignored: 1, setAside: { older: 1 } });
    expect(await store(layoutId, ['2025550107,A,2026-05-03'])).toMatchObject({ accepted: 0, setAside: { older: 1 } });
  });
});

describe('a registry’s full list', () => {
  const full = (numbers: readonly number[]): string => numbers.map((n) => `202,555${String(n).padStart(4, '0')}\r\n`).join('');
  it('is kept with the day and area code of its name, and the next one is compared with it', async () => {
    expect(valueOf(await offer('2026-8-9_202_AB.txt', full([101, 102, 103])))).toMatchObject({ mode: 'full', registry: { kind: 'full', date: '2026-08-09', areaCode: '202' }, change: null });
    expect(valueOf(await offer('2026-9-9_202_AB.txt', full([101, 102, 104])))).toMatchObject({ change: { added: 1, gone: 1, proposed: 1 } });
    // Another area code is another list.
    expect(valueOf(await offer('2026-9-9_212_AB.txt', '212,5550101\r\n')).change).toBeNull();
  });

  it.each<readonly [string, string, string, number, string]>([
    ['name-wrong', 'list.txt', '101', 0, ''],
    ['seen-before', '2026-9-9_202_AB.txt', 'same', 1, '2026-08-09'],
    ['far-shorter', '2026-9-9_202_AB.txt', '101', 1, ''],
    ['older-than-last', '2026-8-8_202_AB.txt', '101', 1, ''],
  ])('is refused as %s, with nothing stored and the refusal sealed', async (why, name, what, imports, _date) => {
    const first = full([101, 102, 103]);
    if (imports > 0) valueOf(await offer('2026-8-9_202_AB.txt', first));
    const refused = await offer(name, what === 'same' ? first : full([Number(what)]));
    expect(refused).toMatchObject({ ok: false, failure: { type: 'RegistryRefused', name, refusal: { why } } });
    expect(await latestLeaf()).toEqual({ act: 'import.refused', why });
    expect(sql<{ n: number }>('SELECT count(*) AS n FROM import')).toEqual([{ n: imports }]);
  });

  it('with rows of another area code is refused once they are read, and leaves nothing behind', async () => {
    expect(await offer('2026-8-9_202_AB.txt', `${full([101])}212,5550101\r\n`)).toMatchObject({ ok: false, failure: { refusal: { why: 'area-codes-mixed', found: ['202', '212'] } } });
    expect(sql('SELECT id FROM entry')).toEqual([]);
  });

  it('is taken where a person answers for its day or its length, with a reason that is sealed', async () => {
    expect(await offer('list.txt', full([101, 102, 103]), { obtained: '2026-08-09', because: '' })).toEqual({ ok: false, failure: { type: 'ReasonRequired' } });
    expect(valueOf(await offer('list.txt', full([101, 102, 103]), { obtained: '2026-08-09', because: 'the portal renamed it' }))).toMatchObject({ registry: { date: '2026-08-09', areaCode: '202' } });
    expect(await latestLeaf()).toMatchObject({ vouched: { obtained: '2026-08-09', shorter: false } });
    expect(JSON.stringify(await latestLeaf())).not.toContain('portal');
    expect(valueOf(await offer('2026-9-9_202_AB.txt', full([101]), { shorter: true, because: 'we gave two thirds of the code up' }))).toMatchObject({ change: { gone: 2 } });
  });
});

describe('a registry’s change list', () => {
  const list = '202,5550101\r\n202,5550102\r\n202,5550103\r\n';
  const changes = (rows: readonly string[]): string => rows.map((row) => `202555${row}\n`).join('');
  it('without a full list before it is refused', async () => {
    expect(await offer('changes.txt', changes(['0101,2026-08-10T08:00:00,A']))).toMatchObject({ ok: false, failure: { refusal: { why: 'chain-broken', since: null } } });
  });

  it('counts in the order of its times: an added number that is deleted later is no block, a deleted one that the list holds is proposed', async () => {
    valueOf(await offer('2026-8-9_202_AB.txt', list));
    const view = valueOf(await offer('changes.txt', changes(['0104,2026-08-10T08:00:00,A', '0105,2026-08-10T08:00:00,A', '0104,2026-08-10T09:00:00,D', '0102,2026-08-10T08:00:00,D', '0109,2026-08-10T08:00:00,D', '0103,2026-08-10T07:00:00,D', '0103,2026-08-10T08:00:00,A'])));
    expect(view).toMatchObject({ lines: 7, accepted: 1, duplicate: 1, setAside: { removed: 5 }, mode: 'additions', registry: { kind: 'changes', areaCode: '202' }, change: { added: 1, gone: 1, proposed: 1 } });
    expect(blocked()).toEqual([12025550101, 12025550102, 12025550103, 12025550105]);
    expect(proposals()).toEqual(['12025550102 proposed']);
    expect(valueOf(await offer('more.txt', changes(['0102,2026-08-11T08:00:00,A']))).change).toMatchObject({ again: 1 });
    expect(proposals()).toEqual(['12025550102 declined']);
  });

  it('after a silence in the chain is refused', async () => {
    valueOf(await offer('2026-8-9_202_AB.txt', list));
    expect(await offer('changes.txt', changes(['0101,2026-08-20T08:00:00,A']))).toMatchObject({ ok: false, failure: { refusal: { why: 'chain-broken', since: '2026-08-09' } } });
  });
});
