// One life of a process that is to be killed: started on its task, heard through its words.
import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ChildTask } from './kill-child.ts';

export type Life = {
  readonly child: ChildProcess;
  /** Resolves when the word was said, or when nothing more will be. */
  readonly said: (word: string) => Promise<void>;
  /** The exit code; null for a process that was killed. */
  readonly ended: Promise<number | null>;
  readonly words: () => string;
  readonly complaints: () => string;
};

/** Every life reads the same sources: Node keeps them compiled. */
const compiled = join(tmpdir(), 'dnc-desk-compiled');

export const live = (task: ChildTask): Life => {
  const child = fork(new URL('kill-child.ts', import.meta.url), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [], env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
  let words = '';
  let complaints = '';
  child.stdout?.on('data', (text: Buffer) => { words += text.toString(); });
  child.stderr?.on('data', (text: Buffer) => { complaints += text.toString(); });
  const ended = new Promise<number | null>((resolve) => { child.once('close', resolve); });
  child.send(task);
  return {
    child, ended, words: () => words, complaints: () => complaints,
    said: async (word) => {
      while (child.exitCode === null && child.signalCode === null && !words.includes(word)) await setTimeout(5);
    },
  };
};
