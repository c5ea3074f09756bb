// The reader of whole files answers as the reader of one cell does, whatever it remembers.
import * as fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { createPhoneReader } from '../../src-shared/domain/phone-reader.ts';
import { findAreaCode } from '../../src-shared/domain/area-codes.ts';
import { readPhones } from '../../src-shared/domain/phone.ts';

const digit = (from: number, to: number) => fc.integer({ min: from, max: to }).map(String);
const ways: readonly ((area: string, exchange: string, line: string) => string)[] = [
  (a, e, l) => `${a}${e}${l}`, (a, e, l) => `1${a}${e}${l}`, (a, e, l) => `+1${a}${e}${l}`, (a, e, l) => `+1 ${a}${e}${l}`, (a, e, l) => `(${a}) ${e}-${l}`, (a, e, l) => `(${a})${e}${l}`,
  (a, e, l) => `1 (${a})${e}.${l}`, (a, e, l) => `+1-(${a}) ${e}${l}`, (a, e, l) => `${a}-${e}-${l}`, (a, e, l) => `${a}.${e} ${l}`, (a, e, l) => `+1.${a} ${e}-${l}`, (a, e, l) => `2${a}${e}${l}`, (a, e, l) => `${a}-${e}-${l} `,
];

describe('the phone reader of a file', () => {
  const area = fc.oneof(digit(200, 999), fc.constantFrom('204', '226', '242', '345', '416', '456', '500', '522', '523', '524', '600', '622', '658', '664', '710', '787', '800', '876', '888', '900', '983'));
  const exchange = fc.oneof(digit(200, 999), fc.constantFrom('100', '011', '211', '555', '222', '748', '496', '456'));
  const line = fc.oneof(digit(1000, 9999), fc.constantFrom('0000', '0100', '7890', '3647', '9999', '2222'));

  it.each(['US', 'CA', 'JM', 'GB'])('gives in %s what is given for each cell alone, for numbers that share their exchange', (region) => {
    const read = createPhoneReader(region, '2026-07-01');
    let remembered = 0;
    fc.assert(fc.property(area, exchange, fc.array(fc.tuple(line, fc.constantFrom(...ways)), { minLength: 4, maxLength: 8 }), (code, office, lines) => {
      for (const [number, way] of lines) {
        const text = way(code, office, number);
        const readings = read(text);
        remembered += readings[0]?.verdict === 'accepted' ? 1 : 0;
        expect(readings).toEqual(readPhones(text, region, '2026-07-01'));
      }
    }), { numRuns: 400 });
    if (region !== 'GB') expect(remembered).toBeGreaterThan(300);
  });

  it('takes no text for a plain number that is none, however little is wrong with it', () => {
    const read = createPhoneReader('US');
    const plain = ways.map((way) => way('202', '555', '0123'));
    for (const text of plain) read(text);
    const slip = fc.tuple(fc.nat(18), fc.constantFrom('', ' ', '.', '-', '(', ')', '+', '1', '0', '/', '\u00a0', 'x'), fc.nat(2));
    fc.assert(fc.property(fc.constantFrom(...plain), fc.array(slip, { minLength: 1, maxLength: 3 }), (text, slips) => {
      const written = slips.reduce((so, [at, sign, gone]) => so.slice(0, at) + sign + so.slice(at + gone), text);
      expect(read(written)).toEqual(readPhones(written, 'US'));
    }), { numRuns: 3000 });
  });

  it('holds each placeholder, also where another number of its exchange came before', () => {
    const read = createPhoneReader('US');
    for (const [number, filler] of [['2147480123', '2147483647'], ['4294960123', '4294967295'], ['2222220123', '2222222222']] as const) {
      expect([number, filler, filler].map((text) => read(text)[0])).toEqual([readPhones(number, 'US')[0], ...[filler, filler].map((text) => readPhones(text, 'US')[0])]);
    }
  });

  it('agrees with the library on every area code there could be, but for those that our own table knows and the metadata does not', () => {
    for (let code = 200; code <= 999; code += 1) {
      for (const rest of ['5550123', '2110123', '0110123', '7480123', '9990123']) {
        const ten = `${code}${rest}`;
        const parsed = parsePhoneNumberFromString(`+1${ten}`);
        const [reading] = readPhones(ten, 'US');
        if (reading?.verdict === 'accepted' && reading.notes.includes('area_code_newer_than_metadata')) expect(findAreaCode(String(code))).not.toBeNull();
        else expect([ten, reading?.verdict === 'accepted' ? reading.country : null]).toEqual([ten, parsed?.isValid() === true ? (parsed.country ?? 'US') : null]);
      }
    }
  });
});
