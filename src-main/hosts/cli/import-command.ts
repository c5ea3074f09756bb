// `import FILE` and `preview FILE`: a path and column names in, the closing count or the first rows out.
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { dateOrders, type ImportCount, type Layout, type Preview } from '../../../src-shared/contract/imports.ts';
import type { SetAside } from '../../../src-shared/domain/reject.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { readableNames } from '../../../src-shared/words/file-format-words.ts';
import { countOf, formatBytes, formatCount, formatDuration, formatShare } from '../../../src-shared/words/figures.ts';
import { setAsideWords } from '../../../src-shared/words/reason-words.ts';
import { usage, type Actor } from './actor.ts';
import { renderTable, tame } from './print.ts';
import { createProgress, drawBar } from './progress.ts';
import type { AtDesk, CommandOptions } from './world.ts';

type PartialLayout = { -readonly [K in keyof Layout]?: Layout[K] };

const singleColumns = {
  codeColumn: 'code-column', requestedColumn: 'requested-column', expiresColumn: 'expires-column',
  reasonColumn: 'reason-column', jurisdictionColumn: 'jurisdiction-column', sourceColumn: 'source-column',
} as const;

const columnWords: Readonly<Record<(typeof singleColumns)[keyof typeof singleColumns], string>> = {
  'code-column': 'regulation code', 'requested-column': 'date of the request', 'expires-column': 'date the block ends',
  'reason-column': 'reason', 'jurisdiction-column': 'state or province', 'source-column': 'source',
};

const delimiters: Readonly<Record<string, Layout['delimiter']>> = { comma: ',', tab: '\t', semicolon: ';', bar: '|' };

export const addImportCommand = (actor: Actor, command: Command): void => {
  addLayoutFlags(command.argument('[file]', readableNames).description('Import a file: dnc-desk import FILE'));
  actor.atDesk(command, async (at, options, [path]) => {
    const admitted = await admit(at, options, path);
    if (!admitted.ok) return admitted;
    const progress = createProgress(at.world);
    const deaf = at.desk.core.listen((event) => {
      if (event.type !== 'import.progress') return;
      // Nobody knows the end of a file that is still being unpacked.
      const share = event.totalBytes === 0 ? '' : `${drawBar(event.bytes, event.totalBytes)} ${formatShare(event.bytes, event.totalBytes)} · `;
      progress.show(`${share}${countOf(event.rows, 'row')} read`);
    });
    const stored = await at.client.call('import.store', admitted.value).finally(() => {
      deaf();
      progress.end();
    });
    if (!stored.ok) return stored;
    const { file, lines, header, ignored, blank, accepted, duplicate, quarantined, setAside = {}, bytes, millis, region } = stored.value;
    const count: ImportCount = { file, lines, header, ignored, blank, accepted, duplicate, quarantined, ...(Object.keys(setAside).length === 0 ? {} : { setAside }) };
    const heading = `${tame(file)} (${formatBytes(bytes)}, region ${region}) imported in ${formatDuration(millis)}`;
    return ok({ json: count, text: `${heading}\n\n${countTable(count)}\n\n${closingEquation(count)}` });
  }, { check: (_options, [path]) => (path === undefined ? fail(usage('name a file: dnc-desk import FILE')) : ok(null)) });
};

export const addPreviewCommand = (actor: Actor, command: Command): void => {
  addLayoutFlags(command.argument('<file>', readableNames).description('Show the proposed layout and the first rows with their verdicts; stores nothing'));
  actor.atDesk(command, async (at, options, [path]) => {
    const admitted = await admit(at, options, path);
    if (!admitted.ok) return admitted;
    const shown = await at.client.call('import.preview', admitted.value);
    return shown.ok ? ok({ json: shown.value, text: previewText(shown.value) }) : shown;
  });
};

const addLayoutFlags = (command: Command): void => {
  command
    .option('--region <US>', 'country of numbers without a country code')
    .option('--code <text>', 'regulation code of every row, where no column carries one')
    .option('--sheet <name>', 'sheet of a workbook')
    .option('--phone <column...>', 'columns with numbers: header text, or position from 1')
    .option('--header <line>', 'line of the header, 0 for none')
    .addOption(new Option('--date-order <order>', 'how dates written in digits are read').choices([...dateOrders]))
    .addOption(new Option('--delimiter <name>', 'between the cells of a text file').choices(Object.keys(delimiters)));
  for (const flag of Object.values(singleColumns)) command.option(`--${flag} <column>`, `column of the ${columnWords[flag]}`);
};

