// One cell of the table: a push under one fault to one dialect, its books while the fault lasts, and its end once the tenant is well again.
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { valueOf } from '../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld, type Row } from '../main/runner/push-world.ts';
import { checkAtEnd, checkAtRest, type Books, type Finding, type Wanted } from './books.ts';
import { isRead, type TableFault } from './fault-list.ts';
import { goOn } from './go-on.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { withoutRates } from './without-rates.ts';

const batchSize = 20;
export const turns = 25;
/** So long a run may wait for what a blinding fault never gives. */
const patienceMs = 1_200;
const cooldownMs = 20;
/** Long enough to be seen while it lasts. */
const longCooldownMs = 250;
const dayMs = 86_400_000;

/** Every third has a type and a list of its own, and an expiry within every vendor's limit. */
export const rowsOf = (count: number, now: number): readonly Row[] =>
  phones(count).map((phone, i) => (i % 3 === 0 ? { phone, code: 'FTC', expires: new Date(now + 100 * dayMs).toISOString().slice(0, 10) } : { phone, code: 'INT' }));
export const wantedOf = (rows: readonly Row[]): readonly Wanted[] => rows.map(({ phone, code }) => ({ phone, dncType: code === 'FTC' ? 'FEDERAL' : 'CORPORATE' }));

export type Cell = { readonly world: PushWorld; readonly books: Books; readonly disk: SmallDisk | null; /** The tenant's clock, and what puts it on. */ readonly now: () => number; readonly putOn: (ms: number) => void };

export const openCell = async (fault: TableFault, dialect: Dialect, numbers: number, connectors: ReturnType<typeof withoutRates>): Promise<Cell> => {
  let ahead = fault.skewMs ?? 0;
  const rows = rowsOf(numbers, Date.now());
  const disk = fault.blow === 'disk-full' ? mountSmallDisk() : null;
  const now = (): number => Date.now() + ahead;
  const world = await createPushWorld({
    dialect, rows, batchSize, needs: { connectors }, cooldownMs: fault.afterPush === true ? longCooldownMs : cooldownMs,
    practice: { now, propagationMs: fault.propagationMs ?? 0 }, ...(disk === null ? {} : { home: disk.home }),
  });
  return { world, disk, now, putOn: (ms) => { ahead += ms; }, books: { query: world.query, tenant: world.tenant, dialect, fault, wanted: wantedOf(rows) } };
};

export const runCell = async (fault: TableFault, dialect: Dialect, numbers: number, connectors = withoutRates()): Promise<readonly Finding[]> => {
  if (fault.releases === true) throw new Error('a release has a cell of its own');
  const { world, books, disk, putOn } = await openCell(fault, dialect, numbers, connectors);
  try {
    let before = world.tenant.requests().length;
    if (fault.afterPush !== true) world.faults(...fault.rules);
    const { runId } = await world.start();
    if (fault.afterPush === true) {
      await world.until(runId, ({ state }) => state === 'cooling');
      before = world.tenant.requests().length;
      world.faults(...fault.rules);
    }
    if (fault.blow === 'stop') await pressStop(world, runId);
    if (disk !== null) {
      await world.until(runId, ({ batches }) => batches.done >= 3);
      disk.fill();
    }
    await restUnder(fault, world, runId, before);
    const findings = [...await checkAtRest(books, await world.destination()), ...findUnmet(fault, world, before)];
    disk?.clear();
    findings.push(...await checkDesk(world));

    world.faults();
    putOn(2 * (fault.propagationMs ?? 0));
    await world.rested(runId);
    const end = await goOn(world.desk().client, world.destinationId, turns);
    findings.push(...await checkAtEnd(books, end));
    if (!isRead(dialect) && end.attention === 'not-attested') findings.push(...await checkWord(world));
    return [...findings, ...await checkDesk(world)];
  } finally {
    disk?.clear();
    await world.close();
    disk?.remove();
  }
};

/** Until nobody works on it, or, under a fault that never ends, until it was met and there was time enough. */
export const restUnder = async (fault: TableFault, world: PushWorld, runId: number, before: number): Promise<void> => {
  const patience = Date.now() + patienceMs;
  await world.until(runId, ({ working }) => !working || (fault.blinds === true && Date.now() > patience && findUnmet(fault, world, before).length === 0));
};

/** Up to three stops, each while requests are under way; the last one is left to whoever goes on. */
export const pressStop = async (world: PushWorld, runId: number): Promise<void> => {
  const { call } = world.desk().client;
  for (const done of [0, 2, 5]) {
    if (done > 0) valueOf(await call('run.resume', { runId }));
    const { batches, working } = await world.until(runId, (run) => !run.working || (run.batches.done >= done && run.batches.inFlight > 0));
    if (working && batches.inFlight > 0) await call('run.stop', { runId });
    if ((await world.rested(runId)).state !== 'stopped') return;
  }
};

/** A fault that never came proves nothing. */
export const findUnmet = ({ rules }: TableFault, { tenant }: PushWorld, before: number): readonly Finding[] => {
  const met = tenant.requests().slice(before);
  return rules.filter(({ on, nth = 1 }) => met.filter(({ kind }) => kind === on).length < nth).map(({ on, nth }): Finding => ({ verdict: 'broken', what: `the ${on} ${nth ?? 1} that was to meet the fault never came` }));
};

export const checkDesk = async (world: PushWorld): Promise<readonly Finding[]> => {
  const { client, defects } = world.desk();
  const { ticket } = valueOf(await client.call('log.export', {}));
  const { verdict } = valueOf(await client.call('log.check', { ticket }));
  return [...defects.map((what): Finding => ({ verdict: 'broken', what })), ...verdict === 'valid' ? [] : [{ verdict: 'broken' as const, what: `the log is ${verdict}` }]];
};

/** Where nobody can read, a person's word and nothing else makes it ACTIVE. */
const checkWord = async (world: PushWorld): Promise<readonly Finding[]> => {
  valueOf(await world.desk().client.call('verify.attest', { destinationId: world.destinationId, because: 'Looked at all of them' }));
  const { state, verifiedBy } = await world.destination();
  return state === 'ACTIVE' && verifiedBy === 'attestation' ? [] : [{ verdict: 'broken', what: `after a person's word it is ${state}` }];
};
