// `push DESTINATION` and `verify DESTINATION`: the dry run first, then live, then the cooldown, and success only when the list was read back whole.
import type { Command } from 'commander';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReleasePlanView } from '../../../src-shared/contract/releases.ts';
import type { PlanView, ReconciliationView, RunView } from '../../../src-shared/contract/runs.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { attentionCauses } from '../../../src-shared/words/attention-words.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { heldBackWords, planWarningWords, stateOf } from '../../../src-shared/words/state-words.ts';
import { usage, type Actor } from './actor.ts';
import { findDestination } from './find-destination.ts';
import { followRun, followVerify, waitCooldown } from './follow.ts';
import { renderTable, tame } from './print.ts';
import type { Answer, AtDesk, CommandOptions } from './world.ts';

export const addPushCommand = (actor: Actor, command: Command): void => {
  command.argument('<destination>', 'its name or number')
    .description('Show the dry run, push it with live progress, wait the cooldown and verify')
    .option('--yes', 'do not ask before pushing')
    .option('--dry-run', 'show what would be pushed and stop')
    .option('--no-wait', 'leave when everything is sent, without waiting and verifying');
  actor.atDesk(command, (at, options, args) => leavable(at, (leave) => push(at, options, args, leave)));
};

export const addVerifyCommand = (actor: Actor, command: Command): void => {
  command.argument('[destination]', 'its name or number')
    .description('Wait the cooldown, read the lists back and compare: dnc-desk verify DESTINATION')
    .option('--no-wait', 'fail when the cooldown is not over');
  actor.atDesk(command, async (at, options, [asked = '']) => {
    const destination = await findDestination(at.client, asked);
    return destination.ok ? leavable(at, (leave) => verify(at, destination.value, options['wait'] !== false, {}, leave)) : destination;
  }, { check: (_options, [asked]) => (asked === undefined ? fail(usage('name a destination: dnc-desk verify DESTINATION')) : ok(null)) });
};

/** Ctrl-C is heard from the first moment to the last, so that none of them ends the process in the middle of a step. */
export const leavable = async <T>({ world }: AtDesk, work: (leave: AbortSignal) => Promise<T>): Promise<T> => {
  const leave = new AbortController();
  const deaf = world.onInterrupt(() => leave.abort());
  try {
    return await work(leave.signal);
  } finally {
    deaf();
  }
};

const push = async (at: AtDesk, options: CommandOptions, [asked = '']: readonly string[], leave: AbortSignal): Promise<Result<Answer, Failure>> => {
  const { world, client, json } = at;
  const found = await findDestination(client, asked);
  if (!found.ok) return found;
  const destination = found.value;
  const plan = await client.call('run.plan', { destinationId: destination.destinationId });
  if (!plan.ok) return plan;
  if (options['dryRun'] === true) return ok({ json: plan.value, text: planText(plan.value) });
  const unfinished = await findUnfinished(at, destination, 'push');
  if (!unfinished.ok) return unfinished;
  (json ? world.err : world.out)(`${planText(plan.value)}\n\n`);
  if (options['yes'] !== true && !(await agrees(at, plan.value, unfinished.value))) return fail(usage('nothing was pushed: answer yes, or add --yes'));

  const started = unfinished.value === null
    ? await client.call('run.start', { destinationId: destination.destinationId })
    : await client.call('run.resume', { runId: unfinished.value.runId });
  if (!started.ok) return started;
  const followed = await followRun(at, started.value.runId, leave);
  if (!followed.ok) return followed;
  const run = followed.value;
  if (run.state === 'stopped') {
    const text = `${runText(run)}\n\nStopped${run.trouble === null ? '' : `: ${tame(run.trouble)}`}. "dnc-desk push ${run.destinationId}" goes on from here.`;
    return ok({ json: { plan: plan.value, run }, text, exitCode: leave.aborted ? 130 : 1 });
  }
  if (options['wait'] === false) {
    return ok({ json: { plan: plan.value, run }, text: `${runText(run)}\n\nSent, not verified yet: "dnc-desk verify ${run.destinationId}" reads the list back.` });
  }
  return verify(at, destination, true, { plan: plan.value, run }, leave);
};

/** Nobody is asked where nobody can answer: then --yes is needed. */
const agrees = async ({ world }: AtDesk, plan: PlanView, unfinished: RunView | null): Promise<boolean> => {
  if (!world.asks) return false;
  const what = unfinished === null ? `Push ${countOf(plan.numbers, 'number')} in ${countOf(plan.batches, 'batch', 'batches')}` : `Go on with run ${unfinished.runId}`;
  return /^y(es)?$/i.test((await world.ask(`${what}? [y/N] `)).trim());
};

/** One that is to be gone on with; of the other kind it is in the way. */
export const findUnfinished = async ({ client }: AtDesk, destination: DestinationView, kind: RunView['kind']): Promise<Result<RunView | null, Failure>> => {
  if (destination.runId === null) return ok(null);
  const run = await client.call('run.get', { runId: destination.runId });
  if (!run.ok) return run;
  const { runId, state } = run.value;
  if (!['cutting', 'running', 'stopped'].includes(state)) return ok(null);
  return run.value.kind === kind ? run : fail({ type: 'RunUnfinished', runId, state });
};

type Before = { readonly plan?: PlanView | ReleasePlanView; readonly run?: RunView };

