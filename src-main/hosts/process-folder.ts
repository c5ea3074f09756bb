// A folder that lives as long as one process: what a process that died left behind is swept away by the next.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type ProcessFolder = { readonly path: string; readonly remove: () => void };

/** Makes `parent`/<pid>, for its owner alone. */
export const createProcessFolder = (parent: string): ProcessFolder => {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) if (!isAlive(Number(name))) rmSync(join(parent, name), { recursive: true, force: true });
  const path = join(parent, String(process.pid));
  mkdirSync(path, { recursive: true, mode: 0o700 });
  // A browser that is just ending may still write a file or two into its profile.
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
};

const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};
