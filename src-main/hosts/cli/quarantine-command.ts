// `quarantine export FILE` writes held rows to a spreadsheet; `quarantine correct FILE` decides as the corrected one says.
import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CorrectionCount } from '../../../src-shared/contract/quarantine.ts';
import { rejectReasons, type RejectReason } from '../../../src-shared/domain/reject.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { correctionRefusalWords } from '../../../src-shared/words/correction-words.ts';
import { countOf, formatBytes, formatCount } from '../../../src-shared/words/figures.ts';
import { usage, type Actor } from './actor.ts';
import { renderTable, tame } from './print.ts';
import type { CommandOptions } from './world.ts';

export const addQuarantineCommands = (actor: Actor, noun: Command): void => {
  const exported = noun.command('export').argument('<file>', 'where to put it: .xlsx or .csv').description('Write held rows to a spreadsheet, to be corrected there')
    .option('--reasons <a,b,…>', 'only these reasons').option('--import-id <number>', 'only this import').option('--search <text>', 'only rows with this in their raw text');
  actor.atDesk(exported, async ({ client, desk }, options, [path = '']) => {
    const target = resolve(path);
    const made = await client.call('quarantine.export', { format: extname(path).toLowerCase() === '.csv' ? 'csv' : 'xlsx', ...readFilter(options) });
    if (!made.ok) return made;
    const { ticket, file: _kept, ...facts } = made.value;
    const found = desk.files.find(ticket);
    if (!found.ok) return found;
    const placed = await place(found.value.path, target);
    if (!placed.ok) return placed;
    return ok({
      json: { ...facts, path: target },
      text: `${countOf(facts.rows, 'held row')} written to ${tame(target)} (${formatBytes(facts.bytes)}).\nFill in “corrected number”, or “accept” or “discard” under decision (with a reason under because); then: dnc-desk quarantine correct FILE`,
    });
  }, { check: (options, [path = '']) => checkExport(options, path) });

  const corrected = noun.command('correct').argument('<file>', 'the exported spreadsheet, corrected: .xlsx, .csv or .ods').description('Decide held rows as a corrected spreadsheet says, as one decision')
    .option('--dry-run', 'only say what would happen');
  actor.atDesk(corrected, async ({ client, desk }, options, [path = '']) => {
    const full = resolve(path);
    const ticket = desk.files.admit(full, basename(full));
    if (options['dryRun'] === true) {
      const counted = await client.call('quarantine.corrections', { ticket });
      return counted.ok ? ok({ json: counted.value, text: `Nothing was changed. It would be:\n${countText(counted.value)}` }) : counted;
    }
    const done = await client.call('quarantine.correct', { ticket });
    if (!done.ok) return done;
    const { decision } = done.value;
    const after = decision === null ? 'Nothing was decided.' : `Decision ${decision.decisionId}; “dnc-desk quarantine undo --decision-id ${decision.decisionId}” takes all of it back.`;
    return ok({ json: done.value, text: `${countText(done.value)}\n\n${after}`, exitCode: done.value.refused > 0 ? 1 : 0 });
  });
};

const listOf = (options: CommandOptions): readonly string[] => (typeof options['reasons'] === 'string' ? options['reasons'].split(',').map((word) => word.trim()).filter((word) => word !== '') : []);
const isReason = (word: string): word is RejectReason => (rejectReasons as readonly string[]).includes(word);

const readFilter = (options: CommandOptions) => {
  const reasons = listOf(options).filter(isReason);
  return {
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(typeof options['importId'] === 'string' ? { importId: Number(options['importId']) } : {}),
    ...(typeof options['search'] === 'string' ? { search: options['search'] } : {}),
  };
};

const checkExport = (options: CommandOptions, path: string): Result<null, Failure> => {
  if (!['.xlsx', '.csv'].includes(extname(path).toLowerCase())) return fail(usage('name a file that ends in .xlsx or .csv'));
  const unknown = listOf(options).find((word) => !isReason(word));
  if (unknown !== undefined) return fail(usage(`--reasons: “${unknown}” is none of ${rejectReasons.join(', ')}`));
  const { importId } = options;
  return typeof importId === 'string' && !/^\d+$/.test(importId) ? fail(usage('--import-id: this is not a number')) : ok(null);
};

/** Never over a file that is there: it may hold somebody's corrections. */
const place = async (path: string, target: string): Promise<Result<null, Failure>> => {
  try {
    await copyFile(path, target, constants.COPYFILE_EXCL);
    return ok(null);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return fail(code === 'ENOSPC' ? { type: 'DiskFull', path: target } : { type: 'FileUnreadable', name: target, code });
  }
};

const shown = 20;

const countText = (count: CorrectionCount): string => {
  const { rows, fixed, accepted, discarded, unchanged, refused, refusals } = count;
  const sum = `${formatCount(fixed)} fixed + ${formatCount(accepted)} accepted + ${formatCount(discarded)} discarded + ${formatCount(unchanged)} unchanged + ${formatCount(refused)} refused = ${countOf(rows, 'row')}`;
  if (refused === 0) return sum;
  const table = renderTable(['line', 'entry', 'refused because'], refusals.slice(0, shown).map((refusal) => [String(refusal.line), refusal.entryId === null ? '' : String(refusal.entryId), tame(correctionRefusalWords(refusal))]));
  return `${sum}\n\n${table}${refused > shown ? `\n… and ${formatCount(refused - shown)} more` : ''}`;
};
