// Puts the core together: ledger, secrets, vendors, runner and handlers behind the one door.
import { join } from 'node:path';
import type { CoreEvent } from '../../src-shared/contract/contract.ts';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { sqliteFailure } from '../ledger/sqlite-failure.ts';
import { createBreaker, probeAfter, type Breaker } from '../runner/circuit.ts';
import { endBrokenReadings } from '../runner/end-broken-readings.ts';
import { createPushRunner } from '../runner/push-runner.ts';
import { settleLeaving } from '../runner/settle-leaving.ts';
import { createVendorDesk } from '../runner/vendor-desk.ts';
import type { PushRunnerNeeds } from '../runner/work-on-run.ts';
import { createConnectors } from '../vendors/registry.ts';
import { anchorCommands } from './anchor-commands.ts';
import type { Core, CoreNeeds } from './core.ts';
import { cosignCommands } from './cosign-commands.ts';
import { campaignCommands } from './destination-campaigns.ts';
import { lookForSleepers } from './destination-uses.ts';
import { webhookCommands } from './destination-webhooks.ts';
import { deadLetterCommands } from './dead-letter-commands.ts';
import { destinationCommands } from './destination-commands.ts';
import { createDispatch } from './dispatch.ts';
import { createIntake } from './end-what-was-begun.ts';
import { createHints } from './hints.ts';
import { erasureCommands } from './erase-number.ts';
import { importCommands } from './import-commands.ts';
import { keyCommands } from './key-commands.ts';
import { areaCodeCommands } from './area-code-commands.ts';
import { layoutCommands } from './layout-commands.ts';
import { logCommands, type LogDoor } from './log-commands.ts';
import { createTailKeeper } from './log-tail.ts';
import { logSearchCommands } from './log-search-commands.ts';
import { mappingCommands } from './mapping-commands.ts';
import { pepperCommands } from './pepper-commands.ts';
import type { PushContext } from './push-context.ts';
import { releaseCommands } from './release-commands.ts';
import { reviewCommands } from './review-commands.ts';
import { runCommands } from './run-commands.ts';
import { createSecretsDoor } from './secrets-door.ts';
import { createStartCheck } from './start-check.ts';
import { acceptRestore, findTrouble, unlockLog } from './unlock-log.ts';
import { answeredFor, verifyCommands } from './verify-commands.ts';
import { watchLedger } from './watch-ledger.ts';

/** How long closing waits for requests that are under way before it calls them off. */
const farewellMs = 10_000;

