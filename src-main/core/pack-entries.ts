// Packs the numbers of some thousand rows into arrays, and their lines into blocks: what a million objects would cost another thread.
import type { Layout, Reading } from '../../src-shared/contract/imports.ts';
import type { AreaCodesOn } from '../../src-shared/domain/area-codes.ts';
import type { ReadRow, RowFacts } from '../../src-shared/domain/read-row.ts';
import type { RawRow } from '../intake/source.ts';
import { areaJurisdiction, type Claim, type Place } from '../ledger/repositories/claims.ts';
import type { Named, StagedBatch, StagedBlock, StagedExtra } from '../ledger/repositories/staging.ts';

export type EntryPacker = {
  /** A row with at least one reading. */
  readonly add: (row: RawRow, read: ReadRow) => void;
  readonly addLine: (row: RawRow, outcome: 'header' | 'ignored' | 'blank') => void;
  readonly end: () => StagedBatch;
};

/** A file with a day of its own for every row makes a claim of each: what is remembered stays small. Of places there are some hundred. */
const mostClaims = 50_000;
/** Lines of a block: a page of rows is read from one or two. */
const blockLines = 500;

/** `areaCodes`: the table by which numbers get their places; without it the product's own. */
export const createEntryPacker = (layout: Layout, areaCodes?: AreaCodesOn): (() => EntryPacker) => {
  // Where a row has one phone column and one number, its raw text stands in the line already.
  const onlyColumn = layout.phoneColumns.length === 1 ? (layout.phoneColumns[0] ?? null) : null;
  const claims = createIndex<Claim>(mostClaims);
  const places = createIndex<Place>(Number.POSITIVE_INFINITY);
  const findPlace = createPlaceFinder(places, areaCodes);
  const findClaim = createClaimFinder(claims);
  // One batch is packed at a time.
  const columns = createColumns();
  return () => {
    claims.mark();
    places.mark();
    const extras: StagedExtra[] = [];
    const blocks: StagedBlock[] = [];
    let block = createBlock(0);

    const place = (row: RawRow, letter: 'r' | 'h' | 'i' | 'b'): void => {
      if (block.count() >= blockLines) closeBlock();
      block.add(row, letter);
    };
    const closeBlock = (): void => {
      if (block.count() > 0) blocks.push(block.end(columns.count()));
      block = createBlock(columns.count());
    };

    return {
      addLine: (row, outcome) => place(row, letterOf[outcome]),
      add: (row, { readings, facts }) => {
        place(row, 'r');
        const claim = findClaim(facts);
        for (let part = 0; part < readings.length; part += 1) {
          const reading = readings[part] as Reading;
          const at = columns.count();
          const ownText = readings.length === 1 && onlyColumn !== null && row.cells[onlyColumn] === reading.raw ? null : reading.raw;
          if (reading.verdict === 'quarantined') {
            columns.add(row.line, part, 0, claim, 0);
            extras.push({ at, raw: reading.raw, reason: reading.reason, suggestion: reading.suggestion, notes: null });
            continue;
          }
          columns.add(row.line, part, Number(reading.phone.slice(1)), claim, findPlace(reading.phone, reading.country));
          const notes = reading.notes.length === 0 && reading.extension === null ? null : JSON.stringify(notesOf(reading));
          if (ownText !== null || notes !== null) extras.push({ at, raw: ownText, reason: null, suggestion: null, notes });
        }
      },
      end: () => {
        closeBlock();
        return { blocks, extras, claims: claims.made(), places: places.made(), ...columns.take() };
      },
    };
  };
};

const letterOf = { header: 'h', ignored: 'i', blank: 'b' } as const;

