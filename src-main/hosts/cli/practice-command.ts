// `practice`: adds a practice destination of each dialect; with --dialect it runs a tenant alone in the foreground, for foreign clients.
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Act, Actor } from './actor.ts';
import { renderValue } from './print.ts';
import { nothingMore, type AtDesk } from './world.ts';

export const addPracticeCommands = (actor: Actor, noun: Command): void => {
  noun.description('Add a practice destination of each vendor; with --dialect, run a practice tenant alone until Ctrl-C')
    .addOption(new Option('--dialect <dialect>', 'run a tenant of this dialect alone').choices([...dialects]))
    .addOption(new Option('--port <number>', 'with --dialect: loopback port; 0 takes a free one').default(0).argParser(readPort))
    .option('--store <folder>', 'with --dialect: keep its lists there; else in memory')
    .option('--home <folder>', 'the data folder, before DNC_DESK_HOME');
  actor.alone(noun, async ({ world, json }, options) => {
    if (options['dialect'] === undefined) return actor.visit(createAll, options, [], json);
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

/** One word for both: what is there already is left as it is. */
const createAll: Act<AtDesk> = async ({ client }) => {
  const before = await client.call('destination.page', {});
  if (!before.ok) return before;
  const made: DestinationView[] = [];
  for (const dialect of dialects) {
    if (before.value.some((destination) => destination.practice && destination.dialect === dialect)) continue;
    const created = await client.call('practice.create', { dialect });
    if (!created.ok) return created;
    made.push(created.value);
  }
  const text = made.length === 0
    ? 'Both practice destinations are there already: "dnc-desk status" shows them.'
    : `${made.map(({ name, lists }) => `${name}: added, with ${lists.length} lists`).join('\n')}\nPush to one with "dnc-desk push NAME".`;
  return ok({ json: made, text });
};

export const readPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};
