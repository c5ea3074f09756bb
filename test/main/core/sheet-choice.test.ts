// Of a workbook whose first sheet is no list, the first visible one with phone numbers is read; a sheet that was asked for is never left.
import { utils, write } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { createTestCore, valueOf } from '../../helpers/create-test-core.ts';

it('a summary before the list does not hide it', async () => {
  const book = utils.book_new();
  for (const [name, rows] of [['Summary', [['Total', 2], ['Prepared by', 'Ann']]], ['Old', [['Phone'], ['2025550109']]], ['Requests', [['Name', 'Mobile'], ['Ann', '2025550101'], ['Lee', '2025550102']]]] as const) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  }
  utils.book_set_sheet_visibility(book, 'Old', 1);
  const bytes = new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
  const world = await createTestCore();
  try {
    const ticket = world.ticketFor('november.xlsx', bytes);
    expect(valueOf(await world.client.call('import.preview', { ticket })).layout).toMatchObject({ sheet: 'Requests', phoneColumns: [1] });
    expect(await world.client.call('import.preview', { ticket, layout: { sheet: 'Summary' } })).toMatchObject({ ok: false, failure: { type: 'NoPhoneColumn' } });
    expect(valueOf(await world.client.call('import.store', { ticket }))).toMatchObject({ accepted: 2, sheet: 'Requests' });
  } finally {
    await world.close();
  }
});
