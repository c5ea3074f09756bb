// Reading back: every difference is named by its number, only a read-back that finds nothing wrong makes ACTIVE, and what is missing is sent as a new batch.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src-main/practice/practice.ts';
import type { Difference } from '../../../src-shared/contract/runs.ts';
import { liveDialects } from '../../../src-shared/domain/dnc.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { foreignClient, phones, type PushWorld } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

const dateIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const verify = async ({ desk, destinationId }: PushWorld) => valueOf(await desk().client.call('verify.start', { destinationId }));
const differences = async ({ desk, destinationId }: PushWorld): Promise<readonly Difference[]> => {
  const { rows } = valueOf(await desk().client.call('verify.page', { destinationId, offset: 0, limit: 1 }));
  return valueOf(await desk().client.call('verify.differences', { reconciliationId: rows[0]?.reconciliationId ?? 0, offset: 0, limit: 500 })).rows;
};
const pushMissing = async ({ desk, destinationId, rested }: PushWorld) => rested(valueOf(await desk().client.call('verify.push-missing', { destinationId })).runId);

/** Another client of the same tenant writes to the list behind our back, by the vendor's own calls. */
const foreign = async ({ tenant, listRef }: PushWorld, numbers: readonly string[], expiresAt: string | null = null): Promise<void> => {
  const { baseUrl, credentials } = tenant;
  const isGenesys = tenant.dialect === 'genesys-dnclists';
  const signIn = await fetch(`${baseUrl}${isGenesys ? '/oauth/token' : '/authentication/v1/token/access-key'}`, {
    method: 'POST',
    headers: { 'content-type': isGenesys ? 'application/x-www-form-urlencoded' : 'application/json', authorization: `Basic ${Buffer.from(`${credentials['clientId']}:${credentials['clientSecret']}`).toString('base64')}` },
    body: isGenesys ? 'grant_type=client_credentials' : JSON.stringify({ accessKeyId: credentials['accessKeyId'], accessKeySecret: credentials['accessKeySecret'] }),
  });
  const { access_token: token } = await signIn.json() as { access_token: string };
  const answer = await fetch(`${baseUrl}${isGenesys ? `/api/v2/outbound/dnclists/${listRef()}/phonenumbers` : `/inContactAPI/services/v31.0/dnc-groups/${listRef()}/records`}`, {
    method: isGenesys ? 'PATCH' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'inin-correlation-id': foreignClient, 'x-correlation-id': foreignClient },
    body: JSON.stringify(isGenesys
      ? { action: 'Add', phoneNumbers: numbers, ...(expiresAt === null ? {} : { expirationDateTime: expiresAt }) }
      : { dncGroupRecords: numbers.map((phone) => ({ phoneNumber: Number(phone.slice(2)), ...(expiresAt === null ? {} : { expiredDate: expiresAt }) })) }),
  });
  expect(answer.ok).toBe(true);
};

