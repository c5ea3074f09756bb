// Every fault of the plan happens on the wire as it is named, and is carried out or not as it says.
import { describe, expect, test } from 'vitest';
import { createFaultPlan } from '../../../src-main/practice/faults.ts';
import type { Fault, FaultRule } from '../../../src-main/practice/practice.ts';
import { phone, phones, plain, readText, read, signIn, startClient, startTenant } from './practice-world.ts';

const lists = '/api/v2/outbound/dnclists';
const groups = '/inContactAPI/services/v31.0/dnc-groups';

const genesysWith = async (fault: Fault, on: FaultRule['on'] = 'push') => {
  const { ask, tenant } = await startClient('genesys-dnclists');
  const id = readText(await ask('POST', lists, { name: 'Federal', dncSourceType: 'rds' }), 'id');
  tenant.setFaults([{ on, nth: 1, fault }]);
  return { ask, tenant, id, kept: () => tenant.contents(id).length, push: () => ask('POST', `${lists}/${id}/phonenumbers`, phones(10)) };
};

const cxoneWith = async (fault: Fault) => {
  const { ask, tenant } = await startClient('cxone-dnc-groups');
  const id = readText(await ask('POST', groups, { dncGroupName: 'Federal' }), 'dncGroups.0.dncGroupId');
  tenant.setFaults([{ on: 'push', fault }]);
  const push = () => ask('POST', `${groups}/${id}/records`, { dncGroupRecords: phones(10).map((phone) => ({ phoneNumber: Number(phone.slice(2)) })) });
  return { tenant, id, push, kept: () => tenant.contents(id).map((entry) => entry.phone) };
};

describe('the plan', () => {
  const status = (code: number): Fault => ({ kind: 'status', status: code });
  const met = (rules: readonly FaultRule[], kinds: readonly FaultRule['on'][]) => {
    const plan = createFaultPlan(rules);
    return kinds.map((kind) => {
      const fault = plan.meet({ kind: kind === 'any' ? 'other' : kind, polls: false });
      return fault?.kind === 'status' ? fault.status : null;
    });
  };

  test('the n-th request of a kind is counted among that kind alone', () => {
    expect(met([{ on: 'push', nth: 2, fault: status(503) }], ['push', 'read', 'push', 'push'])).toEqual([null, null, 503, null]);
  });
  test('times says how many in a row, with nth or without', () => {
    expect(met([{ on: 'push', nth: 2, times: 2, fault: status(503) }], ['push', 'push', 'push', 'push'])).toEqual([null, 503, 503, null]);
    expect(met([{ on: 'any', times: 2, fault: status(503) }], ['read', 'any', 'push'])).toEqual([503, 503, null]);
  });
  test('without nth and times every request is met, and of two rules the first', () => {
    expect(met([{ on: 'read', fault: status(500) }, { on: 'any', fault: status(503) }], ['read', 'push', 'read'])).toEqual([500, 503, 500]);
  });
});

