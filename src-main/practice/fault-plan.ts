// Reads a fault plan written by a person: a JSON array of rules, every word of them checked.
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { PracticeUnavailable } from '../../src-shared/failures.ts';
import type { FaultRule } from './practice.ts';

const count = z.int().min(1).max(1_000_000);

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'), status: z.int().min(200).max(599), retryAfterSeconds: z.number().min(0).max(86_400).nullable().exactOptional(),
    body: z.string().max(100_000).exactOptional(), contentType: z.string().max(200).exactOptional(),
  }),
  z.strictObject({ kind: z.enum(['html', 'half-json', 'reset-before', 'reset-after-applying', 'reset-mid-body', 'hang', 'token-ended', 'older-export']) }),
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0).max(3_600_000) }),
  z.strictObject({ kind: z.enum(['refuse-some', 'omit-some', 'duplicate-some', 'forget-some']), every: count }),
]);

const rule = z.strictObject({ on: z.enum(['token', 'lists', 'push', 'remove', 'read', 'any']), nth: count.exactOptional(), times: count.exactOptional(), fault });

/** `why` names the first place that is wrong. */
export const readFaultPlan = (text: string): Result<readonly FaultRule[], PracticeUnavailable> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail({ type: 'PracticeUnavailable', why: 'the fault plan is no JSON' });
  }
  const read = z.array(rule).max(1000).safeParse(value);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return fail({ type: 'PracticeUnavailable', why: `the fault plan is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}` });
};
