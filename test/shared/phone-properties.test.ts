// What holds for every cell there can be, and that the fast way answers as the full metadata does.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPhones } from '../../src-shared/domain/phone.ts';
import { isPlainNumber } from '../../src-shared/domain/phone-piece.ts';

const digitSigns = fc.stringMatching(/^[0-9+().\- /;,x#*]{1,40}$/);
const dressed = fc.tuple(fc.constantFrom('', '+', '+1', '1', '011', '00', '+44', '0', 'tel:', 'DNC ', '$', '='), fc.stringMatching(/^\d{5,14}$/), fc.constantFrom('', '.0', 'x12', ' or 2025550198', ';', 'E+10', ' home', '?'));
const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60 }), digitSigns, dressed.map((parts) => parts.join('')));
const region = fc.constantFrom('US', 'CA', 'GB', 'DE', 'FR', 'IT', 'MX', 'BR', 'AR', 'DK', 'SG', 'XX');

describe('any cell', () => {
  it('comes to readings without a throw, at least one where it has a letter or digit, none where it is blank', () => {
    fc.assert(fc.property(cell, region, (text, where) => {
      const readings = readPhones(text, where);
      if (/[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''))) expect(readings.length).toBeGreaterThan(0);
      if (text.trim() === '') expect(readings).toEqual([]);
    }), { numRuns: 4000 });
  });

  it('gives E.164 that reads as itself again, accepted or suggested', () => {
    fc.assert(fc.property(cell, region, (text, where) => {
      for (const reading of readPhones(text, where)) {
        const phone = reading.verdict === 'accepted' ? reading.phone : reading.suggestion;
        if (phone === null) continue;
        expect(phone).toMatch(/^\+[1-9]\d{4,14}$/);
        expect(readPhones(phone, where)).toMatchObject([{ verdict: 'accepted', phone }]);
      }
    }), { numRuns: 20_000 });
  });

  it('loses no digit: every one stands in the raw text of some reading', () => {
    fc.assert(fc.property(fc.oneof(digitSigns, dressed.map((parts) => parts.join(''))), (text) => {
      const kept = readPhones(text, 'US').map(({ raw }) => raw).join('');
      expect(kept.replace(/\D/g, '')).toBe(text.replace(/\D/g, ''));
    }), { numRuns: 4000 });
  });

  it('is read in little time, however long', () => {
    const started = performance.now();
    for (const part of ['1', '1 ', '1-', '(', '+1', 'x', ' or ', '2025550198 ', '1,', 'a1', '.0', '# ']) readPhones(part.repeat(20_000), 'US');
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('ten and eleven digits', () => {
  const ten = fc.oneof(
    fc.tuple(fc.integer({ min: 200, max: 999 }), fc.integer({ min: 0, max: 9_999_999 })).map(([area, line]) => `${area}${String(line).padStart(7, '0')}`),
    fc.stringMatching(/^\d{10}$/),
  );
  it('that begin with the prefix for calls abroad are held, though a foreign number could be meant', () => {
    for (const text of ['0114703883', '0112781160']) expect(readPhones(text, 'US')).toMatchObject([{ verdict: 'quarantined' }]);
  });

  it('get the verdict of libphonenumber, but for the named rules, in 105,000 cases', () => {
    fc.assert(fc.property(fc.array(ten, { minLength: 100, maxLength: 100 }), fc.boolean(), (numbers, withOne) => {
      for (const number of numbers) {
        const text = withOne ? `1${number}` : number;
        const [reading] = readPhones(text, 'US');
        const theirs = parsePhoneNumberFromString(text, { defaultCountry: 'US', extract: false });
        const valid = theirs?.isValid() === true;
        const rule = reading?.verdict === 'accepted'
          ? (valid ? (reading.phone === theirs.number && reading.country === theirs.country ? 'same' : 'different')
            : reading.notes.includes('area_code_newer_than_metadata') ? 'trap 1' : 'accepted against the metadata')
          // Trap 3: ten digits that begin with 011 may be a foreign number dialled from the US, and are held rather than guessed.
          : (valid ? (reading?.reason === 'placeholder' ? 'trap 8' : text.startsWith('011') ? 'trap 3' : `held: ${reading?.reason}`) : 'same');
        if (!['same', 'trap 1', 'trap 3', 'trap 8'].includes(rule)) expect.fail(`${text}: ${rule}`);
      }
    }), { numRuns: 1050 });
  });
});

describe('a number as people commonly write it', () => {
  const sign = fc.constantFrom('', ' ', '.', '-', ' ', '.', '-', '/');
  const digits = (count: number) => fc.oneof(fc.stringMatching(new RegExp(`^\\d{${count}}$`)), fc.constantFrom('0'.repeat(count), '1'.repeat(count), '9'.repeat(count)));
  const written = fc.tuple(fc.constantFrom('', '1', '+1', '+1 ', '1-', '+'), fc.oneof(fc.integer({ min: 200, max: 999 }).map(String), digits(3)).chain((code) => fc.constantFrom(code, code, `(${code})`)), sign, digits(3), sign, digits(4));

  it('gets by the short way what it gets by the long one, which a blank behind it forces', () => {
    let short = 0;
    fc.assert(fc.property(fc.array(written, { minLength: 100, maxLength: 100 }), region, (numbers, where) => {
      for (const parts of numbers) {
        const text = parts.join('');
        if (!isPlainNumber(text)) continue;
        short += 1;
        const bare = readPhones(text, where).map((reading) => ({ ...reading, raw: '' }));
        const padded = readPhones(`${text} `, where).map((reading) => ({ ...reading, raw: '' }));
        if (JSON.stringify(bare) !== JSON.stringify(padded)) expect.fail(`${text} in ${where}: ${JSON.stringify([bare, padded])}`);
      }
    }), { numRuns: 1000 });
    expect(short).toBeGreaterThan(10_000);
  });
});
