// Telephony DNC entries: up to 1,000 with a word for each inside a 207, carried out once under their key, and removed one by one by their id.
import type { Hono } from 'hono';
import { isHit } from '../faults.ts';
import { createKeyMemory, isUuid4 } from '../key-memory.ts';
import { changedBy, isExpired } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { entryTypes, isEntryType, refuse, type BulkContext, type BulkEnv, type EntryType } from './bulk-answers.ts';
import { fieldsOf, isE164, readExpiration, readJson } from '../read-body.ts';

const largestBatch = 1000;
const dayMs = 86_400_000;
const path = '/api/v2/telephony/dnc/entries';

/** Why entries were refused, by their place in the request; all others were taken. A repeat is answered from this and the request itself. */
type Refusals = Readonly<Record<string, string>>;

export const addEntries = (app: Hono<BulkEnv>, needs: TenantNeeds): void => {
  const once = createKeyMemory<Refusals>(needs, dayMs);

  app.post(`${path}/bulk`, async (c) => {
    const read = readJson(c.env.body);
    if (!Array.isArray(read) || read.length === 0) return refuse(c, 400, 'bad.request', 'The body is not an array of entries.');
    const entries: readonly unknown[] = read;
    if (entries.length > largestBatch) return refuse(c, 413, 'request.entity.too.large', `At most ${largestBatch} entries at once.`);
    const key = c.req.header('idempotency-key') ?? '';
    if (!isUuid4(key)) return refuse(c, 400, 'idempotency.key.invalid', 'Idempotency-Key is not a version 4 UUID.');
    const done = await once(key, c.env.body, () => keep(c, needs, entries));
    if (done.kind === 'in-flight') return refuse(c, 409, 'request.in.flight', 'A request with this Idempotency-Key is still being worked on.');
    if (done.kind === 'other-payload') return refuse(c, 422, 'idempotency.key.reused', 'This Idempotency-Key stands for another payload.');
    return c.json(answerOf(c, entries, done.answer), 207);
  });

  app.delete(`${path}/:id`, async (c) => {
    const entry = readEntryId(c.req.param('id'));
    const stamp = entry === null ? undefined : needs.lists.byId(entry.type)?.stamps.get(entry.number);
    if (entry === null || stamp === undefined || isExpired(stamp, needs.now())) return refuse(c, 404, 'not.found', 'There is no such entry.');
    await needs.journal.append({ t: 'remove', l: entry.type, at: needs.now(), p: [entry.number] });
    return c.body(null, 204);
  });
};

const keep = async (c: BulkContext, needs: TenantNeeds, entries: readonly unknown[]): Promise<Refusals> => {
  const at = needs.now();
  const refused: Record<string, string> = {};
  const groups = new Map<string, { readonly type: EntryType; readonly expiresAt: number | null; readonly numbers: string[] }>();
  let room = needs.listLimit - needs.lists.all().reduce((sum, list) => sum + list.stamps.size, 0);
  for (const [index, one] of entries.entries()) {
    const { number, type, expirationDate } = fieldsOf(one);
    const expiresAt = readExpiration(expirationDate);
    const why = isHit(c.env.fault, 'refuse-some', index) ? 'The entry could not be saved.' : whyNot(number, type, expiresAt, at);
    if (why !== null || !isE164(number) || !isEntryType(type)) {
      refused[index] = why ?? '';
      continue;
    }
    const isNew = needs.lists.byId(type)?.stamps.has(number) !== true;
    if (isNew && room <= 0) {
      refused[index] = `The maximum of ${needs.listLimit} entries is reached.`;
      continue;
    }
    if (isNew) room -= 1;
    if (isHit(c.env.fault, 'forget-some', index)) continue;
    const name = `${type} ${expiresAt}`;
    const group = groups.get(name) ?? { type, expiresAt, numbers: [] };
    groups.set(name, group);
    group.numbers.push(number);
  }
  for (const { type, expiresAt, numbers } of groups.values()) {
    if (needs.lists.byId(type) === undefined) await needs.journal.append({ t: 'list', id: type, at, name: `Telephony DNC entries ${type}`, about: {} });
    const list = needs.lists.byId(type);
    const changed = list === undefined ? [] : changedBy(list, numbers, expiresAt);
    if (changed.length > 0) await needs.journal.append({ t: 'add', l: type, at, v: at, x: expiresAt, p: changed });
  }
  return refused;
};

const whyNot = (number: unknown, type: unknown, expiresAt: number | null, at: number): string | null => {
  if (!isE164(number)) return 'The number is not in E.164 format.';
  if (!isEntryType(type)) return `The type is none of ${entryTypes.join(', ')}.`;
  if (Number.isNaN(expiresAt)) return 'The expirationDate is not an ISO 8601 date.';
  return expiresAt !== null && expiresAt <= at ? 'The expirationDate has passed.' : null;
};

const answerOf = (c: BulkContext, entries: readonly unknown[], refused: Refusals): readonly object[] =>
  entries.flatMap((one, index) => {
    const { number, type } = fieldsOf(one);
    if (isHit(c.env.fault, 'omit-some', index)) return [];
    const why = refused[index];
    if (why !== undefined) return [{ id: null, status: 'ERROR', message: why, number }];
    const taken = { id: entryIdOf(String(type), String(number)), status: 'SUCCESS', message: 'Created', number };
    return isHit(c.env.fault, 'duplicate-some', index) ? [taken, { id: null, status: 'ERROR', message: 'The entry is being worked on.', number }] : [taken];
  });

/** One entry for each number and type, so its id can be read back from itself. */
export const entryIdOf = (type: string, number: string): string => Buffer.from(`${type} ${number}`).toString('base64url');

const readEntryId = (id: string): { readonly type: EntryType; readonly number: string } | null => {
  const [type, number] = Buffer.from(id, 'base64url').toString().split(' ');
  return isEntryType(type) && isE164(number) ? { type, number } : null;
};
