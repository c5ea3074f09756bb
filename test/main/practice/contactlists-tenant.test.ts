// The practice contact lists answer as the vendor's documents say, with the guide's fifty at once, and show a change once it has spread.
import { describe, expect, test } from 'vitest';
import { readOnlyClient } from '../../../src-main/practice/genesys/genesys-sign-in.ts';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, read, readText, startClient, temporaryFolder, type Answered, type Client } from './practice-world.ts';

const dialect = 'genesys-contactlists';
const lists = '/api/v2/outbound/contactlists';

const on = (client: Client, id: string) => {
  const contact = (n: number, over: object = {}) => ({ id: `c-${n}`, contactListId: id, data: { id: `c-${n}`, phone: phone(n) }, callable: false, ...over });
  return {
    ...client, id, contact,
    add: (batch: unknown) => client.ask('POST', `${lists}/${id}/contacts`, batch),
    change: (n: number, body: unknown) => client.ask('PUT', `${lists}/${id}/contacts/c-${n}`, body),
    search: (more: object = {}) => client.ask('POST', `${lists}/${id}/contacts/search`, { pageNumber: 1, pageSize: 100, ...more }),
    kept: () => client.tenant.contents(id).map((one) => one.phone),
  };
};
const withList = async (options: PracticeOptions = {}) => {
  const client = await startClient(dialect, options);
  return on(client, readText(await client.ask('POST', lists, { name: 'Offers', columnNames: ['id', 'phone'], phoneColumns: [{ columnName: 'phone', type: 'cell' }] }), 'id'));
};
const idsOf = (answer: Answered): readonly string[] => (read(answer, 'entities') as readonly { id: string }[]).map(({ id }) => id);
const isIn = (...values: readonly string[]) => ({ criteria: { filterType: 'OR', clauses: [{ filterType: 'OR', predicates: ['id', 'phone'].map((column) => ({ column, columnType: 'alphabetic', operator: 'IN', range: { inSet: values } })) }] } });

test('a list is made once per name and tells its size where that is asked', async () => {
  const world = await withList();
  await world.add([world.contact(1)]);
  expect((await world.ask('POST', lists, { name: 'Offers', columnNames: ['id'] })).status).toBe(409);
  expect(read(await world.ask('GET', `${lists}?includeSize=true`), 'entities')).toMatchObject([{ id: world.id, size: 1 }]);
  expect(read(await world.ask('GET', `${lists}/${world.id}`), 'size')).toBeUndefined();
  expect((await world.ask('GET', `${lists}/nowhere`)).status).toBe(404);
});

describe('contacts', () => {
  test('fifty at once; one more, and nothing is kept', async () => {
    const world = await withList();
    expect((await world.add(phones(51).map((_, n) => world.contact(n)))).status).toBe(413);
    expect(world.kept()).toEqual([]);
    expect(read(await world.add(phones(50).map((_, n) => world.contact(n))), 'length')).toBe(50);
  });

  test('of another list, with an unknown column or without data are refused', async () => {
    const world = await withList();
    for (const over of [{ contactListId: 'x' }, { data: { name: 'Jo' } }, { data: undefined }, { data: { id: 7 } }]) expect((await world.add([world.contact(1, over)])).status).toBe(400);
    expect((await world.change(1, world.contact(1))).status).toBe(404);
  });

  test('with an id that is there take its place, and a PUT loses what it leaves out', async () => {
    const world = await withList();
    await world.add([world.contact(1), world.contact(1, { callable: true })]);
    expect(world.kept()).toEqual([]);
    expect((await world.change(1, world.contact(1, { data: { phone: phone(1) } }))).status).toBe(200);
    expect(world.kept()).toEqual([phone(1)]);
    expect(read(await world.search(isIn('c-1')), 'total')).toBe(0);
  });

  test('a number counts as blocked while no contact with it is callable', async () => {
    const world = await withList();
    await world.add([world.contact(1), world.contact(2, { data: { id: 'c-2', phone: phone(1) }, callable: true }), world.contact(3)]);
    expect(world.kept()).toEqual([phone(3)]);
    await world.change(2, world.contact(2, { data: { id: 'c-2', phone: phone(1) } }));
    expect(world.kept()).toEqual([phone(1), phone(3)]);
  });

  test('a full list takes only whom it has', async () => {
    const world = await withList({ listLimit: 1 });
    await world.add([world.contact(1)]);
    expect(readText(await world.add([world.contact(2)]), 'code')).toBe('contacts.per.list.limit.exceeded');
    expect((await world.add([world.contact(1)])).status).toBe(200);
  });
});

