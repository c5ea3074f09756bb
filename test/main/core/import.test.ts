// Imports through the one door: every line of the bytes has one class, every number its verdict, and the whole is sealed in one leaf.
import { createHash } from 'node:crypto';
import * as XLSX from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRowsTree, proveRow, rowLeafHash, rowOpening } from '../../../src-main/sealed-log/rows-tree.ts';
import { openingHash } from '../../../src-main/sealed-log/leaf.ts';
import { verifyInclusion } from '../../../src-main/sealed-log/merkle.ts';
import type { ImportRow, ImportView, Layout } from '../../../src-shared/contract/imports.ts';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';

let world: TestCore;
beforeAll(async () => { world = await createTestCore(); });
afterAll(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

let files = 0;
const store = async (content: string | Uint8Array, layout?: Partial<Layout>, name = `list-${files += 1}.csv`): Promise<ImportView> =>
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor(name, content), ...(layout === undefined ? {} : { layout }) }));
const rowsOf = async ({ importId }: ImportView): Promise<readonly ImportRow[]> => valueOf(await world.client.call('import.rows', { importId, outcome: 'all', offset: 0, limit: 500 })).rows;
const outcomes = async (view: ImportView) => Object.fromEntries((await rowsOf(view)).map(({ line, outcome }) => [line, outcome]));
const sumOf = ({ header, ignored, blank, accepted, duplicate, quarantined }: ImportView): number =>
  header + ignored + blank + accepted + duplicate + Object.values(quarantined).reduce((sum, n) => sum + n, 0);
// oxlint-disable-next-line no-unnecessary-type-parameters -- the row's shape is known to whoever writes the question
const sql = <T>(text: string, ...values: readonly unknown[]): readonly T[] => queryLedger<T>(world.home, text, ...values);

describe('the count', () => {
  it('closes over titles, a header, blank lines, quoted line breaks, footers and held rows', async () => {
    const view = await store([
      'Monthly opt-outs', '', 'Name,Phone,Note', 'Ann,(303) 555-0101,"moved', 'twice, and', 'back"', 'Ben,303-555-0102,', '', ',,', 'Cid,5550103,', 'Dee,,nothing', 'Eve,(303) 555-0101,again',
      '"Total 5"', 'Confidential',
    ].join('\r\n'));
    expect(view).toMatchObject({ lines: 14, header: 1, ignored: 6, blank: 3, accepted: 2, duplicate: 1, quarantined: { no_area_code: 1 }, numbers: 2 });
    expect(sumOf(view)).toBe(view.lines);
    expect(await outcomes(view)).toEqual({
      1: 'ignored', 2: 'ignored', 3: 'header', 4: 'accepted', 5: 'ignored', 6: 'ignored', 7: 'accepted', 8: 'blank', 9: 'blank', 10: 'quarantined', 11: 'blank', 12: 'duplicate', 13: 'ignored', 14: 'ignored',
    });
  });

  it('counts the line that names the delimiter as ignored, and the preview shows it so', async () => {
    const content = 'sep=;\r\nphone;code\r\n3035550110;TX\r\n';
    const view = await store(content);
    expect(view).toMatchObject({ lines: 3, header: 1, ignored: 1, accepted: 1, layout: { delimiter: ';' } });
    const bare = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('bare.csv', 'sep=;\r\n3035550111;TX\r\n') }));
    expect(bare.rows.map(({ kind }) => kind)).toEqual(['ignored', 'data']);
  });

  it.each([['\n'], ['\r\n'], ['\r']])('is of lines that end in %j, with and without a last line end', async (end) => {
    const lines = ['phone', '3035550120', '3035550120', ''];
    for (const content of [lines.join(end), lines.slice(0, 3).join(end)]) expect(await store(content)).toMatchObject({ lines: 3, header: 1, blank: 0, ignored: 0 });
  });

  it('closes over a workbook with titles, gaps, hidden rows and footers', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['Do not call, May'], [], ['Name', 'Telephone', 'Code'], ['Ann', '303-555-0130', 'TX'], ['Ben', 3035550131, 'TX'], [], ['Cid', '303-555-0130', 'TX'], ['Dee', '555-0133', 'TX'], ['Eve', 3035550134, 'CA'], ['Grand Totals (5 records)']]);
    sheet['!rows'] = [{}, {}, {}, {}, { hidden: true }, {}, {}, {}, { hidden: true }];
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'May');
    const view = await store(new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer), undefined, 'may.xlsx');
    expect(view).toMatchObject({ format: 'xlsx', sheet: 'May', lines: 10, header: 1, ignored: 3, blank: 1, accepted: 3, duplicate: 1, quarantined: { no_area_code: 1 } });
    expect(sumOf(view)).toBe(10);
    expect(await outcomes(view)).toMatchObject({ 5: 'accepted', 9: 'accepted', 10: 'ignored' });
  });
});