export const verify = async (at: AtDesk, destination: DestinationView, waits: boolean, before: Before, leave: AbortSignal): Promise<Result<Answer, Failure>> => {
  const ran = before.run === undefined ? '' : `${runText(before.run)}\n\n`;
  const left = `${ran}Left before the list was read back: nothing is verified yet. "dnc-desk verify ${destination.destinationId}" does it later.`;
  const unverified: Answer = { json: { ...before, reconciliation: null }, text: left, exitCode: 130 };
  if (waits) {
    const waited = await waitCooldown(at, destination, leave);
    if (!waited.ok) return waited;
    if (!waited.value) return ok(unverified);
  } else if (destination.state === 'COOLING' && destination.readyAt !== null && destination.readyAt > at.world.clock.now()) {
    return fail({ type: 'NotReady', readyAt: destination.readyAt });
  }
  if (destination.verifies === 'attestation') return awaitWord(at, destination, before, ran);
  const followed = await followVerify(at, destination, leave);
  if (!followed.ok) return followed;
  const reconciliation = followed.value;
  if (reconciliation === null) return ok(unverified);
  const after = await at.client.call('destination.get', { destinationId: destination.destinationId });
  if (!after.ok) return after;
  const { state } = after.value;
  const isWhole = reconciliation.state === 'clean' && state === 'ACTIVE';
  const asleep = [...new Set(after.value.lists.flatMap(({ uses }) => uses?.asleep ?? []))];
  const text = `${ran}${reconciliationText(reconciliation)}\n\n${tame(destination.name)}: ${state}. ${stateOf(after.value).meaning}${sleepText(destination.destinationId, asleep)}`;
  return ok({ json: { ...before, reconciliation, state, ...(asleep.length === 0 ? {} : { asleep }) }, text, exitCode: isWhole ? 0 : 1 });
};

const sleepText = (destinationId: number, names: readonly string[]): string =>
  (names.length === 0 ? '' : `\nCame to ${names.length === 1 ? 'its' : 'their'} end and ${names.length === 1 ? 'calls' : 'call'} nobody: ${tame(names.join(', '))}. If dialling is to go on: dnc-desk campaign wake --destination-id ${destinationId}`);

/** Nothing can be read back: success is said only once a person has answered for the lists. */
const awaitWord = async ({ client }: AtDesk, { destinationId }: DestinationView, before: Before, ran: string): Promise<Result<Answer, Failure>> => {
  const after = await client.call('destination.get', { destinationId });
  if (!after.ok) return after;
  const { state, name, attention } = after.value;
  const next = attention === 'not-attested' || state === 'COOLING' ? `\nLook at the lists in the vendor’s own pages, then: dnc-desk verify attest --destination-id ${destinationId} --because "what you looked at"` : '';
  const text = `${ran}${tame(name)}: ${state}. ${attention === null ? `${stateOf(after.value).word}. ${stateOf(after.value).meaning}` : attentionCauses[attention]}${next}`;
  return ok({ json: { ...before, reconciliation: null, state, verifiedBy: after.value.verifiedBy, attestedBy: after.value.attestedBy }, text, exitCode: state === 'ACTIVE' ? 0 : 1 });
};

const planText = (plan: PlanView): string => {
  const lists = plan.lists.map((list) => [list.dncType, tame(list.listName), formatCount(list.numbers), formatCount(list.batches), formatCount(list.permanent), formatCount(list.expiring)]);
  const held = plan.held.map(({ why, detail, numbers }) => `  held back: ${formatCount(numbers)} ${heldBackWords[why]}${detail === null ? '' : ` (${detail === '' ? 'no code' : tame(detail)})`}`);
  return [
    `Dry run for ${tame(plan.name)}: ${countOf(plan.numbers, 'number')} in ${countOf(plan.batches, 'batch', 'batches')}${plan.estimateMs === null ? '' : `, ${formatDuration(plan.estimateMs)} at the vendor’s known limits`}`,
    ...(lists.length === 0 ? [] : [renderTable(['type', 'list', 'numbers', 'batches', 'permanent', 'expiring'], lists)]),
    ...(plan.alreadyThere === 0 ? [] : [`  there already: ${formatCount(plan.alreadyThere)}${(plan.saved ?? 0) === 0 ? '' : `, which saves ${countOf(plan.saved ?? 0, 'request')}`}`]), ...held, ...plan.warnings.map((warning) => `  mind: ${tame(planWarningWords(warning))}`),
  ].join('\n');
};

export const runText = (run: RunView): string =>
  renderTable(['run', 'numbers', 'batches', 'accepted', 'there already', 'refused', 'unknown', 'dead letters'], [
    [String(run.runId), formatCount(run.numbers), `${formatCount(run.batches.done)}/${formatCount(run.batches.total)}`, formatCount(run.accepted), formatCount(run.duplicate), formatCount(run.refused), formatCount(run.unknown), formatCount(run.deadLetters)],
  ]);

const reconciliationText = (found: ReconciliationView): string =>
  renderTable(['read back', 'expected', 'found', 'missing', 'extra', 'different', 'probes held'], [[
    found.state, formatCount(found.expected), formatCount(found.found), formatCount(found.missing), formatCount(found.extra), formatCount(found.different),
    `${found.probe.filter((probe) => probe.listed === probe.mustBeListed).length}/${found.probe.length}`,
  ]]);
