// Runs one of package.json's scripts as a step of the whole: a heading, its own words, the time it took, and never for ever.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export type Step = { readonly title: string; readonly command: string; readonly env?: Readonly<Record<string, string>>; readonly limitMs?: number };

/** True when the step ended with 0. Its standard input is empty, and everything it started ends with it. */
export const runStep = async ({ title, command, env = {}, limitMs = 300_000 }: Step): Promise<boolean> => {
  const began = performance.now();
  process.stdout.write(`\n== ${title}\n`);
  const own = { ...process.env, ...env, PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter) };
  const isWindows = process.platform === 'win32';
  const child = spawn(command, { cwd: root, env: own, shell: true, stdio: ['ignore', 'inherit', 'inherit'], detached: !isWindows });
  const end = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined && !isWindows) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch { /* it has ended by itself */ }
  };
  // Detached, so that a whole group can be ended; hence the terminal's Ctrl-C has to be handed on.
  const interrupt = (): void => {
    end('SIGKILL');
    process.exit(130);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end('SIGKILL');
  }, limitMs);
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => { resolve(127); });
    child.once('exit', (status) => { resolve(status ?? 128); });
  });
  clearTimeout(timer);
  end('SIGKILL');
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  const outcome = late ? `stopped after ${limitMs / 1000} s` : code === 0 ? 'ok' : `failed (${code})`;
  process.stdout.write(`-- ${title}: ${outcome}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return code === 0;
};
