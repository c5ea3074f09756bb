// `practice`: runs a practice tenant alone in the foreground, for foreign clients; `practice create DIALECT` adds a destination for one.
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { usage, type Actor } from './actor.ts';
import { renderValue } from './print.ts';
import { nothingMore } from './world.ts';

export const addPracticeCommands = (actor: Actor, noun: Command): void => {
  noun.description('Run a practice tenant alone until Ctrl-C')
    .addOption(new Option('--dialect <dialect>', 'required').choices([...dialects]))
    .addOption(new Option('--port <number>', 'loopback port; 0 takes a free one').default(0).argParser(readPort))
    .option('--store <folder>', 'keep its lists there; else in memory');
  actor.alone(noun, async ({ world, json }, options) => {
    if (options['dialect'] === undefined) return fail(usage(`--dialect: one of ${dialects.join(', ')}`));
    const { startPractice } = await import('../../practice/start-practice.ts');
    const dialect = options['dialect'] as Dialect;
    const store = typeof options['store'] === 'string' ? { store: options['store'] } : {};
    const started = await startPractice(dialect, { port: Number(options['port']), ...store });
    if (!started.ok) return started;
    const { baseUrl, credentials, close } = started.value;
    // Written at once, not at the end: whoever started it reads the address and goes on.
    world.out(json ? `${JSON.stringify({ dialect, baseUrl, credentials })}\n` : `${renderValue({ dialect, baseUrl, ...credentials })}\nThey guard nothing real. Ctrl-C ends the tenant.\n`);
    await new Promise<void>((resolve) => { world.onInterrupt(resolve); });
    await close();
    return ok(nothingMore);
  });

  const create = noun.command('create').addArgument(new Argument('<dialect>').choices([...dialects]))
    .description('Add a destination for a practice tenant, with a list for every DNC type').option('--name <text>', 'what to call it');
  actor.atDesk(create, async ({ client }, options, [dialect]) => {
    const made = await client.call('practice.create', { dialect: dialect as Dialect, ...(typeof options['name'] === 'string' ? { name: options['name'] } : {}) });
    return made.ok ? ok({ json: made.value, text: renderValue(made.value) }) : made;
  });
};

export const readPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};
