// What a person types to correct a number: exactly one, and a filler only where they say that they mean it.
import { expect, test } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';

test('a number that looks like a filler is refused by that name, unless the person means it', () => {
  // Dallas has it; nearly every list that holds it has it from a database's largest integer.
  for (const typed of ['2147483647', '+12147483647', '(214) 748-3647']) {
    expect(readTypedPhone(typed, 'US'), typed).toEqual({ ok: false, failure: { type: 'NumberNotValid', reason: 'placeholder' } });
    expect(readTypedPhone(typed, 'US', true), typed).toEqual(ok({ phone: '+12147483647', country: 'US', notes: [] }));
  }
});

test('what is no number stays none, however sure the person is', () => {
  for (const typed of ['0000000000', '1234567890', '9999999999']) expect(readTypedPhone(typed, 'US', true), typed).toMatchObject({ ok: false, failure: { type: 'NumberNotValid' } });
});

test('being sure changes nothing about any other number', () => {
  expect(readTypedPhone('2025550101', 'US', true)).toEqual(readTypedPhone('2025550101', 'US'));
  expect(readTypedPhone('202555010', 'US', true)).toEqual(readTypedPhone('202555010', 'US'));
  expect(readTypedPhone('2147483647, 2025550101', 'US', true)).toMatchObject({ ok: false });
});