/** A ticket, and the layout the flags ask for; header texts are looked up in a preview, positions are not. */
const admit = async (at: AtDesk, options: CommandOptions, path = ''): Promise<Result<{ readonly ticket: string; readonly layout?: PartialLayout }, Failure>> => {
  const full = resolve(path);
  const ticket = at.desk.files.admit(full, basename(full));
  const layout = plainLayout(options);
  const asked = namedColumns(options);
  if (asked.length === 0) return ok({ ticket, ...(Object.keys(layout).length === 0 ? {} : { layout }) });
  let columns: readonly string[] = [];
  if (asked.some(({ column }) => !/^\d+$/.test(column))) {
    const preview = await at.client.call('import.preview', { ticket, layout });
    if (!preview.ok) return preview;
    ({ columns } = preview.value);
  }
  for (const { field, column } of asked) {
    const position = findColumn(column, columns);
    if (position === null) return fail(usage(`there is no column “${tame(column)}”; the columns are: ${columns.map(tame).join(', ')}`));
    if (field === 'phoneColumns') layout.phoneColumns = [...(layout.phoneColumns ?? []), position];
    else layout[field] = position;
  }
  return ok({ ticket, layout });
};

const plainLayout = (options: CommandOptions): PartialLayout => ({
  ...(typeof options['region'] === 'string' ? { region: options['region'].toUpperCase() } : {}),
  ...(typeof options['code'] === 'string' ? { fixedCode: options['code'] } : {}),
  ...(typeof options['sheet'] === 'string' ? { sheet: options['sheet'] } : {}),
  ...(typeof options['header'] === 'string' ? { headerLine: Number(options['header']) } : {}),
  ...(typeof options['dateOrder'] === 'string' ? { dateOrder: options['dateOrder'] as Layout['dateOrder'] } : {}),
  ...(typeof options['delimiter'] === 'string' ? { delimiter: delimiters[options['delimiter']] ?? null } : {}),
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

const countTable = (count: ImportCount): string => {
  const quarantined = Object.entries(count.quarantined);
  return renderTable(['', 'lines'], [
    ['header', formatCount(count.header)], ['ignored', formatCount(count.ignored)],
    ...(Object.entries(count.setAside ?? {}) as [SetAside, number][]).map(([why, lines]) => [`  of these ${setAsideWords[why].word}`, formatCount(lines)]),
    ['blank', formatCount(count.blank)],
    ['accepted', formatCount(count.accepted)], ['duplicate', formatCount(count.duplicate)],
    ...quarantined.map(([reason, lines]) => [`quarantined: ${reason.replaceAll('_', ' ')}`, formatCount(lines)]),
  ]);
};

/** The count closes, in one line: every line of the file is somewhere. */
export const closingEquation = (count: ImportCount): string => {
  const held = Object.values(count.quarantined).reduce((sum, lines) => sum + lines, 0);
  const parts = { header: count.header, ignored: count.ignored, blank: count.blank, accepted: count.accepted, duplicate: count.duplicate, quarantined: held };
  return `${Object.entries(parts).map(([word, lines]) => `${formatCount(lines)} ${word}`).join(' + ')} = ${countOf(count.lines, 'line')}`;
};

const previewText = ({ file, layout, columns, rows, known = null }: Preview): string => {
  const name = (position: number | null): string => (position === null ? '' : tame(columns[position] ?? `Column ${position + 1}`));
  const facts = [
    `${tame(file.name)}, ${formatBytes(file.bytes)}, ${file.format}${file.encoding === null ? '' : `, ${file.encoding}`}`,
    ...(known === null ? [] : [`looks like: ${known.label} (${known.why})`]),
    `header line ${layout.headerLine} · phone: ${layout.phoneColumns.map(name).join(', ')} · code: ${layout.fixedCode ?? name(layout.codeColumn)} · region ${layout.region}`,
  ];
  const verdicts = rows.map((row) => [
    String(row.line), row.setAside === undefined ? row.kind : setAsideWords[row.setAside].word,
    row.readings.map((reading) => (reading.verdict === 'accepted' ? reading.phone : reading.reason.replaceAll('_', ' '))).join(', '),
    tame(row.cells.join(' | ')).slice(0, 70),
  ]);
  return `${facts.join('\n')}\n\n${renderTable(['line', 'kind', 'verdict', 'cells'], verdicts)}`;
};
