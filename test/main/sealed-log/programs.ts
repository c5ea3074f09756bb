// Which of the programs an auditor has are on this machine: tests that need one are skipped, and say so, where it is missing.
import { spawnSync } from 'node:child_process';

export const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;