describe('a row with several numbers', () => {
  it('is held if one of them is, accepted if one is new, a duplicate if none is; and every number is kept', async () => {
    const view = await store(['phone', '3035550140; 3035550141', '3035550140 / 5550142', '3035550140 or 3035550143', '3035550140|3035550141', '5550140, 303555'].map((cell) => `"${cell}"`).join('\n'));
    expect(view).toMatchObject({ accepted: 2, duplicate: 1, numbers: 3 });
    expect(sumOf(view)).toBe(6);
    const rows = await rowsOf(view);
    expect(rows.slice(1).map(({ numbers }) => numbers.map(({ verdict }) => verdict))).toEqual([
      ['accepted', 'accepted'], ['duplicate', 'quarantined'], ['duplicate', 'accepted'], ['duplicate', 'duplicate'], ['quarantined', 'quarantined'],
    ]);
    expect(rows[2]?.numbers.map(({ raw, phone }) => [raw.trim(), phone])).toEqual([['3035550140', '+13035550140'], ['5550142', null]]);
  });

  it('over several columns is one row', async () => {
    const view = await store('name,phone1,phone2,phone3\nAnn,3035550150,,3035550151\nBen,,,\nCid,3035550150,5550150,3035550152\n');
    expect(view.layout.phoneColumns).toEqual([1, 2, 3]);
    expect(view).toMatchObject({ lines: 4, header: 1, accepted: 1, blank: 1, quarantined: { no_area_code: 1 }, numbers: 3 });
  });
});

describe('a duplicate', () => {
  it('says where the number stands already, in this file or in an earlier one', async () => {
    const first = await store('phone\n3035550160\n3035550161\n', undefined, 'first.csv');
    const second = await store('phone\n3035550162\n3035550162\n(303) 555-0161\n', undefined, 'second.csv');
    expect([first.duplicate, second.duplicate]).toEqual([0, 2]);
    const rows = await rowsOf(second);
    expect(rows.map(({ numbers }) => numbers[0]?.duplicateOf ?? null)).toEqual([null, null, 'second.csv, line 2', 'first.csv, line 3']);
  });

  it('is none with another code, jurisdiction or expiry', async () => {
    const view = await store([
      'phone,code,state,expiration date', '3035550170,TX,,', '3035550170,CA,,', '3035550170,TX,TX,', '3035550170,TX,CO,', '3035550170,TX,,2031-01-01', '3035550170,TX,,2031-01-02', '3035550170,TX,CO,2031-01-01',
      '3035550170,TX,Colorado,', '3035550170,TX,CO,2031-01-01T08:00:00Z', '3035550170,tx,,',
    ].join('\n'));
    expect(view.layout).toMatchObject({ codeColumn: 1, jurisdictionColumn: 2, expiresColumn: 3 });
    expect(await outcomes(view)).toMatchObject({ 2: 'accepted', 3: 'accepted', 4: 'accepted', 5: 'accepted', 6: 'accepted', 7: 'accepted', 8: 'accepted', 9: 'duplicate', 10: 'duplicate' });
  });

  it('of a whole file imported again is the whole file, and the preview said so', async () => {
    const content = 'phone\n3035550180\n3035550181\n';
    const fresh = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('same.csv', content) }));
    expect(fresh.seenBefore).toBeNull();
    const first = await store(content, undefined, 'same.csv');
    const again = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('other-name.csv', content) }));
    expect(again.seenBefore).toEqual({ importId: first.importId, at: first.at });
    expect(await store(content, undefined, 'other-name.csv')).toMatchObject({ accepted: 0, duplicate: 2, sha256: first.sha256 });
  });
});

describe('what was in the file', () => {
  it('is kept cell by cell with its line, and its facts are those of the bytes', async () => {
    const content = '\uFEFFTéléphone;Remarque\r\n"  (303) 555-0190 ";"a ""b""\r\nc"\r\n\u202A303\u00A0555\u201001\u200B91\u202C;=1+1\r\n';
    const view = await store(content);
    expect(view).toMatchObject({ encoding: 'utf-8', bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex'), accepted: 2 });
    const rows = await rowsOf(view);
    expect(rows.map(({ cells }) => cells)).toEqual([['Téléphone', 'Remarque'], ['  (303) 555-0190 ', 'a "b"\r\nc'], [], ['\u202A303\u00A0555\u201001\u200B91\u202C', '=1+1']]);
    expect(rows[1]?.numbers[0]).toMatchObject({ phone: '+13035550190', verdict: 'accepted' });
  });

  it('is kept where no text file could hold it', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['phone', 'note'], ['3035550192', 'a_x0000_b\u{1F4DE}']]);
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'S');
    const view = await store(new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer), undefined, 'odd.xlsx');
    expect(view).toMatchObject({ accepted: 1 });
    expect((await rowsOf(view))[1]?.cells[1]).toMatch(/^a.*b\u{1F4DE}$/su);
  });
});

