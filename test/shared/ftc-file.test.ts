// A real, messy government file comes to exactly the verdicts that were counted by hand; the file is a third party's and lies outside the project.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'papaparse';
import { expect, it } from 'vitest';
import { guessLayout } from '../../src-shared/domain/guess-layout.ts';
import { readPhones } from '../../src-shared/domain/phone.ts';

const folder = process.env['DNC_DESK_SAMPLE_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const path = `${folder}/ftc_dnc_complaint_numbers_2021-07-08.csv`;

const readRows = (): readonly (readonly string[])[] => parse<string[]>(readFileSync(path, 'utf8'), { skipEmptyLines: true }).data;

it('reads the complaint numbers of 2021-07-08 to the known counts', (context) => {
  if (!existsSync(path)) context.skip(`the sample file is not here: ${path}`);
  const cells = readRows().slice(1).map(([cell = '']) => cell);
  const readings = cells.map((cell) => readPhones(cell, 'US'));
  const tally = new Map<string, number>();
  const add = (word: string): void => { tally.set(word, (tally.get(word) ?? 0) + 1); };
  for (const reading of readings.flat()) {
    add(reading.verdict === 'accepted' ? 'accepted' : reading.reason);
    if (reading.verdict === 'accepted') reading.notes.forEach(add);
  }
  expect(cells.length).toBe(14_034);
  expect(readings.filter((some) => some.length === 0).length).toBe(669);
  expect(readings.filter((some) => some.length > 1).length).toBe(2);
  expect(Object.fromEntries(tally)).toEqual({
    accepted: 13_116, country_outside_region: 46, area_code_newer_than_metadata: 4, several_in_cell: 2, extension_kept: 2,
    too_long: 83, too_short: 36, no_area_code: 33, last_digit_lost: 31, area_code_unknown: 25, placeholder: 13, exchange_invalid: 11, words: 7, masked: 4, date: 4,
    letters_around: 3, ambiguous_prefix: 1,
  });
});

it('proposes its phone column, its date and no jurisdiction: Consumer_State is where the complaint came from', (context) => {
  if (!existsSync(path)) context.skip(`the sample file is not here: ${path}`);
  const rows = readRows().slice(0, 200).map((cells, at) => ({ line: at + 1, cells }));
  expect(guessLayout(rows, { delimiter: ',', sheet: null })).toMatchObject({
    headerLine: 1, phoneColumns: [0], requestedColumn: 1, jurisdictionColumn: null, codeColumn: null, dateOrder: 'ymd', region: 'US',
  });
});
