// What a person at the desk would press next, again and again, until the destination is ACTIVE or waits for somebody's word.
import { setTimeout } from 'node:timers/promises';
import type { Client } from '../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { Result } from '../../src-shared/result.ts';

const pauseMs = 20;

/** Never attests: that word must come from somebody who looked. `tell` hears the state before every turn. */
export const goOn = async ({ call }: Pick<Client, 'call'>, destinationId: number, turns: number, tell: (view: DestinationView) => void = () => {}): Promise<DestinationView> => {
  for (let turn = 0; ; turn += 1) {
    const view = valueOf(await call('destination.get', { destinationId }));
    tell(view);
    const { state, attention, runId } = view;
    if (turn >= turns || state === 'ACTIVE' || attention === 'not-attested') return view;
    const run = runId === null ? null : valueOf(await call('run.get', { runId }));
    if (run === null || state === 'DRAFT') await call('run.start', { destinationId });
    else if (run.working) await setTimeout(pauseMs);
    else if (run.state !== 'ended') await call('run.resume', { runId: run.runId });
    else if (attention === 'dead-letters') await call('dead-letter.retry', { destinationId });
    else if (attention !== 'differences' || !((await call('verify.push-missing', { destinationId })).ok || (await call('release.start', { destinationId })).ok)) await call('verify.start', { destinationId });
    for (const end = Date.now() + 10_000; Date.now() < end;) {
      const latest = valueOf(await call('run.page', { destinationId, offset: 0, limit: 1 })).rows[0];
      if (latest?.working !== true) break;
      await setTimeout(5);
    }
    // A probe of a side that was left alone has its time.
    await setTimeout(pauseMs);
  }
};

/** The same until every removal that was approved has been asked for and is over, however often it takes. */
export const goOnReleasing = async ({ call }: Pick<Client, 'call'>, destinationId: number, turns: number, tell?: (view: DestinationView) => void): Promise<DestinationView> => {
  for (let round = 0; ; round += 1) {
    const view = await goOn({ call }, destinationId, turns, tell);
    const { numbers } = valueOf(await call('release.plan', { destinationId }));
    if (numbers === 0 || round >= turns || !(await call('release.start', { destinationId })).ok) return view;
  }
};

/** Asks for the release of these numbers and approves it, once the destination is ACTIVE; a person answers for lists that nobody can read. */
export const approveRelease = async ({ call }: Pick<Client, 'call'>, destinationId: number, phones: readonly string[]): Promise<void> => {
  if (valueOf(await call('destination.get', { destinationId })).attention === 'not-attested') valueOf(await call('verify.attest', { destinationId, because: 'Looked at all of them' }));
  valueOf(await call('release.request', { phone: phones.join('\n'), because: 'They asked us to call again' }));
  valueOf(await call('release.approve', { cause: 'request', importId: null, because: 'Consent on file' }));
};

/** The value of a Result that must be ok. */
export const valueOf = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
