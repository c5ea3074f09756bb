// Layouts saved by name: proposed again for a file that looks like the first, followed by imports, sealed when they are saved or removed.
import { zipSync, strToU8 } from 'fflate';
import { utils, write } from '@e965/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportView, Layout, Preview } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeEach(async () => { world = await createTestCore(); });
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const preview = async (name: string, content: string | Uint8Array, more: { readonly layout?: Partial<Layout>; readonly layoutId?: number | null } = {}): Promise<Preview> =>
  valueOf(await world.client.call('import.preview', { ticket: world.ticketFor(name, content), ...more }));
const store = async (name: string, content: string | Uint8Array, more: { readonly layout?: Partial<Layout>; readonly layoutId?: number | null } = {}): Promise<ImportView> =>
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor(name, content), ...more }));
const save = async (shown: Preview, name: string, layout: Partial<Layout> = {}, mode: 'additions' | 'full' = 'additions'): Promise<SavedLayout> =>
  valueOf(await world.client.call('layout.save', { name, layout: { ...shown.layout, ...layout }, mode, ...(shown.looks === undefined ? {} : { looks: shown.looks }) }));

const crm = (phone: string): string => `Ref,Client,Contact,Memo\n1,Jane,${phone},TX\n`;

describe('a saved layout', () => {
  it('is proposed for a file with the same column names, says why, and is the layout of its import', async () => {
    const first = await preview('optouts-1.csv', crm('2025550101'));
    expect(first.saved).toBeNull();
    const saved = await save(first, 'Texas weekly', { jurisdictionColumn: 3 }, 'full');
    expect(saved).toMatchObject({ name: 'Texas weekly', mode: 'full', watermarkColumn: null, usedAt: null, layout: { jurisdictionColumn: 3 } });

    const again = await preview('elsewhere.csv', crm('2025550102'));
    expect(again).toMatchObject({ saved: { layoutId: saved.layoutId, name: 'Texas weekly', why: 'the same column names in the same order' }, layout: { jurisdictionColumn: 3 } });
    const stored = await store('elsewhere.csv', crm('2025550102'));
    expect(stored).toMatchObject({ accepted: 1, saved: { layoutId: saved.layoutId, name: 'Texas weekly' }, layout: { jurisdictionColumn: 3 } });
    expect(valueOf(await world.client.call('layout.get', { layoutId: saved.layoutId })).usedAt).not.toBeNull();
  });

  it('is not proposed for other names, nor where the analyst asked for something else', async () => {
    await save(await preview('a.csv', crm('2025550101')), 'Mine');
    expect((await preview('a.csv', 'Ref,Client,Contact\n1,Jane,2025550101\n')).saved).toBeNull();
    expect((await preview('a.csv', crm('2025550101'), { layoutId: null })).saved).toBeNull();
    expect((await preview('a.csv', crm('2025550101'), { layout: { region: 'CA' } })).saved).toBeNull();
    expect(await store('a.csv', crm('2025550101'), { layoutId: null })).toMatchObject({ saved: null });
  });

  it('finds its header again below other title rows, and its sheet under another name', async () => {
    const book = (sheet: string, titles: readonly string[]): Uint8Array => {
      const made = utils.book_new();
      utils.book_append_sheet(made, utils.aoa_to_sheet([...titles.map((title) => [title]), ['Ref', 'Contact', 'Memo'], [1, '2025550101', 'TX']]), sheet);
      return new Uint8Array(write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    };
    const saved = await save(await preview('october.xlsx', book('October', [])), 'Monthly', { reasonColumn: 2 });
    const again = await preview('november.xlsx', book('November', ['Opt-outs', 'November']));
    expect(again).toMatchObject({ saved: { layoutId: saved.layoutId }, layout: { sheet: 'November', headerLine: 3, reasonColumn: 2 } });
    expect(await preview('november.xlsx', book('November', ['Opt-outs']), { layoutId: saved.layoutId })).toMatchObject({ layout: { sheet: 'November', headerLine: 2, reasonColumn: 2 } });
  });

  it('without a header is known by a file name of the same form and lines of the same width', async () => {
    const lines = (phone: string): string => `${phone}TX20260102\r\n2025550198CA20260103\r\n`;
    const first = await preview('extract_0801.txt', lines('2025550101'));
    expect(first).toMatchObject({ layout: { cuts: [{ start: 0, length: 10 }, { start: 10, length: 2 }, { start: 12 }], phoneColumns: [0] }, lines: ['2025550101TX20260102', '2025550198CA20260103'] });
    const saved = await save(first, 'Mainframe', { jurisdictionColumn: 1 });
    expect(await preview('extract_0901.txt', lines('2025550102'))).toMatchObject({ saved: { layoutId: saved.layoutId, why: 'a file name of the same form, and lines of 20 characters' }, layout: { jurisdictionColumn: 1 } });
    expect((await preview('other.txt', lines('2025550102'))).saved).toBeNull();
  });

  it('goes before a known format that the file is as well', async () => {
    const scrub = 'Phone,ResultCode,Reason\n2025550101,C,\n';
    const saved = await save(await preview('s.csv', scrub, { layout: { known: null } }), 'All of the scrub');
    expect(await store('s.csv', scrub)).toMatchObject({ accepted: 1, ignored: 0, saved: { layoutId: saved.layoutId } });
  });

  it('of the same name in any case is replaced, and another name is another layout', async () => {
    const shown = await preview('a.csv', crm('2025550101'));
    const one = await save(shown, 'Texas');
    expect(await save(shown, 'TEXAS', { region: 'CA' }, 'full')).toMatchObject({ layoutId: one.layoutId, name: 'TEXAS', mode: 'full', layout: { region: 'CA' } });
    await save(shown, 'Ohio');
    expect(valueOf(await world.client.call('layout.page', { offset: 0, limit: 10 }))).toMatchObject({ total: 2, rows: [{ name: 'Ohio' }, { name: 'TEXAS' }] });
  });

  it('that is removed leaves its imports, and is proposed no more', async () => {
    const saved = await save(await preview('a.csv', crm('2025550101')), 'Texas');
    const stored = await store('a.csv', crm('2025550101'));
    expect(stored.saved).toMatchObject({ name: 'Texas' });
    valueOf(await world.client.call('layout.remove', { layoutId: saved.layoutId }));
    expect(valueOf(await world.client.call('import.get', { importId: stored.importId }))).toMatchObject({ saved: null, accepted: 1 });
    expect((await preview('a.csv', crm('2025550101'))).saved).toBeNull();
    for (const name of ['layout.get', 'layout.remove'] as const) expect(await world.client.call(name, { layoutId: saved.layoutId })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
    expect(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', crm('2025550101')), layoutId: saved.layoutId })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
  });

  it('is sealed when it is saved and when it is removed, its name apart from the leaf', async () => {
    const saved = await save(await preview('a.csv', crm('2025550101')), 'Texas');
    await world.client.call('layout.remove', { layoutId: saved.layoutId });
    const { rows } = valueOf(await world.client.call('log.page', { offset: 0, limit: 10, kind: 'decision' }));
    expect(rows.map(({ body }) => body)).toEqual(expect.arrayContaining([{ act: 'layout.save', layout: saved.layoutId, mode: 'additions' }, { act: 'layout.remove', layout: saved.layoutId }]));
    expect(JSON.stringify(rows)).not.toContain('Texas');
  });

  it('whose columns overlap is refused', async () => {
    const shown = await preview('a.csv', crm('2025550101'));
    expect(await world.client.call('layout.save', { name: 'x', layout: { ...shown.layout, cuts: [{ start: 0, length: 10 }, { start: 9, length: 2 }] } })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', field: 'cuts' } });
  });
});

describe('a layout that was asked for', () => {
  it('with a header past the end of the file is refused with the line on which the file ends', async () => {
    for (const headerLine of [3, 900]) {
      expect(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'Phone\n2025550101\n'), layout: { headerLine } })).toEqual({ ok: false, failure: { type: 'HeaderMissing', name: 'a.csv', headerLine, lines: 2 } });
    }
  });

  it('may put the header far down', async () => {
    const titles = Array.from({ length: 400 }, (_, at) => `Note ${at}`).join('\n');
    expect(await store('a.csv', `${titles}\nPhone\n2025550101\n`, { layout: { headerLine: 401, phoneColumns: [0] } })).toMatchObject({ header: 1, ignored: 400, accepted: 1 });
  });
});

it('the file inside a ZIP is named in the preview', async () => {
  expect((await preview('a.zip', zipSync({ 'inner/list.csv': strToU8('Phone\n2025550101\n') }))).file).toMatchObject({ name: 'a.zip', format: 'zip', member: 'inner/list.csv' });
});

it('hidden rows of a workbook are imported, counted and said', async () => {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet([['Phone'], ['2025550101'], ['2025550102']]);
  sheet['!rows'] = [{}, { hidden: true }, {}];
  utils.book_append_sheet(book, sheet, 'Calls');
  const stored = await store('a.xlsx', new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer));
  expect(stored).toMatchObject({ accepted: 2, lines: 3, hiddenRows: 1 });
});
