// Runs one command's action: opens the desk when it needs one, prints the answer or the failure once, and settles the exit code.
import type { Command } from 'commander';
import type { Failure } from '../../../src-shared/failures.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { failureWords } from '../../../src-shared/words/failure-words.ts';
import { exitCodeOf, type ExitCode } from './exit-code.ts';
import { tame } from './print.ts';
import { unlockVault } from './unlock-vault.ts';
import { nothingMore, type Answer, type AtDesk, type CliWorld, type CommandOptions } from './world.ts';

export type Act<At> = (at: At, options: CommandOptions, args: readonly string[]) => Promise<Result<Answer, Failure>>;
export type Alone = { readonly world: CliWorld; readonly json: boolean };

export type DeskWays = {
  readonly check?: (options: CommandOptions, args: readonly string[]) => Result<null, Failure>;
  /** Commands that ask for the vault's passphrase in their own way. */
  readonly keepsLocked?: boolean;
};

export type Actor = {
  readonly world: CliWorld;
  /** Adds --json and --home; `check` speaks before the desk is opened, so that a misspelt flag needs no ledger. */
  readonly atDesk: (command: Command, act: Act<AtDesk>, ways?: DeskWays) => void;
  /** Opens the desk for a command that needs it only sometimes. */
  readonly visit: (act: Act<AtDesk>, options: CommandOptions, args: readonly string[], json: boolean) => Promise<Result<Answer, Failure>>;
  /** For commands that touch neither home nor keychain. */
  readonly alone: (command: Command, act: Act<Alone>) => void;
  readonly exitCode: () => ExitCode;
};

export const createActor = (world: CliWorld): Actor => {
  let exitCode: ExitCode = 0;

  const perform = (command: Command, act: (options: CommandOptions, args: readonly string[], json: boolean) => Promise<Result<Answer, Failure>>): void => {
    command.option('--json', 'one JSON value on standard output').action(async (...passed: readonly unknown[]) => {
      // commander hands over the arguments one by one, then the options, then the command itself.
      const args = passed.slice(0, -2).flat().filter((arg) => typeof arg === 'string');
      const options = command.optsWithGlobals<CommandOptions>();
      const json = options.json === true;
      const answer = await act(options, args, json);
      exitCode = answer.ok ? (answer.value.exitCode ?? 0) : exitCodeOf(answer.failure);
      if (!answer.ok) return tellFailure(world, answer.failure, json);
      if (answer.value === nothingMore) return;
      if (json) return world.out(`${JSON.stringify(answer.value.json)}\n`);
      if (answer.value.text !== '') world.out(`${answer.value.text}\n`);
    });
  };

  const visit = async (act: Act<AtDesk>, options: CommandOptions, args: readonly string[], json: boolean, keepsLocked = false): Promise<Result<Answer, Failure>> => {
    const opened = await world.openDesk(options.home);
    if (!opened.ok) return opened;
    const desk = opened.value;
    try {
      const unlocked = keepsLocked ? ok(null) : await unlockVault(world, desk);
      if (!unlocked.ok) return unlocked;
      return await act({ world, desk, client: desk.client, json }, options, args);
    } finally {
      await desk.close();
    }
  };

  return {
    world,
    exitCode: () => exitCode,
    visit: (act, options, args, json) => visit(act, options, args, json),
    alone: (command, act) => perform(command, (options, args, json) => act({ world, json }, options, args)),
    atDesk: (command, act, { check = () => ok(null), keepsLocked = false } = {}) => {
      command.option('--home <folder>', 'the data folder, before DNC_DESK_HOME');
      perform(command, async (options, args, json) => {
        const checked = check(options, args);
        return checked.ok ? visit(act, options, args, json, keepsLocked) : checked;
      });
    },
  };
};

/** Words on standard error; with --json the failure as the one value on standard output too. */
export const tellFailure = (world: Pick<CliWorld, 'out' | 'err' | 'colours'>, failure: Failure, json: boolean): void => {
  const { title, advice } = failureWords(failure);
  if (json) world.out(`${JSON.stringify({ failure, title, advice })}\n`);
  world.err(`${world.colours ? '\u001b[1;31m' : ''}${tame(title).replace(/\.$/, '')}.${world.colours ? '\u001b[0m' : ''}\n${tame(advice)}\n`);
};

export const usage = (...issues: readonly string[]): Failure => ({ type: 'InputInvalid', issues });
