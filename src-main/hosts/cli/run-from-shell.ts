// Joins the command line to the real process: streams, signals, terminal; and turns what nobody expected into one sentence.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createSystemClock } from '../../ports/clock.ts';
import { createFileLogger } from '../../ports/logger.ts';
import { appVersion } from '../app-version.ts';
import { findHome } from '../home-folder.ts';
import { tellFailure } from './actor.ts';
import { runCli } from './program.ts';
import type { CliWorld } from './world.ts';

/** Sets process.exitCode; the process then ends by itself once everything is closed. */
export const runFromShell = async (argv: readonly string[]): Promise<void> => {
  const world = createWorld();
  process.on('uncaughtException', (thrown) => {
    tellDefect(world, argv, thrown);
    process.exit(70);
  });
  // "dnc-desk log page | head": the reader has left, the work goes on.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exitCode = 70;
    });
  }
  if (argv[0] === 'demo' && !argv.includes('--help')) {
    const { runDemo } = await import('./demo.ts');
    process.exitCode = await runDemo(argv.slice(1));
    return;
  }
  try {
    process.exitCode = await runCli(argv, world, appVersion);
  } catch (thrown) {
    tellDefect(world, argv, thrown);
    process.exitCode = 70;
  }
  // Something of the system that never lets go (a keychain daemon that hangs) must not keep the terminal.
  setTimeout(() => process.exit(), 3000).unref();
};

const tellDefect = (world: CliWorld, argv: readonly string[], thrown: unknown): void => {
  const id = randomUUID();
  createFileLogger(join(findHome(process.env), 'defects.log')).defect(id, `cli ${argv[0] ?? ''}`, thrown);
  tellFailure(world, { type: 'Defect', id }, argv.includes('--json'));
};

const createWorld = (): CliWorld => {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (words) => { stdout.write(words); },
    err: (words) => { stderr.write(words); },
    draws: stderr.isTTY && env['TERM'] !== 'dumb',
    columns: stderr.columns ?? 80,
    // https://no-color.org: present and not empty, whatever its value.
    colours: stderr.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    asks: stdin.isTTY && stderr.isTTY,
    ask,
    readInput: () => text(stdin),
    env,
    clock: createSystemClock(),
    onInterrupt,
    openDesk: async (home) => {
      const { openDesk } = await import('../open-desk.ts');
      return openDesk(env, home);
    },
  };
};

/** The first signal is heard, the second leaves at once. */
const onInterrupt = (hear: () => void): (() => void) => {
  let heard = false;
  const listen = (): void => {
    if (heard) process.exit(130);
    heard = true;
    hear();
  };
  process.on('SIGINT', listen).on('SIGTERM', listen);
  return () => { process.off('SIGINT', listen).off('SIGTERM', listen); };
};

/** A hidden answer is read in raw mode, so that nothing of it reaches the screen. */
const ask = (question: string, hidden = false): Promise<string> => {
  if (hidden) return askHidden(question);
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.question(question, (answer) => {
      lines.close();
      resolve(answer);
    });
    lines.on('close', () => resolve(''));
  });
};

const askHidden = (question: string): Promise<string> =>
  new Promise((resolve) => {
    const { stdin, stderr } = process;
    stderr.write(question);
    stdin.setRawMode(true).setEncoding('utf8').resume();
    let typed = '';
    const finish = (answer: string): void => {
      stdin.setRawMode(false).pause().off('data', hear);
      stderr.write('\n');
      resolve(answer);
    };
    const hear = (keys: string): void => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') return finish(typed);
        if (key === '\u0003' || key === '\u0004') return finish('');
        typed = key === '\u007f' || key === '\b' ? typed.replace(/.$/su, '') : typed + key;
      }
    };
    stdin.on('data', hear);
  });
