// A leaf has exactly the bytes of the format, commits to its openings, and never carries a telephone number.
import { createHash, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLeaf, leafKinds, readLeaf, type JsonObject, type LeafInput } from '../../../src-main/sealed-log/leaf.ts';
import { createOrigin } from '../../../src-main/sealed-log/origin.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';

const log = 'dncdesk.local/ledger/7f3c000000000001';
const input: LeafInput = {
  log, seq: 4242, t: '2026-11-20T22:56:48.123Z', kind: 'push.response', actor: 'op:7c1e', app: '1.4.2',
  body: { vendor: 'vendor-a', code: 'SUPPRESS', list: 'fed-dnc@2026-11-19' }, open: {},
};
const sevens = (count: number): Uint8Array => new Uint8Array(count).fill(7);
const salt = Buffer.alloc(32, 7).toString('base64url');
const withBody = (body: JsonObject): LeafInput => ({ ...input, body });

test('the bytes are the canonical JSON of the nine keys, fixed for ever', () => {
  const leaf = createLeaf({ ...input, open: { subject: { phone: '+12025550142' } } }, sevens);
  const opening = `{"kind":"subject","log":"${log}","phone":"+12025550142","salt":"${salt}","seq":4242}`;
  const sum = createHash('sha256').update(opening).digest('base64url');
  expect(leaf.openings).toEqual([{ kind: 'subject', bytes: opening }]);
  expect(leaf.bytes).toBe(
    '{"actor":"op:7c1e","app":"1.4.2","body":{"code":"SUPPRESS","list":"fed-dnc@2026-11-19","vendor":"vendor-a"},"kind":"push.response",' +
    `"log":"${log}","open":{"subject":"${sum}"},"seq":4242,"t":"2026-11-20T22:56:48.123Z","v":1}`);
  expect(leaf.hash).toEqual(createHash('sha256').update('\0').update(leaf.bytes).digest());
});

test('each opening has a salt of its own, so equal values give unequal commitments', () => {
  const leaf = createLeaf({ ...input, open: { subject: { phone: '+12025550142' }, detail: { name: 'x' }, rows: { seed: 's' } } }, randomBytes);
  const again = createLeaf({ ...input, open: { subject: { phone: '+12025550142' } } }, randomBytes);
  const salts = [...leaf.openings, ...again.openings].map((each) => (JSON.parse(each.bytes) as { salt: string }).salt);
  expect(new Set(salts).size).toBe(4);
  expect(salts.every((each) => Buffer.from(each, 'base64url').length === 32)).toBe(true);
  expect(leaf.bytes).not.toContain('2025550142');
  expect(JSON.parse(leaf.bytes).open.subject).not.toBe(JSON.parse(again.bytes).open.subject);
});

test('what was written is read back as it was, for every kind', () => {
  for (const kind of leafKinds) {
    const { bytes } = createLeaf({ ...input, kind }, randomBytes);
    expect(readLeaf(bytes)).toMatchObject({ ok: true, value: { kind, seq: 4242, log, body: input.body, open: {}, v: 1 } });
  }
});

