// Dead letters: a refused number keeps its destination from being ACTIVE until a person has sent it again, corrected it or given it up.
import { describe, expect, it } from 'vitest';
import type { DeadLetterView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { phones, type PushWorld } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

/** Twenty numbers at CXone; the tenth and the twentieth are refused inside a 200. */
const openRefused = async (): Promise<PushWorld> => {
  const world = await openWorld({ dialect: 'cxone-dnc-groups', rows: phones(20) });
  world.faults({ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 10 } });
  expect(await world.push()).toMatchObject({ state: 'ended', numbers: 20, accepted: 18, refused: 2, deadLetters: 2 });
  expect(await world.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters', deadLetters: 2, listed: 18 });
  return world;
};

const refused = [phones(1, 9)[0] ?? '', phones(1, 19)[0] ?? ''];
const others = phones(20).filter((phone) => !refused.includes(phone));
const letters = async ({ desk, destinationId }: PushWorld, state: 'open' | 'all' = 'open'): Promise<readonly DeadLetterView[]> =>
  valueOf(await desk().client.call('dead-letter.page', { destinationId, state, offset: 0, limit: 50 })).rows;
const idOf = async (here: PushWorld, phone: string): Promise<number> => (await letters(here)).find((letter) => letter.phone === phone)?.deadLetterId ?? 0;

describe('a dead letter', () => {
  it('names the number, the list and the vendor\'s words, and is held back from the next plan', async () => {
    const here = await openRefused();
    const open = await letters(here);
    expect(open.map(({ phone, listName, state }) => `${phone} ${listName} ${state}`).toSorted()).toEqual(refused.map((phone) => `${phone} DNC CORPORATE open`));
    expect(open.every(({ why }) => why.includes('could not be saved'))).toBe(true);
    const plan = valueOf(await here.desk().client.call('run.plan', { destinationId: here.destinationId }));
    expect(plan).toMatchObject({ numbers: 0, alreadyThere: 18, held: [{ why: 'dead_letter', numbers: 2 }] });
    expect(await here.desk().client.call('verify.start', { destinationId: here.destinationId })).toMatchObject({ ok: true, value: { state: 'clean' } });
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters' });
  });

  it('that is sent again goes out as a new batch, and then all is ACTIVE', async () => {
    const here = await openRefused();
    const run = await here.rested(valueOf(await here.desk().client.call('dead-letter.retry', { destinationId: here.destinationId })).runId);
    expect(run).toMatchObject({ state: 'ended', numbers: 2, accepted: 2, deadLetters: 0 });
    expect(here.contents()).toEqual(phones(20));
    expect((await letters(here, 'all')).map(({ state }) => state)).toEqual(['retried', 'retried']);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 20, deadLetters: 0 });
  });

  it('that is refused again is a dead letter again', async () => {
    const here = await openRefused();
    here.faults({ on: 'push', fault: { kind: 'refuse-some', every: 1 } });
    const run = await here.rested(valueOf(await here.desk().client.call('dead-letter.retry', { destinationId: here.destinationId, deadLetterIds: [await idOf(here, refused[0] ?? '')] })).runId);
    expect(run).toMatchObject({ numbers: 1, refused: 1 });
    expect((await letters(here)).map(({ phone }) => phone).toSorted()).toEqual(refused);
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters', deadLetters: 2 });
  });

  it('that is corrected sends the corrected number and never the wrong one', async () => {
    const here = await openRefused();
    const { call } = here.desk().client;
    const [right = ''] = phones(1, 700);
    expect(await call('dead-letter.correct', { deadLetterId: await idOf(here, refused[0] ?? ''), phone: '555', because: 'misheard' })).toMatchObject({ ok: false, failure: { type: 'NumberNotValid' } });
    const run = await here.rested(valueOf(await call('dead-letter.correct', { deadLetterId: await idOf(here, refused[0] ?? ''), phone: right, because: 'misheard' })).runId);
    expect(run).toMatchObject({ numbers: 1, accepted: 1, deadLetters: 1 });
    expect(here.contents()).toEqual([...others, right].toSorted());
    valueOf(await call('dead-letter.discard', { destinationId: here.destinationId, because: 'not a number of ours' }));
    expect(here.contents()).toEqual([...others, right].toSorted());
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 19 });
  });

  it('that is given up needs a reason, stays out of the next plan, and blocks nothing any more', async () => {
    const here = await openRefused();
    const { call } = here.desk().client;
    const { destinationId } = here;
    expect(await call('dead-letter.discard', { destinationId, because: '  ' })).toMatchObject({ ok: false, failure: { type: 'ReasonRequired' } });
    const [first] = await letters(here);
    valueOf(await call('dead-letter.discard', { destinationId, because: 'The vendor will not have them' }));
    expect(await call('dead-letter.retry', { destinationId, deadLetterIds: [first?.deadLetterId ?? 0] })).toMatchObject({ ok: false, failure: { type: 'AlreadySettled' } });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 18, deadLetters: 0 });
    await here.importRows(phones(22));
    expect(valueOf(await call('run.plan', { destinationId }))).toMatchObject({ numbers: 2, alreadyThere: 18, held: [{ why: 'dead_letter', numbers: 2 }] });
    expect(await here.push()).toMatchObject({ numbers: 2, accepted: 2 });
    expect(here.contents()).toEqual(phones(22).filter((phone) => !refused.includes(phone)));
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 20 });
  });

  it('of an answer that left other numbers open is one dead letter, and the open ones are looked at', async () => {
    const world = await openWorld({ dialect: 'cxone-dnc-groups', rows: phones(40), batchSize: 20, cooldownMs: 60 });
    world.faults({ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 5 } }, { on: 'push', nth: 2, fault: { kind: 'omit-some', every: 4 } });
    expect(await world.push()).toMatchObject({ state: 'ended', numbers: 40, accepted: 36, refused: 4, unknown: 0 });
    expect(await letters(world)).toHaveLength(4);
    expect(await world.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters', listed: 36 });
  });
});
