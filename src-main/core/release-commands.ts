// Release commands: nothing is released by itself; every proposal, decision and removal is sealed, and only approved numbers that nobody wants leave a list.
import type { ReleaseCause, ReleasePlanView, ReleaseSettled } from '../../src-shared/contract/releases.ts';
import type { RunView } from '../../src-shared/contract/runs.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { AlreadySettled, ImportBusy, NotFound, NothingToRelease, NumberNotValid, RemovalNotOffered, RunBusy, RunUnfinished } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import type { ReleaseChoice, Settling } from '../ledger/repositories/releases.ts';
import type { ReleasePlan } from '../ledger/repositories/release-plans.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import { batchRules, planQuestion } from '../runner/cut-run.ts';
import { takePlan, readToEnd } from '../runner/read-plan.ts';
import { areaCodesToday } from './area-codes-today.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { viewOf } from './run-commands.ts';
import { createSettleReleases, type Settlement } from './settle-releases.ts';

type ReleaseHandlers = Handlers<
  'release.summary' | 'release.page' | 'release.request' | 'release.approve' | 'release.decline' | 'release.take-back' | 'release.plan' | 'release.start'>;
type Which = { readonly releaseIds?: readonly number[] | undefined; readonly cause?: ReleaseCause | undefined; readonly importId?: number | null | undefined };

/** A list pasted at once; longer ones are imported and released as a group. */
const mostRequested = 1000;

