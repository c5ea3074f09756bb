// `release DESTINATION`: what would be taken off first, then live, then the cooldown, and success only when the lists were read back without the numbers.
import type { Command } from 'commander';
import type { ReleaseKept, ReleasePlanView } from '../../../src-shared/contract/releases.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { usage, type Actor } from './actor.ts';
import { findDestination } from './find-destination.ts';
import { followRun } from './follow.ts';
import { renderTable, tame } from './print.ts';
import { findUnfinished, leavable, runText, verify } from './push-command.ts';
import type { Answer, AtDesk, CommandOptions } from './world.ts';

export const addReleaseCommand = (actor: Actor, command: Command): void => {
  command.argument('[destination]', 'its name or number')
    .description('Take approved releases off a destination’s lists, wait the cooldown and verify: dnc-desk release DESTINATION')
    .option('--yes', 'do not ask before taking off')
    .option('--dry-run', 'show what would be taken off and stop')
    .option('--no-wait', 'leave when everything is sent, without waiting and verifying');
  actor.atDesk(command, (at, options, [asked = '']) => leavable(at, (leave) => release(at, options, asked, leave)), {
    check: (_options, [asked]) => (asked === undefined ? fail(usage('name a destination: dnc-desk release DESTINATION')) : ok(null)),
  });
};

const release = async (at: AtDesk, options: CommandOptions, asked: string, leave: AbortSignal): Promise<Result<Answer, Failure>> => {
  const { world, client, json } = at;
  const found = await findDestination(client, asked);
  if (!found.ok) return found;
  const { destinationId } = found.value;
  const planned = await client.call('release.plan', { destinationId });
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (options['dryRun'] === true) return ok({ json: plan, text: releaseText(plan) });
  const unfinished = await findUnfinished(at, found.value, 'release');
  if (!unfinished.ok) return unfinished;
  (json ? world.err : world.out)(`${releaseText(plan)}\n\n`);
  if (options['yes'] !== true && !(await agrees(at, plan, unfinished.value?.runId ?? null))) return fail(usage('nothing was taken off: answer yes, or add --yes'));

  const started = unfinished.value === null ? await client.call('release.start', { destinationId }) : await client.call('run.resume', { runId: unfinished.value.runId });
  if (!started.ok) return started;
  const followed = await followRun(at, started.value.runId, leave);
  if (!followed.ok) return followed;
  const run = followed.value;
  if (run.state === 'stopped') {
    const text = `${runText(run)}\n\nStopped${run.trouble === null ? '' : `: ${tame(run.trouble)}`}. "dnc-desk release ${destinationId}" goes on from here.`;
    return ok({ json: { plan, run }, text, exitCode: leave.aborted ? 130 : 1 });
  }
  if (options['wait'] === false) return ok({ json: { plan, run }, text: `${runText(run)}\n\nSent, not verified yet: "dnc-desk verify ${destinationId}" reads the list back.` });
  return verify(at, found.value, true, { plan, run }, leave);
};

const agrees = async ({ world }: AtDesk, plan: ReleasePlanView, runId: number | null): Promise<boolean> => {
  if (!world.asks) return false;
  const what = runId === null ? `Take ${countOf(plan.numbers, 'number')} off ${countOf(plan.lists.length, 'list')}, so that ${plan.numbers === 1 ? 'it' : 'they'} may be called again` : `Go on with release run ${runId}`;
  return /^y(es)?$/i.test((await world.ask(`${what}? [y/N] `)).trim());
};

const keptText: Readonly<Record<ReleaseKept['why'], string>> = {
  wanted: 'stay: other entries want them blocked there', 'newer-request': 'stay: a later import asked for the block again', leaving: 'were taken off already and wait to be read back',
};

const releaseText = (plan: ReleasePlanView): string => [
  `Release from ${tame(plan.name)}: ${countOf(plan.numbers, 'number')} in ${countOf(plan.batches, 'batch', 'batches')}${plan.estimateMs === null ? '' : `, ${formatDuration(plan.estimateMs)} at the vendor’s known limits`}`,
  ...(plan.lists.length === 0 ? [] : [renderTable(['type', 'list', 'to take off', 'batches'], plan.lists.map((list) => [list.dncType, tame(list.listName), formatCount(list.numbers), formatCount(list.batches)]))]),
  ...plan.kept.map(({ why, numbers }) => `  ${formatCount(numbers)} ${keptText[why]}`),
  ...(plan.canRemove || plan.numbers === 0 ? [] : ['  mind: this interface has no call that removes a number; take them off in the vendor’s own pages']),
].join('\n');
