// Entries of the practice CXone DNC entries: upserts with a key each, a word for each inside a 200, and pages that show ended ones too.
import type { Hono } from 'hono';
import { isHit } from '../faults.ts';
import { countVisible, visibleAt, type NumberList, type Snapshot, type Stamp } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { readDate, readFields, refuse, writeDate, type EntriesContext, type EntriesEnv } from './entries-answers.ts';
import { fieldsOf } from '../read-body.ts';
import { defaultExpiry, listNotFound, whyClosed } from './entries-lists.ts';

const largestBatch = 100;
const largestPage = 1000;
const path = '/api/v2/dnc/entries';

type Asked = { readonly phoneNumber: string; readonly jurisdiction: string | null; readonly expiresAt: number | null; readonly source: string; readonly key: string; readonly wrong: Wrong | null };
type Wrong = { readonly code: string; readonly message: string };

export const addEntries = (app: Hono<EntriesEnv>, needs: TenantNeeds): void => {
  app.post(path, async (c) => {
    const { data } = readFields(c.env.body);
    if (!Array.isArray(data) || data.length === 0) return refuse(c, 400, 'invalid.request', 'data is missing.');
    if (data.length > largestBatch) return refuse(c, 413, 'payload.too.large', `At most ${largestBatch} entries at once; nothing was kept.`);
    const listIds = new Set(data.map((one) => fieldsOf(one)['listId']));
    const [listId] = listIds;
    const list = listIds.size === 1 && typeof listId === 'string' ? needs.lists.byId(listId) : undefined;
    if (list === undefined) return listNotFound(c);
    const closed = whyClosed(list);
    if (closed !== null) return refuse(c, 409, 'list.closed', closed);
    const asked = data.map((one) => readEntry(fieldsOf(one), list));
    const at = needs.now();
    if (isFull(needs, list, asked, at)) return refuse(c, 400, 'dnc.entries.limit.exceeded', `A list holds at most ${needs.listLimit} entries.`);
    await keep(needs, list, asked.filter((one, index) => one.wrong === null && !list.keys.has(one.key) && !isHit(c.env.fault, 'refuse-some', index) && !isHit(c.env.fault, 'forget-some', index)), at);
    return answer(c, list, asked);
  });

  const snapshots = new WeakMap<NumberList, { readonly version: number; readonly rows: Snapshot }>();
  app.get(path, (c) => {
    const list = needs.lists.byId(c.req.query('listId') ?? '');
    if (list === undefined) return listNotFound(c);
    const [limit, offset] = [c.req.query('limit') ?? '100', c.req.query('offset') ?? '0'];
    if (!/^\d{1,9}$/.test(limit) || !/^\d{1,9}$/.test(offset)) return refuse(c, 400, 'invalid.request', 'limit and offset are whole numbers.');
    const at = needs.now();
    const kept = snapshots.get(list);
    const rows = kept?.version === list.version ? kept.rows : visibleAt(list, at);
    // Kept for the next page once everything is visible, so that a million entries are copied once.
    if (list.visibleAt <= at) snapshots.set(list, { version: list.version, rows });
    const from = Number(offset);
    const phones = rows.phones.slice(from, from + Math.min(largestPage, Number(limit)));
    return c.json({ data: phones.map((phone, index) => entryBody(list, phone, rows.stamps[from + index])), total: rows.phones.length, limit: Number(limit), offset: from });
  });
};

/** One journal line for each expiration and jurisdiction among them; a key that was met before changes nothing. */
const keep = async (needs: TenantNeeds, list: NumberList, asked: readonly Asked[], at: number): Promise<void> => {
  for (const group of Map.groupBy(asked, ({ expiresAt, jurisdiction }) => `${expiresAt} ${jurisdiction}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    await needs.journal.append({
      t: 'add', l: list.id, at, v: at + needs.propagationMs, x: first.expiresAt, j: first.jurisdiction, p: group.map(({ phoneNumber }) => phoneNumber), k: group.map(({ key }) => key),
    });
  }
};

/** 201 where all went well, else 200 with what did not. */
const answer = (c: EntriesContext, list: NumberList, asked: readonly Asked[]): Response => {
  const { fault } = c.env;
  const words = asked.map((one, index) => ({
    one, isTold: !isHit(fault, 'omit-some', index), isTwice: isHit(fault, 'duplicate-some', index),
    wrong: isHit(fault, 'refuse-some', index) ? { code: 'entry.not.saved', message: 'The entry could not be saved.' } : one.wrong,
  })).filter(({ isTold }) => isTold);
  const data = words.flatMap(({ one, wrong }) => (wrong === null ? [{ ...writtenBody(list, one), idempotencyKey: one.key }] : []));
  const errors = words.flatMap(({ one, wrong, isTwice }) => (wrong === null && !isTwice ? [] : [{ phoneNumber: one.phoneNumber, idempotencyKey: one.key, ...(wrong ?? { code: 'entry.exists', message: 'Said twice.' }) }]));
  return errors.length === 0 ? c.json({ data }, 201) : c.json({ data, errors });
};

const readEntry = (entry: Readonly<Record<string, unknown>>, list: NumberList): Asked => {
  const { phoneNumber, jurisdiction, expirationDate, source, idempotencyKey } = entry;
  const expiresAt = expirationDate === undefined ? defaultExpiry(list) : readDate(expirationDate);
  const phone = typeof phoneNumber === 'string' ? phoneNumber : '';
  const key = typeof idempotencyKey === 'string' ? idempotencyKey : '';
  const usedFor = list.keys.get(key);
  const wrong =
    !/^\+[1-9]\d{6,14}$/.test(phone) ? { code: 'phone.invalid', message: 'The phone number is not in E.164 format.' }
    : jurisdiction !== null && (typeof jurisdiction !== 'string' || !/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(jurisdiction)) ? { code: 'jurisdiction.invalid', message: 'The jurisdiction is no ISO 3166 code.' }
    : expiresAt === undefined ? { code: 'expiration.invalid', message: 'expirationDate is no date.' }
    : key === '' ? { code: 'key.missing', message: 'idempotencyKey is missing.' }
    : usedFor !== undefined && usedFor !== phone ? { code: 'key.reused', message: 'The key was used for another number.' }
    : null;
  return { phoneNumber: phone, jurisdiction: typeof jurisdiction === 'string' ? jurisdiction : null, expiresAt: expiresAt ?? null, source: typeof source === 'string' ? source : '', key, wrong };
};

const idOf = (list: NumberList, phone: string): string => `${list.ordinal}-${phone.slice(1)}`;

const writtenBody = (list: NumberList, { phoneNumber, jurisdiction, expiresAt, source }: Asked) =>
  ({ id: idOf(list, phoneNumber), phoneNumber, listId: list.id, jurisdiction, expirationDate: writeDate(expiresAt), source });

const entryBody = (list: NumberList, phone: string, stamp: Stamp | undefined) => ({
  id: idOf(list, phone), phoneNumber: phone, listId: list.id, jurisdiction: stamp?.jurisdiction ?? null, expirationDate: writeDate(stamp?.expiresAt ?? null), createdAt: writeDate(stamp?.addedAt ?? 0),
});

/** Ended entries do not count, and are counted only when the limit is near. */
const isFull = ({ listLimit }: TenantNeeds, list: NumberList, asked: readonly Asked[], at: number): boolean => {
  const fresh = asked.filter(({ phoneNumber, wrong }) => wrong === null && !list.stamps.has(phoneNumber)).length;
  return list.stamps.size + fresh > listLimit && countVisible(list, at, false) + fresh > listLimit;
};
