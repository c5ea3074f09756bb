// Runs the command line inside the test: what it prints, what it asks and how it ends.
import { runCli } from '../../src-main/hosts/cli/program.ts';
import type { CliWorld } from '../../src-main/hosts/cli/world.ts';
import type { Desk } from '../../src-main/hosts/open-desk.ts';
import { createSystemClock } from '../../src-main/ports/clock.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';

export type Ran = { readonly code: number; readonly out: string; readonly err: string; readonly json: () => unknown };

export type Around = { readonly desk?: Desk | Result<Desk, Failure>; readonly input?: string; readonly interrupt?: Promise<void>; readonly asks?: (question: string) => string };

export const runLine = async (argv: readonly string[], around: Around = {}): Promise<Ran> => {
  let out = '';
  let err = '';
  const world: CliWorld = {
    out: (text) => { out += text; }, err: (text) => { err += text; },
    draws: false, columns: 100, colours: false, env: {}, clock: createSystemClock(),
    asks: around.asks !== undefined,
    ask: async (question) => around.asks?.(question) ?? '',
    readInput: async () => around.input ?? '',
    onInterrupt: (hear) => {
      let deaf = false;
      void (async () => {
        if (around.interrupt === undefined) return;
        await around.interrupt;
        if (!deaf) hear();
      })();
      return () => { deaf = true; };
    },
    openDesk: async () => {
      if (around.desk === undefined) throw new Error('this command must not open the desk');
      return 'ok' in around.desk ? around.desk : ok(around.desk);
    },
  };
  const code = await runCli(argv, world, '0.0.0');
  return { code, out, err, json: () => JSON.parse(out) as unknown };
};
