// A number that was erased is nowhere in the ledger's files but where its block needs it, and every export still holds and says what was erased.
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportView } from '../../../src-shared/contract/log.ts';
import { spellings } from '../../../src-main/core/plan-erasure.ts';
import { readZipDirectory } from '../../../src-main/sealed-log/read-zip.ts';
import { checkBundle as checkByPage } from '../../../src-pages/proof/check-bundle.ts';
import { sourceOf } from '../../../src-pages/proof/source.ts';
import { createSummer } from '../../../src-pages/proof/sums.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';
import { restOf } from './destination-rest.ts';

const blocked = '+12025550123';
const freed = '+12025550131';
let desk: TestCore;
const pages = join(import.meta.dirname, '../../../build/out/pages');

const pageOn = (made: ExportView) => checkByPage({ source: sourceOf(new Blob([readFileSync(join(desk.home, 'exports', made.file))])), held: null, card: null, summer: createSummer(null), breathe: async () => {} });
const exported = async (level: 'certificate' | 'redacted' | 'full', phone?: string): Promise<ExportView> => valueOf(await desk.client.call('log.export', { level, to: 'Counsel', ...(phone === undefined ? {} : { phone }) }));
const flawsOf = async ({ ticket }: ExportView): Promise<readonly string[]> => valueOf(await desk.client.call('log.check', { ticket })).checks.filter(({ state }) => state !== 'held').map(({ what, detail }) => `${what}: ${detail}`);
const remarkOf = async ({ ticket }: ExportView, what: RegExp): Promise<string> => valueOf(await desk.client.call('log.check', { ticket })).checks.find((each) => what.test(each.what))?.detail ?? '';
const memberOf = async ({ file }: ExportView, wanted: string): Promise<string> => {
  const path = join(desk.home, 'exports', file);
  const bytes = readFileSync(path);
  const zip = await open(path);
  try {
    const found = valueOf(await readZipDirectory(zip, bytes.length)).find(({ name }) => name === wanted);
    return found === undefined ? '' : bytes.subarray(found.start, found.start + found.size).toString();
  } finally {
    await zip.close();
  }
};
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns it asks for
const ask = <T>(sql: string): readonly T[] => queryLedger<T>(desk.home, sql);
/** Everything the ledger's files hold: their bytes, and what is packed in them. */
const filesHold = (...texts: readonly string[]): readonly string[] => {
  const files = ['ledger.db', 'ledger.db-wal'].map((name) => join(desk.home, name)).filter(existsSync).map((path) => readFileSync(path));
  const packed = ask<{ bytes: Buffer }>('SELECT bytes FROM sealed_row UNION ALL SELECT bytes FROM salted_row').map(({ bytes }) => inflateRawSync(bytes));
  return texts.filter((text) => Buffer.concat([...files, ...packed]).includes(text));
};
const written = (phone: string): readonly string[] => [phone, phone.slice(2), Buffer.from(phone).toString('base64').slice(0, 14), `${phone.slice(2, 5)}-${phone.slice(5, 8)}-${phone.slice(8)}`];

beforeAll(async () => {
  desk = await createTestCore({ needs: { pages } });
  const filler = Array.from({ length: 40 }, (_, i) => `20255501${String(40 + i)},TX-42,filler ${i}`);
  valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('first.csv', ['phone,code,name', '(202) 555-0123,TX-42,Marguerite', '202-555-0124,TX-42,Someone', '202-555-0125 / 202-555-0123,TX-42,Both', '2025550131,TX-42,Ottilie', ...filler].join('\n')) }));
  valueOf(await desk.client.call('code-map.save', { lines: [{ code: 'TX-42', dncType: 'FEDERAL', jurisdiction: null, reason: 'x' }] }));
  const { destinationId } = valueOf(await desk.client.call('practice.create', { dialect: 'genesys-dnclists', name: 'Centre' }));
  valueOf(await desk.client.call('run.start', { destinationId }));
  await restOf(desk, destinationId);
  // One of the two is released again, and the vendor's list is told.
  valueOf(await desk.client.call('release.request', { phone: freed, because: 'Ottilie rang from (202) 555-0131' }));
  valueOf(await desk.client.call('release.approve', { cause: 'request', importId: null, because: 'yes' }));
  valueOf(await desk.client.call('release.start', { destinationId }));
  await restOf(desk, destinationId);
}, 30_000);
afterAll(async () => {
  expect(desk.defects).toEqual([]);
  await desk.close();
});

