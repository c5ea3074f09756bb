// Workbooks that LibreOffice wrote read the same in every format it knows, but for what a format cannot say.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIntakeFiles } from './intake-files.ts';

const files = createIntakeFiles();
const folder = join(import.meta.dirname, '../../fixtures/files');
const date = (column: number) => ({ column, flag: 'date' });

it.each([
  ['office-source.xlsx', 'xlsx', 'TRUE'], ['libreoffice.xlsx', 'xlsx', 'TRUE'], ['libreoffice.xls', 'xls', 'TRUE'],
  // LibreOffice stores a truth without its format as a number there.
  ['libreoffice.ods', 'ods', '1'],
])('%s', async (name, format, truth) => {
  const read = await files.readPath(join(folder, name));
  expect(read).toMatchObject({ lines: 12, sheet: 'Calls', facts: { format, hiddenRows: 1, sheets: [{ name: 'Old', hidden: true }, { name: 'Calls', hidden: false }] } });
  expect('rows' in read ? read.rows : read).toEqual([
    { cells: ['Do not call, August'] }, { cells: [''] }, { cells: ['Phone', 'Name', 'Requested', 'Note'] },
    { cells: ['+12025550101', 'Ann  Lee & Söhne', '2026-08-29', 'first'], flags: [date(2)] },
    { cells: ['12025550102', 'Bold', '2026-08-29T08:00:00', 'first'], flags: [date(2)] },
    { cells: ['2025550103', 'Hidden'] }, { cells: ['2025550104', 'Two\nlines', '', 'linked'] },
    { cells: ['+12025550105', '0.1', truth] }, { cells: ['#DIV/0!', '12025550103', '12:00:00'], flags: [{ column: 0, flag: 'cell_error' }, date(2)] },
    { cells: [''] }, { cells: [''] }, { cells: ['東京 2025550106', '', 'last'] },
  ].map((row, index) => ({ line: index + 1, span: 1, ...row })));
  expect('rows' in (await files.readPath(join(folder, name), { sheet: 'Old' }))).toBe(true);
});
