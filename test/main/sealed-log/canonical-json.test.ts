// The canonical text is RFC 8785's, and values that have none are refused.
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src-main/sealed-log/canonical-json.ts';

const canonicalValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('every value that has a canonical text gets the same one from another implementation', () => {
  fc.assert(fc.property(canonicalValue, (value) => {
    expect(canonicalJson(value)).toBe(canonicalize(value));
  }));
});

test('reading the text back and writing it again changes nothing', () => {
  fc.assert(fc.property(canonicalValue, (value) => {
    const text = canonicalJson(value);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  }));
});

test('keys are sorted by UTF-16 code units, as in the example of RFC 8785 3.2.3', () => {
  const text = canonicalJson({ '\u20ac': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': 'One', '\u{1f600}': 'Grin', '\u0080': 'Control', '\u00f6': 'o' });
  expect(text).toBe('{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro","\u{1f600}":"Grin","\ufb33":"Dalet"}');
});

test('a key called __proto__ is a key like any other', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
});

test.each([
  ['a float', 1.5], ['an integer beyond the safe ones', 2 ** 53], ['not a number', Number.NaN], ['infinity', Infinity], ['undefined', undefined],
  ['a big integer', 1n], ['a function', () => 1], ['a symbol', Symbol('s')], ['a date', new Date(0)], ['a map', new Map()], ['a buffer', Buffer.of(1)],
  ['undefined in an object', { a: undefined }], ['a hole in an array', Array(2)], ['a lone surrogate', 'a\ud800'], ['a lone surrogate in a key', { '\udc00': 1 }],
  ['a symbol key', { [Symbol('s')]: 1 }],
])('%s has no canonical text', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
  expect(() => canonicalJson({ deep: [value] })).toThrow(TypeError);
});
