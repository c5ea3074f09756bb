// Entries of a DNC list: one reason and one expiry for a request, carried out once under its key, answered with counts and the numbers that were not taken.
import type { Hono } from 'hono';
import { isHit } from '../faults.ts';
import { createKeyMemory } from '../key-memory.ts';
import { isExpired, type NumberList } from '../number-lists.ts';
import type { Fault } from '../practice.ts';
import type { TenantNeeds } from '../tenant.ts';
import { isOfAllowedCountry, refuse, type EntriesContext, type EntriesEnv, type FieldError } from './entries-answers.ts';
import { fieldsOf, isE164, readExpiration, readJson } from '../read-body.ts';
import { listNotFound } from './entries-lists.ts';

const largestBatch = 1000;
/** "Fewer than 500 numbers a request when throttled." */
const largestThrottled = 499;
const mostWritesAtOnce = 5;
/** The guide names no time; its sister for telephony entries says 24 hours. */
const memoryMs = 86_400_000;
const reasons = new Set<unknown>(['REGULATORY', 'CUSTOMER_REQUEST', 'UNSPECIFIED']);

type ErrorItem = { readonly phoneNumber: string; readonly code: string; readonly message: string };
type Counts = { readonly created: number; readonly duplicate: number; readonly updated: number; readonly error: readonly ErrorItem[] };
type Order = { readonly numbers: readonly string[]; readonly expiresAt: number | null };

/** `isThrottled`: whether this tenant was asked to slow down a moment ago. */
export const addWrites = (app: Hono<EntriesEnv>, needs: TenantNeeds, isThrottled: () => boolean): void => {
  const once = createKeyMemory<Counts>(needs, memoryMs);
  let writing = 0;

  app.post('/api/v2/outbound/dnclists/:id/entries', async (c) => {
    const list = needs.lists.byId(c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const key = c.req.header('idempotency-key') ?? '';
    if (!/^[\x21-\x7e]{8,200}$/.test(key)) return refuse(c, 400, 'idempotency.key.invalid', 'Idempotency-Key is missing.');
    if (writing >= mostWritesAtOnce) {
      c.header('retry-after', '1');
      return refuse(c, 429, 'too.many.requests', `At most ${mostWritesAtOnce} writes at once.`);
    }
    const order = readOrder(c, needs, isThrottled() ? largestThrottled : largestBatch);
    if (order instanceof Response) return order;
    writing += 1;
    try {
      const done = await once(key, `${list.id}\n${c.env.body}`, () => keep(c.env.fault, needs, list, order));
      if (done.kind === 'in-flight') return refuse(c, 409, 'request.in.flight', 'A request with this Idempotency-Key is still in flight.');
      if (done.kind === 'other-payload') return refuse(c, 422, 'idempotency.key.reused', 'This Idempotency-Key stands for another payload.');
      return c.json(answerOf(c.env.fault, order.numbers, done.answer));
    } finally {
      writing -= 1;
    }
  });
};

/** Nothing is kept of a request with a wrong field. */
const readOrder = (c: EntriesContext, needs: TenantNeeds, most: number): Order | Response => {
  const { phoneNumbers, reason, expires } = fieldsOf(readJson(c.env.body));
  if (!Array.isArray(phoneNumbers) || phoneNumbers.length === 0) return refuse(c, 400, 'bad.request', 'phoneNumbers is missing.');
  const given: readonly unknown[] = phoneNumbers;
  if (given.length > most) return refuse(c, 413, 'request.entity.too.large', `At most ${most} numbers at once.`);
  const expiresAt = readExpiration(expires);
  const wrong: readonly FieldError[] = [
    ...(reasons.has(reason) ? [] : [{ field: 'reason', code: 'invalid.value', message: 'The reason is unknown.' }]),
    ...(expiresAt === null || expiresAt > needs.now() ? [] : [{ field: 'expires', code: 'invalid.date', message: 'The date cannot be read, or has passed.' }]),
    ...given.flatMap((phone, index) => (isE164(phone) ? [] : [{ field: `phoneNumbers[${index}]`, code: 'invalid.number', message: 'The number is not in E.164 format.' }])),
  ];
  return wrong.length > 0 ? refuse(c, 422, 'field.errors', `${wrong.length} fields are wrong.`, wrong) : { numbers: given.filter(isE164), expiresAt };
};

const keep = async (fault: Fault | null, needs: TenantNeeds, list: NumberList, { numbers, expiresAt }: Order): Promise<Counts> => {
  const at = needs.now();
  const counts = { created: 0, duplicate: 0, updated: 0 };
  const error: ErrorItem[] = [];
  const taken: string[] = [];
  const seen = new Set<string>();
  let room = needs.listLimit - list.stamps.size;
  for (const [index, phoneNumber] of numbers.entries()) {
    const stamp = list.stamps.get(phoneNumber);
    const isNew = stamp === undefined && !seen.has(phoneNumber);
    const why = isHit(fault, 'refuse-some', index) ? { code: 'entry.not.saved', message: 'The entry could not be saved.' }
      : !isOfAllowedCountry(phoneNumber) ? { code: 'country.not.allowed', message: 'Numbers of this country are not allowed.' }
      : isNew && room <= 0 ? { code: 'dnc.records.per.list.limit.exceeded', message: `The list holds ${needs.listLimit} numbers.` }
      : null;
    if (why !== null) {
      error.push({ phoneNumber, ...why });
      continue;
    }
    if (isNew) room -= 1;
    if (seen.has(phoneNumber) || stamp?.expiresAt === expiresAt) counts.duplicate += 1;
    else if (stamp === undefined || isExpired(stamp, at)) counts.created += 1;
    else counts.updated += 1;
    seen.add(phoneNumber);
    if (stamp?.expiresAt !== expiresAt && !isHit(fault, 'forget-some', index)) taken.push(phoneNumber);
  }
  if (taken.length > 0) await needs.journal.append({ t: 'add', l: list.id, at, v: at, x: expiresAt, p: taken });
  return { ...counts, error };
};

/** The faults of one answer: numbers left out of every count, or counted and named under `error` as well. */
const answerOf = (fault: Fault | null, numbers: readonly string[], { created, duplicate, updated, error }: Counts): Counts => {
  let omitted = numbers.filter((_, index) => isHit(fault, 'omit-some', index)).length;
  const less = (count: number): number => {
    const off = Math.min(count, omitted);
    omitted -= off;
    return count - off;
  };
  const twice = numbers.filter((phone, index) => isHit(fault, 'duplicate-some', index) && !error.some(({ phoneNumber }) => phoneNumber === phone));
  return {
    created: less(created), duplicate: less(duplicate), updated: less(updated),
    error: [...error, ...twice.map((phoneNumber) => ({ phoneNumber, code: 'entry.busy', message: 'The entry is being worked on.' }))],
  };
};