describe('erasing a number whose block is in force', () => {
  it('tells beforehand what goes, what stays and why', async () => {
    await exported('certificate', blocked);
    expect(valueOf(await desk.client.call('log.erasure', { phone: '(202) 555-0123' }))).toMatchObject({
      phone: blocked, lines: 2, shared: 1, keeps: ['blocked', 'listed'], lists: [{ destination: 'Centre' }], waits: [], exports: 1 });
    expect(await desk.client.call('log.erase', { phone: blocked, because: ' ' })).toMatchObject({ ok: false, failure: { type: 'ReasonRequired' } });
    expect(await desk.client.call('log.erasure', { phone: '+12025550199' })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
  });

  it('takes away its texts and openings, leaves the block, and every export holds', async () => {
    const before = await exported('full');
    const kept = await memberOf(before, 'checkpoint.txt');
    const salts = ask<{ bytes: string }>(`SELECT bytes FROM opening WHERE kind = 'subject' AND bytes ->> '$.phone' = '${blocked}'`).map(({ bytes }) => (JSON.parse(bytes) as { salt: string }).salt);
    expect(salts).not.toEqual([]);
    expect(filesHold('Marguerite', '(202) 555-0123', ...salts)).toHaveLength(salts.length + 2);
    const done = valueOf(await desk.client.call('log.erase', { phone: blocked, because: 'asked in writing' }));
    expect(done).toMatchObject({ phone: blocked, lines: 2, keeps: ['blocked', 'listed'], gone: true });
    expect(filesHold('Marguerite', 'Both', '(202) 555-0123', '202-555-0123', ...salts)).toEqual([]);
    expect(filesHold('Someone')).toEqual(['Someone']);
    // Still blocked, still known on the vendor's list, and found by no search.
    expect(ask(`SELECT 1 FROM suppression WHERE phone = ${blocked.slice(1)}`)).toHaveLength(1);
    expect(ask(`SELECT 1 FROM listed WHERE phone = '${blocked}'`)).toHaveLength(1);
    const [request, finished] = ask<{ body: string }>("SELECT body FROM leaf WHERE body ->> '$.body.act' = 'erase' ORDER BY seq").map(({ body }) => JSON.parse(body) as { kind: string; seq: number; body: object });
    expect([request?.kind, finished?.kind]).toEqual(['delete.request', 'delete.done']);
    expect(finished?.body).toMatchObject({ kept: true, request: request?.seq, subjects: expect.arrayContaining([request?.seq]) });
    for (const made of [await exported('redacted'), await exported('full'), await exported('certificate', '+12025550124'), await exported('certificate', '+12025550125')]) expect(await flawsOf(made)).toEqual([]);
    expect(await flawsOf({ ...before })).toEqual([]);
    const after = await exported('full');
    expect(valueOf(await desk.client.call('log.check', { ticket: after.ticket, held: kept })).verdict).toBe('valid');
    expect(await remarkOf(after, /^Every opening is/)).toMatch(/\d+ erased on request, as leaves of the log say/);
    const rows = valueOf(await desk.client.call('log.leaf', { seq: (finished?.body as { seeds: number[] } | undefined)?.seeds[0] ?? 0 })).openings.find(({ kind }) => kind === 'rows');
    expect(rows?.fields).toEqual({ erased: 'some of its rows' });
    const page = await pageOn(after);
    expect(page.flaw).toBeNull();
    expect(page.checks.find(({ name }) => name === 'openings')?.detail).toMatch(/erased on request, as entries of the log say\.$/);
    expect(page.checks.find(({ name }) => name === 'rows')?.detail).toMatch(/ of them erased on request/);
  });

  it('leaves a certificate that counts what was erased, and ends with the erasure', async () => {
    expect(await desk.client.call('log.export', { level: 'certificate', phone: blocked })).toMatchObject({ ok: false, failure: { type: 'NotFound', what: expect.stringContaining('not erased') } });
    // What comes later can be read again, and the certificate names it beside what it only counts.
    valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('later.csv', 'phone,code\n2025550123,TX-42\n') }));
    const made = await exported('certificate', blocked);
    expect(await flawsOf(made)).toEqual([]);
    const steps = made.certificate?.history.map(({ what, detail }) => `${what} ${detail}`.trim()) ?? [];
    expect(steps).toContain('erased');
    expect(steps.filter((step) => step.endsWith('erased')).length).toBeGreaterThan(5);
    expect((await pageOn(made)).flaw).toBeNull();
    expect(await memberOf(made, 'index/records.json')).toContain('"shown":"erased"');
  });
});

