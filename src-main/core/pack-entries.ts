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
  const claims = createClaimFinder();
  const places = createPlaceFinder(areaCodes);
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
        const claim = claims.find(facts);
        for (let part = 0; part < readings.length; part += 1) {
          const reading = readings[part] as Reading;
          const at = columns.count();
          const ownText = readings.length === 1 && onlyColumn !== null && row.cells[onlyColumn] === reading.raw ? null : reading.raw;
          if (reading.verdict === 'quarantined') {
            columns.add(row.line, part, 0, claim, 0);
            extras.push({ at, raw: reading.raw, reason: reading.reason, suggestion: reading.suggestion, notes: null });
            continue;
          }
          const digits = Number(reading.phone);
          columns.add(row.line, part, digits, claim, places.find(reading.phone, digits, reading.country));
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

/**
 * One place in each array for every entry. What is taken are views of arrays that are given away whole: arrays of one size use the same
 * memory again and again, where arrays cut to measure would leave it in pieces.
 */
const createColumns = () => {
  let room = 4096;
  let count = 0;
  let columns = makeColumns(room);
  return {
    count: () => count,
    add: (line: number, part: number, phone: number, claim: number, place: number): void => {
      if (count === room) {
        room *= 2;
        const wider = makeColumns(room);
        for (const name of columnNames) wider[name].set(columns[name]);
        columns = wider;
      }
      const { lines, parts, phones, claimOf, placeOf } = columns;
      lines[count] = line;
      parts[count] = part;
      phones[count] = phone;
      claimOf[count] = claim;
      placeOf[count] = place;
      count += 1;
    },
    take: () => {
      const { lines, parts, phones, claimOf, placeOf } = columns;
      const taken = { lines: lines.subarray(0, count), parts: parts.subarray(0, count), phones: phones.subarray(0, count), claimOf: claimOf.subarray(0, count), placeOf: placeOf.subarray(0, count) };
      columns = makeColumns(room);
      count = 0;
      return taken;
    },
  };
};

const columnNames = ['lines', 'parts', 'phones', 'claimOf', 'placeOf'] as const;
const makeColumns = (room: number) => ({ lines: new Uint32Array(room), parts: new Uint16Array(room), phones: new Float64Array(room), claimOf: new Uint32Array(room), placeOf: new Uint32Array(room) });

const createBlock = (entriesBefore: number) => {
  const rows: (readonly string[])[] = [];
  const counts = { h: 0, i: 0, b: 0 };
  // Joined at the end: a text that grows by letters is a tree of them.
  const kinds: ('r' | 'h' | 'i' | 'b')[] = [];
  let firstLine = 0;
  return {
    count: () => rows.length,
    add: ({ line, span, cells }: RawRow, letter: 'r' | 'h' | 'i' | 'b'): void => {
      if (rows.length === 0) firstLine = line;
      rows.push(cells);
      kinds.push(letter);
      if (letter !== 'r') counts[letter] += 1;
      for (let below = 1; below < span; below += 1) {
        rows.push([]);
        kinds.push('i');
        counts.i += 1;
      }
    },
    end: (entriesNow: number): StagedBlock => ({ firstLine, kinds: kinds.join(''), ...counts, rows: JSON.stringify(rows), entries: entriesNow - entriesBefore }),
  };
};

/** Values that get their positions one after another, each once for the whole file. */
type Names<T> = {
  readonly add: (value: T) => number;
  /** What is added from here on is `made`. True: they were too many, all positions begin anew. */
  readonly mark: () => boolean;
  readonly made: () => Named<T>;
};

/** `most`: positions that are given before all begin anew. */
const createNames = <T>(most: number): Names<T> => {
  let values: T[] = [];
  let from = 0;
  return {
    add: (value) => from + values.push(value) - 1,
    mark: () => {
      from += values.length;
      values = [];
      const isFull = from >= most;
      if (isFull) from = 0;
      return isFull;
    },
    made: () => ({ from, values }),
  };
};

/** Rows name the same few codes, places and days: each is looked up by itself, since putting a text together for it costs more. */
const createClaimFinder = () => {
  const names = createNames<Claim>(mostClaims);
  const known = new Map<string, Map<string | null, Map<number | null, number>>>();
  const find = ({ code, jurisdiction, expiresAt }: RowFacts): number => {
    let places = known.get(code);
    if (places === undefined) known.set(code, places = new Map());
    let ends = places.get(jurisdiction);
    if (ends === undefined) places.set(jurisdiction, ends = new Map());
    let position = ends.get(expiresAt);
    if (position === undefined) ends.set(expiresAt, position = names.add({ code, jurisdiction, expiresAt }));
    return position;
  };
  const mark = (): void => {
    if (names.mark()) known.clear();
  };
  return { find, mark, made: names.made };
};

/** Numbers of one area code have one place: in the North American plan three digits say where a number belongs. */
const createPlaceFinder = (areaCodes: AreaCodesOn | undefined) => {
  const names = createNames<Place>(Number.POSITIVE_INFINITY);
  const known = new Map<string, number>();
  const byArea: ({ readonly country: string; readonly position: number } | undefined)[] = [];
  const position = (phone: string, country: string): number => {
    const jurisdiction = areaJurisdiction(phone, areaCodes);
    const key = `${country} ${jurisdiction ?? ''}`;
    let at = known.get(key);
    if (at === undefined) known.set(key, at = names.add({ country, jurisdiction }));
    return at;
  };
  /** `digits`: those of the phone as a number. */
  const find = (phone: string, digits: number, country: string): number => {
    const area = Math.floor(digits / 10_000_000) - 1000;
    // Eleven digits that begin with 1.
    if (area < 0 || area > 999) return position(phone, country);
    const before = byArea[area];
    if (before?.country === country) return before.position;
    const at = position(phone, country);
    byArea[area] = { country, position: at };
    return at;
  };
  return { find, mark: names.mark, made: names.made };
};

const notesOf = (reading: { readonly notes: readonly string[]; readonly extension: string | null }): readonly string[] =>
  reading.extension === null ? reading.notes : [...reading.notes, `extension:${reading.extension}`];
