// Where the gate's tests keep their ledgers: in memory where the system has room there and lets programs run, for each of thousands of commits waits for the disk; else where temporary files go.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';
/** Many times what a run leaves behind at its largest; containers often give 64 MB. */
const leastBytes = 4e9;

/** Removed when this process ends, however it does short of being killed. */
export const makeScratch = (): string => {
  const scratch = mkdtempSync(join(isRoomy() ? inMemory : tmpdir(), 'dnc-desk-test-'));
  process.once('exit', () => { rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }); });
  chmodSync(scratch, 0o711); // as passable as the system's own: one test becomes another user
  return scratch;
};

const isRoomy = (): boolean => {
  if (process.platform !== 'linux') return false;
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize >= leastBytes && mayRun();
  } catch {
    return false; // there is no such folder, or it is not ours to write to
  }
};

/** Some tests write programs and start them, which a folder mounted `noexec` forbids. */
const mayRun = (): boolean => {
  const trial = mkdtempSync(join(inMemory, 'dnc-desk-trial-'));
  try {
    const program = join(trial, 'program');
    writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    return spawnSync(program).status === 0;
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
};
