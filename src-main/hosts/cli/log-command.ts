// `log check FILE` knows only the file; `log erase` tells before it acts; `log export`, `log certificate` and `log verify-page` write what leaves the house where it is wanted.
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { BundleCheck, CertificateView, ExportLevel, ExportView, HistoryStep } from '../../../src-shared/contract/log.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { erasedLines, erasureHelp, erasureLines } from '../../../src-shared/words/erasure-words.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import type { Actor } from './actor.ts';
import { findPlaces } from '../places.ts';
import { renderTable, renderValue, tame } from './print.ts';
import type { AtDesk, CommandOptions } from './world.ts';

export const addLogCommands = (actor: Actor, noun: Command): void => {
  const check = noun.command('check').argument('<file>', 'the ZIP as it was exported').description('Check an exported bundle, from the file alone')
    .option('--held <file>', 'checkpoint.txt you kept from an earlier export: finds even a history rewritten under the true key');
  actor.alone(check, async (_at, options, [path = '']) => {
    const held = typeof options['held'] === 'string' ? await readHeld(options['held']) : ok(undefined);
    if (!held.ok) return held;
    const { checkBundle } = await import('../../sealed-log/check-bundle.ts');
    const checked = await checkBundle(resolve(path), held.value === undefined ? {} : { held: held.value });
    if (!checked.ok) return checked;
    return ok({ json: checked.value, text: checkText(checked.value), exitCode: checked.value.verdict === 'valid' ? 0 : 1 });
  });

  const exported = noun.command('export').description('Export the log as a signed bundle: redacted, or full with everything in it for eyes under a protective order')
    .addOption(new Option('--level <level>', 'how much it shows').choices(['redacted', 'full']).default('redacted'))
    .option('--out <folder>', 'where to put it; else exports in the data folder');
  actor.atDesk(addReceiver(exported), async (at, options) => {
    const level = options['level'] === 'full' ? 'full' : 'redacted';
    const made = await exportFor(at, options, { level });
    if (!made.ok) return made;
    const { ticket, certificate: _, ...facts } = made.value;
    const placed = await takeOut(at, ticket, typeof options['out'] === 'string' ? { folder: resolve(options['out']) } : null);
    return placed.ok ? ok({ json: { ...facts, path: placed.value }, text: renderValue({ ...facts, path: placed.value }) }) : placed;
  });

  const certificate = noun.command('certificate').argument('<number>', 'with its country code, as +12025550123')
    .description('Every record of one number with its proofs, as a signed bundle').option('-o, --output <file>', 'where to put it; else exports in the data folder');
  actor.atDesk(addReceiver(certificate), async (at, options, [phone = '']) => {
    const made = await exportFor(at, options, { level: 'certificate', phone });
    if (!made.ok) return made;
    const { ticket, ...facts } = made.value;
    const placed = await takeOut(at, ticket, typeof options['output'] === 'string' ? { file: resolve(options['output']) } : null);
    return placed.ok ? ok({ json: { ...facts, path: placed.value }, text: certificateText(facts.certificate, placed.value) }) : placed;
  });

  const erase = noun.command('erase').argument('<number>', 'with its country code, as +12025550123')
    .description('Erase for good what is known of a number; without --reason it is only told what would go and what would stay')
    .option('--reason <text>', 'why, kept in the log: name nobody in it').addHelpText('after', `\n${[...erasureHelp].join('\n')}`);
  actor.atDesk(erase, async ({ client }, options, [phone = '']) => {
    if (typeof options['reason'] !== 'string') {
      const seen = await client.call('log.erasure', { phone });
      return seen.ok ? ok({ json: seen.value, text: [...erasureLines(seen.value), '', 'Nothing was erased. Say why with --reason to erase it.'].join('\n') }) : seen;
    }
    const done = await client.call('log.erase', { phone, because: options['reason'] });
    return done.ok ? ok({ json: done.value, text: erasedLines(done.value).join('\n'), exitCode: done.value.gone ? 0 : 1 }) : done;
  });

  const page = noun.command('verify-page').argument('<file>', 'where to put it').description('Save the page that checks any bundle in a browser, offline');
  actor.alone(page, async (_at, _options, [path = '']) => {
    const from = join(findPlaces(import.meta.url).pages, 'verify.html');
    const placed = await copyTo(from, resolve(path));
    return placed.ok ? ok({ json: { path: placed.value }, text: `${placed.value}: open it in a browser and drop a bundle on it` }) : placed;
  });
};

