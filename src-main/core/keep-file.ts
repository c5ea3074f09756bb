// Small files out of the desk and into it: made in the exports folder and handed out as a ticket, or read whole from one.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MadeFile } from '../../src-shared/contract/keys.ts';
import type { FileFailure, LedgerFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CoreNeeds } from './core.ts';

type Needs = Pick<CoreNeeds, 'home' | 'files'>;

/** The folder that what leaves the desk is made in, for its owner alone. */
export const openExports = async (home: string): Promise<Result<string, LedgerFailure>> => {
  const folder = join(home, 'exports');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return ok(folder);
  } catch (thrown) {
    return fail(writeFailure(folder, thrown));
  }
};

/** An earlier file of the same name says the same, or is out of date. */
export const keepFile = async ({ home, files }: Needs, name: string, content: string): Promise<Result<MadeFile, LedgerFailure>> => {
  const folder = await openExports(home);
  if (!folder.ok) return folder;
  const path = join(folder.value, name);
  try {
    await writeFile(path, content, { mode: 0o600 });
    return ok({ file: name, ticket: files.admit(path, name) });
  } catch (thrown) {
    return fail(writeFailure(path, thrown));
  }
};

/** A checkpoint with a proof has a few thousand bytes; a larger file is another one, given by mistake. */
const smallBytes = 64_000;

/** Line ends as mail programs leave them become line feeds. */
export const readSmallFile = async ({ files }: Pick<CoreNeeds, 'files'>, ticket: string): Promise<Result<string, FileFailure>> => {
  const found = files.find(ticket);
  if (!found.ok) return found;
  const { path, name } = found.value;
  try {
    const { size } = await stat(path);
    if (size > smallBytes) return fail({ type: 'FileTooLarge', name, bytes: size, limit: smallBytes });
    return ok((await readFile(path, 'utf8')).replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  } catch (thrown) {
    const code = codeOf(thrown);
    return fail(code === 'ENOENT' ? { type: 'FileMissing', name } : { type: 'FileUnreadable', name, code });
  }
};

const writeFailure = (path: string, thrown: unknown): LedgerFailure => {
  const code = codeOf(thrown);
  return code === 'ENOSPC' ? { type: 'DiskFull', path } : { type: 'HomeUnwritable', path, code };
};

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown');
