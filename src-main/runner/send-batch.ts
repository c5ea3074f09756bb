// One batch, one request, one answer: written down as sending before it leaves, and every number's result after it.
import type { Failure } from '../../src-shared/failures.ts';
import type { BatchEntry, BatchRecord, NumberAnswer } from '../ledger/repositories/batches.ts';
import type { Clock } from '../ports/clock.ts';
import type { BatchNumber, Call, EntryResult, PushOutcome } from '../vendors/connector.ts';
import { blameFor } from './blame-for.ts';
import type { Breaker } from './circuit.ts';
import { hashPayload, keyLifeMs, newBatch } from './cut-batches.ts';
import { passes } from './judge.ts';
import { sealRequest, sealResponse, type ResponseFacts, type SealNeeds, type Sending } from './seal-batch.ts';
import type { OpenDestination } from './vendor-desk.ts';
import { nothingHeard, witness } from './witness.ts';

export type SendNeeds = SealNeeds & { readonly clock: Clock };
export type SendTarget = OpenDestination & { readonly destinationId: number; readonly cooldownMs: number; readonly breaker: Breaker };

/** settled: all is well. trouble: the vendor could not take it now, and may later. blocked: a person must mend something first. */
export type SendEnd = { readonly kind: 'settled' } | { readonly kind: 'trouble' | 'blocked'; readonly failure: Failure };

/** Synchronous: once this returns, the ledger and the log say that the request leaves. */
export const beginSending = (needs: SendNeeds, target: SendTarget, batchId: number): Sending => {
  const { ledger, clock } = needs;
  const batch = ledger.batches.find(batchId);
  if (batch === null) throw new Error(`no batch ${batchId}`);
  const entries = ledger.batches.entries(batchId);
  if (hashPayload(batch, entries) !== batch.payloadHash) throw new Error(`batch ${batchId} no longer holds what its key stands for`);
  const requestSeq = ledger.transact(() => {
    const seq = sealRequest(needs, target.destinationId, batch, entries);
    const now = clock.now();
    ledger.batches.markSending(batchId, now, seq, now + keyLifeMs(target.connector.facts.keyMemoryMs));
    return seq;
  });
  return { batch, entries, requestSeq, heard: nothingHeard };
};

/** `firstTry`: what the try before said that met the end of a token; null: this is the first. */
export const finishSending = async (needs: SendNeeds, target: SendTarget, call: Call, sent: Sending, firstTry: { readonly partly: boolean } | null = null): Promise<SendEnd> => {
  const { batch, entries } = sent;
  const token = call.token();
  const watched = witness(call);
  const { listRef, dncType, expiresAt, idempotencyKey, correlationId } = batch;
  const asked = { listRef, dncType, numbers: entries, expiresAt, idempotencyKey, correlationId };
  const said = await (batch.kind === 'push' ? target.connector.push(watched.call, asked) : target.connector.remove(watched.call, { ...asked, numbers: withVendorRefs(needs, target, batch, entries) }));
  // What the try before carried out stays carried out, whatever this one came to.
  const outcome: PushOutcome = firstTry?.partly === true && said.kind !== 'answered' && said.kind !== 'unknown' ? { ...said, partly: true } : said;
  const sending = { ...sent, heard: watched.heard() };
  // One commit for all that an answer tells.
  if (outcome.kind !== 'token-ended') {
    return needs.ledger.transact(() => {
      keepLatency(needs, target, sending);
      return recordOutcome(needs, target, sending, outcome);
    });
  }

  // One refresh, the same batch, the same key. It stays "sending" meanwhile: waiting, another lane would take it up.
  const ended = { outcome: 'token-ended', why: 'the token ended' } as const;
  const partly = outcome.partly === true;
  if (firstTry !== null) {
    rest(needs, target, sending, ended, { readyAt: needs.clock.now(), partly });
    const failure: Failure = { type: 'CredentialRefused', address: call.apiBase, why: 'a token it had just given was refused' };
    // What was carried out under the new token shows that it was good for a while.
    return { kind: said.kind === 'token-ended' && said.partly === true ? 'trouble' : 'blocked', failure };
  }
  needs.ledger.transact(() => sealResponse(needs, sending, [], ended));
  const renewed = await target.session.renew(token);
  if (renewed.ok) return finishSending(needs, target, renewed.value, sendAgain(needs, target, sending), { partly });
  const readyAt = target.pacing.throttled(null, batch.attempts + 1);
  needs.ledger.transact(() => { layDown(needs, target, sending, ended, { readyAt, partly }); });
  return judge(renewed.failure);
};

/** Some interfaces remove by their own id of the entry. */
const withVendorRefs = ({ ledger }: SendNeeds, { destinationId }: SendTarget, { listRef }: BatchRecord, entries: readonly BatchEntry[]): readonly BatchNumber[] =>
  entries.map(({ phone, jurisdiction }) => ({ phone, jurisdiction, vendorRef: ledger.listed.vendorRef(destinationId, listRef, phone) }));

