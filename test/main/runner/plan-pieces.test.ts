// A plan is read in many pieces and is still of one moment: others write meanwhile, are answered meanwhile, and nothing of theirs is in it by halves.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src-main/ledger/open-ledger.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { planQuestion } from '../../../src-main/runner/cut-run.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld } from './push-world.ts';

let world: PushWorld | undefined;
let ledger: Ledger | undefined;
afterEach(async () => {
  ledger?.close();
  await world?.close();
  [ledger, world] = [undefined, undefined];
});
const many = 6500;
const begin = async (): Promise<{ readonly here: PushWorld; readonly open: (keep: 'counts' | 'numbers') => ReturnType<Ledger['plans']['open']> }> => {
  const here = await createPushWorld({ rows: [...phones(many), ...phones(many).slice(1000, 1500).map((phone) => ({ phone, code: 'FTC' })), ...phones(30, many).map((phone) => ({ phone, code: 'ODD' }))] });
  world = here;
  const beside = valueOf(openLedger(join(here.desk().home, 'ledger.db'), { now: () => Date.now(), appVersion: '0', randomBytes }));
  ledger = beside;
  const destination = beside.destinations.find(here.destinationId);
  if (destination === null) throw new Error('the destination is there');
  const question = planQuestion(beside, destination, createConnectors()[destination.dialect].facts, Date.now(), null);
  return { here, open: (keep) => beside.plans.open(question, keep) };
};

describe('a plan in pieces', () => {
  it('holds every number once, and none that came while it was read', async () => {
    const { here, open } = await begin();
    const reading = open('numbers');
    let steps = 1;
    expect(reading.step()).toBe(false);
    // Lower and higher than where it stands now.
    await here.importRows([...phones(100).map((phone) => ({ phone, code: 'PER' })), ...phones(100, many + 1000)]);
    for (; !reading.step(); steps += 1);
    expect(steps).toBeGreaterThan(3);
    const plan = reading.plan();
    expect(plan.groups.map(({ dncType, numbers }) => [dncType, numbers])).toEqual([['CORPORATE', many], ['FEDERAL', 500]]);
    expect(plan.held).toEqual([{ why: 'code_unmapped', detail: 'ODD', numbers: 30 }]);
    const taken: string[] = [];
    for (let after = ''; ;) {
      const piece = reading.take(plan.groups[0]!, after, 700);
      if (piece.length === 0) break;
      taken.push(...piece.map(({ phone }) => phone));
      after = taken.at(-1) ?? '';
    }
    expect(taken).toEqual([...phones(many)].toSorted());
    reading.close();
    const anew = open('counts');
    while (!anew.step());
    expect(anew.plan().groups.reduce((sum, { numbers }) => sum + numbers, 0)).toBe(many + 500 + 200);
    anew.close();
  });

  it('does not keep others from writing, nor the log of writes from beginning anew once it is read', async () => {
    const { here, open } = await begin();
    const db = openDatabase(join(here.desk().home, 'ledger.db'));
    const isWholeInTheFile = (): boolean => {
      const [{ log, checkpointed } = { log: 0, checkpointed: -1 }] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
      return log === checkpointed;
    };
    const reading = open('numbers');
    reading.step();
    await here.importRows(phones(10, many + 1000));
    expect(isWholeInTheFile()).toBe(false);
    while (!reading.step());
    expect(isWholeInTheFile()).toBe(true);
    reading.close();
    db.close();
  });

  it('is closed with the ledger, wherever it stands', async () => {
    const { open } = await begin();
    const reading = open('counts');
    reading.step();
    ledger?.close();
    ledger = undefined;
    expect(() => reading.step()).toThrow(/not open/);
    reading.close();
  });
});

describe('others meanwhile', () => {
  it('are answered while a dry run is made', async () => {
    const { here } = await begin();
    const { call } = here.desk().client;
    let answered = 0;
    const dryRun = { isOver: false };
    const plan = call('run.plan', { destinationId: here.destinationId }).finally(() => { dryRun.isOver = true; });
    while (!dryRun.isOver) {
      valueOf(await call('import.page', { offset: 0, limit: 1 }));
      answered += 1;
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(valueOf(await plan)).toMatchObject({ numbers: many + 500 });
    expect(answered).toBeGreaterThan(2);
  });
});
