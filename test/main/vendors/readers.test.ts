// The small readers under the dialects: quotes, waits, addresses, dates and CSV.
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { findAddressFault, isSameHouse } from '../../../src-main/vendors/base-address.ts';
import { readCsvRows } from '../../../src-main/vendors/csv-rows.ts';
import { quoteVendor } from '../../../src-main/vendors/quote-vendor.ts';
import { readExpiry } from '../../../src-main/vendors/read-expiry.ts';
import { readRetryAfter } from '../../../src-main/vendors/retry-after.ts';

describe('a quote', () => {
  it('never holds a secret, not even one cut by the limit', () => {
    fc.assert(fc.property(fc.string({ minLength: 3 }), fc.nat(400), (secret, before) => !quoteVendor(`${'.'.repeat(before)}${secret}`, [secret]).includes(secret) || '[hidden]'.includes(secret) || /^\.+$/.test(secret)));
    expect(quoteVendor(`${'x'.repeat(195)}secret-word`, ['secret-word'])).not.toContain('sec');
  });
});

describe('a wait', () => {
  const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
  it.each<readonly [Record<string, string>, number | null]>([
    [{ 'retry-after': '3' }, 3_000], [{ 'retry-after': ' 0 ' }, 0], [{ 'retry-after': '1.5' }, 1_500], [{}, null], [{ 'retry-after': 'soon' }, null], [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:09 GMT', date }, 9_000], [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date }, 0], [{ 'retry-after': date }, null],
  ])('%j is %s ms', (headers, wait) => {
    expect(readRetryAfter(headers)).toBe(wait);
  });
});

describe('an address', () => {
  it.each([
    ['https://api.mypurecloud.de', 'https://api.mypurecloud.de/api/v2/downloads/1', true], ['https://api.mypurecloud.de', 'https://downloads.mypurecloud.de/1', true],
    ['https://api.mypurecloud.de', 'https://mypurecloud.de/1', true], ['https://api.mypurecloud.de', 'http://api.mypurecloud.de/1', false],
    ['https://api.mypurecloud.de', 'https://mypurecloud.de.evil.example/1', false], ['https://api.mypurecloud.de', 'https://evilmypurecloud.de/1', false],
    ['https://api.mypurecloud.de', 'https://api.mypurecloud.de:8443/1', false], ['https://api.mypurecloud.de', 'https://u:p@api.mypurecloud.de/1', false],
    ['https://api.usw2.pure.cloud', 'https://api.euw2.pure.cloud/1', false], ['https://api.mypurecloud.de', 'http://127.0.0.1/1', false],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/d', true], ['http://127.0.0.1:4010', 'http://localhost:9/d', true], ['http://127.0.0.1:4010', 'https://evil.example/d', false],
    ['http://127.0.0.1:4010', 'ftp://127.0.0.1/d', false], ['https://gw.example.co.uk/genesys', 'https://other.example.co.uk/d', false], ['https://api.mypurecloud.de', 'nothing', false],
  ])('of %s may hand its token to %s: %s', (base, address, may) => {
    expect(isSameHouse(base, address)).toBe(may);
  });

  it('on this machine may be plain, elsewhere not', () => {
    expect(['http://127.0.0.1:1', 'http://localhost', 'http://[::1]:4010', 'https://example.com/path'].map(findAddressFault)).toEqual([null, null, null, null]);
    expect(['http://10.0.0.1', 'http://localhost.example.com', 'javascript:alert(1)', '', 'https://x.example/#y'].every((address) => findAddressFault(address) !== null)).toBe(true);
  });
});

describe('an expiry', () => {
  it.each<readonly [string | null, number | null | undefined]>([
    ['', null], [null, null], ['2027-01-31', Date.UTC(2027, 0, 31)], ['2027-01-31T12:30Z', Date.UTC(2027, 0, 31, 12, 30)], ['2027-01-31T12:30:15.123456Z', Date.UTC(2027, 0, 31, 12, 30, 15, 123)],
    ['2027-01-31T12:30:15', Date.UTC(2027, 0, 31, 12, 30, 15)], ['2027-01-31T12:30:15+0200', Date.UTC(2027, 0, 31, 10, 30, 15)], ['2027-13-31', undefined], ['31.01.2027', undefined], ['1801398600000', undefined],
  ])('%s reads as %s', (text, at) => {
    expect(readExpiry(text)).toBe(at);
  });
});

describe('CSV in pieces', () => {
  const readAll = async (bytes: Uint8Array, size: number): Promise<readonly (readonly string[])[] | string> => {
    const rows: (readonly string[])[] = [];
    const pieces = async function* (): AsyncGenerator<Uint8Array, void, void> {
      for (let from = 0; from < bytes.length; from += size) yield bytes.slice(from, from + size);
    };
    for await (const piece of readCsvRows(pieces())) {
      if (piece.kind === 'unreadable') return piece.why;
      rows.push(...piece.rows);
    }
    return rows;
  };

  it('gives the same rows however it is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', '€', ' '), maxLength: 6 });
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, cell, fc.constant('x')), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const bytes = new TextEncoder().encode(`${Papa.unparse(rows, { quotes: true, newline: '\r\n' })}\r\n`);
      expect(await readAll(bytes, size)).toEqual(rows);
    }), { numRuns: 200 });
  });
});
