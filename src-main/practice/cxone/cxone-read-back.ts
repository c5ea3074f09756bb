// CXone records, read: paged in a stable order with expired ones among them, and one number looked up over all groups.
import type { Hono } from 'hono';
import { visibleAt, visibleStamp, type NumberList, type Snapshot } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { findGroup, formatPhone, groupNumber, none, readPage, refuse, toDigits, toPhone, type CxoneEnv } from './cxone-answers.ts';
import { groupNotFound } from './cxone-groups.ts';

const largestPage = 10_000;
/** The search answer must carry an expiredDate; a permanent record has the last one there is. */
const never = '9999-12-31T23:59:59.000Z';

type Order = { readonly field: 'recordId' | 'phoneNumber' | 'expiredDate'; readonly down: boolean };
type Column = { readonly version: number; readonly order: string; readonly rows: Snapshot };

export const addReadBack = (api: Hono<CxoneEnv>, needs: TenantNeeds): void => {
  const columns = new WeakMap<NumberList, Column>();

  api.get('/dnc-groups/:groupId/records', (c) => {
    const list = findGroup(needs, c.req.param('groupId'));
    if (list === undefined) return groupNotFound(c);
    const page = readPage(c, largestPage);
    const order = readOrder(c.req.query('orderBy'));
    if (page === null || order === null) return refuse(c, 400, 'skip, top or orderBy cannot be read.');
    const rows = ordered(columns, list, order, needs.now());
    const phones = rows.phones.slice(page.skip, page.skip + page.top);
    if (phones.length === 0) return none(c);
    return c.json({
      resultSet: {
        totalRecords: rows.phones.length,
        dncRecords: phones.map((phone, index) => {
          const stamp = rows.stamps[page.skip + index];
          const collected = new Date(stamp?.addedAt ?? 0).toISOString();
          const expiresAt = stamp?.expiresAt ?? null;
          return {
            recordId: Number(phone.slice(1)), createdBy: 1, phoneNumber: toDigits(phone), formattedPhone: formatPhone(phone),
            expiredDate: expiresAt === null ? undefined : new Date(expiresAt).toISOString(),
            dateCollected: collected, lastUpdateTime: collected,
          };
        }),
      },
    });
  });

  api.post('/dnc-groups/search', (c) => {
    const digits = c.req.query('phoneNumber') ?? '';
    if (!/^\d{1,15}$/.test(digits)) return refuse(c, 400, 'phoneNumber is missing or not made of digits.');
    const phone = toPhone(digits);
    const at = needs.now();
    const searchResults = needs.lists.all().flatMap((list) => {
      const kept = phone === null ? undefined : list.stamps.get(phone);
      const stamp = kept === undefined ? null : visibleStamp(kept, at);
      if (phone === null || stamp === null) return [];
      const collected = new Date(stamp.addedAt).toISOString();
      return [{
        dncGroupId: groupNumber(list), dncGroupName: list.name, dncGroupDescription: list.about['description'] ?? '',
        formattedPhone: formatPhone(phone), expiredDate: stamp.expiresAt === null ? never : new Date(stamp.expiresAt).toISOString(),
        dateCollected: collected, lastUpdateTime: collected,
      }];
    });
    return searchResults.length === 0 ? none(c) : c.json({ searchResults });
  });
};

/** Kept for the next page once everything is visible, so that a million records are put in order once. */
const ordered = (columns: WeakMap<NumberList, Column>, list: NumberList, order: Order, at: number): Snapshot => {
  const name = `${order.field}${order.down ? ' desc' : ''}`;
  const kept = columns.get(list);
  if (kept?.version === list.version && kept.order === name) return kept.rows;
  const rows = sortRows(visibleAt(list, at), order);
  if (list.visibleAt <= at) columns.set(list, { version: list.version, order: name, rows });
  return rows;
};

const sortRows = (rows: Snapshot, { field, down }: Order): Snapshot => {
  if (field === 'recordId' && !down) return rows;
  const places = rows.phones.map((_, index) => index);
  if (field === 'phoneNumber') places.sort((a, b) => compare(rows.phones[a] ?? '', rows.phones[b] ?? ''));
  if (field === 'expiredDate') places.sort((a, b) => compare(rows.stamps[a]?.expiresAt ?? Infinity, rows.stamps[b]?.expiresAt ?? Infinity));
  if (down) places.reverse();
  return {
    phones: places.map((place) => rows.phones[place] ?? ''),
    stamps: places.flatMap((place) => rows.stamps[place] ?? []),
  };
};

const compare = <T extends string | number>(a: T, b: T): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** The order of arrival stands for recordId, dateCollected and lastUpdateTime. */
const readOrder = (text: string | undefined): Order | null => {
  const read = /^(recordId|phoneNumber|formattedPhone|expiredDate|dateCollected|lastUpdateTime)(?: (asc|desc))?$/i.exec(text ?? 'recordId');
  if (read === null) return null;
  const name = (read[1] ?? '').toLowerCase();
  const down = (read[2] ?? '').toLowerCase() === 'desc';
  if (name === 'expireddate') return { field: 'expiredDate', down };
  return { field: name.endsWith('phone') || name === 'phonenumber' ? 'phoneNumber' : 'recordId', down };
};