const keepLatency = ({ ledger }: SendNeeds, { destinationId }: SendTarget, { heard: { millis } }: Sending): void => {
  if (millis !== null) ledger.latencies.add(destinationId, millis);
};

const sendAgain = (needs: SendNeeds, target: SendTarget, { batch, entries }: Sending): Sending => {
  const { ledger, clock } = needs;
  const sent = ledger.batches.find(batch.id) ?? batch;
  const requestSeq = ledger.transact(() => {
    ledger.batches.markSentAgain(batch.id, clock.now());
    return sealRequest(needs, target.destinationId, sent, entries);
  });
  return { batch: sent, entries, requestSeq, heard: nothingHeard };
};

/** Whether waiting may help, or only a person. */
export const judge = (failure: Failure): SendEnd => ({ kind: passes(failure) ? 'trouble' : 'blocked', failure });

const recordOutcome = (needs: SendNeeds, target: SendTarget, sending: Sending, outcome: Exclude<PushOutcome, { kind: 'token-ended' }>): SendEnd => {
  const { batch } = sending;
  const now = needs.clock.now();
  const address = target.connector.facts.label;
  if (outcome.kind === 'unknown' || outcome.kind === 'unsent') target.breaker.failed('push', outcome.why);
  else target.breaker.succeeded('push');
  switch (outcome.kind) {
    case 'answered':
      target.pacing.heed(outcome.pace);
      return recordAnswers(needs, target, sending, outcome);
    case 'throttled': {
      const readyAt = target.pacing.throttled(outcome.retryAfterMs, batch.attempts + 1);
      rest(needs, target, sending, { outcome: 'throttled', why: 'the vendor asked to wait' }, { readyAt, partly: outcome.partly === true });
      return { kind: 'settled' };
    }
    case 'unsent':
      rest(needs, target, sending, { outcome: 'unsent', why: outcome.why }, { readyAt: target.pacing.throttled(null, batch.attempts + 1), partly: outcome.partly === true });
      return { kind: 'trouble', failure: { type: 'VendorUnreachable', address, why: outcome.why } };
    case 'unknown':
      markUnknown(needs, target, sending, outcome.why, target.pacing.throttled(null, batch.attempts + 1));
      return { kind: 'trouble', failure: { type: 'VendorNoAnswer', address, why: outcome.why } };
    case 'too-large':
      return split(needs, target, sending, { outcome: 'too-large', why: 'too many numbers for one request' }, outcome.kind);
    case 'refused': {
      const facts: ResponseFacts = { outcome: 'refused', receipt: outcome.receipt ?? sending.heard.receipt, why: outcome.why };
      const blame = blameFor(outcome);
      if (blame === 'numbers') return split(needs, target, sending, facts, outcome.code);
      if (blame === 'batch') return refuseAll(needs, target, sending, facts, outcome.code);
      rest(needs, target, sending, facts, { readyAt: now, partly: outcome.partly === true });
      return { kind: 'blocked', failure: outcome.failure };
    }
    default: return outcome satisfies never;
  }
};

const recordAnswers = (needs: SendNeeds, target: SendTarget, sending: Sending, outcome: Extract<PushOutcome, { kind: 'answered' }>): SendEnd => {
  const { ledger, clock } = needs;
  const { batch, entries } = sending;
  const answers = matchAnswers(entries, outcome.entries);
  const receipt = outcome.receipt === '' ? sending.heard.receipt : outcome.receipt;
  const isCertain = answers.every(({ result }) => result !== 'unknown');
  ledger.transact(() => {
    const responseSeq = sealResponse(needs, sending, answers, { outcome: 'answered', receipt });
    const at = clock.now();
    if (isCertain) ledger.batches.settle(batch.id, 'answered', answers, { at, receipt, why: null, responseSeq });
    else ledger.batches.markUnknown(batch.id, answers, { readyAt: lookAt(target, at, 0, true), why: 'the answer did not mention every number', answeredAt: at, receipt });
    keepResults(needs, target, batch, entries, answers);
  });
  return { kind: 'settled' };
};

/** A number the answer does not mention is unknown; so is one it mentions twice with different words. */
const matchAnswers = (entries: readonly BatchEntry[], results: readonly EntryResult[]): readonly NumberAnswer[] => {
  const byPhone = Map.groupBy(results, ({ phone }) => phone);
  return entries.map(({ n, phone }): NumberAnswer => {
    const said = byPhone.get(phone) ?? [];
    const first = said[0];
    if (first === undefined || said.some(({ result }) => result !== first.result)) return { n, result: 'unknown', code: null, why: null };
    if (first.result === 'refused') return { n, result: 'refused', code: first.code, why: first.why };
    return { n, result: first.result, code: null, why: null, vendorRef: first.result === 'unknown' ? null : (first.vendorRef ?? null) };
  });
};

/**
 * Once the batch has its answers: accepted numbers are expected on the list from now on; refused ones wait for a person. Numbers that were to be
 * taken off are leaving until the list is read back, which judges a refused removal too: "not there" is a refusal for some.
 */