describe('the search', () => {
  test('finds by any column, sorts, pages, and refuses what it does not know', async () => {
    const world = await withList();
    await world.add([3, 1, 2].map((n) => world.contact(n)));
    expect(idsOf(await world.search(isIn('c-2', phone(3), 'nobody'))).toSorted()).toEqual(['c-2', 'c-3']);
    const sorted = { contactSorts: [{ fieldName: 'id', direction: 'ASC' }] };
    expect(idsOf(await world.search(sorted))).toEqual(['c-1', 'c-2', 'c-3']);
    const second = await world.search({ ...sorted, pageSize: 2, pageNumber: 2 });
    expect([idsOf(second), read(second, 'total'), read(second, 'pageCount')]).toEqual([['c-3'], 3, 2]);
    expect((await world.search({ pageSize: 1000 })).status).toBe(400);
    expect((await world.search({ criteria: { clauses: [{ predicates: [{ column: 'id', operator: 'BETWEEN' }] }] } })).status).toBe(400);
  });

  test('shows a change once it has spread', async () => {
    let now = Date.now();
    const world = await withList({ propagationMs: 1500, now: () => now });
    await world.add([world.contact(1, { callable: true })]);
    expect(idsOf(await world.search())).toEqual([]);
    now += 1500;
    await world.change(1, world.contact(1));
    expect(read(await world.search(), 'entities.0.callable')).toBe(true);
    now += 1500;
    expect(read(await world.search(), 'entities.0.callable')).toBe(false);
  });
});

test('who may only read may search and not write', async () => {
  const world = await withList();
  const reader = on(await clientOf(world.tenant, readOnlyClient), world.id);
  expect([(await reader.search()).status, (await reader.add([reader.contact(1)])).status]).toEqual([200, 403]);
});

test('the allowance is told with every answer', async () => {
  const world = await withList({ rate: { requests: 2, perMs: 3000 } });
  expect((await world.search()).headers.get('inin-ratelimit-count')).toBe('2');
  const refused = await world.search();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
});

test('faults keep or leave out single contacts, and the kinds of writes are told apart', async () => {
  const world = await withList();
  world.tenant.setFaults((['refuse-some', 'omit-some', 'duplicate-some', 'forget-some'] as const).map((kind, index) => ({ on: 'push' as const, nth: index + 1, fault: { kind, every: 2 } })));
  const told: unknown[] = [];
  for (const from of [0, 2, 4, 6]) told.push(read(await world.add([world.contact(from), world.contact(from + 1)]), 'length'));
  expect([told, world.kept()]).toEqual([[1, 1, 3, 2], [0, 2, 3, 4, 5, 6].map(phone)]);
  await world.change(0, world.contact(0, { callable: true }));
  expect(world.tenant.requests().filter(({ kind }) => kind === 'push' || kind === 'remove').map(({ kind }) => kind)).toEqual(['push', 'push', 'push', 'push', 'remove']);
});

test('contacts, lists and campaigns outlive a restart', async () => {
  const store = temporaryFolder();
  const world = await withList({ store });
  await world.add([world.contact(1)]);
  await world.tenant.close();
  const again = on(await startClient(dialect, { store }), world.id);
  expect([again.kept(), idsOf(await again.search(isIn(phone(1))))]).toEqual([[phone(1)], ['c-1']]);
});
