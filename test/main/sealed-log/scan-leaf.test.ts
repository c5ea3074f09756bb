// The quick look at a leaf never says more than reading it would: what it accepts, reading accepts, whatever the bytes.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src-main/sealed-log/canonical-json.ts';
import { leafKinds, readLeaf, type JsonValue } from '../../../src-main/sealed-log/leaf.ts';
import { createLeafScanner, unscanned } from '../../../src-main/sealed-log/scan-leaf.ts';
import { createLogWorld, origin } from './log-world.ts';

const scanner = createLeafScanner(origin);
const scan = (text: string): number => {
  const bytes = Buffer.from(`before${text}after`);
  return scanner(bytes, 6, bytes.length - 5);
};
/** The promise itself. */
const isHonest = (text: string): boolean => {
  const seq = scan(text);
  if (seq === unscanned) return true;
  const leaf = readLeaf(text);
  return leaf.ok && leaf.value.seq === seq && leaf.value.log === origin && !leaf.value.kind.startsWith('key.');
};

const word = fc.oneof({ weight: 20, arbitrary: fc.stringMatching(/^[ -!#-[\]-~]{1,8}$/) }, { weight: 1, arbitrary: fc.constantFrom('', 'Ä', '"', '\\', '\n', '\u007f') });
const { value: body } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, word, fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(word, tie('value'), { maxKeys: 4 })),
}));
const sum = fc.constantFrom('A'.repeat(43), `${'-_09zZ'.repeat(7)}b`);
const leaf = fc.record({
  actor: word, app: word, body: fc.dictionary(word, body, { maxKeys: 5 }), kind: fc.constantFrom(...leafKinds), log: fc.oneof({ weight: 9, arbitrary: fc.constant(origin) }, { weight: 1, arbitrary: fc.constant(origin.replace('a1', 'b2')) }),
  open: fc.record({ detail: sum, rows: sum, subject: sum }, { requiredKeys: [] }), seq: fc.maxSafeNat(),
  t: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString()), v: fc.constant(1),
});

describe('the quick look', () => {
  test('tells every plain leaf of a log', () => {
    createLogWorld({ size: 40 }).leaves.forEach((bytes, seq) => {
      expect(scan(bytes)).toBe(seq === 1 ? unscanned : seq);
    });
  });
  test('accepts only what reading accepts, whatever leaf it is given', () => {
    let told = 0;
    fc.assert(fc.property(leaf, (value) => {
      const text = canonicalJson(value);
      if (scan(text) !== unscanned) told += 1;
      return isHonest(text);
    }), { numRuns: 2000 });
    expect(told).toBeGreaterThan(100);
  });
  test('accepts only what reading accepts, with bytes changed, put in, taken out or moved', () => {
    const base = createLogWorld({ size: 4 }).leaves[3]!;
    const bytes = fc.constantFrom(...'{}[]",:0123456789-+.eE\\ atnfZT\n\u0000\u00e9'.split(''));
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(base.length), fc.nat(3), bytes), { minLength: 1, maxLength: 3 }), (edits) => {
      const text = edits.reduce((each, [at, cut, put]) => each.slice(0, at) + put + each.slice(at + (cut % 3)), base);
      return isHonest(text);
    }), { numRuns: 5000 });
  });
  test.each([
    ['"of":[3,null,true]', '"of":[03,null,true]'], ['"of":[3,null,true]', '"of":[3.0,null,true]'], ['"of":[3,null,true]', '"of":[3,null,true,]'], ['"of":[3,null,true]', '"of":[-0]'],
    ['"of":[3,null,true]', '"of":[9007199254740993]'], ['"of":[3,null,true]', '"of":[3 ,null,true]'], ['"body":{"of"', '"body":{"zz":1,"of"'], ['"body":{"of"', '"body":{"of":1,"of"'],
    ['"kind":"decision"', '"kind":"decisions"'], ['"kind":"decision"', '"kind":"decisio"'], ['2026-11-20', '2026-02-29'], ['2026-11-20', '2026-11-31'], ['T22:', 'T24:'], ['"v":1', '"v":2'],
    ['"actor":"op:7c1e"', '"actor":""'], ['"seq":3', '"seq":-3'], ['"seq":3', '"seq":03'], ['"body":{', '"body":[{'], ['"open":{', '"open":{"other":"x",'], ['"v":1}', '"v":1}}'],
  ])('does not tell a leaf with %s made %s', (from, to) => {
    const base = createLogWorld({ size: 4 }).leaves[3]!;
    expect(base).toContain(from);
    expect(scan(base)).toBe(3);
    expect(scan(base.replace(from, to))).toBe(unscanned);
  });
  test('does not look past the end it is given', () => {
    const base = createLogWorld({ size: 4 }).leaves[3]!;
    const bytes = Buffer.from(base);
    for (let end = 0; end < bytes.length; end += 1) expect(scanner(bytes, 0, end)).toBe(unscanned);
  });
});
