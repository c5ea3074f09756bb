// The demo's outward work: a practice tenant of each dialect, the dry run, both pushes at once, the cooldown and the reading back.
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView, RunView } from '../../../src-shared/contract/runs.ts';
import { liveDialects } from '../../../src-shared/domain/dnc.ts';
import { ok } from '../../../src-shared/result.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { heldBackWords, stateOf } from '../../../src-shared/words/state-words.ts';
import { createBars, interrupted, type DemoAt, type DemoResult } from './demo-world.ts';
import { renderTable, tame } from './print.ts';
import { runLine } from './progress.ts';

/** Far below what the vendors take: more batches than Genesys Cloud lets through in one burst, so that its pace can be watched. */
const batchSize = '180';
const lookEveryMs = 100;

export type Verified = { readonly destination: DestinationView; readonly run: RunView; readonly reconciliation: ReconciliationView };

export const openPractice = async ({ voice, client, stop }: DemoAt): Promise<DemoResult<readonly DestinationView[]>> => {
  voice.head('4  Destinations: a practice tenant of each vendor, on this machine');
  const opened: DestinationView[] = [];
  for (const dialect of liveDialects) {
    if (stop.aborted) return interrupted;
    const made = await client.call('practice.create', { dialect });
    if (!made.ok) return made;
    const { destinationId, name, settings, countries, lateExpiry, shared } = made.value;
    const updated = await client.call('destination.update', { destinationId, name, settings: { ...settings, batchSize }, countries: [...countries], lateExpiry, shared });
    if (!updated.ok) return updated;
    const checked = await client.call('destination.check', { destinationId });
    if (!checked.ok) return checked;
    voice.say(`${tame(name)}: signed in, ${countOf(checked.value.lists.length, 'list')} found, one for each DNC type`);
    opened.push(updated.value);
  }
  return ok(opened);
};

export const pushAndVerify = async (at: DemoAt, destinations: readonly DestinationView[]): Promise<DemoResult<readonly Verified[]>> => {
  const planned = await showPlans(at, destinations);
  if (!planned.ok) return planned;
  const { voice, client, stop } = at;
  voice.head('6  Push to both at once, wait until the lists have settled, read them back');
  voice.say('A practice tenant cools down for seconds, a real destination never for less than three minutes.');
  const runIds: number[] = [];
  for (const { destinationId } of destinations) {
    // What has been started is stopped below, as anybody would stop it.
    if (stop.aborted) break;
    const started = await client.call('run.start', { destinationId });
    if (!started.ok) return started;
    runIds.push(started.value.runId);
  }
  const followed = await followRuns(at, runIds);
  if (!followed.ok) return followed;

  const verified: Verified[] = [];
  for (const run of followed.value) {
    const { destinationId } = run;
    const destination = await client.call('destination.get', { destinationId });
    if (!destination.ok) return destination;
    // A run reads back by itself; one that stopped before says here why.
    const latest = await client.call('verify.page', { destinationId, offset: 0, limit: 1 });
    if (!latest.ok) return latest;
    const reconciliation = latest.value.rows[0] ?? unread(run);
    verified.push({ destination: destination.value, run, reconciliation });
    const { state } = destination.value;
    voice.say(`${tame(run.name)}: ${formatCount(reconciliation.found)} of ${formatCount(reconciliation.expected)} found, ${formatCount(reconciliation.missing)} missing, ${formatCount(reconciliation.extra)} extra; ${
      heldProbes(reconciliation)} of ${reconciliation.probe.length} probes held. ${state}: ${stateOf(destination.value).meaning}${run.trouble === null ? '' : ` (${tame(run.trouble)})`}`);
  }
  return ok(verified);
};

const heldProbes = ({ probe }: ReconciliationView): number => probe.filter(({ listed, mustBeListed }) => listed === mustBeListed).length;

const showPlans = async ({ voice, client }: DemoAt, destinations: readonly DestinationView[]): Promise<DemoResult<null>> => {
  voice.head('5  Dry run: what would be pushed, and what stays behind and why');
  const lists: string[][] = [];
  const held = new Map<string, number>();
  for (const { destinationId, name } of destinations) {
    const plan = await client.call('run.plan', { destinationId });
    if (!plan.ok) return plan;
    for (const list of plan.value.lists) lists.push([tame(name), list.dncType, formatCount(list.numbers), formatCount(list.batches), formatCount(list.permanent), formatCount(list.expiring)]);
    for (const { why, detail, numbers } of plan.value.held) held.set(`${heldBackWords[why]}${detail === null ? '' : ` (${tame(detail.replaceAll('_', ' '))})`}`, numbers);
  }
  voice.say(renderTable(['destination', 'type', 'numbers', 'batches', 'permanent', 'with an end'], lists));
  voice.say(`\nStays behind: ${[...held].map(([why, numbers]) => `${formatCount(numbers)} ${why}`).join('; ')}`);
  return ok(null);
};

/** Until both have been read back, or stand still. An interrupt stops what is still being pushed. */
const followRuns = async (at: DemoAt, runIds: readonly number[]): Promise<DemoResult<readonly RunView[]>> => {
  const { world, client, stop } = at;
  const bars = createBars(world);
  try {
    for (;;) {
      const runs: RunView[] = [];
      for (const runId of runIds) {
        const run = await client.call('run.get', { runId });
        if (!run.ok) return run;
        runs.push(run.value);
      }
      const width = Math.max(...runs.map((run) => shortName(run).length));
      bars.show(runs.map((run) => barOf(run, width, world.clock.now())), runs.map(({ state }) => state).join(' '));
      if (stop.aborted) {
        bars.end();
        world.err('Stopping after the requests that are under way; Ctrl-C again leaves at once.\n');
        const pushing = runs.filter(({ state }) => state === 'cutting' || state === 'running');
        await Promise.all(pushing.map(({ runId }) => client.call('run.stop', { runId })));
        return interrupted;
      }
      if (runs.every(({ state, working }) => state === 'ended' || (!working && state === 'stopped'))) return ok(runs);
      await world.clock.sleepUntil(world.clock.now() + lookEveryMs, stop);
    }
  } finally {
    bars.end();
  }
};

const barOf = (run: RunView, width: number, now: number): string => {
  const name = shortName(run).padEnd(width);
  if (run.state === 'cooling' && run.readyAt !== null) return `${name}  all sent, cooling down: ${formatDuration(Math.max(0, run.readyAt - now))} left`;
  if (run.state === 'verifying') return `${name}  reading the lists back …`;
  return `${name}  ${runLine(run, now)}`;
};

/** All of these are practice; a line has 80 columns. */
const shortName = ({ name }: RunView): string => tame(name).replace(/^Practice /, '');

/** A run that stopped before anything was read back. */
const unread = ({ destinationId, startedAt }: RunView): ReconciliationView => ({
  reconciliationId: 0, destinationId, at: startedAt, endedAt: null, state: 'failed', expected: 0, found: 0, missing: 0, extra: 0, different: 0, probe: [], failure: null, attestedBy: null, because: null,
});
