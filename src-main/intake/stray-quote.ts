// Tells a quoted cell that honestly holds line breaks from one stray quote that has swallowed the records after it.

/** A note may run over many lines; no note of a call list runs over this many. */
export const LONGEST_CELL_LINES = 200;
export const LONGEST_CELL = 1 << 20;

/**
 * `before` are the cells that stood on the line before the quote opened, `lines` the physical lines from the quote on (the first
 * one from the quote itself, the last one to its end). True where the first line alone is a whole record, and so is a later one,
 * with a number at the same place: then the quote is a slip of the pen and these are several records.
 */
export const swallowsRecords = (before: readonly string[], lines: readonly string[], delimiter: string, width: number | null): boolean => {
  const first = [...before, ...(lines[0] ?? '').split(delimiter)];
  if (first.length < 2 || (width !== null && width > 1 && width !== first.length)) return false;
  const numbers = first.map(isNumeric);
  const anyNumber = numbers.includes(true);
  return lines.slice(1).some((line) => {
    const cells = line.split(delimiter);
    if (cells.length !== first.length) return false;
    if (anyNumber) return cells.some((cell, column) => numbers[column] === true && isNumeric(cell));
    return cells.length >= 4 || cells.some(isNumeric);
  });
};

/** Seven digits or more and no letters: a phone number or a date, not prose. */
const isNumeric = (cell: string): boolean => !/\p{L}/u.test(cell) && cell.replaceAll(/\D/g, '').length >= 7;
