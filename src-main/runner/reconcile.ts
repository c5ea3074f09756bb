// Reads the lists back and compares them number by number; only a comparison that finds nothing wrong is clean.
import type { Difference, ReconciliationView } from '../../src-shared/contract/runs.ts';
import { compareSlices, type ListDifference } from '../../src-shared/domain/compare-lists.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import { createRowSealer, type RowSealer, type SealedRows } from '../ledger/seal-rows.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Ids } from '../ports/ids.ts';
import type { Breaker } from './circuit.ts';
import { forgetReading } from './forget-reading.ts';
import { giveWay } from './give-way.ts';
import { isOutage } from './judge.ts';
import { keepLease } from './keep-lease.ts';
import { readLists, type ReadNeeds } from './read-lists.ts';
import { settleLeaving } from './settle-leaving.ts';
import type { OpenDestination } from './vendor-desk.ts';

export type ReconcileNeeds = ReadNeeds & {
  readonly ids: Ids;
  /** This process, as leases name it. */
  readonly owner: string;
  readonly reportDefect: (thrown: unknown) => unknown;
  readonly breaker: Breaker;
};

/** Held while a reading goes on: where nobody holds it, its process has died. */
export const readingLease = (id: number): string => `reading ${id}`;

type Counts = { readonly expected: number; readonly found: number; readonly missing: number; readonly extra: number; readonly different: number };
type Counting = { -readonly [K in keyof Counts]: number };
export const nothingCounted: Counts = { expected: 0, found: 0, missing: 0, extra: 0, different: 0 };
/** Numbers pushed since the last read-back that found nothing wrong: each is sealed where it was first found as it should be. */
type Confirmed = { readonly since: number; readonly sealer: RowSealer };
type List = { readonly listRef: string; readonly listName: string };
type Probe = ReconciliationView['probe'][number];

/** Compared, and sealed, in some 20 ms. */
const sliceSize = 1000;
/** Of each list: how many numbers must answer "blocked". */
const probesPerList = 3;

/** Always leaves an ended reconciliation and a leaf behind, whatever the vendor did. */
export const reconcile = async (needs: ReconcileNeeds, target: OpenDestination, destination: Destination): Promise<ReconciliationView> => {
  const { ledger, clock, owner, breaker } = needs;
  const [id, lastBatchId] = ledger.transact(() => {
    const lastId = ledger.batches.lastId(destination.id);
    const begun = ledger.reconciliations.begin(destination.id, clock.now(), lastId);
    ledger.leases.take(readingLease(begun), owner, clock.now());
    return [begun, lastId ?? 0];
  });
  const over = new AbortController();
  const renewing = keepLease(needs, readingLease(id), over.signal);
  const reading = `reconciliation ${id}`;
  const lists = ledger.listed.lists(destination.id);
  const counts: Counting = { ...nothingCounted };
  const probe: Probe[] = [];
  let view: ReconciliationView | null = null;
  try {
    const read = await readAndProbe(needs, target, destination, reading, lists, probe);
    // Called off by us is no failure of theirs.
    if (read.ok) breaker.succeeded('read-back');
    else if (!needs.signal.aborted && isOutage(read.failure)) breaker.failed('read-back', failureWords(read.failure).title);
    if (!read.ok) return endReading(ledger, id, destination.id, { state: 'failed', counts, probe, failure: read.failure, at: clock.now() });
    let stayed = 0;
    const confirmed: Confirmed = { since: ledger.reconciliations.confirmedBatch(destination.id), sealer: createRowSealer(ledger.log.signer()?.origin ?? '', needs.ids.bytes(32)) };
    for (const list of lists) stayed += await compareList(needs, target, destination, id, reading, list, counts, confirmed);
    // Others may put numbers on a list they share; what we had taken off must be gone all the same.
    const wrong = counts.missing + counts.different + (destination.shared ? stayed : counts.extra);
    const isClean = wrong === 0 && probe.every(({ mustBeListed, listed }) => mustBeListed === listed);
    const at = clock.now();
    view = endReading(ledger, id, destination.id, { state: isClean ? 'clean' : 'differences', counts, probe, failure: null, at, confirmed: confirmed.sealer.end() });
    await settleLeaving(needs, { destinationId: destination.id, reconciliationId: id, lastBatchId, at, reading });
    return view;
  } catch (thrown) {
    if (view === null) endReading(ledger, id, destination.id, { state: 'failed', counts, probe, failure: { type: 'VendorNoAnswer', address: target.connector.facts.label, why: 'the comparison was broken off' }, at: clock.now() });
    throw thrown;
  } finally {
    await forgetReading(ledger, reading);
    over.abort();
    await renewing;
    ledger.leases.release(readingLease(id), owner);
  }
};

const readAndProbe = async (needs: ReconcileNeeds, target: OpenDestination, destination: Destination, reading: string, lists: readonly List[], probe: Probe[]): Promise<Result<null, VendorFailure>> => {
  const read = await readLists(needs, target, reading, lists.map(({ listRef }) => listRef));
  if (!read.ok) return read;
  for (const list of lists) {
    const probed = await probeList(needs, target, destination, reading, list, probe);
    if (!probed.ok) return probed;
  }
  return done;
};