export const releaseCommands = (context: PushContext): ReleaseHandlers => {
  const { ledger, needs, hint, signal } = context;
  const { releases, log } = ledger;

  /** The numbers of a leaf: one stands open by itself, many are rows of a salted tree. */
  const append = (kind: LeafDraft['kind'], body: JsonObject, rows: Iterable<{ readonly phone: string; readonly releaseId?: number }>, numbers: number, detail: JsonObject): number => {
    if (numbers === 1) {
      const [only] = [...rows];
      return log.append({ kind, body, open: only === undefined ? { detail } : { subject: { phone: only.phone }, detail } });
    }
    const { root, open } = sealRows(log.signer()?.origin ?? '', needs.ids.bytes(32), toRows(rows));
    return log.append({ kind, body: { ...body, root, rows: numbers }, open: { ...open, detail } });
  };

  /** What is meant, each of it in the state that the act is for. */
  const choose = ({ releaseIds, cause, importId }: Which, state: 'proposed' | 'approved'): Result<ReleaseChoice, NotFound | AlreadySettled> => {
    if (releaseIds === undefined && (cause === undefined || importId === undefined)) return fail({ type: 'NotFound', what: 'release', id: 'without its number, or its cause and import' });
    for (const id of new Set(releaseIds)) {
      const found = releases.find(id);
      if (found === null) return fail({ type: 'NotFound', what: 'release', id });
      if (found.state !== state && !(state === 'approved' && found.state === 'done')) return fail({ type: 'AlreadySettled', state: found.state });
    }
    return ok(releaseIds === undefined ? { cause: cause ?? 'request', importId: importId ?? null } : { ids: releaseIds });
  };
  const settleReleases = createSettleReleases(context);
  const settleChosen = async (which: Which, act: Omit<Settlement, 'choice'>): Promise<Result<ReleaseSettled, NotFound | AlreadySettled | ImportBusy>> => {
    const choice = choose(which, act.state);
    if (!choice.ok) return choice;
    const settled = await settleReleases({ ...act, choice: choice.value });
    // A part that was settled stands, whatever became of the rest.
    hint({ type: 'ledger.changed' });
    if (!settled.ok || settled.value.releases + settled.value.sent > 0) return settled;
    return fail({ type: 'NotFound', what: `${act.state} release of`, id: `${which.cause ?? ''}${which.importId == null ? '' : `, import ${which.importId}`}` });
  };
  /** Of several leaves, those after the first name it. */
  const partOf = (first: number | null): JsonObject => (first === null ? {} : { first });
  const settling = (because: string): Settling => ({ at: needs.clock.now(), actor: log.actor(), because: because.toWellFormed() });
  /** An approved number that no vendor has and nobody wants is free at once, and the log says so beside the approval. */
  const sealUnlisted = (at: number): void => {
    releases.finishPicked(at);
    const free = releases.pickFree();
    if (free.releases > 0) append('delete.done', { numbers: free.numbers, shown: 'on-no-list' }, releases.pickedRows(), free.releases, {});
  };
  return {
    'release.summary': async () => {
      const reading = releases.openGroups();
      try {
        if (!await readToEnd(reading, () => signal.aborted)) throw new Error('the core was closed before the releases were counted');
        return ok({ groups: reading.groups() });
      } finally {
        reading.close();
      }
    },
    'release.page': ({ state, cause, importId, search, offset, limit }) => ok(releases.page({ state, cause: cause ?? null, importId, search: search ?? null }, offset, limit)),
    'release.request': ({ phone, because, region }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const texts = [...new Set(phone.split(/[\n,;]+/).map((text) => text.trim()).filter((text) => text !== ''))];
      if (texts.length > mostRequested) return fail({ type: 'NumberNotValid', reason: `more_than_${mostRequested}_at_once` });
      const areaCodes = areaCodesToday(ledger, needs.clock);
      const wanted = new Set<string>();
      const refused: { text: string; why: string }[] = [];
      let failure: NumberNotValid | NotFound = { type: 'NumberNotValid', reason: 'no_number' };
      for (const text of texts) {
        const typed = readTypedPhone(text, region, false, areaCodes);
        if (typed.ok && releases.isBlocked(typed.value.phone)) {
          wanted.add(typed.value.phone);
          continue;
        }
        failure = typed.ok ? { type: 'NotFound', what: 'blocked number', id: typed.value.phone } : typed.failure;
        refused.push({ text, why: typed.ok ? 'not_blocked' : typed.failure.reason });
      }
      // One number, and it is none: plainly a failure.
      if (wanted.size === 0 && refused.length <= 1) return fail(failure);
      const proposed = ledger.transact(() => {
        const made = [...wanted].filter((number) => releases.propose(number, 'request', null, because.toWellFormed(), needs.clock.now()));
        if (made.length > 0) append('decision', { act: 'release.request', numbers: made.length }, made.map((number) => ({ phone: number })), made.length, { because: because.toWellFormed() });
        return made.length;
      });
      hint({ type: 'ledger.changed' });
      return ok({ requested: proposed, already: wanted.size - proposed, refused });
    },
    'release.approve': async ({ because, ...which }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const by = settling(because);
      return settleChosen(which, {
        state: 'proposed', touchesEntries: true,
        settle: (first) => {
          const entries = releases.approve(by);
          const picked = releases.picked();
          const leaf = append('delete.request', { act: 'approve', entries, releases: picked.releases, stillWanted: picked.stillWanted, ...partOf(first) }, releases.pickedRows(), picked.releases, { because: by.because });
          releases.seal(leaf);
          return { entries, sent: 0, leaf, after: () => { sealUnlisted(by.at); } };
        },
      });
    },
    'release.decline': async ({ because, ...which }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const by = settling(because);
      const declined = await settleChosen(which, {
        state: 'proposed', touchesEntries: false,
        settle: (first) => {
          releases.decline(by);
          const { releases: count } = releases.picked();
          const leaf = append('decision', { act: 'release.decline', releases: count, ...partOf(first) }, releases.pickedRows(), count, { because: by.because });
          releases.seal(leaf);
          return { entries: 0, sent: 0, leaf };
        },
      });
      return declined as Result<ReleaseSettled, NotFound | AlreadySettled>; // imports are only in the way of what touches entries
    },
    'release.take-back': async ({ because, ...which }) => {
      const taken = await settleChosen(which, {
        state: 'approved', touchesEntries: true,
        settle: (first) => {
          const sent = releases.leaveSent();
          const before = releases.picked();
          if (before.releases === 0) return { entries: 0, sent, leaf: null };
          const leaf = append('decision', { act: 'release.take-back', releases: before.releases, ...partOf(first) }, releases.pickedRows(), before.releases, { because: because.toWellFormed() });
          const entries = releases.takeBack();
          releases.seal(leaf);
          return { entries, sent, leaf };
        },
      });
      return taken.ok && taken.value.releases === 0 ? fail({ type: 'AlreadyPushed', phones: taken.value.sent }) : taken;
    },
    'release.plan': async ({ destinationId }) => {
      const destination = ledger.destinations.find(destinationId);
      if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      return ok(viewPlan(context, destination, await dryRun(context, destination)));
    },
    'release.start': ({ destinationId }) => startRelease(context, destinationId),
  };
};

