// Where the data lives: the folder DNC_DESK_HOME names, else the platform's own place; made for its owner alone.
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** XDG Base Directory Specification on Linux; Apple's and Microsoft's own places elsewhere. */
export const findHome = (env: Environment, platform: NodeJS.Platform = process.platform, userHome: string = homedir()): string => {
  const chosen = env['DNC_DESK_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'DNC Desk');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(userHome, 'AppData', 'Roaming'), 'DNC Desk');
  const data = env['XDG_DATA_HOME'];
  // The specification: a relative path there is to be ignored.
  return join(data?.startsWith('/') === true ? data : join(userHome, '.local', 'share'), 'dnc-desk');
};

/** Makes the folder (0700) where it is not there; answers its path, or why it cannot be written. */
export const openHome = (path: string): Result<string, LedgerFailure> => {
  try {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 });
    // mkdir's mode is cut down by the umask only; a folder that was there keeps the mode its owner gave it.
    if (made !== undefined && process.platform !== 'win32') chmodSync(path, 0o700);
    if (!statSync(path).isDirectory()) return fail({ type: 'HomeUnwritable', path, code: 'ENOTDIR' });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(path);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return fail({ type: 'HomeUnwritable', path, code });
  }
};
