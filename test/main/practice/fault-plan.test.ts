// A fault plan written by a person: read whole, or refused with the place that is wrong.
import { describe, expect, it } from 'vitest';
import { readFaultPlan } from '../../../src-main/practice/fault-plan.ts';

describe('a fault plan', () => {
  it('is read as it was written', () => {
    const plan = [{ on: 'push', nth: 2, times: 3, fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } }, { on: 'any', fault: { kind: 'slow', ms: 50 } }, { on: 'read', fault: { kind: 'older-export' } }];
    expect(readFaultPlan(JSON.stringify(plan))).toEqual({ ok: true, value: plan });
  });

  it.each([
    ['[', 'no JSON'],
    ['{}', 'wrong at its top'],
    ['[{"on":"push","fault":{"kind":"explode"}}]', 'wrong at 0.fault'],
    ['[{"on":"push","nth":0,"fault":{"kind":"hang"}}]', 'wrong at 0.nth'],
    ['[{"on":"push","fault":{"kind":"hang","ms":1}}]', 'wrong at 0.fault'],
    ['[{"on":"push","once":true,"fault":{"kind":"hang"}}]', 'wrong at 0'],
  ])('%s is refused, and the words say where', (text, why) => {
    expect(readFaultPlan(text)).toMatchObject({ ok: false, failure: { type: 'PracticeUnavailable', why: expect.stringContaining(why) } });
  });
});
