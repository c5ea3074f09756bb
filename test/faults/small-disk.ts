// A disk that can be filled and emptied: a file system in memory, mounted for one cell.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = { readonly home: string; readonly fill: () => void; readonly clear: () => void; readonly remove: () => void };

/** Needs `mayMount()`. */
export const mountSmallDisk = (): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]);
  const home = join(folder, 'home');
  const filler = join(folder, 'filler');
  mkdirSync(home);
  return {
    home,
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (let bytes = 1 << 20; bytes >= 1024;) {
          try {
            if (writeSync(file, Buffer.alloc(bytes)) < bytes) bytes >>= 1;
          } catch {
            bytes >>= 1;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    clear: () => { rmSync(filler, { force: true }); },
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
