// Names what SQLite throws when the disk, a lock or the file itself is the trouble; anything else is a defect.
import type { LedgerFailure } from '../../src-shared/failures.ts';

export const sqliteFailure = (thrown: unknown, path: string): LedgerFailure | null => {
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return { type: 'LedgerLocked', path };
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return { type: 'DiskFull', path };
  if (code.startsWith('SQLITE_IOERR_WRITE') || code.startsWith('SQLITE_IOERR_FSYNC')) return { type: 'DiskFull', path };
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return { type: 'LedgerBroken', path, why: code };
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) return { type: 'HomeUnwritable', path, code };
  return null;
};
