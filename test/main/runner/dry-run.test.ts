// The dry run: every accepted number is in exactly one class for each list it is meant for, and what it promises is what is pushed.
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { phones, type PushWorld, type Row } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

const day = 86_400_000;
const dateIn = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const plan = async ({ desk, destinationId }: PushWorld): Promise<PlanView> => valueOf(await desk().client.call('run.plan', { destinationId }));
const held = (view: PlanView): Readonly<Record<string, number>> => Object.fromEntries(view.held.map(({ why, detail, numbers }) => [detail === null ? why : `${why} ${detail}`, numbers]));
/** All that the plan accounts for. */
const sum = (view: PlanView): number => view.numbers + view.alreadyThere + view.held.reduce((total, { numbers }) => total + numbers, 0);
const at = (numbers: readonly string[], row: Omit<Row, 'phone'>): readonly Row[] => numbers.map((phone) => ({ phone, ...row }));

describe('what stays behind, and why', () => {
  it('is told for codes that are not mapped, blocks that are over and numbers whose country is not allowed', async () => {
    const here = await openWorld({ rows: [...phones(10), ...at(phones(5, 10), { code: 'ODD' }), ...at(phones(4, 20), { expires: dateIn(-10) })], countries: ['CA'] });
    expect(held(await plan(here))).toEqual({ 'code_unmapped ODD': 5, 'country_not_allowed US': 14 });
    const { destinationId, name, settings } = await here.destination();
    valueOf(await here.desk().client.call('destination.update', { destinationId, name, settings, countries: ['US'], lateExpiry: 'permanent', shared: false }));
    const view = await plan(here);
    expect(held(view)).toEqual({ 'code_unmapped ODD': 5, expired: 4 });
    expect(view.numbers).toBe(10);
    expect(sum(view)).toBe(19);
  });

  it('is told for conflicts, undecided and held, and pushed once they are decided', async () => {
    const here = await openWorld({ rows: [...phones(3), ...at(['+14165550100', '+14165550101'], { code: 'FTC' }), ...at(phones(2, 5), { code: 'FTC' })] });
    const { call } = here.desk().client;
    expect(held(await plan(here))).toEqual({ 'conflict_undecided federal_outside_country': 2 });
    valueOf(await call('conflict.decide', { kind: 'federal_outside_country', choice: 'hold' }));
    expect(held(await plan(here))).toEqual({ 'conflict_held federal_outside_country': 2 });
    expect(sum(await plan(here))).toBe(7);
    valueOf(await call('conflict.decide', { kind: 'federal_outside_country', choice: 'keep' }));
    expect(await plan(here)).toMatchObject({ numbers: 7, held: [], batches: 2 });
    expect(await here.push()).toMatchObject({ accepted: 7 });
    expect(here.contents('FEDERAL')).toEqual([...phones(2, 5), '+14165550100', '+14165550101'].toSorted());
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('is told for a type without a list', async () => {
    const here = await openWorld({ rows: phones(6) });
    const { call } = here.desk().client;
    const { tenant } = here;
    const { destinationId } = valueOf(await call('destination.create', {
      name: 'By hand', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: tenant.credentials['clientId'] ?? '', baseAddress: tenant.baseUrl }, countries: [], lateExpiry: 'permanent', shared: false,
    }));
    const view = valueOf(await call('run.plan', { destinationId }));
    expect(held(view)).toEqual({ 'list_not_chosen CORPORATE': 6 });
    expect(sum(view)).toBe(6);
    expect(await call('run.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'ListNotChosen', dncTypes: ['CORPORATE'] } });
  });

  it('counts a number once for a list, however many rows speak of it', async () => {
    // Wanted by one row, over or not mapped by another: it is pushed, and only that.
    const here = await openWorld({ rows: [...phones(4), ...at(phones(4), { expires: dateIn(-10) }), ...at(phones(2), { code: 'ODD' }), ...at(phones(3, 50), { expires: dateIn(-10) }), ...at(phones(3, 50), { expires: dateIn(-20) })] });
    const view = await plan(here);
    expect(view.numbers).toBe(4);
    expect(held(view)).toEqual({ 'code_unmapped ODD': 2, expired: 3 });
    await here.push();
    const after = await plan(here);
    expect(after).toMatchObject({ numbers: 0, alreadyThere: 4 });
    expect(held(after)).toEqual({ 'code_unmapped ODD': 2, expired: 3 });
  });

  it('is nothing after a push, and again only what is new', async () => {
    const here = await openWorld({ rows: phones(10) });
    await here.push();
    expect(await plan(here)).toMatchObject({ numbers: 0, batches: 0, alreadyThere: 10, held: [] });
    expect(await here.desk().client.call('run.start', { destinationId: here.destinationId })).toMatchObject({ ok: false, failure: { type: 'NothingToPush' } });
    await here.importRows(phones(15));
    expect(await plan(here)).toMatchObject({ numbers: 5, alreadyThere: 10, saved: 1 });
    expect(await here.push()).toMatchObject({ accepted: 5 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 15 });
  });
});

describe('expiry', () => {
  const [phone = '', other = '', third = '', fourth = ''] = phones(4);
  const expiryOf = (here: PushWorld, one: string): number | null | undefined => here.tenant.contents(here.listRef()).find((entry) => entry.phone === one)?.expiresAt;

  it('of two rows for one number is the longer, and permanent is the longest', async () => {
    const here = await openWorld({ rows: [...at([phone], { expires: dateIn(30) }), ...at([phone], { expires: dateIn(60) }), ...at([other], { expires: dateIn(30) }), other, ...at([third], { expires: dateIn(20) })] });
    expect(await plan(here)).toMatchObject({ numbers: 3, batches: 3, lists: [{ permanent: 1, expiring: 2, beyondLimit: 0 }] });
    await here.push();
    expect(new Date(expiryOf(here, phone) ?? 0).toISOString().slice(0, 7)).toBe(dateIn(60).slice(0, 7));
    expect((expiryOf(here, phone) ?? 0) - (expiryOf(here, third) ?? 0)).toBe(40 * day);
    expect(expiryOf(here, other)).toBeNull();
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('beyond the vendor\'s limit leaves as permanent where the destination says so', async () => {
    const here = await openWorld({ rows: [...at([phone], { expires: dateIn(400) }), other, ...at([third], { expires: dateIn(100) }), fourth, ...at([fourth], { expires: dateIn(400) })] });
    expect(await plan(here)).toMatchObject({ numbers: 4, lists: [{ permanent: 3, expiring: 1, beyondLimit: 1 }] });
    await here.push();
    expect(expiryOf(here, phone)).toBeNull();
    expect(await plan(here)).toMatchObject({ numbers: 0, alreadyThere: 4 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('beyond the vendor\'s limit leaves at the limit where the destination says so', async () => {
    const here = await openWorld({ rows: [...at([phone], { expires: dateIn(400) }), other, ...at([third], { expires: dateIn(100) }), fourth, ...at([fourth], { expires: dateIn(400) })], lateExpiry: 'limit' });
    expect(await plan(here)).toMatchObject({ numbers: 4, lists: [{ permanent: 2, expiring: 2, beyondLimit: 1 }] });
    await here.push();
    expect((expiryOf(here, phone) ?? 0) - Date.now()).toBeGreaterThan(179 * day);
    expect((expiryOf(here, phone) ?? 0) - Date.now()).toBeLessThan(180 * day);
    expect(expiryOf(here, fourth)).toBeNull();
    expect(await plan(here)).toMatchObject({ numbers: 0, alreadyThere: 4 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('is kept as it is where the vendor has no limit', async () => {
    const here = await openWorld({ dialect: 'cxone-dnc-groups', rows: at([phone], { expires: dateIn(400) }) });
    expect(await plan(here)).toMatchObject({ numbers: 1, lists: [{ expiring: 1, beyondLimit: 0 }] });
    await here.push();
    expect((expiryOf(here, phone) ?? 0) - Date.now()).toBeGreaterThan(398 * day);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('that becomes longer is pushed again, and one that becomes shorter is not', async () => {
    const here = await openWorld({ rows: at([phone, other], { expires: dateIn(60) }) });
    await here.push();
    await here.importRows([...at([phone], { expires: dateIn(90) }), ...at([other], { expires: dateIn(30) })]);
    expect(await plan(here)).toMatchObject({ numbers: 1, alreadyThere: 1 });
    await here.push();
    expect((expiryOf(here, phone) ?? 0) - (expiryOf(here, other) ?? 0)).toBe(30 * day);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 2 });
  });
});

describe('several lists', () => {
  it('share nothing: a number under two types is on both lists, and each is counted', async () => {
    const here = await openWorld({ rows: [...phones(5), ...at(phones(8), { code: 'FTC' }), ...at(phones(2, 20), { code: 'PER' })], batchSize: 3 });
    const view = await plan(here);
    expect(view).toMatchObject({ numbers: 15, batches: 6 });
    expect(Object.fromEntries(view.lists.map(({ dncType, numbers, batches }) => [dncType, `${numbers} in ${batches}`]))).toEqual({ CORPORATE: '5 in 2', FEDERAL: '8 in 3', PERSONAL: '2 in 1' });
    const run = await here.push();
    expect(run).toMatchObject({ accepted: 15, batches: { total: 6 } });
    expect(here.contents('CORPORATE')).toEqual(phones(5));
    expect(here.contents('FEDERAL')).toEqual(phones(8));
    expect(here.contents('PERSONAL')).toEqual(phones(2, 20));
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 15 });
  });
});
