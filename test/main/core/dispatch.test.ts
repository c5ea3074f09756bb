// The one door under hostile hands: whatever is said to it, it answers a Result, and no answer repeats what was put in.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatch } from '../../../src-main/core/dispatch.ts';
import { contract } from '../../../src-shared/contract/contract.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createTestCore, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeAll(async () => { world = await createTestCore(); });
afterAll(async () => { await world.close(); });

/** Hosts pass on whatever came over IPC or HTTP, so names are not always strings. */
const call = (name: unknown, input: unknown): Promise<Result<unknown, { readonly type: string; readonly issues?: readonly string[] }>> =>
  world.core.call(name as string, input) as never;
const failureOf = async (name: unknown, input: unknown) => {
  const answer = await call(name, input);
  return answer.ok ? null : answer.failure;
};

describe('names', () => {
  it.each(['', ' ', 'import', 'import.', 'import.store ', 'IMPORT.STORE', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '\u0000', '../import.store'])(
    'answers CommandUnknown to %j', async (name) => {
      expect(await failureOf(name, {})).toEqual({ type: 'CommandUnknown', name });
    });

  it('cuts a name of any length to what a person can read', async () => {
    expect(await failureOf('x'.repeat(1_000_000), {})).toEqual({ type: 'CommandUnknown', name: 'x'.repeat(60) });
  });

  it.each([[null], [undefined], [7], [true], [{}], [['import.page']], [Symbol('import.page')], [{ toString: () => 'import.page' }], [Object('import.page')]])(
    'answers CommandUnknown to a name that is no text: %#', async (name) => {
      expect((await failureOf(name, { offset: 0, limit: 1 }))?.type).toBe('CommandUnknown');
    });
});

describe('input', () => {
  it.each([[null], [undefined], [0], ['text'], [[]], [Symbol('x')], [() => {}], [10n], [new Date()], [new Map()], [Number.NaN]])(
    'refuses what is no object: %#', async (input) => {
      expect(await failureOf('import.page', input)).toMatchObject({ type: 'InputInvalid' });
    });

  it.each([
    ['a missing field', { offset: 0 }], ['a text for a number', { offset: '0', limit: 1 }], ['a fraction', { offset: 0.5, limit: 1 }], ['beyond the bounds', { offset: 0, limit: 501 }],
    ['below the bounds', { offset: -1, limit: 1 }], ['not a number', { offset: Number.NaN, limit: 1 }], ['no end', { offset: Number.POSITIVE_INFINITY, limit: 1 }],
    ['more than an integer holds', { offset: 2 ** 60, limit: 1 }], ['a key too many', { offset: 0, limit: 1, extra: 1 }],
    ['a key named __proto__', JSON.parse('{"offset":0,"limit":1,"__proto__":{"x":1}}') as unknown], ['a key named constructor', { offset: 0, limit: 1, constructor: 1 }],
  ])('refuses %s', async (_what, input) => {
    expect(await failureOf('import.page', input)).toMatchObject({ type: 'InputInvalid' });
  });

  it('takes an object without a prototype as well as any other', async () => {
    expect(await call('import.page', Object.assign(Object.create(null) as object, { offset: 0, limit: 1 }))).toMatchObject({ ok: true });
  });

  it('refuses what goes round in a circle without walking it', async () => {
    const circle: Record<string, unknown> = { offset: 0, limit: 1 };
    circle['itself'] = circle;
    expect(await failureOf('import.page', circle)).toMatchObject({ type: 'InputInvalid' });
  });

  it('answers even where reading the input throws', async () => {
    const trap = new Proxy({}, { get: () => { throw new Error('trap'); }, ownKeys: () => { throw new Error('trap'); }, getPrototypeOf: () => { throw new Error('trap'); } });
    expect(await failureOf('import.page', trap)).toEqual({ type: 'InputInvalid', issues: ['input: it cannot be read'] });
    expect(await failureOf('import.page', { get offset(): number { throw new Error('trap'); }, limit: 1 })).toMatchObject({ type: 'InputInvalid' });
  });

  it('refuses a text of megabytes where a short one is meant, in few words', async () => {
    const failure = await failureOf('destination.save-secret', { destinationId: 1, field: 'f'.repeat(5_000_000), secret: 's'.repeat(5_000_000) });
    expect(failure?.type).toBe('InputInvalid');
    expect(JSON.stringify(failure).length).toBeLessThan(1000);
  });

  it('refuses at every command a field it does not know', async () => {
    for (const name of Object.keys(contract)) {
      expect(await failureOf(name, { surplus: 1 }), name).toEqual({ type: 'InputInvalid', issues: expect.arrayContaining([expect.stringContaining('"surplus"')]) as unknown });
    }
  });

  it('names a misspelt field, and cuts a monstrous one', async () => {
    expect(await failureOf('import.get', { importID: 1 })).toEqual({ type: 'InputInvalid', issues: expect.arrayContaining([expect.stringContaining('importID')]) as unknown });
    const failure = await failureOf('destination.create', { ['k'.repeat(1_000_000)]: 1, settings: { ['s'.repeat(1_000_000)]: 'x' } });
    expect(JSON.stringify(failure).length).toBeLessThan(5000);
  });
});