describe('a row whose expiry or jurisdiction cannot be read', () => {
  it('is held with the number it would have been', async () => {
    const view = await store('phone,expires,state\n7205550101,31/31/2030,\n7205550102,soon,CO\n7205550103,,Atlantis\n7205550104,2030-06-30,CO\n', { phoneColumns: [0], expiresColumn: 1, jurisdictionColumn: 2, headerLine: 1, dateOrder: 'mdy' });
    expect(view).toMatchObject({ accepted: 1, quarantined: { date_unreadable: 2, jurisdiction_unreadable: 1 } });
    const held = valueOf(await world.client.call('quarantine.page', { importId: view.importId, offset: 0, limit: 10 }));
    expect(held.rows.map(({ reason, suggestion }) => [reason, suggestion])).toEqual([['date_unreadable', '+17205550101'], ['date_unreadable', '+17205550102'], ['jurisdiction_unreadable', '+17205550103']]);
    // The last day of the block has ended everywhere on earth: noon UTC of the next day.
    expect(sql("SELECT expires_at AS at, row_jurisdiction AS place FROM entry_told WHERE phone = '+17205550104'")).toEqual([{ at: Date.UTC(2030, 6, 1, 12), place: 'US-CO' }]);
  });
});

describe('a layout', () => {
  it('may be overruled in part', async () => {
    const content = 'a,b,c\n020 7946 0201,x,020 7946 0202\n';
    const view = await store(content, { region: 'GB', headerLine: 1, phoneColumns: [0, 2], fixedCode: 'TPS' });
    expect(view).toMatchObject({ region: 'GB', header: 1, accepted: 1, numbers: 2, layout: { phoneColumns: [0, 2], fixedCode: 'TPS', codeColumn: null } });
    expect(sql("SELECT code, phone FROM entry_told WHERE import_id = ?", view.importId)).toEqual([{ code: 'TPS', phone: '+442079460201' }, { code: 'TPS', phone: '+442079460202' }]);
  });

  it('prefers the code of the row to the fixed one', async () => {
    const view = await store('phone,code\n7205550110,CA\n7205550111,\n', { fixedCode: 'TX', codeColumn: 1, headerLine: 1, phoneColumns: [0] });
    expect(sql('SELECT code FROM entry_told WHERE import_id = ? ORDER BY id', view.importId)).toEqual([{ code: 'CA' }, { code: 'TX' }]);
  });

  it('may take another line for the header, and what is above it is ignored', async () => {
    const view = await store('phone\n7205550120\nnumbers\n7205550121\n', { headerLine: 3, phoneColumns: [0] });
    expect(await outcomes(view)).toEqual({ 1: 'ignored', 2: 'ignored', 3: 'header', 4: 'accepted' });
  });

  it('may take another sheet, also a hidden one', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['phone'], ['7205550130']]), 'One');
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['phone'], ['7205550131'], ['7205550132']]), 'Two');
    book.Workbook = { Sheets: [{}, { Hidden: 1 }] };
    const bytes = new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    expect(await store(bytes, { sheet: 'Two' }, 'two.xlsx')).toMatchObject({ sheet: 'Two', accepted: 2 });
    expect(await world.client.call('import.store', { ticket: world.ticketFor('two.xlsx', bytes), layout: { sheet: 'Three' } })).toEqual({
      ok: false, failure: { type: 'SheetMissing', name: 'two.xlsx', sheet: 'Three', sheets: ['One', 'Two'] },
    });
  });

  it.each([
    [{ phoneColumns: [2] }, 3], [{ phoneColumns: [0, 9] }, 10], [{ codeColumn: 2 }, 3], [{ expiresColumn: 2 }, 3], [{ jurisdictionColumn: 7 }, 8], [{ requestedColumn: 3 }, 4], [{ reasonColumn: 2 }, 3], [{ sourceColumn: 2 }, 3],
  ] satisfies readonly (readonly [Partial<Layout>, number])[])('that points past the columns is refused: %j', async (layout, column) => {
    const ticket = world.ticketFor('narrow.csv', 'phone,code\n7205550140,TX\n');
    const command = column % 2 === 0 ? 'import.preview' : 'import.store';
    expect(await world.client.call(command, { ticket, layout })).toEqual({ ok: false, failure: { type: 'LayoutMismatch', name: 'narrow.csv', column, columns: 2 } });
  });
});