export const createCore = async (needs: CoreNeeds): Promise<Result<Core, LedgerFailure>> => {
  const { clock, ids, logger } = needs;
  const path = join(needs.home, 'ledger.db');
  const opened = openLedger(path, { now: clock.now, appVersion: needs.appVersion, randomBytes: ids.bytes, ...(clock.monotonic === undefined ? {} : { monotonic: clock.monotonic }), ...(needs.life === undefined ? {} : { isGone: needs.life.isGone }) });
  if (!opened.ok) return opened;
  const ledger = opened.value;
  const owner = needs.life?.nameOwner(ids.uuid()) ?? ids.uuid();
  const callOff = new AbortController();
  const hints = createHints((work) => { setTimeout(work, hintEveryMs).unref(); });
  const countLeaves = (): number | null => {
    try {
      return ledger.log.size();
    } catch {
      // Who met a ledger that cannot be read has named it; there is nothing to announce of it.
      return null;
    }
  };
  /** How long the log was when listeners were last told of it. */
  let told = countLeaves();
  const hint: typeof hints.hint = (event) => {
    if (event.type === 'ledger.changed') told = countLeaves();
    hints.hint(event);
  };
  const announce = (): void => { if (countLeaves() !== told) hint({ type: 'ledger.changed' }); };

  const secrets = createSecretsDoor(needs.secrets);
  const connectors = needs.connectors ?? createConnectors();
  const desk = createVendorDesk({ connectors, http: needs.http, clock, ids, keychain: secrets.keychain, practice: needs.practice.open, signal: callOff.signal });
  const cooldownMs = ({ dialect, practiceTenant }: Destination): number => (practiceTenant === null ? Math.max(connectors[dialect].facts.cooldownMs, leastCooldownMs) : needs.practiceCooldownMs);
  const reportDefect = (thrown: unknown): string => {
    const id = ids.uuid().slice(0, 8);
    logger.defect(id, 'runner', thrown);
    return id;
  };
  const tellOf = (failure: LedgerFailure, destinationId: number | null): void => { hint({ type: 'attention', destinationId, ...failureWords(failure) }); };
  const onOpen: PushRunnerNeeds['onOpen'] = (destination, side, { probeAt, why }) => {
    const { title, advice } = failureWords({ type: 'CircuitOpen', side, until: probeAt ?? clock.now(), why: why ?? '' });
    hint({ type: 'attention', destinationId: destination.id, title: `${destination.name}: ${title}`, advice });
  };
  const breakerOf = (destination: Destination): Breaker =>
    createBreaker({ ledger, clock, probeMs: probeAfter(cooldownMs(destination)), onOpen: (side, circuit) => { onOpen(destination, side, circuit); } }, destination.id);
  const runner = createPushRunner({
    ledger, ids, clock, owner, open: desk.open, cooldownMs, reportDefect, onOpen, afterReading: ({ id }) => lookForSleepers({ ledger, connectors, hint, desk }, id), ledgerPath: path,
    onLedgerFailure: (runId, failure) => { tellOf(failure, ledger.runs.find(runId)?.destinationId ?? null); },
    hint: (run) => { hint({ type: 'run.changed', runId: run.id, destinationId: run.destinationId }); },
  });
  const context: PushContext = { ledger, needs, owner, hint, connectors, desk, runner, breakerOf, reportDefect, keychain: secrets.keychain, signal: callOff.signal };
  const intake = createIntake(context);
  const tail = createTailKeeper(ledger, secrets.keychain);
  /** Once a host has said that it stays, a vault that is opened later lets the cooldowns go on as well. */
  let stays = false;
  const brokenBy = (why: string): LedgerFailure => ({ type: 'LedgerBroken', path, why });
  const startCheck = createStartCheck(ledger, (flaw) => {
    ledger.log.lock(flaw);
    runner.callOff();
    hint({ type: 'ledger.changed' });
  });
  const findFlaw = (): Promise<string | null> => startCheck.flaw(stays);
  const logDoor: LogDoor = {
    trouble: async () => {
      const keychain = await secrets.keychain();
      return findTrouble(ledger, keychain.ok ? keychain.value : null, findFlaw);
    },
    acceptRestore: async (because) => {
      const keychain = await secrets.keychain();
      return keychain.ok ? acceptRestore(ledger, keychain.value, needs, because) : keychain;
    },
  };
  const unlock = async () => {
    const keychain = await secrets.keychain();
    if (!keychain.ok) return keychain;
    const isFirst = ledger.log.signer() === null;
    const unlocked = await unlockLog(ledger, keychain.value, needs, findFlaw);
    // It may have begun the log, or named a new person in it.
    if (isFirst) announce();
    const found = startCheck.found();
    if (unlocked.ok && found !== null) {
      // It was found while the keychain was asked.
      ledger.log.lock(found);
      return fail(brokenBy(found));
    }
    if (unlocked.ok) endBrokenReadings(ledger, clock);
    return unlocked;
  };
  const continueCooling = async (): Promise<void> => {
    const cooling = ledger.runs.allUnfinished().filter(({ state }) => state === 'cooling' || state === 'verifying');
    const isBegun = intake.hasBegun() || ledger.quarantine.bulk.unfinished().length > 0;
    const answered = answeredFor(context);
    if ((cooling.length + ledger.reconciliations.reading().length + answered.length === 0 && !isBegun) || !(await unlock()).ok) return;
    for (const { id } of cooling) runner.work(id);
    // Beside whoever asks: dropping, deciding or settling half a million rows takes its time.
    const begun = isBegun ? [intake.clearInTime(), review['quarantine.resume']({})] : [];
    Promise.all([...begun, ...answered.map((judgement) => settleLeaving({ ledger, ids, signal: callOff.signal }, judgement))]).catch((thrown: unknown) => {
      const known = sqliteFailure(thrown, path);
      if (known === null) reportDefect(thrown);
      else tellOf(known, null);
    });
  };
  const useVault: typeof secrets.useVault = async (passphrase) => {
    const isNew = !needs.secrets.vaultExists();
    const used = await secrets.useVault(passphrase);
    // A log that begins in a vault says so with its key; one that moves into a vault says so here.
    if (used.ok && isNew && ledger.log.origin() !== null && (await unlock()).ok) {
      ledger.transact(() => ledger.log.append({ kind: 'decision', body: { act: 'secrets.use-vault' } }));
    }
    if (used.ok && stays) await continueCooling();
    if (used.ok) announce();
    return used;
  };
  const review = reviewCommands({ ...context, clear: intake.clear });
  const handlers = {
    ...importCommands(context, intake), ...layoutCommands(context), ...areaCodeCommands(context), ...review, ...mappingCommands(context), ...destinationCommands(context), ...campaignCommands(context), ...webhookCommands(context),
    ...runCommands(context), ...deadLetterCommands(context), ...verifyCommands(context), ...releaseCommands(context), ...logCommands(context, { ...secrets, useVault }, logDoor),
    ...logSearchCommands(context), ...erasureCommands(context), ...keyCommands(context), ...pepperCommands(context), ...anchorCommands(context), ...cosignCommands(context),
  };
  const stopWatching = watchLedger(ledger, () => { hint({ type: 'ledger.changed' }); });

  return ok(Object.freeze({
    call: createDispatch({ handlers, unlock, hasBegun: () => ledger.log.origin() !== null, announce, ids, logger, ledgerPath: path }),
    listen: (hear: (event: CoreEvent) => void) => hints.listen(hear),
    continueCooling: () => {
      stays = true;
      return continueCooling();
    },
    close: async () => {
      stopWatching();
      startCheck.stop();
      tail.stop();
      const farewell = setTimeout(() => { callOff.abort(); }, farewellMs);
      await runner.close();
      clearTimeout(farewell);
      callOff.abort();
      await tail.keep();
      ledger.close();
    },
  }));
};

const hintEveryMs = 60;
/** A real destination never waits less, whatever a dialect says (vendor guide: suppression takes effect 60 to 120 s after the answer). */
const leastCooldownMs = 180_000;
