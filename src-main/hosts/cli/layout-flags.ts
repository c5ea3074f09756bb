// The flags that say how a file is to be read, and what they ask of the core: a saved layout, a known format, columns by name or place.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { dateOrders, type Layout } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { endOfLine } from '../../../src-shared/domain/guess-cuts.ts';
import { knownLayoutIds } from '../../../src-shared/domain/known-layouts/ids.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { usage } from './actor.ts';
import { tame } from './print.ts';
import type { AtDesk, CommandOptions } from './world.ts';

type PartialLayout = { -readonly [K in keyof Layout]?: Layout[K] };
export type AskedImport = { readonly ticket: string; readonly layout?: PartialLayout; readonly layoutId?: number | null };

const singleColumns = {
  codeColumn: 'code-column', requestedColumn: 'requested-column', expiresColumn: 'expires-column',
  reasonColumn: 'reason-column', jurisdictionColumn: 'jurisdiction-column', sourceColumn: 'source-column',
  countryColumn: 'country-column', flagColumn: 'flag-column',
} as const;

const columnWords: Readonly<Record<(typeof singleColumns)[keyof typeof singleColumns], string>> = {
  'code-column': 'regulation code', 'requested-column': 'date of the request', 'expires-column': 'date the block ends',
  'reason-column': 'reason', 'jurisdiction-column': 'state or province', 'source-column': 'source',
  'country-column': 'country of each number, over --region', 'flag-column': 'flag: only rows that say yes are blocked',
};

const delimiters: Readonly<Record<string, Layout['delimiter']>> = { comma: ',', tab: '\t', semicolon: ';', bar: '|' };

export const addLayoutFlags = (command: Command): void => {
  command
    .option('--layout <name>', 'a saved layout, by its name; other flags go over it')
    .option('--no-layout', 'no saved layout, although the file looks like one')
    .addOption(new Option('--as <format>', 'the file is of this format: table is a plain one, whatever it looks like').choices(['table', ...knownLayoutIds]))
    .option('--region <US>', 'country of numbers without a country code')
    .option('--code <text>', 'regulation code of every row, where no column carries one')
    .option('--sheet <name>', 'sheet of a workbook')
    .option('--phone <column...>', 'columns with numbers: header text, or position from 1')
    .option('--header <line>', 'line of the header, 0 for none')
    .addOption(new Option('--cuts <0-10,12-20>', 'fixed-width text: where columns stand, in characters from 0; 12- goes to the end of the line').argParser(readCuts))
    .addOption(new Option('--date-order <order>', 'how dates written in digits are read').choices([...dateOrders]))
    .addOption(new Option('--delimiter <name>', 'between the cells of a text file').choices(Object.keys(delimiters)));
  for (const flag of Object.values(singleColumns)) command.option(`--${flag} <column>`, `column of the ${columnWords[flag]}`);
};

/** What the flags ask for; header texts are looked up in a preview, positions are not. */
export const askedLayout = async ({ client }: Pick<AtDesk, 'client'>, options: CommandOptions, ticket: string): Promise<Result<AskedImport, Failure>> => {
  const saved = await savedLayout({ client }, options);
  if (!saved.ok) return saved;
  const layout = plainLayout(options);
  const asked = namedColumns(options);
  const ask = (): AskedImport => ({ ticket, ...(Object.keys(layout).length === 0 ? {} : { layout }), ...saved.value });
  if (asked.length === 0) return ok(ask());
  let columns: readonly string[] = [];
  if (asked.some(({ column }) => !/^\d+$/.test(column))) {
    const preview = await client.call('import.preview', ask());
    if (preview.ok) ({ columns } = preview.value);
    else if (preview.failure.type === 'NoPhoneColumn') ({ columns } = preview.failure);
    else return preview;
  }
  for (const { field, column } of asked) {
    const position = findColumn(column, columns);
    if (position === null) return fail(usage(`there is no column “${tame(column)}”; the columns are: ${columns.map(tame).join(', ')}`));
    if (field === 'phoneColumns') layout.phoneColumns = [...(layout.phoneColumns ?? []), position];
    else layout[field] = position;
  }
  return ok(ask());
};