describe('what is no leaf is not read as one', () => {
  const { bytes } = createLeaf(input, randomBytes);
  test.each([
    ['white space', bytes.replace(',', ', ')], ['a key twice', bytes.replace('"v":1', '"v":1,"v":1')], ['a key more', bytes.replace('"v":1}', '"v":1,"w":1}')],
    ['another version', bytes.replace('"v":1', '"v":2')], ['an unknown kind', bytes.replace('push.response', 'push.guess')],
    ['keys out of order', bytes.replace(/^\{("actor":"[^"]*"),("app":"[^"]*")/, '{$2,$1')], ['a time without zone', bytes.replace('.123Z', '.123')],
    ['a day that does not exist', bytes.replace('2026-11-20', '2026-02-30')], ['a float', bytes.replace('4242', '4242.0')], ['cut off', bytes.slice(0, -1)],
    ['nothing', ''], ['an array', '[]'], ['null', 'null'], ['an escape where none is needed', bytes.replace('SUPPRESS', '\\u0053UPPRESS')],
    ['a commitment of the wrong length', bytes.replace('"open":{}', '"open":{"subject":"abc"}')], ['an unknown opening', bytes.replace('"open":{}', `"open":{"x":"${salt}"}`)],
    ['too long', bytes.replace('SUPPRESS', 'S'.repeat(70_000))],
  ])('%s', (_, text) => {
    expect(text).not.toBe(bytes);
    expect(readLeaf(text)).toMatchObject({ ok: false, failure: { type: 'LeafBroken' } });
  });
});

describe('a leaf that would break the format is a defect', () => {
  test.each([
    ['a time that is no instant', { t: '2026-11-20' }], ['a negative number', { seq: -1 }], ['an origin with a space', { log: 'a b' }], ['no actor', { actor: '' }],
    ['a body of more than 65,535 bytes', { body: { text: 'x'.repeat(65_535) } }], ['an opening field called salt', { open: { subject: { salt: 'x' } } }],
    ['a kind nobody knows', { kind: 'push.guess' as never }], ['a float in the body', { body: { score: 0.5 } }],
  ])('%s', (_, change) => {
    expect(() => createLeaf({ ...input, ...change }, randomBytes)).toThrow();
  });
  test('a salt source that gives too little', () => {
    expect(() => createLeaf({ ...input, open: { subject: {} } }, () => Buffer.alloc(16))).toThrow(RangeError);
  });
});

describe('telephone numbers and e-mail addresses in a leaf are refused', () => {
  const personal = [
    '+12025550142', '+442071838750', '2025550142', '12025550142', 'tel:+12025550142', 'called 2025550142 today', '(202) 555-0142', '202-555-0142', '202.555.0142',
    'ann@example.com',
  ];
  test.each(personal)('%s', (text) => {
    expect(() => createLeaf(withBody({ note: text }), randomBytes)).toThrow(/must not enter a leaf/);
    expect(() => createLeaf(withBody({ deep: [{ list: [text] }] }), randomBytes)).toThrow(/must not enter a leaf/);
    expect(() => createLeaf(withBody({ [text]: 1 }), randomBytes)).toThrow(/must not enter a leaf/);
    expect(() => createLeaf({ ...input, actor: text }, randomBytes)).toThrow(/must not enter a leaf/);
  });
  test('also as an integer', () => {
    expect(() => createLeaf(withBody({ n: 12_025_550_142 }), randomBytes)).toThrow(/must not enter a leaf/);
  });
  test('the words of the defect do not repeat the number', () => {
    expect(() => createLeaf(withBody({ '+12025550142': { a: '+12025550142' } }), randomBytes)).toThrow(/^(?!.*5550142)/);
  });
  test('every fictitious number is refused in every usual writing', () => {
    const writings = [(a: number, l: string) => `+1${a}555${l}`, (a: number, l: string) => `${a}555${l}`, (a: number, l: string) => `1-${a}-555-${l}`,
      (a: number, l: string) => `+1 (${a}) 555-${l}`, (a: number, l: string) => `x ${a} 555 ${l} y`];
    fc.assert(fc.property(fc.integer({ min: 201, max: 989 }), fc.integer({ min: 100, max: 199 }), fc.constantFrom(...writings), (area, line, write) => {
      expect(() => createLeaf(withBody({ a: write(area, `0${line}`) }), randomBytes)).toThrow(/must not enter a leaf/);
    }));
  });
});

describe('what only looks like a number passes', () => {
  test.each([
    ['2026-11-19'], ['2026-11-20T22:56:48.123Z'], ['fed-dnc@2026-11-19'], ['123456789'], ['genesys-dnclists'], ['1.4.2'],
    ['12345678-1234-1234-1234-123456789012'], ['1'.repeat(64)], [`${'2'.repeat(43)}=`], ['2'.repeat(43)],
  ])('%s', (text) => {
    expect(readLeaf(createLeaf(withBody({ text }), randomBytes).bytes).ok).toBe(true);
  });
  test('milliseconds since 1970', () => {
    expect(() => createLeaf(withBody({ readyAt: 1_795_000_000_000, rows: 5_000_000 }), randomBytes)).not.toThrow();
  });
  test('every hash, identifier and key that a leaf may name', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uuid(), (bytes, uuid) => {
      const buffer = Buffer.from(bytes);
      const body = { hex: buffer.toString('hex'), url: buffer.toString('base64url'), std: buffer.toString('base64'), uuid };
      expect(readLeaf(createLeaf(withBody(body), randomBytes).bytes).ok).toBe(true);
    }), { numRuns: 500 });
    for (let i = 0; i < 200; i += 1) {
      const { vkey, fingerprint } = signerFrom(createSigningKey().pkcs8, createOrigin(randomBytes));
      expect(() => createLeaf(withBody({ vkey, fingerprint }), randomBytes)).not.toThrow();
    }
  });
});
