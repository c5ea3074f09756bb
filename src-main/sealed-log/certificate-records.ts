// The list of records a certificate counts, in its one form, and which telephone numbers an opening names.
import { canonicalJson } from './canonical-json.ts';

export type ListedRecord = {
  /** The row of the leaf's sub-tree; null for a record that is no shown row. */
  readonly i: number | null;
  readonly seq: number;
  readonly shown: 'subject' | 'row' | 'erased' | 'names-others';
};

/** `index/records.json`: canonical JSON with a line end. */
export const recordsText = (records: readonly ListedRecord[]): string => `${canonicalJson(records)}\n`;

/** Null unless the text is exactly a list as `recordsText` writes it, in the order of the log. */
export const readRecords = (text: string): readonly ListedRecord[] | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value) || !value.every(isRecord) || recordsText(value) !== text) return null;
  const rises = value.every((record, k) => k === 0 || record.seq > (value[k - 1]?.seq ?? 0) || (record.seq === value[k - 1]?.seq && record.shown !== 'subject'));
  return rises ? value : null;
};

const shownAs: ReadonlySet<unknown> = new Set(['subject', 'row', 'erased', 'names-others']);

const isRecord = (value: unknown): value is ListedRecord => {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'i,seq,shown') return false;
  const { i, seq, shown } = value as ListedRecord; // read as unknown values: each is looked at in the next line
  return shownAs.has(shown) && isPlace(seq) && (shown === 'row' ? isPlace(i) : i === null);
};

const isPlace = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Every text under a key `phone`, at any depth of what JSON.parse gave. */
export const phonesIn = (value: unknown): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    for (const [key, each] of Object.entries(inner)) {
      if (key === 'phone' && typeof each === 'string') found.add(each);
      walk(each);
    }
  };
  walk(value);
  return found;
};