describe('the sealed leaf', () => {
  it('holds the count, the file\'s hash and a root that the ledger\'s rows and the opened seed give again', async () => {
    const view = await store('phone,code\n7205550150,TX\n"7205550151; 5550151",TX\n7205550150,TX\n\n"720 555 0152 ""x""",CA\n', undefined, 'Secret Client List.csv');
    const [stored] = sql<{ leaf_seq: number }>('SELECT leaf_seq FROM import WHERE id = ?', view.importId);
    const [leaf] = sql<{ body: string }>('SELECT body FROM leaf WHERE seq = ?', stored?.leaf_seq);
    const said = JSON.parse(leaf?.body ?? '') as { kind: string; log: string; open: Record<string, string>; body: Record<string, unknown> };
    expect(said.kind).toBe('import.batch');
    expect(said.body).toEqual({
      count: { lines: 6, header: 1, ignored: 0, blank: 1, accepted: view.accepted, duplicate: 1, quarantined: view.quarantined, setAside: {}, numbers: view.numbers },
      import: view.importId, root: expect.stringMatching(/^[\w-]{43}$/) as string, rows: 4, sha256: view.sha256,
    });
    const openings = Object.fromEntries(sql<{ kind: string; bytes: string }>('SELECT kind, bytes FROM opening WHERE seq = ?', stored?.leaf_seq).map(({ kind, bytes }) => [kind, bytes]));
    expect(said.open).toEqual({ detail: openingHash(openings['detail'] ?? ''), rows: openingHash(openings['rows'] ?? '') });
    expect(JSON.parse(openings['detail'] ?? '')).toMatchObject({ file: 'Secret Client List.csv', bytes: String(view.bytes) });
    expect(leaf?.body).not.toContain('Secret');

    const seed = Buffer.from((JSON.parse(openings['rows'] ?? '') as { seed: string }).seed, 'base64url');
    const stood = valueOf(await world.client.call('import.rows', { importId: view.importId, outcome: 'all', offset: 0, limit: 100 })).rows;
    const rows = stood.filter(({ numbers }) => numbers.length > 0)
      .map(({ line, numbers }) => ({ line, numbers: numbers.map(({ phone, raw, reason }) => ({ phone, raw, reason })) }));
    const tree = createRowsTree(seed, said.log);
    for (const row of rows) tree.add(row);
    expect(tree.end().root.toString('base64url')).toBe(said.body['root']);
    // One row can be shown without the others.
    const hashes = rows.map((row, i) => rowLeafHash(rowOpening(seed, said.log, i, row)));
    const hash = hashes[1];
    if (hash === undefined) throw new Error('no second row');
    expect(verifyInclusion(hash, 1, rows.length, proveRow(hashes, 1), Buffer.from(String(said.body['root']), 'base64url'))).toBe(true);
  });
});

describe('progress', () => {
  it('tells rows and about how many bytes of how many, and of a workbook the rows alone', async () => {
    const heard: CoreEvent[] = [];
    const deaf = world.client.listen((event) => { heard.push(event); });
    const content = `phone,note\n${Array.from({ length: 9000 }, (_, i) => `72055501${String(i % 100).padStart(2, '0')},note number ${i}`).join('\n')}\n`;
    await store(content, undefined, 'long.csv');
    await store(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content, 'utf16le')]), undefined, 'wide.txt');
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(Array.from({ length: 2000 }, (_, i) => [`72055501${String(i % 100).padStart(2, '0')}`])), 'S');
    await store(new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer), undefined, 'long.xlsx');
    deaf();
    for (const [file, bytes] of [['long.csv', content.length], ['wide.txt', content.length * 2 + 2], ['long.xlsx', 0]] as const) {
      const events = heard.flatMap((event) => (event.type === 'import.progress' && event.file === file ? [event] : []));
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        expect(event.totalBytes).toBe(bytes);
        expect(event.bytes).toBeLessThanOrEqual(bytes);
        if (bytes > 0) expect(event.bytes / bytes).toBeCloseTo(event.rows / 9001, 1);
      }
      expect([...events].sort((a, b) => a.rows - b.rows)).toEqual(events);
    }
  });
});
