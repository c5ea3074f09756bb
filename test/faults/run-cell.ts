// One cell of the table: a push under one fault to one dialect, its books while the fault lasts, and its end once the tenant is well again.
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { valueOf } from '../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld, type Row } from '../main/runner/push-world.ts';
import { checkAtEnd, checkAtRest, type Books, type Finding, type Wanted } from './books.ts';
import { isRead, type TableFault } from './fault-list.ts';
import { goOn } from './go-on.ts';
import { withoutRates } from './without-rates.ts';

const batchSize = 20;
const turns = 25;
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

export const runCell = async (fault: TableFault, dialect: Dialect, numbers: number, connectors = withoutRates()): Promise<readonly Finding[]> => {
  let ahead = fault.skewMs ?? 0;
  const rows = rowsOf(numbers, Date.now());
  const world = await createPushWorld({
    dialect, rows, batchSize, needs: { connectors }, cooldownMs: fault.afterPush === true ? longCooldownMs : cooldownMs,
    practice: { now: () => Date.now() + ahead, propagationMs: fault.propagationMs ?? 0 },
  });
  try {
    const books: Books = { query: world.query, tenant: world.tenant, dialect, fault, wanted: wantedOf(rows) };
    let before = world.tenant.requests().length;
    if (fault.afterPush !== true) world.faults(...fault.rules);
    const { runId } = await world.start();
    if (fault.afterPush === true) {
      await world.until(runId, ({ state }) => state === 'cooling');
      before = world.tenant.requests().length;
      world.faults(...fault.rules);
    }
    const patience = Date.now() + patienceMs;
    await world.until(runId, ({ working }) => !working || (fault.blinds === true && Date.now() > patience));
    const findings = [...await checkAtRest(books, await world.destination()), ...await checkDesk(world), ...findUnmet(fault, world, before)];

    world.faults();
    ahead += 2 * (fault.propagationMs ?? 0);
    await world.rested(runId);
    const end = await goOn(world.desk().client, world.destinationId, turns);
    findings.push(...await checkAtEnd(books, end));
    if (!isRead(dialect) && end.attention === 'not-attested') findings.push(...await checkWord(world));
    return [...findings, ...await checkDesk(world)];
  } finally {
    await world.close();
  }
};

/** A fault that never came proves nothing. */
const findUnmet = ({ rules }: TableFault, { tenant }: PushWorld, before: number): readonly Finding[] => {
  const met = tenant.requests().slice(before);
  return rules.filter(({ on, nth = 1 }) => met.filter(({ kind }) => kind === on).length < nth).map(({ on, nth }): Finding => ({ verdict: 'broken', what: `the ${on} ${nth ?? 1} that was to meet the fault never came` }));
};

const checkDesk = async (world: PushWorld): Promise<readonly Finding[]> => {
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
