// One cell of the table: numbers taken off under one fault at one dialect, the books while the fault lasts, and the end once the tenant is well again.
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { valueOf } from '../helpers/create-test-core.ts';
import type { PushWorld } from '../main/runner/push-world.ts';
import type { Finding } from './books.ts';
import { canRemove, isRead, type TableFault } from './fault-list.ts';
import { approveRelease, goOn, goOnReleasing } from './go-on.ts';
import { checkReleaseAtEnd, checkReleaseAtRest, releasedOf, type ReleaseBooks } from './release-books.ts';
import { checkDesk, findUnmet, openCell, pressStop, restUnder, turns } from './run-cell.ts';
import { withoutRates } from './without-rates.ts';

export const runReleaseCell = async (fault: TableFault, dialect: Dialect, numbers: number, connectors = withoutRates()): Promise<readonly Finding[]> => {
  const cell = await openCell(fault, dialect, numbers, connectors);
  const { world } = cell;
  try {
    const { destinationId } = world;
    const { client } = world.desk();
    const books: ReleaseBooks = { ...cell.books, released: releasedOf(cell.books.wanted), now: cell.now };
    await world.push();
    await goOn(client, destinationId, turns);
    await approveRelease(client, destinationId, [...books.released]);
    if (!canRemove(dialect)) return await checkRefusal(books, world);

    let before = world.tenant.requests().length;
    if (fault.afterPush !== true) world.faults(...fault.rules);
    const { runId } = valueOf(await client.call('release.start', { destinationId }));
    if (fault.afterPush === true) {
      await world.until(runId, ({ state }) => state === 'cooling');
      before = world.tenant.requests().length;
      world.faults(...fault.rules);
    }
    if (fault.blow === 'stop') await pressStop(world, runId);
    await restUnder(fault, world, runId, before);
    const findings = [...await checkReleaseAtRest(books, await world.destination()), ...await checkDesk(world), ...findUnmet(fault, world, before)];

    world.faults();
    await world.rested(runId);
    findings.push(...await checkReleaseAtEnd(books, await goOnReleasing(client, destinationId, turns)));
    // Where nobody can read, a person's word and nothing else makes it done.
    if (!isRead(dialect)) {
      valueOf(await client.call('verify.attest', { destinationId, because: 'Looked again: they are gone' }));
      findings.push(...await checkReleaseAtEnd(books, await world.destination()));
    }
    return [...findings, ...await checkDesk(world)];
  } finally {
    await world.close();
  }
};

/** An interface without a call for it says so before anything is begun, and everybody stays blocked. */
const checkRefusal = async (books: ReleaseBooks, world: PushWorld): Promise<readonly Finding[]> => {
  const started = await world.desk().client.call('release.start', { destinationId: world.destinationId });
  const named = !started.ok && started.failure.type === 'RemovalNotOffered';
  const gone = books.wanted.length - [...world.contents('CORPORATE'), ...world.contents('FEDERAL')].length;
  return [
    ...named ? [] : [{ verdict: 'broken' as const, what: `no named failure: ${JSON.stringify(started)}` }],
    ...gone === 0 ? [] : [{ verdict: 'lost' as const, what: `${gone} numbers are gone` }],
    ...world.query("SELECT 1 FROM run WHERE kind = 'release'").map((): Finding => ({ verdict: 'broken', what: 'a run was written down' })),
    ...await checkDesk(world),
  ];
};
