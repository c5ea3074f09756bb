// Reads the rows of one file under its whole layout: the rules of a known format, a column of flags, a column of countries, then the plain row.
import type { Layout, Reading } from '../../contract/imports.ts';
import type { AreaCodes } from '../area-codes.ts';
import { createCountryReader } from '../countries.ts';
import { createRowReader, type ReadRow, type RowCells } from '../read-row.ts';
import type { RejectReason, SetAside } from '../reject.ts';
import type { RowView } from './known-layout.ts';
import { findKnownLayout } from './known-layouts.ts';
import { readYesNo } from './yes-no.ts';

/** Without readings and with `setAside`: the row holds a number and is no request to block it. */
export type FileRow = ReadRow & { readonly setAside?: SetAside };

/** `on`: the day of the import, yyyy-mm-dd; `table`: the user's own area codes. A plain table costs nothing more than its row reader. */
export const createFileRowReader = (layout: Layout, on: string, table: AreaCodes | null = null): ((row: RowCells) => FileRow) => {
  const asked = table === null ? on : { on, table };
  const readPlain = createRowReader(layout, asked);
  const view = layout.known === undefined || layout.known === null ? undefined : findKnownLayout(layout.known).view?.(layout, on);
  const flagColumn = layout.flagColumn ?? null;
  const countryColumn = layout.countryColumn ?? null;
  if (view === undefined && flagColumn === null && countryColumn === null) return readPlain;

  const readCountry = createCountryReader();
  const readersByRegion = new Map([[layout.region, readPlain]]);
  const readIn = (region: string): ((row: RowCells) => ReadRow) => {
    const known = readersByRegion.get(region);
    if (known !== undefined) return known;
    const made = createRowReader({ ...layout, region }, asked);
    readersByRegion.set(region, made);
    return made;
  };
  /** The country of the row's numbers; null where its cell names none. */
  const regionOf = (cells: readonly string[]): string | null => {
    const text = countryColumn === null ? '' : (cells[countryColumn] ?? '').trim();
    return text === '' ? layout.region : readCountry(text);
  };
  const holdsNumber = (cells: readonly string[]): boolean => layout.phoneColumns.some((column) => (cells[column] ?? '').trim() !== '');

  return (row) => {
    const flagged: RowView = flagColumn === null ? {} : readFlag(row.cells[flagColumn] ?? '');
    const seen: RowView = flagged.setAside === undefined && flagged.hold === undefined ? (view?.(row) ?? {}) : flagged;
    if (seen.setAside !== undefined) return holdsNumber(row.cells) ? { ...nothing, setAside: seen.setAside } : nothing;
    const region = regionOf(row.cells);
    const read = (region === null ? readPlain : readIn(region))(seen.cells === undefined ? row : row.flags === undefined ? { line: row.line, cells: seen.cells } : { ...row, cells: seen.cells });
    const reason = region === null ? 'country_unreadable' : seen.hold;
    if (reason === undefined && seen.facts === undefined) return read;
    return {
      readings: reason === undefined ? read.readings : read.readings.map((reading) => hold(reading, reason)),
      facts: { ...read.facts, ...seen.facts },
    };
  };
};

const readFlag = (cell: string): RowView => {
  const asks = readYesNo(cell);
  return asks === null ? { hold: 'flag_unreadable' } : asks ? {} : { setAside: 'not_flagged' };
};

/** What the file says about the row comes before what its number looks like. In an unknown country only a number with its own code suggests itself. */
const hold = (reading: Reading, reason: RejectReason): Reading => {
  const likely = reading.verdict === 'accepted' ? reading.phone : reading.suggestion;
  return { verdict: 'quarantined', raw: reading.raw, reason, suggestion: reason === 'country_unreadable' && !reading.raw.trim().startsWith('+') ? null : likely };
};

const nothing: ReadRow = Object.freeze({ readings: [], facts: { code: '', jurisdiction: null, expiresAt: null } });
