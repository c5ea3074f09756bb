// Turns a command's value into text for people: tables for lists, lines for records; nothing from a file or a vendor can steer the terminal.
import { formatCount, formatMoment } from '../../../src-shared/words/figures.ts';

const widest = 60;

/** Rows are objects of one shape; nested values are left to `--json`. */
export const renderValue = (value: unknown): string => {
  if (value === null || value === undefined) return 'Done.';
  if (Array.isArray(value)) return renderRows(value as readonly unknown[]);
  if (typeof value !== 'object') return cell('', value, Infinity);
  const record = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(record['rows']) && typeof record['total'] === 'number') {
    const rows = record['rows'] as readonly unknown[];
    return `${renderRows(rows)}\n${formatCount(rows.length)} of ${formatCount(record['total'])}`;
  }
  const names = Object.keys(record);
  const width = Math.max(...names.map((name) => name.length), 0);
  return names.map((name) => {
    const inner = record[name];
    if (isRowList(inner)) return `${name}:\n${indent(renderRows(inner))}`;
    return `${name.padEnd(width)}  ${cell(name, inner, Infinity)}`;
  }).join('\n');
};

/** Columns as wide as their widest cell; figures stand on the right. */
export const renderTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = heads.map((head, at) => Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[at] ?? ''))));
  const isFigure = heads.map((_head, at) => rows.length > 0 && rows.every((row) => /^-?[\d,.]*$/.test(row[at] ?? '')));
  const line = (row: readonly string[]): string =>
    row.map((text, at) => {
      const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(text)));
      return isFigure[at] === true ? gap + text : text + gap;
    }).join('  ').trimEnd();
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};

/** Control characters, bidi overrides and line breaks become spaces. */
export const tame = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');

const isRowList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === 'object' && row !== null);

const renderRows = (rows: readonly unknown[]): string => {
  if (rows.length === 0) return 'None.';
  const records = rows.map((row) => (typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : { value: row }));
  const heads = [...new Set(records.flatMap((record) => Object.keys(record)))]
    .filter((name) => !records.some((record) => isNested(record[name])))
    .sort((left, right) => rank(left) - rank(right));
  return renderTable(heads, records.map((record) => heads.map((name) => cell(name, record[name]))));
};

/** What one types next (ids) and recognises a row by stands first; the rest keeps its order. */
const rank = (name: string): number => (name.endsWith('Id') || name === 'seq' ? 0 : (['name', 'file', 'line'].includes(name) ? 1 : 2));

const isNested = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** Fields that end in "At" are moments in ms since 1970; counts get their thousands marks, ids do not. */
const cell = (name: string, value: unknown, most = widest): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if ((name === 'at' || name.endsWith('At')) && value > 1e11) return formatMoment(value, { timeZone: localZone(), seconds: true, zone: true });
    return name.endsWith('Id') || name === 'seq' || name === 'line' ? String(value) : formatCount(value);
  }
  const text = typeof value === 'string' ? value : (Array.isArray(value) && !value.some(isNested) ? value.join(', ') : JSON.stringify(value));
  const calm = tame(text);
  return calm.length > most && name !== 'why' ? `${calm.slice(0, most - 1)}…` : calm;
};

const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const indent = (text: string): string => text.split('\n').map((line) => `  ${line}`).join('\n');

/** Good enough for a terminal: combining marks take no room, East Asian wide letters two cells. */
const displayWidth = (text: string): number => {
  let width = 0;
  for (const letter of text) {
    if (/\p{Mn}|\p{Me}|\u200d/u.test(letter)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(letter) ? 2 : 1;
  }
  return width;
};