describe('secrets', () => {
  const secret = 'hunter2-never-repeat-me';
  it.each([
    ['destination.save-secret', { destinationId: secret, field: secret, secret: 7 }], ['destination.save-secret', { destinationId: 1, field: 'f', secret, [`more`]: secret }],
    ['destination.save-secret', secret], ['destination.save-secret', [secret]], ['destination.save-secret', { destinationId: 1, field: { [`x`]: secret }, secret: { value: secret } }],
    ['secrets.use-vault', { passphrase: [secret] }], ['secrets.use-vault', { passphrase: { secret } }], ['secrets.use-vault', secret],
    ['destination.create', { name: 'N', dialect: secret, settings: { a: 7 }, countries: [secret], lateExpiry: secret, shared: secret }],
  ])('are not repeated by a refusal of %s: %#', async (name, input) => {
    const failure = await failureOf(name, input);
    expect(failure?.type).toBe('InputInvalid');
    expect(JSON.stringify(failure)).not.toContain(secret);
  });
});

/** Commands that reach for a vendor or a keychain are left out: anything() is never a destination that exists, but practice.create may begin one. */
const names = Object.keys(contract);

describe('anything at all', () => {
  it('is answered with a Result, and never with a defect', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.constantFrom(...names), fc.string()), fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), async (name, input) => {
      const answer = await call(name, input);
      expect(typeof answer.ok).toBe('boolean');
      if (!answer.ok) expect(answer.failure.type).not.toBe('Defect');
    }), { numRuns: 1500 });
    expect(world.defects).toEqual([]);
  });

  it('of about the right shape too', async () => {
    const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }), fc.constantFrom('US', 'STATE', 'all', 'l', 'open', 'permanent', 'DRAFT', '\u0000', "'; DROP TABLE leaf; --", '\uD800'));
    const fields = ['ticket', 'layout', 'importId', 'entryId', 'decisionId', 'destinationId', 'runId', 'reconciliationId', 'deadLetterId', 'offset', 'limit', 'outcome', 'reason', 'because', 'phone', 'search', 'kind', 'state', 'choice', 'version', 'lines', 'note', 'listRef', 'dncType', 'field', 'to', 'passphrase'];
    const shaped = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...names.filter((name) => name !== 'practice.create')), shaped, async (name, input) => {
      const answer = await call(name, input);
      if (!answer.ok) expect(answer.failure.type).not.toBe('Defect');
    }), { numRuns: 1500 });
    expect(world.defects).toEqual([]);
  });
});

describe('a defect', () => {
  it('is shown as its id alone and reported in full under that id', async () => {
    const told: unknown[] = [];
    const thrown = new Error('the secret is hunter2');
    const dispatch = createDispatch({
      handlers: { 'import.page': () => { throw thrown; } } as never, unlock: async () => ({ ok: true, value: null }), hasBegun: () => true, announce: () => {},
      ids: { uuid: () => '12345678-abcd', bytes: () => Buffer.alloc(0), random: () => 0 }, logger: { defect: (...all) => { told.push(all); } }, ledgerPath: 'l',
    });
    expect(await dispatch('import.page', { offset: 0, limit: 1 })).toEqual({ ok: false, failure: { type: 'Defect', id: '12345678' } });
    expect(told).toEqual([['12345678', 'import.page', thrown]]);
  });

  it.each([
    ['ENOSPC', { type: 'DiskFull', path: 'l' }], ['EDQUOT', { type: 'DiskFull', path: 'l' }], ['SQLITE_FULL', { type: 'DiskFull', path: 'l' }], ['SQLITE_IOERR_SHMSIZE', { type: 'DiskFull', path: 'l' }],
    ['EROFS', { type: 'HomeUnwritable', path: 'l', code: 'EROFS' }], ['EACCES', { type: 'HomeUnwritable', path: 'l', code: 'EACCES' }], ['EEXIST', { type: 'HomeUnwritable', path: 'l', code: 'EEXIST' }],
    ['SQLITE_READONLY_DBMOVED', { type: 'HomeUnwritable', path: 'l', code: 'SQLITE_READONLY_DBMOVED' }], ['SQLITE_BUSY_SNAPSHOT', { type: 'LedgerLocked', path: 'l' }],
    ['SQLITE_CORRUPT_VTAB', { type: 'LedgerBroken', path: 'l' }], ['SQLITE_IOERR_READ', { type: 'LedgerBroken', path: 'l' }], ['SQLITE_NOTADB', { type: 'LedgerBroken', path: 'l' }],
  ])('is not made of what the disk or a lock says: %s', async (code, failure) => {
    const told: unknown[] = [];
    const dispatch = createDispatch({
      handlers: { 'import.page': () => { throw Object.assign(new Error('x'), { code }); } } as never, unlock: async () => ({ ok: true, value: null }), hasBegun: () => true, announce: () => {},
      ids: { uuid: () => 'x' } as never, logger: { defect: (...all) => { told.push(all); } }, ledgerPath: 'l',
    });
    expect(await dispatch('import.page', { offset: 0, limit: 1 })).toMatchObject({ ok: false, failure });
    expect(told).toEqual([]);
  });
});
