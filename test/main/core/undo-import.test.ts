// An import is taken back as one act: what nobody was told of leaves, what others want stays, what a vendor may have is proposed, and a crash only interrupts it.
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';
import { createPushWorld, phones } from '../runner/push-world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const open = async (): Promise<TestCore> => {
  const desk = await createTestCore();
  closing.push(async () => {
    expect(desk.defects).toEqual([]);
    await desk.close();
  });
  return desk;
};
const store = async (desk: TestCore, name: string, lines: readonly string[]) => valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor(name, `phone,code\n${lines.join('\n')}\n`) }));
const undo = (desk: TestCore, importId: number, because = 'the wrong file') => desk.client.call('import.undo', { importId, because });
// oxlint-disable-next-line no-unnecessary-type-parameters -- the row's shape is known to whoever writes the question
const sql = <T>({ home }: TestCore, text: string): readonly T[] => queryLedger<T>(home, text);
const accepted = (desk: TestCore) => sql<{ said: string }>(desk, "SELECT phone || ' ' || import_id AS said FROM entry WHERE verdict = 'accepted' ORDER BY phone, id").map(({ said }) => said);
/** The index of accepted numbers and their counts are what the entries say. */
const isConsistent = (desk: TestCore): void => {
  expect(sql(desk, 'SELECT phone, claim_id, entry_id FROM suppression ORDER BY 1, 2')).toEqual(sql(desk, "SELECT phone, claim_id, id AS entry_id FROM entry WHERE verdict = 'accepted' ORDER BY 1, 2"));
  expect(sql(desk, 'SELECT import_id, sum(entries) AS n FROM accepted_count GROUP BY 1 HAVING n > 0')).toEqual(sql(desk, "SELECT import_id, count(*) AS n FROM entry WHERE verdict = 'accepted' GROUP BY 1"));
};

describe('taking an import back', () => {
  it('takes its numbers and its held rows, and stays to be seen with its reason', async () => {
    const desk = await open();
    const { importId } = await store(desk, 'wrong.csv', ['2025550101,A', '5550103,A', '2025550102,A']);
    const before = valueOf(await desk.client.call('log.status', {})).leaves;
    const view = valueOf(await undo(desk, importId));
    expect(view).toMatchObject({ state: 'undone', lines: 4, accepted: 2, undone: { because: 'the wrong file', by: 'Analyst', withdrawn: 3, held: 1, inherited: 0, proposed: 0 } });
    expect(valueOf(await desk.client.call('home.get', {}))).toMatchObject({ imports: 0, numbers: 0, held: 0, next: 'import' });
    expect(valueOf(await desk.client.call('quarantine.page', { offset: 0, limit: 10 })).total).toBe(0);
    expect(valueOf(await desk.client.call('import.page', { offset: 0, limit: 10 })).rows).toMatchObject([{ importId, state: 'undone' }]);
    expect(valueOf(await desk.client.call('import.rows', { importId, outcome: 'all', offset: 0, limit: 10 })).rows.flatMap(({ numbers }) => numbers.map(({ verdict }) => verdict))).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    const [leaf] = valueOf(await desk.client.call('log.page', { offset: 0, limit: 1 })).rows;
    expect(leaf).toMatchObject({ kind: 'decision', body: { act: 'import.undone', import: importId, withdrawn: 3, held: 1, inherited: 0, proposed: 0 } });
    expect(JSON.stringify(leaf)).not.toContain('wrong');
    expect(valueOf(await desk.client.call('log.status', {})).leaves).toBe(before + 1);
    isConsistent(desk);
  });

  it('leaves to other imports what they want as well, once each', async () => {
    const desk = await open();
    const first = await store(desk, 'a.csv', ['2025550101,A', '2025550101,A', '2025550102,A']);
    const second = await store(desk, 'b.csv', ['2025550101,A', '2025550101,A', '2025550103,A']);
    const third = await store(desk, 'c.csv', ['2025550101,A']);
    expect(valueOf(await undo(desk, first.importId))).toMatchObject({ undone: { withdrawn: 3, inherited: 1 } });
    expect(accepted(desk)).toEqual([`12025550101 ${second.importId}`, `12025550103 ${second.importId}`]);
    isConsistent(desk);
    valueOf(await undo(desk, second.importId));
    expect(accepted(desk)).toEqual([`12025550101 ${third.importId}`]);
    isConsistent(desk);
  });

  it('needs a reason, an import, and one that is not taken back yet', async () => {
    const desk = await open();
    const { importId } = await store(desk, 'a.csv', ['2025550101,A']);
    expect(await undo(desk, importId, '  ')).toEqual({ ok: false, failure: { type: 'ReasonRequired' } });
    expect(await undo(desk, importId + 1)).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
    valueOf(await undo(desk, importId));
    expect(await undo(desk, importId)).toEqual({ ok: false, failure: { type: 'AlreadySettled', state: 'undone' } });
  });

  it('lets the same file be imported again as if for the first time', async () => {
    const desk = await open();
    const { importId } = await store(desk, 'a.csv', ['2025550101,A']);
    valueOf(await undo(desk, importId));
    expect(valueOf(await desk.client.call('import.preview', { ticket: desk.admit(join(desk.home, 'a.csv')) })).seenBefore).toBeNull();
    expect(await store(desk, 'a.csv', ['2025550101,A'])).toMatchObject({ accepted: 1, duplicate: 0 });
    isConsistent(desk);
  });

  it('keeps its held rows out of review also when a decision on them is undone', async () => {
    const desk = await open();
    const { importId } = await store(desk, 'a.csv', ['5550103,A', '5550104,A']);
    const decision = valueOf(await desk.client.call('quarantine.discard', { importId, because: 'no use' }));
    valueOf(await undo(desk, importId));
    await desk.client.call('quarantine.undo', { decisionId: decision.decisionId });
    expect(valueOf(await desk.client.call('quarantine.summary', {})).held).toBe(0);
  });
});

