// `practice`: adds a practice destination of each live dialect; with --dialect it runs a tenant alone in the foreground, for foreign clients.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { dialects, liveDialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { FileFailure, PracticeUnavailable } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { FaultRule } from '../../practice/practice.ts';
import type { Act, Actor } from './actor.ts';
import { renderValue } from './print.ts';
import { nothingMore, type AtDesk } from './world.ts';

export const addPracticeCommands = (actor: Actor, noun: Command): void => {
  noun.description('Add a practice tenant of Genesys Cloud and one of NICE CXone as destinations; with --dialect, run one alone until Ctrl-C')
    .addOption(new Option('--dialect <dialect>', 'run a tenant of this dialect alone').choices([...dialects]))
    .addOption(new Option('--port <number>', 'with --dialect: loopback port; 0 takes a free one').default(0).argParser(readPort))
    .option('--store <folder>', 'with --dialect: keep its lists there; else in memory')
    .option('--faults <file>', 'with --dialect: a fault plan, as JSON: [{"on":"push","nth":2,"fault":{"kind":"status","status":503}}]')
    .addOption(new Option('--propagation-ms <number>', 'with --dialect: how long an accepted number stays invisible').argParser(readCount))
    .addOption(new Option('--token-seconds <number>', 'with --dialect: how long a token lives').argParser(readCount))
    .option('--home <folder>', 'the data folder, before DNC_DESK_HOME');
  actor.alone(noun, async ({ world, json }, options) => {
    if (options['dialect'] === undefined) return actor.visit(createAll, options, [], json);
    const { startPractice } = await import('../../practice/start-practice.ts');
    const dialect = options['dialect'] as Dialect;
    const store = typeof options['store'] === 'string' ? { store: options['store'] } : {};
    const faults = typeof options['faults'] === 'string' ? await readFaults(options['faults']) : ok([]);
    if (!faults.ok) return faults;
    const started = await startPractice(dialect, {
      port: Number(options['port']), ...store, faults: faults.value,
      ...(options['propagationMs'] === undefined ? {} : { propagationMs: Number(options['propagationMs']) }),
      ...(options['tokenSeconds'] === undefined ? {} : { tokenSeconds: Number(options['tokenSeconds']) }),
    });
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

const readFaults = async (path: string): Promise<Result<readonly FaultRule[], PracticeUnavailable | FileFailure>> => {
  const { readFaultPlan } = await import('../../practice/fault-plan.ts');
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? fail({ type: 'FileMissing', name: basename(path) }) : readFaultPlan(text);
};

/** One word for both: what is there already is left as it is. */
const createAll: Act<AtDesk> = async ({ client }) => {
  const before = await client.call('destination.page', {});
  if (!before.ok) return before;
  const made: DestinationView[] = [];
  for (const dialect of liveDialects) {
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

const readCount = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number, 0 or more.');
  return Number(text);
};
