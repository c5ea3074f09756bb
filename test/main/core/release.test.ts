// Release commands: nobody's block ends by itself or by mistake, what another import wants is inherited, and every act can be read in the log.
import { expect, onTestFinished, test } from 'vitest';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { lookInLedger } from '../../helpers/look-in-ledger.ts';

const desk = async (...files: readonly (readonly string[])[]): Promise<TestCore> => {
  const made = await createTestCore();
  onTestFinished(() => made.close());
  for (const [i, numbers] of files.entries()) await store(made, `${i}.csv`, numbers);
  return made;
};
const store = async (made: TestCore, name: string, numbers: readonly string[]) => valueOf(await made.client.call('import.store', { ticket: made.ticketFor(name, `phone,code\n${numbers.map((phone) => `${phone},A\n`).join('')}`) }));
/** Looks into the ledger's file, or writes there as another part of the program would. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns it asks for
const ask = <T>({ home }: TestCore, sql: string): readonly T[] => {
  return lookInLedger(home, (db) => {
    const statement = db.prepare<[], T>(sql);
    if (statement.reader) return statement.all();
    statement.run();
    return [];
  });
};
const verdicts = (made: TestCore) => ask<{ importId: number; verdict: string }>(made, 'SELECT import_id AS importId, verdict FROM entry ORDER BY id').map(({ importId, verdict }) => `${importId} ${verdict}`);
const gone = (made: TestCore, importId: number, phone: string): void => {
  ask(made, "UPDATE import SET list_key = 'list a' WHERE id <> 3");
  ask(made, `INSERT INTO release (phone, cause, import_id, at) VALUES (${phone.slice(1)}, 'gone', ${importId}, 1)`);
};

const [one, two, three] = ['+12025550101', '+12025550102', '+12025550103'] as const;

test('a request needs a reason and numbers that are blocked; several are told apart', async () => {
  const made = await desk([one, two]);
  const { call } = made.client;
  expect(await call('release.request', { phone: one, because: ' ' })).toMatchObject({ failure: { type: 'ReasonRequired' } });
  expect(await call('release.request', { phone: 'none', because: 'x' })).toMatchObject({ failure: { type: 'NumberNotValid' } });
  expect(await call('release.request', { phone: three, because: 'x' })).toMatchObject({ failure: { type: 'NotFound', id: three } });
  expect(valueOf(await call('release.request', { phone: `${one}\n(202) 555-0102, ${three}; 12`, because: 'Asked' }))).toEqual({
    requested: 2, already: 0, refused: [{ text: three, why: 'not_blocked' }, { text: '12', why: 'too_short' }],
  });
  expect(valueOf(await call('release.request', { phone: one, because: 'Again' }))).toMatchObject({ requested: 0, already: 1 });
  expect(valueOf(await call('release.summary', {})).groups).toMatchObject([{ state: 'proposed', cause: 'request', importId: null, releases: 2 }]);
  expect(valueOf(await call('release.page', { search: '555-0102', offset: 0, limit: 10 })).rows).toMatchObject([{ phone: two, because: 'Asked', wanted: 1, listed: [] }]);
});

test('a decision names what it is for, gives its reason, and is taken once', async () => {
  const made = await desk([one, two]);
  const { call } = made.client;
  valueOf(await call('release.request', { phone: `${one},${two}`, because: 'Asked' }));
  expect(await call('release.approve', { because: 'x' })).toMatchObject({ failure: { type: 'NotFound' } });
  expect(await call('release.approve', { cause: 'request', because: 'x' })).toMatchObject({ failure: { type: 'NotFound' } });
  expect(await call('release.approve', { releaseIds: [1], because: '' })).toMatchObject({ failure: { type: 'ReasonRequired' } });
  expect(await call('release.decline', { releaseIds: [9], because: 'x' })).toMatchObject({ failure: { type: 'NotFound', id: 9 } });
  expect(valueOf(await call('release.decline', { releaseIds: [1], because: 'No consent' }))).toMatchObject({ releases: 1, entries: 0 });
  expect(await call('release.approve', { releaseIds: [1], because: 'x' })).toMatchObject({ failure: { type: 'AlreadySettled', state: 'declined' } });
  expect(valueOf(await call('release.approve', { releaseIds: [2], because: 'Consent' }))).toEqual({ releases: 1, numbers: 1, entries: 1, stillWanted: 0, sent: 0 });
  expect(verdicts(made)).toEqual(['1 accepted', '1 released']);
  // No vendor ever had it: it is free at once, and the log says so.
  expect(valueOf(await call('release.page', { state: 'done', offset: 0, limit: 10 })).rows).toMatchObject([{ phone: two, settledBecause: 'Consent', wanted: 0 }]);
  expect(ask<{ kind: string }>(made, "SELECT body ->> '$.kind' AS kind FROM leaf ORDER BY seq DESC LIMIT 3").map(({ kind }) => kind)).toEqual(['delete.done', 'delete.request', 'decision']);
  expect(ask(made, "SELECT 1 FROM leaf WHERE body LIKE '%5550102%'")).toEqual([]);
});

test('a block that another import wants is inherited by its entry, and taking the approval back loses none', async () => {
  const made = await desk([one], [one, two], [one]);
  const { call } = made.client;
  gone(made, 2, one);
  expect(verdicts(made)).toEqual(['1 accepted', '2 duplicate', '2 accepted', '3 duplicate']);
  expect(valueOf(await call('release.approve', { cause: 'gone', importId: 2, because: 'Left the list' }))).toEqual({ releases: 1, numbers: 1, entries: 2, stillWanted: 1, sent: 0 });
  expect(verdicts(made)).toEqual(['1 released', '2 released', '2 accepted', '3 accepted']);
  expect(valueOf(await call('release.take-back', { cause: 'gone', importId: 2 }))).toMatchObject({ entries: 2 });
  expect(verdicts(made)).toEqual(['1 duplicate', '2 duplicate', '2 accepted', '3 accepted']);
  expect(ask(made, 'SELECT phone, count(*) AS n FROM suppression GROUP BY 1 ORDER BY 1')).toEqual([{ phone: Number(one.slice(1)), n: 1 }, { phone: Number(two.slice(1)), n: 1 }]);
  expect(ask(made, 'SELECT import_id AS importId, entries FROM accepted_count WHERE entries > 0 ORDER BY 1')).toEqual([{ importId: 2, entries: 1 }, { importId: 3, entries: 1 }]);
  expect(valueOf(await call('release.page', { offset: 0, limit: 10 })).rows).toMatchObject([{ state: 'proposed', settledAt: null }]);
});

test('a number that stands in a later version of the list is not what an earlier one meant', async () => {
  const made = await desk([one], [two]);
  gone(made, 2, one);
  await store(made, 'later.csv', [one]);
  ask(made, "UPDATE import SET list_key = 'list a'");
  valueOf(await made.client.call('release.approve', { cause: 'gone', importId: 2, because: 'Left' }));
  expect(verdicts(made)).toEqual(['1 released', '2 accepted', '3 accepted']);
});

test('a duplicate that leaves its list takes no block of another with it', async () => {
  const made = await desk([two], [two], [one], [one]);
  gone(made, 4, one);
  expect(valueOf(await made.client.call('release.approve', { cause: 'gone', importId: 4, because: 'Left' }))).toMatchObject({ entries: 1, stillWanted: 1 });
  expect(verdicts(made)).toEqual(['1 accepted', '2 duplicate', '3 accepted', '4 released']);
});

test('nothing is approved while a file is being imported', async () => {
  const made = await desk([one]);
  const { call } = made.client;
  valueOf(await call('release.request', { phone: one, because: 'Asked' }));
  ask(made, "INSERT INTO lease (name, owner, until) VALUES ('intake', 'another', 9999999999999)");
  expect(await call('release.approve', { releaseIds: [1], because: 'x' })).toMatchObject({ failure: { type: 'ImportBusy' } });
});