/** Some numbers that must be blocked, some that were taken off, and one that was never there: asked one by one where the dialect can, else looked up in the read-back. */
const probeList = async ({ ledger, clock }: ReconcileNeeds, target: OpenDestination, { id, shared }: Destination, reading: string, { listRef, listName }: List, probe: Probe[]): Promise<Result<null, VendorFailure>> => {
  const { connector, session } = target;
  const blocked = ledger.listed.sample(id, listRef, probesPerList, clock.now());
  // Others may have put any number on a list they share: then it is one that the read-back did not show.
  const free = controlNumbers.find((phone) => !ledger.listed.has(id, listRef, phone) && !ledger.leaving.has(id, listRef, phone) && !(shared && ledger.reconciliations.isKept(reading, listRef, phone)));
  const gone = ledger.leaving.sample(id, listRef, probesPerList).map((phone) => ({ phone, mustBeListed: false }));
  const asked = [...blocked.map((phone) => ({ phone, mustBeListed: true })), ...gone, ...(free === undefined ? [] : [{ phone: free, mustBeListed: false }])];
  for (const { phone, mustBeListed } of asked) {
    let listed = ledger.reconciliations.isKept(reading, listRef, phone);
    if (connector.lookUp !== undefined) {
      const call = await session.call();
      if (!call.ok) return call;
      const answer = await connector.lookUp(call.value, listRef, phone);
      if (answer.kind === 'failed') return fail(answer.failure);
      // A token that ends just here costs only the single question: the read-back has the answer too.
      if (answer.kind === 'looked-up') listed = answer.listed !== null;
    }
    probe.push({ listName, phone, mustBeListed, listed });
  }
  return done;
};

/** Numbers nobody has: exchange 555, lines 0100 to 0199, are kept for fiction. */
const controlNumbers: readonly string[] = Array.from({ length: 100 }, (_, i) => `+1202555${String(100 + i).padStart(4, '0')}`).reverse();

/** Returns how many numbers whose removal was sent are still there. */
const compareList = async ({ ledger, clock }: ReconcileNeeds, target: OpenDestination, destination: Destination, id: number, reading: string, list: List, counts: Counting, { since, sealer }: Confirmed): Promise<number> => {
  const { readsExpiry, expiryGrainMs } = target.connector.facts;
  const now = clock.now();
  let after = '';
  let stayed = 0;
  const isLeaving = ({ phone }: { readonly phone: string }): boolean => ledger.leaving.has(destination.id, list.listRef, phone);
  for (;;) {
    const expected = ledger.listed.after(destination.id, list.listRef, after, sliceSize, now);
    const found = ledger.reconciliations.keptAfter(reading, list.listRef, after, sliceSize);
    if (expected.length === 0 && found.length === 0) return stayed;
    // Both slices are cut at the smaller of the two last numbers, unless a stream has come to its end.
    const upTo = [expected, found].filter((slice) => slice.length === sliceSize).map((slice) => slice.at(-1)?.phone ?? '').sort()[0];
    const within = <T extends { readonly phone: string }>(slice: readonly T[]): readonly T[] => (upTo === undefined ? slice : slice.filter(({ phone }) => phone <= upTo));
    const differences = compareSlices(within(expected), within(found), { readsExpiry, grainMs: expiryGrainMs })
      // What has expired by our clock may still be listed by theirs: no fault of either.
      .filter((difference) => difference.kind !== 'extra' || !ledger.listed.has(destination.id, list.listRef, difference.phone));
    counts.expected += within(expected).length;
    counts.found += within(found).length;
    for (const { kind } of differences) counts[kind] += 1;
    const wrong = new Set(differences.map(({ phone }) => phone));
    for (const { phone, batchId } of within(expected)) if (batchId > since && !wrong.has(phone)) sealer.add({ list: list.listRef, phone });
    const staying = new Set(differences.filter((difference) => difference.kind === 'extra' && isLeaving(difference)).map(({ phone }) => phone));
    stayed += staying.size;
    if (differences.length > 0) ledger.transact(() => ledger.reconciliations.addDifferences(id, differences.map((difference) => describe(difference, list, staying.has(difference.phone)))));
    if (upTo === undefined) return stayed;
    after = upTo;
    await giveWay();
  }
};

const describe = (difference: ListDifference, list: List, isLeaving: boolean): Difference & { readonly listRef: string } => ({
  kind: difference.kind, phone: difference.phone, ...list,
  expected: difference.kind === 'extra' ? (isLeaving ? 'taken off' : null) : expiryText(difference.expected),
  found: difference.kind === 'missing' ? null : expiryText(difference.found),
});

const expiryText = (expiresAt: number | null): string => (expiresAt === null ? 'permanent' : `expires ${new Date(expiresAt).toISOString().slice(0, 16)}Z`);

type Ending = { readonly state: 'clean' | 'differences' | 'failed'; readonly counts: Counts; readonly probe: readonly Probe[]; readonly failure: VendorFailure | null; readonly at: number; readonly confirmed?: SealedRows };

const hasRows = (confirmed: SealedRows | undefined): confirmed is SealedRows => confirmed !== undefined && confirmed.rows > 0;

/** Inside or outside a transaction; the reading must not have ended. */
export const endReading = (ledger: Ledger, id: number, destinationId: number, { state, counts, probe, failure, at, confirmed }: Ending): ReconciliationView =>
  ledger.transact(() => {
    const leafSeq = ledger.log.append({
      kind: 'cooldown.check',
      body: { destination: destinationId, reconciliation: id, state, ...counts, probes: probe.length, probesHeld: probe.filter(({ mustBeListed, listed }) => mustBeListed === listed).length, ...(hasRows(confirmed) ? { root: confirmed.root, rows: confirmed.rows } : {}) },
      open: { ...(hasRows(confirmed) ? confirmed.open : {}), detail: { probe: probe.map((asked) => ({ ...asked })), failure: failure === null ? null : failure.type } },
    });
    ledger.reconciliations.end(id, { state, ...counts, probe, failure, at, leafSeq });
    const view = ledger.reconciliations.find(id);
    if (view === null) throw new Error('a reconciliation just ended is there');
    return view;
  });