describe('erasing a number that nobody blocks any more', () => {
  it('leaves it nowhere in any spelling', async () => {
    expect(valueOf(await desk.client.call('log.erasure', { phone: freed }))).toMatchObject({ keeps: [], lists: [] });
    expect(filesHold(...written(freed)).length).toBeGreaterThan(0);
    expect(valueOf(await desk.client.call('log.erase', { phone: freed, because: 'asked in writing' }))).toMatchObject({ keeps: [], gone: true });
    expect(filesHold('Ottilie', ...written(freed))).toEqual([]);
    expect(ask(`SELECT 1 FROM entry WHERE phone = ${freed.slice(1)}`)).toEqual([]);
    for (const made of [await exported('redacted'), await exported('full'), await exported('certificate', '+12025550141')]) expect(await flawsOf(made)).toEqual([]);
    expect(valueOf(await desk.client.call('home.get', {})).readOnly ?? null).toBeNull();
  });

  it('is refused while a line held for review looks like it', async () => {
    const { importId } = valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('held.csv', 'phone,code\nDNC 2025550124,TX-42\n') }));
    expect(await desk.client.call('log.erase', { phone: '+12025550124', because: 'x' })).toMatchObject({ ok: false, failure: { type: 'ErasureWaits', waits: ['held'] } });
    expect(valueOf(await desk.client.call('quarantine.page', { importId, offset: 0, limit: 5 })).rows[0]?.raw).toBe('DNC 2025550124');
  });
});

it('keeps the block of a corrected line whose text is gone, whatever is taken back afterwards', async () => {
  const { importId } = valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor('fixed.csv', 'phone,code\nDNC 2025550190,TX-42\n') }));
  const [held] = valueOf(await desk.client.call('quarantine.page', { importId, offset: 0, limit: 5 })).rows;
  const { decisionId } = valueOf(await desk.client.call('quarantine.fix', { entryId: held?.entryId ?? 0, phone: '+12025550190' }));
  expect(valueOf(await desk.client.call('log.erase', { phone: '+12025550190', because: 'asked in writing' }))).toMatchObject({ keeps: ['blocked'], lines: 1, gone: true });
  expect(filesHold('DNC 2025550190')).toEqual([]);
  await desk.client.call('quarantine.undo', { decisionId });
  expect(ask('SELECT 1 FROM suppression WHERE phone = 12025550190')).toHaveLength(1);
  expect(await flawsOf(await exported('full'))).toEqual([]);
});

it.each(['(202) 555-0123', '+1 202 555 0123', '1-202-555-0123', '202.555.0123', 'call 2025550123!'])('a remark that says %s is about the number', (text) => {
  expect(spellings(blocked).test(`{"because":"${text}"}`)).toBe(true);
  expect(spellings('+12025550199').test(text)).toBe(false);
});
it('a longer run of digits is another number', () => {
  expect(spellings(blocked).test('120255501234')).toBe(false);
});