const toRows = function* (rows: Iterable<{ readonly phone: string; readonly releaseId?: number }>): Generator<JsonObject> {
  for (const { phone, releaseId } of rows) yield releaseId === undefined ? { phone } : { phone, release: releaseId };
};

const dryRun = ({ ledger, needs, connectors, signal }: PushContext, destination: Destination): Promise<ReleasePlan> =>
  takePlan(ledger.releasePlans.open(planQuestion(ledger, destination, connectors[destination.dialect].facts, needs.clock.now(), null), 'counts'), signal);

const countNumbers = ({ groups }: ReleasePlan): number => groups.reduce((sum, { numbers }) => sum + numbers, 0);

const viewPlan = ({ connectors }: PushContext, destination: Destination, plan: ReleasePlan): ReleasePlanView => {
  const { facts, readBack } = connectors[destination.dialect];
  const { maxBatch } = batchRules(destination, facts);
  const lists = plan.groups.map(({ dncType, listName, numbers }) => ({ dncType, listName, numbers, batches: Math.ceil(numbers / maxBatch) }));
  const batches = lists.reduce((sum, list) => sum + list.batches, 0);
  return {
    destinationId: destination.id, name: destination.name, numbers: countNumbers(plan), batches, lists, kept: plan.kept, canRemove: facts.removes !== false,
    verifies: readBack === undefined ? 'attestation' : 'read-back', estimateMs: facts.rate === null ? null : Math.ceil((batches / facts.rate.requests) * facts.rate.perMs),
  };
};

/** Writes the run down and begins it, as a push is begun. */
const startRelease = async (context: PushContext, destinationId: number): Promise<Result<RunView, NotFound | NothingToRelease | RemovalNotOffered | RunBusy | RunUnfinished>> => {
  const { ledger, needs, connectors, runner, hint } = context;
  const destination = ledger.destinations.find(destinationId);
  if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
  const unfinished = ledger.runs.unfinished(destinationId);
  if (unfinished !== null) return fail({ type: 'RunUnfinished', runId: unfinished.id, state: unfinished.state });
  const numbers = countNumbers(await dryRun(context, destination));
  if (numbers === 0) return fail({ type: 'NothingToRelease' });
  if (connectors[destination.dialect].facts.removes === false) return fail({ type: 'RemovalNotOffered', destinationId });
  const codeMap = ledger.codeMaps.currentVersion();
  const runId = ledger.transact(() => {
    const id = ledger.runs.create(destinationId, codeMap, needs.clock.now(), null, 'release');
    if (id === null) return null;
    ledger.log.append({ kind: 'decision', body: { act: 'release.start', codeMap, destination: destinationId, numbers, run: id } });
    return id;
  });
  // Another process was faster while this one planned.
  if (runId === null) return startRelease(context, destinationId);
  const begun = runner.work(runId);
  if (!begun.ok) return begun;
  hint({ type: 'run.changed', runId, destinationId });
  return viewOf(context, runId);
};
