// One row under a layout: its numbers, its facts, and what holds it. Nothing that decides about a block is guessed.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../src-shared/contract/imports.ts';
import { findAreaCode } from '../../src-shared/domain/area-codes.ts';
import { createRowReader, readRow, type CellFlag } from '../../src-shared/domain/read-row.ts';

const layout: Layout = {
  headerLine: 1, phoneColumns: [0], codeColumn: 1, fixedCode: null, requestedColumn: 2, expiresColumn: 3, reasonColumn: 4, jurisdictionColumn: 5, sourceColumn: 6,
  dateOrder: 'mdy', region: 'US', sheet: null, delimiter: ',',
};
const read = (cells: readonly string[], asked: Partial<Layout> = {}, flags: readonly CellFlag[] = []) => readRow({ line: 2, cells, flags }, { ...layout, ...asked });
const verdicts = (of: ReturnType<typeof read>) => of.readings.map((reading) => (reading.verdict === 'accepted' ? reading.phone : reading.reason));

describe('facts', () => {
  it('are those of the row, trimmed, and none where a cell is empty or missing', () => {
    expect(read(['2025550101', ' TX-1 ', '7/6/2021', '12/31/2030', ' asked ', 'Texas', ' web '])).toMatchObject({
      facts: { code: 'TX-1', expiresAt: Date.UTC(2031, 0, 1, 12), jurisdiction: 'US-TX' },
    });
    const none = { code: '', expiresAt: null, jurisdiction: null };
    expect(read(['2025550101', '', ' ', '\t', '', '\u00A0', ''])).toMatchObject({ facts: none, readings: [{ verdict: 'accepted' }] });
    expect(read(['2025550101'])).toMatchObject({ facts: none });
  });

  it('are not hurt by a request date that is none: it decides nothing', () => {
    expect(read(['2025550101', '', 'last week'])).toMatchObject({ readings: [{ verdict: 'accepted' }] });
  });

  it('take the fixed code only where the row has none', () => {
    expect(read(['2025550101', 'CA'], { fixedCode: 'TX' }).facts.code).toBe('CA');
    expect(read(['2025550101', ' '], { fixedCode: 'TX' }).facts.code).toBe('TX');
    expect(read(['2025550101', 'CA'], { fixedCode: 'TX', codeColumn: null }).facts.code).toBe('TX');
  });
});

describe('an expiry', () => {
  it('ends when its last day has ended everywhere on earth, at noon UTC of the next one', () => {
    for (const text of ['2030-06-30', '06/30/2030', '6/30/30', '30 Jun 2030', '2030-06-30T23:59:59Z']) {
      const at = read(['2025550101', '', '', text]).facts.expiresAt;
      expect(at).toBe(Date.UTC(2030, 6, 1, 12));
      // Twelve hours behind UTC the day has just ended; a minute before it has not.
      expect(new Date((at ?? 0) - 12 * 3_600_000 - 60_000).toISOString().slice(0, 10)).toBe('2030-06-30');
    }
  });

  it.each(['never', '31/31/2030', '2030-02-30', '45000', '2030', '1.1', '-', 'n/a', '06/30/2030?', '06/07/203'])('that says %j holds the row with what it would have been', (text) => {
    expect(read(['2025550101', '', '', text])).toMatchObject({ readings: [{ verdict: 'quarantined', reason: 'date_unreadable', suggestion: '+12025550101', raw: '2025550101' }], facts: { expiresAt: null } });
  });

  it('in the order that the layout states, and no other', () => {
    expect(read(['2025550101', '', '', '13/01/2030'], { dateOrder: 'mdy' }).readings[0]).toMatchObject({ reason: 'date_unreadable' });
    expect(read(['2025550101', '', '', '13/01/2030'], { dateOrder: 'dmy' }).facts.expiresAt).toBe(Date.UTC(2030, 0, 14, 12));
  });
});