describe('taking a pushed import back', () => {
  it('proposes the release of what the vendor has and nobody else wants, and of nothing else', async () => {
    const [mine, shared, later] = phones(3) as [string, string, string];
    const world = await createPushWorld({ rows: [mine, shared] });
    closing.push(world.close);
    await world.push();
    await world.importRows([shared, later]);
    const view = valueOf(await world.desk().client.call('import.undo', { importId: 1, because: 'bought list, never ours' }));
    expect(view.undone).toMatchObject({ withdrawn: 2, inherited: 1, proposed: 1 });
    expect(world.query('SELECT phone, cause, import_id, state, because FROM release')).toEqual([{ phone: Number(mine.slice(1)), cause: 'undo', import_id: 1, state: 'proposed', because: 'bought list, never ours' }]);
    valueOf(await world.desk().client.call('import.undo', { importId: 2, because: 'neither' }));
    // The first number waits for a person already, the second was pushed for the first import, the third never.
    expect(world.query<{ phone: number }>('SELECT phone FROM release ORDER BY id').map(({ phone }) => `+${phone}`)).toEqual([mine, shared]);
  });
});

describe('taking an import back that is stopped', () => {
  it('stands half-way and says how far, every number blocked once, and goes on when somebody asks again', async () => {
    const desk = await open();
    const lines = Array.from({ length: 40 }, (_, code) => Array.from({ length: 100 }, (_value, line) => `20255501${String(line).padStart(2, '0')},C${code}`)).flat();
    const first = await store(desk, 'a.csv', lines);
    const second = await store(desk, 'b.csv', lines);
    const going = undo(desk, first.importId);
    await expect.poll(() => sql(desk, "SELECT 1 FROM import WHERE state = 'undoing' AND undo ->> '$.next' > first_entry"), { interval: 1 }).toHaveLength(1);
    const stopped = valueOf(await desk.client.call('import.stop-undo', { importId: first.importId }));
    valueOf(await going);
    const { state, undone } = valueOf(await desk.client.call('import.get', { importId: first.importId }));
    expect([stopped.state, state]).toEqual(['undoing', 'undoing']);
    expect(undone).toMatchObject({ isGoing: false, total: 4000, withdrawn: 4000 - (undone?.left ?? 0) });
    expect(undone?.left).toBeGreaterThan(0);
    expect(accepted(desk)).toHaveLength(4000);
    isConsistent(desk);
    expect(valueOf(await undo(desk, first.importId, 'once more'))).toMatchObject({ state: 'undone', undone: { because: 'the wrong file', inherited: 4000, left: 0 } });
    expect(new Set(accepted(desk).map((said) => said.split(' ')[1]))).toEqual(new Set([String(second.importId)]));
    isConsistent(desk);
    expect(await desk.client.call('import.stop-undo', { importId: 99 })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
  });
});

describe('a process that dies while it takes an import back', () => {
  it('leaves it half-way, said so, and the next that imports goes on with the same reason', async () => {
    const desk = await open();
    const { importId } = await store(desk, 'a.csv', ['2025550101,A', '5550103,A', '2025550102,A']);
    await desk.core.close();
    const db = new Sqlite(join(desk.home, 'ledger.db'));
    db.exec(`UPDATE import SET state = 'undoing', undo = json_object('at', 5, 'because', 'half-way', 'actor', (SELECT pseudonym FROM actor), 'first', first_entry, 'next', first_entry + 1, 'last', first_entry + 2, 'lastBatch', 0, 'withdrawn', 1, 'held', 0, 'inherited', 0, 'proposed', 0);
      UPDATE entry SET verdict = 'withdrawn' WHERE id = 1`);
    db.close();
    const again = await desk.reopen();
    closing.push(() => again.core.close());
    expect(valueOf(await again.client.call('import.get', { importId }))).toMatchObject({ state: 'undoing', undone: { withdrawn: 1 } });
    expect(valueOf(await undo(again, importId, 'another reason'))).toMatchObject({ state: 'undone', undone: { because: 'half-way', withdrawn: 3, held: 1 } });
    isConsistent(again);
  });
});
