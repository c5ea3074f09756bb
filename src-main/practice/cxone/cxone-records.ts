// CXone records, written: each number has its own result inside a 200, and removing one only expires it.
import type { Hono } from 'hono';
import { isHit } from '../faults.ts';
import { changedBy, countVisible, isExpired, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { findGroup, formatPhone, refuse, toPhone, type CxoneContext, type CxoneEnv } from './cxone-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';
import { groupNotFound, isActive } from './cxone-groups.ts';

const largestBatch = 4500;
const path = '/dnc-groups/:groupId/records';

/** `error` null: taken. */
type RecordResult = { readonly error: string | null; readonly formattedPhone: string };
type Asked = { readonly digits: string; readonly phone: string | null; readonly expiresAt: number | null; readonly dateWrong: boolean };

export const addRecords = (api: Hono<CxoneEnv>, needs: TenantNeeds): void => {
  api.post(path, async (c) => {
    const batch = readBatch(c, needs);
    if (batch instanceof Response) return batch;
    const { list, records } = batch;
    const at = needs.now();
    if (isFull(needs, records.length, at)) return refuse(c, 400, `The maximum of ${needs.listLimit} active DNC records is reached.`);
    const byExpiry = new Map<number | null, string[]>();
    const results = records.map((record, index): RecordResult => {
      const { phone } = record;
      if (isHit(c.env.fault, 'refuse-some', index)) return { error: 'The record could not be saved.', formattedPhone: phone === null ? record.digits : formatPhone(phone) };
      if (phone === null) return { error: 'Invalid phone number.', formattedPhone: record.digits };
      if (record.dateWrong) return { error: 'Invalid expiredDate.', formattedPhone: formatPhone(phone) };
      if (!isHit(c.env.fault, 'forget-some', index)) {
        const together = byExpiry.get(record.expiresAt);
        if (together === undefined) byExpiry.set(record.expiresAt, [phone]);
        else together.push(phone);
      }
      return { error: null, formattedPhone: formatPhone(phone) };
    });
    for (const [x, taken] of byExpiry) {
      const p = changedBy(list, taken, x);
      if (p.length > 0) await needs.journal.append({ t: 'add', l: list.id, at, v: at + needs.propagationMs, x, p });
    }
    return c.json({ resultSet: answerOf(c, results) });
  });

  // The answer has no resultSet around it: the vendor's two calls differ.
  api.delete(path, async (c) => {
    const batch = readBatch(c, needs);
    if (batch instanceof Response) return batch;
    const { list, records } = batch;
    const at = needs.now();
    const expired: string[] = [];
    const results = records.map(({ phone, digits }, index): RecordResult => {
      if (phone === null) return { error: 'Invalid phone number.', formattedPhone: digits };
      const stamp = list.stamps.get(phone);
      if (stamp === undefined || isExpired(stamp, at)) return { error: 'The phone number is not in the group.', formattedPhone: formatPhone(phone) };
      if (isHit(c.env.fault, 'refuse-some', index)) return { error: 'The record could not be removed.', formattedPhone: formatPhone(phone) };
      expired.push(phone);
      return { error: null, formattedPhone: formatPhone(phone) };
    });
    if (expired.length > 0) await needs.journal.append({ t: 'expire', l: list.id, at, p: expired });
    return c.json(answerOf(c, results));
  });
};

const answerOf = (c: CxoneContext, results: readonly RecordResult[]) => {
  const told = results.filter((_, index) => !isHit(c.env.fault, 'omit-some', index));
  return {
    errorCount: told.filter(({ error }) => error !== null).length,
    recordResults: told.map(({ error, formattedPhone }) => (error === null ? { success: true, formattedPhone } : { success: false, error, formattedPhone })),
  };
};

const readBatch = (c: CxoneContext, needs: TenantNeeds): { readonly list: NumberList; readonly records: readonly Asked[] } | Response => {
  const list = findGroup(needs, c.req.param('groupId'));
  if (list === undefined) return groupNotFound(c);
  if (!isActive(list)) return refuse(c, 409, 'The DNC group is not active.');
  const { dncGroupRecords } = fieldsOf(readJson(c.env.body));
  if (!Array.isArray(dncGroupRecords)) return refuse(c, 400, 'dncGroupRecords is missing.');
  if (dncGroupRecords.length > largestBatch) return refuse(c, 400, `At most ${largestBatch} records at once.`);
  const records: Asked[] = [];
  for (const entry of dncGroupRecords as readonly unknown[]) {
    const { phoneNumber, expiredDate } = fieldsOf(entry);
    if (typeof phoneNumber !== 'number' || !Number.isSafeInteger(phoneNumber)) return refuse(c, 400, 'phoneNumber is not an integer.');
    const expiresAt = typeof expiredDate === 'string' ? Date.parse(expiredDate) : null;
    const digits = String(phoneNumber);
    records.push({ digits, phone: toPhone(digits), expiresAt, dateWrong: Number.isNaN(expiresAt) });
  }
  return { list, records };
};

/** Expired records do not count, and are counted only when the limit is near. */
const isFull = (needs: TenantNeeds, more: number, at: number): boolean => {
  const lists = needs.lists.all();
  if (lists.reduce((sum, list) => sum + list.stamps.size, 0) + more <= needs.listLimit) return false;
  return lists.reduce((sum, list) => sum + countVisible(list, at, false), 0) + more > needs.listLimit;
};
