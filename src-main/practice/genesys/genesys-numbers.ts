// Genesys numbers: an upsert of bare E.164 strings with one expiration, and the two calls that take numbers away.
import type { Hono } from 'hono';
import { isHit } from '../faults.ts';
import { changedBy, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { readExpiration, refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { isE164, isRecord, readJson } from '../read-body.ts';
import { findList, listNotFound, liveLists } from './genesys-lists.ts';

const largestBatch = 1000;
/** Documented for imports: an expiration lies at most 180 days ahead. */
export const furthestExpirationMs = 180 * 24 * 60 * 60 * 1000;
const path = '/api/v2/outbound/dnclists/:id/phonenumbers';

export const addNumbers = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  app.post(path, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    return (await addTo(c, needs, list, readJson(c.env.body), c.req.query('expirationDateTime'))) ?? c.body(null, 202);
  });

  app.patch(path, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const order = readJson(c.env.body);
    if (!isRecord(order)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { action, phoneNumbers, expirationDateTime } = order;
    if (expirationDateTime !== undefined && typeof expirationDateTime !== 'string') return refuse(c, 400, 'invalid.date', 'expirationDateTime is no date.');
    if (action === 'Add') return (await addTo(c, needs, list, phoneNumbers, expirationDateTime)) ?? c.body(null, 204);
    if (action !== 'Remove') return refuse(c, 400, 'invalid.value', 'action is Add or Remove.');
    const numbers = readNumbers(c, list, phoneNumbers);
    if (numbers instanceof Response) return numbers;
    const removed = numbers.filter((_, index) => !isHit(c.env.fault, 'refuse-some', index));
    await needs.journal.append({ t: 'remove', l: list.id, at: needs.now(), p: removed });
    return c.body(null, 204);
  });

  // As the vendor does: whatever the caller meant, every number of the list is gone, or every expired one.
  app.delete(path, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    await needs.journal.append({ t: 'wipe', l: list.id, at: needs.now(), expiredOnly: c.req.query('expiredOnly') === 'true' });
    return c.body(null, 204);
  });
};

/** Null when added; otherwise the refusal, and then nothing of the batch is kept. */
const addTo = async (c: GenesysContext, needs: TenantNeeds, list: NumberList, phoneNumbers: unknown, expiration: string | undefined): Promise<Response | null> => {
  const numbers = readNumbers(c, list, phoneNumbers);
  if (numbers instanceof Response) return numbers;
  const at = needs.now();
  const expiresAt = expiration === undefined ? null : readExpiration(expiration);
  if (expiration !== undefined && expiresAt === null) return refuse(c, 400, 'invalid.date', 'Dates are written yyyy-MM-ddTHH:mmZ.');
  if (expiresAt !== null && expiresAt > at + furthestExpirationMs) return refuse(c, 400, 'invalid.date', 'The expiration is more than 180 days ahead.');
  const met = limitMet(needs, list, numbers);
  if (met !== null) return refuse(c, 400, met.code, met.message, { limit: met.limit });
  const kept = changedBy(list, numbers.filter((_, index) => !isHit(c.env.fault, 'forget-some', index) && !isHit(c.env.fault, 'refuse-some', index)), expiresAt);
  if (kept.length > 0) await needs.journal.append({ t: 'add', l: list.id, at, v: at + needs.propagationMs, x: expiresAt, p: kept });
  return null;
};

/** The limit that these numbers would go beyond; null where they have room. */
export const limitMet = (needs: TenantNeeds, list: NumberList, numbers: readonly string[]) => {
  const fresh = new Set(numbers.filter((phone) => !list.stamps.has(phone))).size;
  if (list.stamps.size + fresh > needs.listLimit) {
    return {
      code: 'dnc.records.per.list.limit.exceeded', message: 'The DNC list has reached the limit on total records. See details',
      limit: { key: 'dnc.records.per.list', namespace: 'outbound', value: needs.listLimit },
    } as const;
  }
  const everywhere = liveLists(needs).reduce((sum, other) => sum + other.stamps.size, 0);
  if (everywhere + fresh <= 2 * needs.listLimit) return null;
  return {
    code: 'dnc.phone.numbers.per.organization.limit.exceeded', message: 'The organization has reached the limit on total DNC records. See details',
    limit: { key: 'dnc.records.per.organization', namespace: 'outbound', value: 2 * needs.listLimit },
  } as const;
};

const readNumbers = (c: GenesysContext, list: NumberList, value: unknown): readonly string[] | Response => {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return refuse(c, 415, 'unsupported.media.type', 'The body is not application/json.');
  if (list.about['dncSourceType'] !== 'rds') return refuse(c, 400, 'dnc.source.operation.not.supported', 'An attempt was made to append numbers to a DNC list that is not of type Internal');
  if (!Array.isArray(value)) return refuse(c, 400, 'bad.request', 'The request could not be understood by the server due to malformed syntax.');
  const numbers: readonly unknown[] = value;
  if (numbers.length > largestBatch) return refuse(c, 413, 'request.entity.too.large', `At most ${largestBatch} numbers at once.`);
  if (numbers.every(isE164)) return numbers;
  const wrong = numbers.flatMap((entry, index) => (isE164(entry) ? [] : [{ errorCode: 'invalid.value', fieldName: `phoneNumbers[${index}]` }]));
  return refuse(c, 400, 'constraint.validation', `${wrong.length} of ${numbers.length} phone numbers are not in E.164 format.`, { details: wrong.slice(0, 20) });
};