describe.each(liveDialects)('%s', (dialect) => {
  it('names every number that was answered as accepted and is not there, and sends exactly those again', async () => {
    const here = await openWorld({ dialect, rows: phones(100), batchSize: 50 });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'forget-some', every: 10 } });
    const first = await here.push();
    expect(first).toMatchObject({ state: 'ended', accepted: 100 });
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
    const lost = phones(100).filter((phone) => !here.contents().includes(phone));
    expect(lost).toHaveLength(5);
    const missing = await differences(here);
    expect(missing.map(({ kind, phone }) => `${kind} ${phone}`)).toEqual(lost.map((phone) => `missing ${phone}`));

    const again = await pushMissing(here);
    expect(again).toMatchObject({ state: 'ended', numbers: 5, accepted: 5, batches: { total: 1 } });
    const sent = here.query<{ phone: string }>('SELECT phone FROM batch_number JOIN batch ON batch.id = batch_id WHERE run_id = ? ORDER BY n', again.runId);
    expect(sent.map(({ phone }) => phone)).toEqual(lost);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 100 });
    expect(await here.desk().client.call('verify.push-missing', { destinationId: here.destinationId })).toMatchObject({ ok: false, failure: { type: 'NothingMissing' } });
  });

  it('names numbers that others put there, and is not ACTIVE over them', async () => {
    const here = await openWorld({ dialect, rows: phones(20) });
    await here.push();
    const strangers = phones(3, 500);
    await foreign(here, strangers);
    expect(await verify(here)).toMatchObject({ state: 'differences', missing: 0, extra: 3, different: 0 });
    expect((await differences(here)).map(({ kind, phone }) => `${kind} ${phone}`)).toEqual(strangers.map((phone) => `extra ${phone}`));
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
    expect(await here.desk().client.call('verify.push-missing', { destinationId: here.destinationId })).toMatchObject({ ok: false, failure: { type: 'NothingMissing' } });
  });

  it('takes them for no fault on a list that others write to, even the number nobody should have', async () => {
    const here = await openWorld({ dialect, rows: phones(20), shared: true });
    await here.push();
    await foreign(here, [...phones(3, 500), ...Array.from({ length: 100 }, (_, i) => `+1202555${String(100 + i).padStart(4, '0')}`)]);
    expect(await verify(here)).toMatchObject({ state: 'clean', missing: 0, extra: 103 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('names another expiry, and puts it right', async () => {
    const here = await openWorld({ dialect, rows: [...phones(4), ...phones(2, 10).map((phone) => ({ phone, expires: dateIn(90) }))] });
    expect(await here.push()).toMatchObject({ accepted: 6 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
    const [one = ''] = phones(1, 10);
    const [two = ''] = phones(1);
    await foreign(here, [one, two], `${dateIn(30)}T00:00Z`);
    expect(await verify(here)).toMatchObject({ state: 'differences', missing: 0, extra: 0, different: 2 });
    expect((await differences(here)).map(({ phone }) => phone)).toEqual([two, one].toSorted());
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
    expect(await pushMissing(here)).toMatchObject({ state: 'ended', numbers: 2 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  const broken: readonly (readonly [string, Fault])[] = [
    ['500', { kind: 'status', status: 500 }], ['a web page', { kind: 'html' }], ['half of it', { kind: 'half-json' }],
    ['a reset', { kind: 'reset-before' }], ['a body that breaks off', { kind: 'reset-mid-body' }],
  ];
  it.each(broken)('asks for attention when the read-back is answered with %s, and is ACTIVE after one that works', async (_, fault) => {
    const here = await openWorld({ dialect, rows: phones(20) });
    here.faults({ on: 'read', fault });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 20 });
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'read-back-failed' });
    here.faults();
    expect(await verify(here)).toMatchObject({ state: 'clean' });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('comes through 429 and an ended token while reading back', async () => {
    const here = await openWorld({ dialect, rows: phones(20) });
    here.faults({ on: 'read', nth: 2, fault: { kind: 'status', status: 429, retryAfterSeconds: 0 } }, { on: 'read', nth: 4, fault: { kind: 'token-ended' } });
    await here.push();
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('keeps an earlier verdict from standing in for a read-back that cannot begin', async () => {
    const here = await openWorld({ dialect, rows: phones(40) });
    await here.push();
    await here.importRows(phones(10, 100));
    here.faults({ on: 'read', fault: { kind: 'reset-before' } });
    await here.push();
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'read-back-failed' });
  });
});

describe('Genesys', () => {
  it('does not take an older export for today\'s list', async () => {
    const here = await openWorld({ rows: phones(20) });
    await here.push();
    await here.importRows(phones(20, 100));
    // The first four polls, one for each list, ask what lay there before.
    here.faults({ on: 'read', nth: 5, times: 8, fault: { kind: 'older-export' } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 20 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 40 });
  });

  it('finds refused numbers missing, since Genesys answers nothing', async () => {
    const here = await openWorld({ rows: phones(20) });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 4 } });
    await here.push();
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
    expect(await pushMissing(here)).toMatchObject({ numbers: 5, accepted: 5 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 20 });
  });
});

describe('a list longer than a slice of the comparison', () => {
  it('is compared to the last number, with differences at the borders and at the ends', async () => {
    const here = await openWorld({ dialect: 'cxone-dnc-groups', rows: phones(12_000), batchSize: 4_000 });
    here.faults({ on: 'push', fault: { kind: 'forget-some', every: 1_000 } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 12_000 });
    await foreign(here, [...phones(2, 12_000), ...phones(1, 15_000)]);
    expect(await verify(here)).toMatchObject({ state: 'differences', expected: 12_000, found: 11_991, missing: 12, extra: 3, different: 0 });
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
  });
});