describe('not carried out', () => {
  test('a status is answered in the dialect\'s own words, with Retry-After where it is set', async () => {
    const { push, kept } = await genesysWith({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    const answer = await push();
    expect([answer.status, answer.headers.get('retry-after'), readText(answer, 'code'), kept()]).toEqual([429, '7', 'too.many.requests', 0]);
    expect((await push()).status).toBe(202);
  });

  test('a status may bring its own body and type', async () => {
    const { push } = await genesysWith({ kind: 'status', status: 503, body: '{"message":"later"}', retryAfterSeconds: null });
    const answer = await push();
    expect([answer.status, answer.text, answer.headers.get('retry-after')]).toEqual([503, '{"message":"later"}', null]);
  });

  test('a token call can fail too', async () => {
    const tenant = await startTenant('cxone-dnc-groups', { faults: [{ on: 'token', nth: 1, fault: { kind: 'status', status: 503 } }] });
    expect([(await signIn(tenant)).status, (await signIn(tenant)).status]).toEqual([503, 200]);
  });

  test('a web page comes with status 200', async () => {
    const { tenant, kept } = await genesysWith({ kind: 'html' }, 'any');
    const answer = await plain(tenant, 'GET', lists);
    expect([answer.status, answer.headers.get('content-type'), kept()]).toEqual([200, 'text/html; charset=utf-8', 0]);
  });

  test('a connection reset before leaves no trace but the note', async () => {
    const { push, kept, tenant } = await genesysWith({ kind: 'reset-before' });
    await expect(push()).rejects.toThrow('fetch failed');
    expect([kept(), tenant.requests().at(-1)?.status]).toEqual([0, 0]);
  });

  test('a token that ends at a request stays ended', async () => {
    const { ask, push, kept } = await genesysWith({ kind: 'token-ended' });
    expect([(await push()).status, kept(), (await ask('GET', lists)).status]).toEqual([401, 0, 401]);
  });

  test('a hanging request is never answered, and closing the tenant ends it', async () => {
    const { push, tenant, kept } = await genesysWith({ kind: 'hang' });
    const pushed = push().then(() => 'answered', () => 'broken');
    expect(await Promise.race([pushed, new Promise((resolve) => { setTimeout(resolve, 60, 'waiting'); })])).toBe('waiting');
    expect(kept()).toBe(0);
    await tenant.close();
    expect(await pushed).toBe('broken');
  });
});

describe('carried out, whatever the client sees', () => {
  test('a connection reset after applying', async () => {
    const { push, kept, tenant } = await genesysWith({ kind: 'reset-after-applying' });
    await expect(push()).rejects.toThrow('fetch failed');
    expect([kept(), tenant.requests().at(-1)?.status]).toEqual([10, 0]);
  });

  test('a body that breaks off', async () => {
    const { push, kept } = await cxoneWith({ kind: 'reset-mid-body' });
    await expect(push()).rejects.toThrow(/terminated|fetch failed/);
    expect(kept()).toHaveLength(10);
  });

  test('an export that breaks off', async () => {
    const { ask, push, id, tenant } = await genesysWith({ kind: 'slow', ms: 0 });
    await push();
    await ask('POST', `${lists}/${id}/export`);
    await ask('GET', `${lists}/${id}/export`);
    const { pathname } = new URL(readText(await ask('GET', `${lists}/${id}/export`), 'uri'));
    tenant.setFaults([{ on: 'read', nth: 1, fault: { kind: 'reset-mid-body' } }]);
    await expect(ask('GET', pathname)).rejects.toThrow(/terminated|fetch failed/);
    expect((await ask('GET', pathname)).text.split('\r\n')).toHaveLength(12);
  });

  test('half a JSON text in a whole answer', async () => {
    const { tenant, push, kept } = await cxoneWith({ kind: 'half-json' });
    await expect(push()).rejects.toMatchObject({ actual: expect.stringContaining('is no JSON') as string });
    expect([kept().length, tenant.requests().at(-1)?.status]).toEqual([10, 200]);
  });

  test('a slow answer', async () => {
    const { push, kept } = await genesysWith({ kind: 'slow', ms: 50 });
    const started = performance.now();
    expect((await push()).status).toBe(202);
    expect(performance.now() - started).toBeGreaterThan(45);
    expect(kept()).toBe(10);
  });
});

describe('some numbers of a batch', () => {
  test('CXone refuses every third inside a 200', async () => {
    const { push, kept } = await cxoneWith({ kind: 'refuse-some', every: 3 });
    const answer = await push();
    expect([answer.status, read(answer, 'resultSet.errorCount'), read(answer, 'resultSet.recordResults.2.success')]).toEqual([200, 3, false]);
    expect(kept()).toEqual([0, 1, 3, 4, 6, 7, 9].map(phone));
  });

  test('CXone says nothing of every third, though it is kept', async () => {
    const { push, kept } = await cxoneWith({ kind: 'omit-some', every: 3 });
    const answer = await push();
    expect([read(answer, 'resultSet.errorCount'), (read(answer, 'resultSet.recordResults') as unknown[]).length, kept().length]).toEqual([0, 7, 10]);
  });

  test('every fourth is accepted and forgotten, by both', async () => {
    const cxone = await cxoneWith({ kind: 'forget-some', every: 4 });
    expect(read(await cxone.push(), 'resultSet.errorCount')).toBe(0);
    const genesys = await genesysWith({ kind: 'forget-some', every: 4 });
    expect((await genesys.push()).status).toBe(202);
    expect([cxone.kept().length, genesys.kept()]).toEqual([8, 8]);
  });
});