/** One place in each array for every entry; what is taken is as long as its entries are many. */
const createColumns = () => {
  let room = 4096;
  let lines = new Uint32Array(room);
  let parts = new Uint16Array(room);
  let phones = new Float64Array(room);
  let claimOf = new Uint32Array(room);
  let placeOf = new Uint32Array(room);
  let count = 0;
  const widen = (): void => {
    room *= 2;
    const copy = <T extends Uint32Array | Uint16Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    lines = copy(lines, new Uint32Array(room));
    parts = copy(parts, new Uint16Array(room));
    phones = copy(phones, new Float64Array(room));
    claimOf = copy(claimOf, new Uint32Array(room));
    placeOf = copy(placeOf, new Uint32Array(room));
  };
  return {
    count: () => count,
    add: (line: number, part: number, phone: number, claim: number, place: number): void => {
      if (count === room) widen();
      lines[count] = line;
      parts[count] = part;
      phones[count] = phone;
      claimOf[count] = claim;
      placeOf[count] = place;
      count += 1;
    },
    take: () => {
      const taken = { lines: lines.slice(0, count), parts: parts.slice(0, count), phones: phones.slice(0, count), claimOf: claimOf.slice(0, count), placeOf: placeOf.slice(0, count) };
      count = 0;
      return taken;
    },
  };
};

const createBlock = (entriesBefore: number) => {
  const rows: (readonly string[])[] = [];
  const counts = { h: 0, i: 0, b: 0 };
  let kinds = '';
  let firstLine = 0;
  return {
    count: () => rows.length,
    add: ({ line, span, cells }: RawRow, letter: 'r' | 'h' | 'i' | 'b'): void => {
      if (rows.length === 0) firstLine = line;
      rows.push(cells);
      kinds += letter;
      if (letter !== 'r') counts[letter] += 1;
      for (let below = 1; below < span; below += 1) {
        rows.push([]);
        kinds += 'i';
        counts.i += 1;
      }
    },
    end: (entriesNow: number): StagedBlock => ({ firstLine, kinds, ...counts, rows: JSON.stringify(rows), entries: entriesNow - entriesBefore }),
  };
};

/** Gives each value a position, once for the whole file. */
type Index<T> = {
  readonly position: (key: string, make: () => T) => number;
  /** What is made from here on is `made`. */
  readonly mark: () => void;
  readonly made: () => Named<T>;
};

/** `most`: positions that are remembered before all begin anew. */
const createIndex = <T>(most: number): Index<T> => {
  const positions = new Map<string, number>();
  let values: T[] = [];
  let from = 0;
  return {
    position: (key, make) => {
      const known = positions.get(key);
      if (known !== undefined) return known;
      const position = from + values.push(make()) - 1;
      positions.set(key, position);
      return position;
    },
    mark: () => {
      from = positions.size >= most ? 0 : positions.size;
      if (from === 0) positions.clear();
      values = [];
    },
    made: () => ({ from, values }),
  };
};

const createClaimFinder = (claims: Index<Claim>): ((facts: RowFacts) => number) => ({ code, jurisdiction, expiresAt }) =>
  claims.position(`${expiresAt ?? ''} ${jurisdiction ?? ''} ${code}`, () => ({ code, jurisdiction, expiresAt }));

/** Numbers of one area code have one place; their first digits are asked first. */
const createPlaceFinder = (places: Index<Place>, areaCodes: AreaCodesOn | undefined): ((phone: string, country: string) => number) => {
  const byStart = new Map<string, { readonly country: string; readonly position: number }>();
  return (phone, country) => {
    const start = phone.slice(0, 5);
    const known = byStart.get(start);
    if (known?.country === country) return known.position;
    const jurisdiction = areaJurisdiction(phone, areaCodes);
    const position = places.position(`${country} ${jurisdiction ?? ''}`, () => ({ country, jurisdiction }));
    // Only in the North American plan do five signs say where a number belongs.
    if (start.startsWith('+1') && phone.length === 12) byStart.set(start, { country, position });
    return position;
  };
};

const notesOf = (reading: { readonly notes: readonly string[]; readonly extension: string | null }): readonly string[] =>
  reading.extension === null ? reading.notes : [...reading.notes, `extension:${reading.extension}`];