/** By the exact name first, then in any case. */
const findLayout = async ({ client }: Pick<AtDesk, 'client'>, name: string): Promise<Result<SavedLayout, Failure>> => {
  const names: string[] = [];
  for (let offset = 0; ; offset += pageOfLayouts) {
    const page = await client.call('layout.page', { offset, limit: pageOfLayouts });
    if (!page.ok) return page;
    const found = page.value.rows.find((saved) => saved.name.toLowerCase() === name.trim().toLowerCase());
    if (found !== undefined) return ok(found);
    names.push(...page.value.rows.map((saved) => saved.name));
    if (offset + pageOfLayouts >= page.value.total) break;
  }
  return fail(usage(`there is no saved layout “${tame(name)}”; ${names.length === 0 ? 'none has been saved' : `there are: ${names.map(tame).join(', ')}`}`));
};

const pageOfLayouts = 200;

/** A format that was named is read as such, whatever saved layout the file looks like. */
const savedLayout = async (at: Pick<AtDesk, 'client'>, options: CommandOptions): Promise<Result<Pick<AskedImport, 'layoutId'>, Failure>> => {
  const named = options['layout'];
  if (typeof named !== 'string') return ok(named === false || options['as'] !== undefined ? { layoutId: null } : {});
  const found = await findLayout(at, named);
  return found.ok ? ok({ layoutId: found.value.layoutId }) : found;
};

const plainLayout = (options: CommandOptions): PartialLayout => ({
  // Commander has checked the choice.
  ...(typeof options['as'] === 'string' ? { known: options['as'] === 'table' ? null : (options['as'] as NonNullable<Layout['known']>) } : {}),
  ...(typeof options['region'] === 'string' ? { region: options['region'].toUpperCase() } : {}),
  ...(typeof options['code'] === 'string' ? { fixedCode: options['code'] } : {}),
  ...(typeof options['sheet'] === 'string' ? { sheet: options['sheet'] } : {}),
  ...(typeof options['header'] === 'string' ? { headerLine: Number(options['header']) } : {}),
  ...(Array.isArray(options['cuts']) ? { cuts: options['cuts'] as NonNullable<Layout['cuts']> } : {}),
  ...(typeof options['dateOrder'] === 'string' ? { dateOrder: options['dateOrder'] as Layout['dateOrder'] } : {}),
  ...(typeof options['delimiter'] === 'string' ? { delimiter: delimiters[options['delimiter']] ?? null } : {}),
});

/** "0-10,12-20,30-": from the first character of each column up to, and without, the second. */
const readCuts = (text: string): NonNullable<Layout['cuts']> => text.split(',').map((part) => {
  const [, from = '', to = ''] = /^\s*(\d+)\s*-\s*(\d*)\s*$/.exec(part) ?? [];
  const start = Number(from);
  const end = to === '' ? endOfLine : Number(to);
  if (from === '' || end <= start || end > endOfLine) throw new InvalidArgumentError('Write it as 0-10,12-20: each column from its first character, counted from 0, up to the one after its last.');
  return { start, length: end - start };
});

type Asked = { readonly field: 'phoneColumns' | keyof typeof singleColumns; readonly column: string };

const namedColumns = (options: CommandOptions): readonly Asked[] => [
  ...(Array.isArray(options['phone']) ? (options['phone'] as readonly string[]).map((column): Asked => ({ field: 'phoneColumns', column })) : []),
  ...(Object.keys(singleColumns) as (keyof typeof singleColumns)[]).flatMap((field): readonly Asked[] => {
    const column = options[field];
    return typeof column === 'string' ? [{ field, column }] : [];
  }),
];

const findColumn = (asked: string, columns: readonly string[]): number | null => {
  const wanted = asked.trim().toLowerCase();
  const at = columns.findIndex((column) => column.trim().toLowerCase() === wanted);
  if (at >= 0) return at;
  return /^[1-9]\d*$/.test(asked) ? Number(asked) - 1 : null;
};