export const keepResults = ({ ledger, clock }: SendNeeds, { destinationId, connector }: SendTarget, batch: BatchRecord, entries: readonly BatchEntry[], answers: readonly NumberAnswer[]): void => {
  const { listRef, listName, dncType, expiresAt } = batch;
  if (batch.kind === 'release') return ledger.leaving.mark(destinationId, batch.id, connector.readBack !== undefined);
  const at = clock.now();
  const entryByN = new Map(entries.map((entry) => [entry.n, entry]));
  if (answers.some(({ result }) => result === 'accepted' || result === 'duplicate')) ledger.listed.putBatch(destinationId, batch.id);
  ledger.listed.setVendorRefs(destinationId, listRef, answers.flatMap(({ n, vendorRef }) => (vendorRef == null ? [] : [{ phone: entryByN.get(n)?.phone ?? '', vendorRef }])));
  for (const { n, code, why } of answers.filter(({ result }) => result === 'refused')) {
    const entry = entryByN.get(n);
    if (entry === undefined) continue;
    const { phone, jurisdiction } = entry;
    ledger.deadLetters.add({ destinationId, batchId: batch.id, phone, jurisdiction, expiresAt, listRef, listName, dncType, code: code ?? '', why: why ?? '', at });
  }
};

type Pause = { readonly readyAt: number; /** A part of it may have been applied, and of no number is it known which. */ readonly partly: boolean };

/** Not applied: it waits for another time. */
const rest = (needs: SendNeeds, target: SendTarget, sending: Sending, facts: ResponseFacts, pause: Pause): void => {
  needs.ledger.transact(() => {
    sealResponse(needs, sending, [], facts);
    layDown(needs, target, sending, facts, pause);
  });
};

const layDown = (needs: SendNeeds, target: SendTarget, sending: Sending, facts: ResponseFacts, { readyAt, partly }: Pause): void => {
  const why = facts.why ?? '';
  if (partly) keepUnknown(needs, target, sending, `${why}, when a part was done`, readyAt);
  else needs.ledger.batches.putBack(sending.batch.id, readyAt, why, facts.receipt ?? sending.heard.receipt);
};

const markUnknown = (needs: SendNeeds, target: SendTarget, sending: Sending, why: string, backOffUntil: number): void => {
  needs.ledger.transact(() => {
    sealResponse(needs, sending, [], { outcome: 'unknown', why });
    keepUnknown(needs, target, sending, why, backOffUntil);
  });
};

const keepUnknown = ({ ledger, clock }: SendNeeds, target: SendTarget, { batch, entries, heard: { receipt } }: Sending, why: string, backOffUntil: number): void => {
  const answers = entries.map(({ n }): NumberAnswer => ({ n, result: 'unknown', code: null, why: null }));
  ledger.batches.markUnknown(batch.id, answers, { readyAt: lookAt(target, clock.now(), backOffUntil, false), why, answeredAt: null, receipt });
};

/** A repeat may come after the back-off; a look is worth nothing before the vendor has propagated what it took. */
export const lookAt = ({ connector: { facts }, cooldownMs }: SendTarget, now: number, backOffUntil: number, isAnswered: boolean): number =>
  facts.repeat === 'harmless' || (facts.repeat === 'same-key' && !isAnswered) ? Math.max(now, backOffUntil) : now + cooldownMs;

/** Two new batches with keys of their own take the numbers over; a batch of one that is refused becomes a dead letter. */
const split = (needs: SendNeeds, target: SendTarget, sending: Sending, facts: ResponseFacts, code: string): SendEnd => {
  const { ledger, ids, clock } = needs;
  const { batch, entries } = sending;
  if (entries.length === 1) return refuseAll(needs, target, sending, facts, code);
  const at = clock.now();
  ledger.transact(() => {
    const answers = entries.map(({ n }): NumberAnswer => ({ n, result: 'superseded', code, why: facts.why ?? null }));
    const responseSeq = sealResponse(needs, sending, [], facts);
    ledger.batches.settle(batch.id, 'superseded', answers, { at, receipt: facts.receipt ?? null, why: facts.why ?? null, responseSeq });
    const middle = Math.ceil(entries.length / 2);
    const rules = { maxBatch: middle, keyMemoryMs: target.connector.facts.keyMemoryMs };
    for (const half of [entries.slice(0, middle), entries.slice(middle)]) ledger.batches.create(newBatch(ids, batch.runId, batch, half, rules, at, batch.id));
  });
  return { kind: 'settled' };
};

/** Every number of the batch waits for a person. */
const refuseAll = (needs: SendNeeds, target: SendTarget, sending: Sending, facts: ResponseFacts, code: string): SendEnd => {
  const { batch, entries } = sending;
  const { ledger, clock } = needs;
  const answers = entries.map(({ n }): NumberAnswer => ({ n, result: 'refused', code, why: facts.why ?? null }));
  ledger.transact(() => {
    const responseSeq = sealResponse(needs, sending, answers, facts);
    ledger.batches.settle(batch.id, 'refused', answers, { at: clock.now(), receipt: facts.receipt ?? null, why: facts.why ?? null, responseSeq });
    keepResults(needs, target, batch, entries, answers);
  });
  return { kind: 'settled' };
};
