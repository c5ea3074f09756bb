// The call that empties a Genesys list (DELETE …/phonenumbers) exists nowhere: not in the sources, not in what any dialect sends, whatever it is given.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch } from '../../../src-main/vendors/connector.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import { dialects } from '../../../src-shared/domain/dnc.ts';
import { createTestBatch, createTestCall, readSteps } from '../../helpers/vendor-call.ts';
import { empty, json, startVendorServer, type Answer, type Seen, type VendorServer } from '../../helpers/vendor-server.ts';
import { createPushWorld, phones } from '../runner/push-world.ts';

const root = join(import.meta.dirname, '../../..');
const notOurs = /^src-main\/practice\//;
const sources = ['src-main', 'src-shared', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`))
  .filter((name) => /\.tsx?$/.test(name) && !notOurs.test(name));

/** Sources whose words could send it: the path and the method in one file, or the query that belongs to it alone. Comments count too. */
const suspects = (files: readonly { readonly name: string; readonly text: string }[]): readonly string[] =>
  files.filter(({ text }) => /expiredOnly/i.test(text) || (/phonenumbers/i.test(text) && /\bdelete\b/i.test(text))).map(({ name }) => name);

/** A DELETE that names no entry: of a whole list, or of everything on it. */
const wipes = ({ method, path, body }: Pick<Seen, 'method' | 'path' | 'body'>): boolean =>
  method.toUpperCase() === 'DELETE' && (/\/(?:phonenumbers|emailaddresses|whatsappnumbers|customexclusioncolumns)\/*$|\/dnclists(?:\/[^/]*)?\/*$|\/(?:entries|contacts|lists)\/*$/i.test(path)
    || (/\/records\/*$/.test(path) && !namesRecords(body)));

const namesRecords = (body: string): boolean => {
  try {
    const { dncGroupRecords } = JSON.parse(body) as { readonly dncGroupRecords?: readonly { readonly phoneNumber?: number }[] };
    return dncGroupRecords !== undefined && dncGroupRecords.length > 0 && dncGroupRecords.every(({ phoneNumber }) => typeof phoneNumber === 'number');
  } catch {
    return false;
  }
};

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

it('no source of ours holds both the path and the method, nor the query that goes with them', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(sources).toContain('src-main/vendors/genesys-dnclists-requests.ts');
  expect(suspects(sources.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') })))).toEqual([]);
});

it('the search and the rule bite', () => {
  expect(suspects([
    { name: 'a', text: "request('DELETE', `${path}/phonenumbers`)" }, { name: 'b', text: '{ method: "delete", url: x + "/phoneNumbers" }' }, { name: 'c', text: '?expiredOnly=true' },
    { name: 'd', text: "request('PATCH', `${path}/phonenumbers`)" }, { name: 'e', text: "request('DELETE', `${path}/entries/${id}`)" },
  ])).toEqual(['a', 'b', 'c']);
  const one = { method: 'DELETE', body: '' };
  const dnclists = '/api/v2/outbound/dnclists';
  for (const path of [`${dnclists}/4711/phonenumbers`, `${dnclists}/4711/phonenumbers/`, `${dnclists}/4711`, dnclists, '/api/v2/telephony/dnc/entries', '/api/v2/telephony/dnc/entries/', '/v31.0/dnc-groups/1/records']) {
    expect(wipes({ ...one, path }), path).toBe(true);
  }
  expect(wipes({ ...one, path: '/v31.0/dnc-groups/1/records', body: '{"dncGroupRecords":[]}' })).toBe(true);
  expect(wipes({ ...one, path: '/v31.0/dnc-groups/1/records', body: '{"dncGroupRecords":[{"phoneNumber":2025550100}]}' })).toBe(false);
  expect(wipes({ ...one, path: '/api/v2/telephony/dnc/entries/e-1' })).toBe(false);
  expect(wipes({ ...one, method: 'PATCH', path: `${dnclists}/4711/phonenumbers` })).toBe(false);
});

/** Dialects without lists of their own name them by type. */
const listRef = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('4711', 'FEDERAL') }, fc.constantFrom( '1001', '', '.', '..', '4711/', '4711?', '#', 'phonenumbers', '4711/phonenumbers', '%2e%2e', 'ä', '\0'), fc.string({ maxLength: 12 }));
const vendorRef = fc.oneof(fc.constantFrom(null, '', '.', '..', '/', '?', '#', '%2F', 'e-1', '../phonenumbers', '\0'), fc.string({ maxLength: 12 }));
const batch: fc.Arbitrary<Batch> = fc.record({ count: fc.integer({ min: 0, max: 3 }), listRef, refs: fc.array(vendorRef, { minLength: 3, maxLength: 3 }), expiresAt: fc.constantFrom(null, Date.UTC(2027, 0, 31)) })
  .map(({ count, refs, ...over }) => {
    const made = createTestBatch(count, over);
    return { ...made, numbers: made.numbers.map((number, n) => ({ ...number, vendorRef: refs[n] ?? null })) };
  });
const answers: readonly Answer[] = [json(200, {}), empty(204), json(404, { code: 'dnc.list.not.found', status: 404 }), json(413, {}), json(500, {})];

describe.each(dialects)('%s', (dialect) => {
  it('never sends it, whatever list, entry and answer it is given', async () => {
    const server: VendorServer = await startVendorServer();
    close = server.close;
    const connector = createConnectors()[dialect];
    const call = createTestCall(server.base);
    await fc.assert(fc.asyncProperty(batch, fc.constantFrom(...answers), async (given, answer) => {
      server.answerWith(answer);
      await connector.remove(call, given);
      await connector.push(call, given);
      await connector.lookUp?.(call, given.listRef, '+12025550100');
      await connector.uses?.(call, [given.listRef]);
      if (connector.readBack !== undefined) await readSteps(connector.readBack(call, given.listRef, 0), () => false);
    }), { numRuns: 80 });
    expect(server.seen.length).toBeGreaterThan(5);
    expect(server.seen.filter(wipes)).toEqual([]);
  });

  it('never sends it in a whole run', async () => {
    const world = await createPushWorld({ dialect, rows: phones(30), batchSize: 10 });
    close = world.close;
    world.faults({ on: 'push', nth: 2, fault: { kind: 'status', status: 503 } }, { on: 'push', nth: 3, fault: { kind: 'reset-after-applying' } });
    await world.push();
    const requests = world.tenant.requests();
    expect(requests.filter(({ kind }) => kind === 'push').length).toBeGreaterThanOrEqual(3);
    expect(requests.filter((request) => request.kind === 'wipe' || wipes({ ...request, body: request.bodySha256 === null ? '' : '{"dncGroupRecords":[{"phoneNumber":1}]}' }))).toEqual([]);
  });
});
