// Names what is thrown when the disk, a lock, the ledger's file or a log that is not what was signed is the trouble; anything else is a defect.
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { fail, type Result } from '../../src-shared/result.ts';

/** `path` is the ledger's: what is written besides it lies in the same folder. Files of others are read by readers that return their own failures. */
export const sqliteFailure = (thrown: unknown, path: string): LedgerFailure | null => {
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const is = (...starts: readonly string[]): boolean => starts.some((start) => code.startsWith(start));
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_PROTOCOL')) return { type: 'LedgerLocked', path };
  if (code === 'ENOSPC' || code === 'EDQUOT' || is('SQLITE_FULL', ...fullDisk)) return { type: 'DiskFull', path };
  if (thrown instanceof Error && code === notAsSigned) return { type: 'LedgerBroken', path, why: thrown.message };
  if (is('SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR')) return { type: 'LedgerBroken', path, why: code };
  if (is('SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_PERM') || unwritable.has(code)) return { type: 'HomeUnwritable', path, code };
  return null;
};

/** What `work` comes to, or the trouble with the ledger at `path` that it threw; a defect is thrown on. */
export const orLedgerFailure = async <T, F>(path: string, work: () => Promise<Result<T, F>>): Promise<Result<T, F | LedgerFailure>> => {
  try {
    return await work();
  } catch (thrown) {
    const failure = sqliteFailure(thrown, path);
    if (failure === null) throw thrown;
    return fail(failure);
  }
};

/** What a log throws that was found not to be what was signed, at whoever would write it all the same; `why` in plain words. */
export const notSound = (why: string): Error => Object.assign(new Error(why), { code: notAsSigned });
const notAsSigned = 'LOG_NOT_AS_SIGNED';

// A file that could not be made longer; SQLite says FULL of the ledger itself only.
const fullDisk = ['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_TRUNCATE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMOPEN'];
const unwritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT']);
