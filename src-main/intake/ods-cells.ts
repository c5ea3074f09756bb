// What a cell of an OpenDocument sheet says, as text without loss: the stored value before the shown one (ODF 1.3 part 3, 9.1.4 and 19.3xx).
import type { CellText } from './xlsx-cells.ts';
import { exactNumber } from './xlsx-cells.ts';
import { eachAttribute, decodeText } from './xml-tokens.ts';

export type OdsTags = {
  /** office:value-type; null where the cell has none, "error" where LibreOffice says so. */
  readonly type: string | null;
  /** The stored value by whichever attribute the type keeps it in; null where the cell has none. */
  readonly value: string | null;
  readonly formula: string | null;
  readonly repeated: number;
};

const valueAttributes = new Set(['value', 'date-value', 'time-value', 'boolean-value', 'string-value']);

/** Null where an entity is unknown. `repeated` is 1 to any number, or NaN where it is none. */
export const readOdsTags = (attributes: string): OdsTags | null => {
  let known = true;
  let type: string | null = null;
  let value: string | null = null;
  let formula: string | null = null;
  let repeated = 1;
  const decoded = (raw: string): string => {
    const text = decodeText(raw);
    if (text === null) known = false;
    return text ?? '';
  };
  eachAttribute(attributes, (name, raw) => {
    // Office's and LibreOffice's own "value-type" come under one local name; only the latter knows errors.
    if (name === 'value-type') type = type === 'error' ? type : raw;
    else if (valueAttributes.has(name)) value = decoded(raw);
    else if (name === 'formula') formula = decoded(raw);
    else if (name === 'number-columns-repeated') repeated = Number(raw);
  });
  return known ? { type, value, formula, repeated } : null;
};

/** `shown` are the paragraphs of the cell. */
export const readOdsCell = ({ type, value, formula }: OdsTags, shown: string | null): CellText => {
  if (type === 'error' || (formula !== null && isErrorText(shown))) return { text: shown ?? '#ERROR', flag: 'cell_error' };
  switch (type) {
    case 'float': case 'percentage': case 'currency':
      return value === null ? lost(formula, shown) : plain(exactNumber(value.trim()));
    case 'date':
      return value === null ? lost(formula, shown) : { text: isoDate(value.trim()), flag: 'date' };
    case 'time':
      return value === null ? lost(formula, shown) : { text: clockTime(value.trim()), flag: 'date' };
    case 'boolean':
      return value === null ? lost(formula, shown) : plain(value.trim() === 'true' ? 'TRUE' : 'FALSE');
    case 'string':
      return plain(value ?? shown ?? '');
    default:
      return formula !== null && shown === null ? lost(formula, shown) : plain(shown ?? '');
  }
};

const plain = (text: string): CellText => ({ text, flag: null });

/** A formula that was never calculated; a value that is not there but shown is what is shown. */
const lost = (formula: string | null, shown: string | null): CellText =>
  formula === null || shown !== null ? plain(shown ?? '') : { text: formula.replace(/^(?:\w+:)?=?/, '='), flag: 'formula_without_value' };

const isErrorText = (text: string | null): boolean => text !== null && /^(?:#(?:DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:5\d\d)$/.test(text);

/** `2026-08-29`, or with a time of day its whole seconds. */
const isoDate = (value: string): string => value.replace(/T00:00:00(?:[.,]0*)?$/, '').replace(/(T\d\d:\d\d:\d\d)[.,]0*$/, '$1');

/** `PT08H30M00S` to `08:30:00`. */
const clockTime = (value: string): string => {
  const parts = /^PT(\d{1,9})H(\d{1,2})M(\d{1,2})(?:[.,]0*)?S$/.exec(value);
  return parts === null ? value : parts.slice(1, 4).map((part) => part.padStart(2, '0')).join(':');
};
