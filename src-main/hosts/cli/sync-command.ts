// `sync`: one look at every watched folder for the system's own scheduler, or looks until Ctrl-C, or the lines to schedule it by. `undo IMPORT`: takes one back.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { WatchPass } from '../../../src-shared/contract/watches.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { failureWords } from '../../../src-shared/words/failure-words.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { schedulesFor } from '../../core/schedule.ts';
import { usage, type Actor } from './actor.ts';
import type { ExitCode } from './exit-code.ts';
import { tame } from './print.ts';
import { nothingMore, type Answer, type AtDesk, type CommandOptions } from './world.ts';

/** Between two looks of --watch. */
const lookEveryMs = 5000;

export const addSyncCommand = (actor: Actor, command: Command): void => {
  command.description('Import what is new in the watched folders, once: exit 0 all well, 1 stopped at something doubtful, 2 no folder is watched, 5 busy')
    .option('--watch', 'go on looking until Ctrl-C')
    .option('--print-schedule', 'print the lines for Task Scheduler, launchd and cron, and do nothing')
    .option('--every <minutes>', 'how often the schedule runs it', '15');
  actor.atDesk(command, async (at, options) => {
    if (options['printSchedule'] === true) return ok(printSchedule(at, Number(options['every'])));
    return options['watch'] === true ? watch(at) : syncOnce(at);
  }, {
    check: (options: CommandOptions) => {
      const every = Number(options['every']);
      return Number.isInteger(every) && every >= 1 && every <= 10_080 ? ok(null) : fail(usage('--every takes minutes, 1 to 10080'));
    },
  });
};

export const addUndoCommand = (actor: Actor, command: Command): void => {
  command.argument('<import>', 'its number').description('Take an import back: dnc-desk undo 7 --because "the wrong file"').requiredOption('--because <text>', 'the written reason');
  actor.atDesk(command, async ({ client }, options, [asked = '']) => {
    const undone = await client.call('import.undo', { importId: Number(asked), because: String(options['because']) });
    if (!undone.ok) return undone;
    const { file, undone: told } = undone.value;
    const text = told == null ? '' : [
      `${tame(file)} is taken back: ${countOf(told.withdrawn, 'entry', 'entries')} left${told.held === 0 ? '' : `, ${formatCount(told.held)} of them from review`}.`,
      ...(told.inherited === 0 ? [] : [`${countOf(told.inherited, 'number')} stay blocked: another import wants them too.`]),
      ...(told.proposed === 0 ? [] : [`${countOf(told.proposed, 'number')} may be at a vendor and are proposed for release: dnc-desk release summary`]),
    ].join('\n');
    return ok({ json: undone.value, text });
  }, { check: (_options, [asked = '']) => (/^\d+$/.test(asked) ? ok(null) : fail(usage('name the import by its number: dnc-desk undo 7 --because "why"'))) });
};

const syncOnce = async ({ client }: AtDesk): Promise<Result<Answer, Failure>> => {
  const synced = await client.call('watch.sync', {});
  if (!synced.ok) return synced;
  if (synced.value.length === 0) return fail(usage('no folder is watched: dnc-desk watch set --file FOLDER'));
  return ok({ json: synced.value, text: synced.value.map(passText).join('\n'), exitCode: exitCodeOfPasses(synced.value) });
};

const exitCodeOfPasses = (passes: readonly WatchPass[]): ExitCode => {
  if (passes.some(({ stopped }) => stopped !== null)) return 1;
  return passes.some(({ busy }) => busy) ? 5 : 0;
};

/** Only what is news is said. */
const watch = async ({ client, world, json }: AtDesk): Promise<Result<Answer, Failure>> => {
  const leave = new AbortController();
  const deaf = world.onInterrupt(() => { leave.abort(); });
  const told = new Set<string>();
  try {
    while (!leave.signal.aborted) {
      const synced = await client.call('watch.sync', {});
      if (!synced.ok) return synced;
      if (synced.value.length === 0) return fail(usage('no folder is watched: dnc-desk watch set --file FOLDER'));
      for (const pass of synced.value) {
        const text = json ? JSON.stringify(pass) : passText(pass);
        const isNews = pass.imported.length > 0 || !told.has(text);
        if (isNews) world.out(`${text}\n`);
        told.add(text);
      }
      await world.clock.sleepUntil(world.clock.now() + lookEveryMs, leave.signal);
    }
    return ok(nothingMore);
  } finally {
    deaf();
  }
};

const overWords = { seen: 'imported before', skipped: 'passed over', growing: 'still being written' } as const;

const passText = ({ watchId, folder, imported, passedOver, stopped, busy, paused = false }: WatchPass): string => {
  if (paused) return `${tame(folder)}: paused`;
  const lines = [
    ...imported.map(({ file, importId, accepted, duplicate, held }) => `  ${tame(file)}: import ${importId}, ${formatCount(accepted)} accepted, ${formatCount(duplicate)} there already, ${formatCount(held)} held`),
    ...passedOver.map(({ file, why }) => `  ${tame(file)}: ${overWords[why]}`),
    ...(busy ? ['  another import is under way: the rest is taken at the next look'] : []),
  ];
  if (stopped !== null) {
    const { title, advice } = failureWords(stopped.failure);
    lines.push(`  stopped at ${tame(stopped.file)}: ${tame(title)}`, `  ${tame(advice)} Then: dnc-desk watch resume --watch-id ${watchId}`);
  }
  return [`${tame(folder)}${lines.length === 0 ? ': nothing new' : ''}`, ...lines].join('\n');
};

const printSchedule = ({ desk }: AtDesk, everyMinutes: number): Answer => {
  const script = process.argv[1];
  const schedule = schedulesFor({ program: [process.execPath, ...(script === undefined ? [] : [resolve(script)])], home: resolve(desk.home), everyMinutes });
  const text = [
    'Windows, Task Scheduler (in cmd):', `  ${schedule.taskScheduler}`, '',
    `macOS, launchd: save this as ${schedule.launchd.file}, then: launchctl load ${schedule.launchd.file}`, schedule.launchd.plist,
    'Linux, cron (crontab -e):', `  ${schedule.cron}`,
  ].join('\n');
  return { json: schedule, text };
};
