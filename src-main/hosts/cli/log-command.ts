// `log check FILE` knows only the file; `log export` writes the bundle where it is wanted.
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { LogCheck } from '../../../src-shared/contract/log.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import type { Actor } from './actor.ts';
import { renderTable, renderValue, tame } from './print.ts';

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

  const exported = noun.command('export').description('Export the redacted log as a signed bundle')
    .option('--out <folder>', 'where to put it; else exports in the data folder').option('--to <text>', 'for whom, kept in the log');
  actor.atDesk(exported, async ({ client, desk }, options) => {
    const made = await client.call('log.export', { to: typeof options['to'] === 'string' ? options['to'] : '' });
    if (!made.ok) return made;
    const { ticket, ...facts } = made.value;
    const found = desk.files.find(ticket);
    if (!found.ok) return found;
    const placed = typeof options['out'] === 'string' ? await copyInto(found.value.path, resolve(options['out'])) : ok(found.value.path);
    if (!placed.ok) return placed;
    return ok({ json: { ...facts, path: placed.value }, text: renderValue({ ...facts, path: placed.value }) });
  });
};

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
const copyInto = async (path: string, folder: string): Promise<Result<string, Failure>> => {
  const target = join(folder, basename(path));
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(path, target, constants.COPYFILE_EXCL);
    return ok(target);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return fail(code === 'ENOSPC' ? { type: 'DiskFull', path: folder } : { type: 'FileUnreadable', name: target, code });
  }
};

const checkText = (check: LogCheck): string => [
  renderTable(['check', 'held', 'detail'], check.checks.map(({ what, held, detail }) => [tame(what), held ? 'yes' : 'NO', tame(detail)])), '',
  `${check.verdict === 'valid' ? 'Valid' : 'NOT VALID'}${check.leaves === null ? '' : `: ${countOf(check.leaves, 'leaf', 'leaves')}`}`,
  ...(check.origin === null ? [] : [`Log: ${tame(check.origin)}`]),
  ...(check.fingerprint === null ? [] : [`Key: ${tame(check.fingerprint)} (compare it with your key card: only that says whose log it is)`]),
].join('\n');
