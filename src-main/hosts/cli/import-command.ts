// `import FILE` and `preview FILE`: a path and column names in, the closing count or the first rows out.
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { ImportCount, Preview } from '../../../src-shared/contract/imports.ts';
import { importModes } from '../../../src-shared/contract/layouts.ts';
import type { SetAside } from '../../../src-shared/domain/reject.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { readableNames } from '../../../src-shared/words/file-format-words.ts';
import { countOf, formatBytes, formatCount, formatDuration, formatShare } from '../../../src-shared/words/figures.ts';
import { importModeWords, knownLayoutWords } from '../../../src-shared/words/layout-words.ts';
import { listChangeWords } from '../../../src-shared/words/list-change-words.ts';
import { setAsideWords } from '../../../src-shared/words/reason-words.ts';
import { usage, type Actor } from './actor.ts';
import { addLayoutFlags, askedLayout, type AskedImport } from './layout-flags.ts';
import { renderTable, tame } from './print.ts';
import { createProgress, drawBar } from './progress.ts';
import type { AtDesk, CommandOptions } from './world.ts';

export const addImportCommand = (actor: Actor, command: Command): void => {
  addLayoutFlags(command.argument('[file]', readableNames).description('Import a file: dnc-desk import FILE'));
  command.option('--save-layout <name>', 'save how the file is read, for the next ones that look like it')
    .addOption(new Option('--mode <mode>', `with --save-layout: ${importModes.map((mode) => `${mode}: ${importModeWords[mode].means}`).join(' ')}`).choices([...importModes]));
  command.option('--obtained <yyyy-mm-dd>', 'when a registry’s list was obtained, where its name does not say')
    .option('--shorter', 'a registry’s list really is so much shorter than the last').option('--because <text>', 'the written reason for either');
  actor.atDesk(command, async (at, options, [path]) => {
    const asked = await admit(at, options, path);
    if (!asked.ok) return asked;
    const admitted = await saveLayout(at, options, asked.value);
    if (!admitted.ok) return admitted;
    const progress = createProgress(at.world);
    const deaf = at.desk.core.listen((event) => {
      if (event.type !== 'import.progress') return;
      // Nobody knows the end of a file that is still being unpacked.
      const share = event.totalBytes === 0 ? '' : `${drawBar(event.bytes, event.totalBytes)} ${formatShare(event.bytes, event.totalBytes)} · `;
      progress.show(`${share}${countOf(event.rows, 'row')} read`);
    });
    const stored = await at.client.call('import.store', { ...admitted.value, ...vouchedOf(options) }).finally(() => {
      deaf();
      progress.end();
    });
    if (!stored.ok) return stored;
    const { file, lines, header, ignored, blank, accepted, duplicate, quarantined, setAside = {}, hiddenRows = 0, bytes, millis, region, layout, saved = null } = stored.value;
    const count: ImportCount = { file, lines, header, ignored, blank, accepted, duplicate, quarantined, ...(Object.keys(setAside).length === 0 ? {} : { setAside }), ...(hiddenRows === 0 ? {} : { hiddenRows }) };
    const known = layout.known ?? null;
    const read = { ...(known === null ? {} : { as: known }), ...(saved === null ? {} : { layout: saved.name }) };
    const readAs = [...(saved === null ? [] : [`under the layout “${tame(saved.name)}”`]), ...(known === null ? [] : [`as ${knownLayoutWords[known].label}`])];
    const remark = hiddenRows === 0 ? '' : `\n${countOf(hiddenRows, 'row')} of the sheet ${hiddenRows === 1 ? 'is hidden; it was' : 'are hidden; they were'} imported like every other.`;
    const heading = `${tame(file)} (${formatBytes(bytes)}, region ${region}) imported in ${formatDuration(millis)}${readAs.length === 0 ? '' : `, read ${readAs.join(', ')}`}`;
    return ok({ json: { ...count, ...read, ...(stored.value.change == null ? {} : { change: stored.value.change }) }, text: `${heading}\n\n${countTable(count)}\n\n${closingEquation(count)}${remark}${listChangeWords(stored.value).map((words) => `\n${words}`).join('')}` });
  }, { check: (_options, [path]) => (path === undefined ? fail(usage('name a file: dnc-desk import FILE')) : ok(null)) });
};

/** What the person who types answers for. */
const vouchedOf = (options: CommandOptions) => {
  const { obtained, shorter, because } = options;
  if (obtained === undefined && shorter !== true) return {};
  return { vouched: { ...(typeof obtained === 'string' ? { obtained } : {}), ...(shorter === true ? { shorter: true } : {}), because: typeof because === 'string' ? because : '' } };
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

/** A ticket for the file, and what the flags ask for. */
const admit = (at: AtDesk, options: CommandOptions, path = ''): Promise<Result<AskedImport, Failure>> => {
  const full = resolve(path);
  return askedLayout(at, options, at.desk.files.admit(full, basename(full)));
};

/** `--save-layout NAME`: how the file is read now, for the next ones that look like it. */
const saveLayout = async ({ client }: AtDesk, options: CommandOptions, asked: AskedImport): Promise<Result<AskedImport, Failure>> => {
  const name = options['saveLayout'];
  if (typeof name !== 'string') return ok(asked);
  const shown = await client.call('import.preview', asked);
  if (!shown.ok) return shown;
  const { layout, looks } = shown.value;
  const saved = await client.call('layout.save', { name, layout, mode: options['mode'] === 'full' ? 'full' : 'additions', ...(looks === undefined ? {} : { looks }) });
  return saved.ok ? ok({ ticket: asked.ticket, layout, layoutId: saved.value.layoutId }) : saved;
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

const previewText = ({ file, layout, columns, rows, known = null, saved = null }: Preview): string => {
  const name = (position: number | null): string => (position === null ? '' : tame(columns[position] ?? `Column ${position + 1}`));
  const facts = [
    `${tame(file.name)}, ${formatBytes(file.bytes)}, ${file.format}${file.encoding === null ? '' : `, ${file.encoding}`}`,
    ...(file.member === undefined || file.member === null ? [] : [`holds ${tame(file.member)}`]),
    ...(saved === null ? [] : [`saved layout: ${tame(saved.name)} (${saved.why})`]),
    ...(known === null ? [] : [`looks like: ${known.label} (${known.why})`]),
    ...(layout.cuts === undefined || layout.cuts === null ? [] : [`fixed width: ${layout.cuts.map(({ start, length }) => `${start}-${start + length >= 100_000 ? '' : start + length}`).join(',')}`]),
    `header line ${layout.headerLine} · phone: ${layout.phoneColumns.map(name).join(', ')} · code: ${layout.fixedCode ?? name(layout.codeColumn)} · region ${layout.region}`,
  ];
  const verdicts = rows.map((row) => [
    String(row.line), row.setAside === undefined ? row.kind : setAsideWords[row.setAside].word,
    row.readings.map((reading) => (reading.verdict === 'accepted' ? reading.phone : reading.reason.replaceAll('_', ' '))).join(', '),
    tame(row.cells.join(' | ')).slice(0, 70),
  ]);
  return `${facts.join('\n')}\n\n${renderTable(['line', 'kind', 'verdict', 'cells'], verdicts)}`;
};