describe('a jurisdiction that cannot be read', () => {
  it('holds the row; an unreadable expiry comes first', () => {
    expect(verdicts(read(['2025550101', '', '', '', '', 'Atlantis']))).toEqual(['jurisdiction_unreadable']);
    expect(verdicts(read(['2025550101', '', '', 'soon', '', 'Atlantis']))).toEqual(['date_unreadable']);
  });
});

describe('a cell whose value the spreadsheet lost', () => {
  it.each([
    [0, 'formula_without_value', 'formula_without_value'], [0, 'cell_error', 'cell_error'], [0, 'date', 'date'],
    [3, 'formula_without_value', 'date_unreadable'], [3, 'cell_error', 'date_unreadable'], [5, 'formula_without_value', 'jurisdiction_unreadable'], [5, 'cell_error', 'jurisdiction_unreadable'],
    [1, 'formula_without_value', 'formula_without_value'], [1, 'cell_error', 'cell_error'],
  ] as const)('in column %i (%s) holds the row: %s', (column, flag, reason) => {
    for (const text of ['', '=A1', '#N/A']) {
      const cells = ['2025550101', '', '', '', '', '', ''];
      if (column !== 0) cells[column] = text;
      expect(verdicts(read(cells, {}, [{ column, flag }]))).toEqual([reason]);
    }
  });

  it('in a column that decides nothing does not', () => {
    for (const column of [2, 4, 6, 9]) expect(verdicts(read(['2025550101', '', '', '', '', '', ''], {}, [{ column, flag: 'cell_error' }]))).toEqual(['+12025550101']);
  });

  it('a date in the expiry column is what belongs there', () => {
    expect(read(['2025550101', '', '', '2030-06-30'], {}, [{ column: 3, flag: 'date' }])).toMatchObject({ readings: [{ verdict: 'accepted' }], facts: { expiresAt: Date.UTC(2030, 6, 1, 12) } });
  });
});

describe('numbers', () => {
  it('of several cells and of one cell are all read, each with its own raw text', () => {
    const row = read(['2025550101', '', '', '', '', '', '', '2025550102 / 5550103'], { phoneColumns: [0, 7] });
    expect(verdicts(row)).toEqual(['+12025550101', '+12025550102', 'no_area_code']);
    expect(row.readings.map(({ raw }) => raw.trim())).toEqual(['2025550101', '2025550102', '5550103']);
  });

  it('held for their own reason keep it when the row is held as well', () => {
    expect(verdicts(read(['2025550101; 5550103', '', '', 'soon']))).toEqual(['date_unreadable', 'no_area_code']);
  });

  it('are none where no phone cell is filled, whatever else stands there', () => {
    expect(read(['', 'TX', 'x', 'soon', 'y', 'Atlantis', 'z']).readings).toEqual([]);
  });

  it('never pass a row that is held, and reading never throws', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('2025550101', '2030-01-01', 'TX', '')), { maxLength: 8 }), (cells) => {
      const row = read(cells);
      const expires = (cells[3] ?? '').trim();
      if (expires !== '' && row.facts.expiresAt === null) expect(row.readings.every(({ verdict }) => verdict === 'quarantined')).toBe(true);
      const place = (cells[5] ?? '').trim();
      if (place !== '' && row.facts.jurisdiction === null) expect(row.readings.every(({ verdict }) => verdict === 'quarantined')).toBe(true);
    }));
  });
});

it('an area code is in service by the day of the import, and not before its first day', () => {
  // 465 (New York) was announced when the area-code table was made, and the metadata does not know it.
  const since = findAreaCode('465')?.since ?? '';
  const read = (on: string) => createRowReader(layout, on)({ line: 2, cells: ['4655550101'] }).readings[0];
  expect(read('2025-11-30')).toMatchObject({ verdict: 'quarantined', reason: 'area_code_unknown' });
  expect(read(since)).toMatchObject({ verdict: 'accepted', phone: '+14655550101', state: 'NY', notes: ['area_code_newer_than_metadata'] });
});