const addReceiver = (command: Command): Command => command.option('--to <text>', 'for whom, kept in the log')
  .option('--previous <file>', 'checkpoint.txt that the receiver kept from an earlier export: the new one is proved to continue it');

const exportFor = async ({ client }: AtDesk, options: CommandOptions, asked: { readonly level: ExportLevel; readonly phone?: string }): Promise<Result<ExportView, Failure>> => {
  const previous = typeof options['previous'] === 'string' ? await readHeld(options['previous']) : ok(undefined);
  if (!previous.ok) return previous;
  return client.call('log.export', { ...asked, to: typeof options['to'] === 'string' ? options['to'] : '', ...(previous.value === undefined ? {} : { previousCheckpoint: previous.value }) });
};

/** Null: it stays where it was made. */
export const takeOut = async ({ desk }: AtDesk, ticket: string, where: { readonly folder: string } | { readonly file: string } | null): Promise<Result<string, Failure>> => {
  const found = desk.files.find(ticket);
  if (!found.ok) return found;
  const { path } = found.value;
  return where === null ? ok(path) : copyTo(path, 'file' in where ? where.file : join(where.folder, basename(path)));
};

const stepWords: Readonly<Record<HistoryStep['what'], string>> = {
  requested: 'Asked to be blocked', decided: 'Decided by a person', pushed: 'Sent to the vendor', answered: 'Answered by the vendor', confirmed: 'Confirmed',
  'release-asked': 'End of the block', released: 'Off the list', 'erasure-asked': 'Erasure asked for', erased: 'Erased', exported: 'Certificate made', other: 'Other',
};

const certificateText = (certificate: CertificateView | null, path: string): string => (certificate === null ? path : [
  renderTable(['when', 'what', 'leaf', ''], certificate.history.map(({ at, what, seq, detail, proved }) => [at, stepWords[what], String(seq), tame(proved ? detail : `${detail} (the leaf is about whole lists)`)])), '',
  `${certificate.phone}: exactly ${countOf(certificate.records, 'record')}, each proved to stand in the log`, path,
].join('\n'));

/** A checkpoint is a few hundred bytes; a larger file is another one, given by mistake. */
const readHeld = async (path: string): Promise<Result<string, Failure>> => {
  const name = basename(path);
  try {
    const { size } = await stat(path);
    return size > 64_000 ? fail({ type: 'FileTooLarge', name, bytes: size, limit: 64_000 }) : ok(await readFile(path, 'utf8'));
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return fail(code === 'ENOENT' ? { type: 'FileMissing', name } : { type: 'FileUnreadable', name, code });
  }
};

/** Never over a file that is there: an older export is evidence. */
const copyTo = async (path: string, target: string): Promise<Result<string, Failure>> => {
  try {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(path, target, constants.COPYFILE_EXCL);
    return ok(target);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    if (code === 'ENOENT') return fail({ type: 'FileMissing', name: basename(path) });
    return fail(code === 'ENOSPC' ? { type: 'DiskFull', path: dirname(target) } : { type: 'FileUnreadable', name: target, code });
  }
};

const levelWords = { L0: 'the certificate of one number', L1: 'the whole log, redacted', L2: 'the whole log with its openings' } as const;

const checkStateWords: Readonly<Record<BundleCheck['checks'][number]['state'], string>> = { held: 'yes', wrong: 'NO', 'not-checked': 'not checked' };

const checkText = (check: BundleCheck): string => [
  renderTable(['check', 'held', 'detail'], check.checks.map(({ what, state, detail }) => [tame(what), checkStateWords[state], tame(detail)])), '',
  `${check.verdict === 'valid' ? 'Valid' : 'NOT VALID'}${check.leaves === null ? '' : `: ${countOf(check.leaves, 'leaf', 'leaves')}`}`,
  ...(check.level === null ? [] : [`It is ${levelWords[check.level]}${check.subject === null ? '' : `: ${tame(check.subject.phone)}, ${countOf(check.subject.records, 'record')}`}`]),
  ...(check.origin === null ? [] : [`Log: ${tame(check.origin)}`]),
  ...(check.fingerprint === null ? [] : [`Key: ${tame(check.fingerprint)} (compare it with your key card: only that says whose log it is)`]),
].join('\n');
