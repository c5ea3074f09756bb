// Every command of the contract by its own words: `run.start` is `dnc-desk run start`, with flags read from its schema.
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { contract, type CommandName } from '../../../src-shared/contract/contract.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { usage, type Actor } from './actor.ts';
import { flagWords } from './flag-words.ts';
import { flagsOf, inputOf, kebab, optionOf, readJson, type Flag } from './flags.ts';
import { renderValue } from './print.ts';
import { readSecret } from './read-secret.ts';
import type { CommandOptions } from './world.ts';

/** Never on the command line, where every program on the machine can read them. */
const secretFields: ReadonlySet<string> = new Set(['secret', 'passphrase']);
/** A page holds tickets; whoever types names a file. */
const ticketField = 'ticket';

export const nounOf = (name: string): string => name.split('.')[0] ?? name;
export const verbOf = (name: string): string => name.split('.')[1] ?? name;

/** `commandOf` finds or makes the command of a noun. `apart` are those that have a form of their own elsewhere. */
export const addContractCommands = (actor: Actor, commandOf: (noun: string) => Command, apart: ReadonlySet<string>): void => {
  for (const name of Object.keys(contract) as CommandName[]) {
    if (!apart.has(name)) addOne(actor, commandOf(nounOf(name)), name);
  }
};

const addOne = (actor: Actor, noun: Command, name: CommandName): void => {
  const command = noun.command(verbOf(name)).description(contract[name].about);
  const flags = flagsOf(contract[name].input);
  addFlags(command, name, flags);
  actor.atDesk(
    command,
    async ({ world, desk }, options) => {
      const read = readOptions(flags, options);
      if (!read.ok) return read;
      const input: Record<string, unknown> = { ...(read.value as Record<string, unknown>) };
      if (flags.some((flag) => flag.field === ticketField)) {
        const path = resolve(String(options['file']));
        input[ticketField] = desk.files.admit(path, basename(path));
      }
      for (const { field } of flags) {
        if (!secretFields.has(field)) continue;
        const secret = await readSecret(world, `${field}: `);
        if (!secret.ok) return secret;
        input[field] = secret.value;
      }
      const reply = (await desk.core.call(name, input)) as Result<unknown, Failure>;
      return reply.ok ? ok({ json: reply.value, text: renderValue(reply.value) }) : reply;
    },
    { check: (options) => checkInput(name, flags, options), keepsLocked: name === 'secrets.use-vault' },
  );
};

const addFlags = (command: Command, name: CommandName, flags: readonly Flag[]): void => {
  for (const flag of flags) {
    if (flag.field === ticketField) command.requiredOption('--file <path>', `${flagWords(name, ticketField)} (required)`);
    else if (!secretFields.has(flag.field)) command.addOption(optionOf(flag, flagWords(name, flag.field)));
  }
  if (flags.some((flag) => secretFields.has(flag.field))) command.addHelpText('after', '\nThe secret is asked for without echo, or read from standard input.');
  if (flags.length > 0) command.option('--input <json>', 'the whole input as JSON; other flags go over it', readJson);
};

const readOptions = (flags: readonly Flag[], options: CommandOptions): Result<unknown, Failure> => {
  const input = inputOf(flags, options, options['input']);
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? ok(input) : fail(usage('--input: a JSON object is expected'));
};

/** The same schema the core will use, asked before anything is opened; issues name flags, never values. */
const checkInput = (name: CommandName, flags: readonly Flag[], options: CommandOptions): Result<null, Failure> => {
  const read = readOptions(flags, options);
  if (!read.ok) return read;
  const input: Record<string, unknown> = { ...(read.value as Record<string, unknown>) };
  for (const { field } of flags) if (field === ticketField || secretFields.has(field)) input[field] ??= 'given later';
  const parsed = contract[name].input.safeParse(input);
  if (parsed.success) return ok(null);
  return fail(usage(...parsed.error.issues.map((issue) => `${issue.path.length === 0 ? '' : `--${kebab(issue.path.join('.'))}: `}${issue.message}`)));
};
