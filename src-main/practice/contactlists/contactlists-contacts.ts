// Contacts of the practice tenant: at most fifty added at once, found by any column, changed as whole objects.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { seenAt, type Contact, type ContactTable } from '../contact-rows.ts';
import { isHit } from '../faults.ts';
import { refuse, type GenesysContext, type GenesysEnv } from '../genesys/genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { pageOf, readPaging, refusePaging } from '../genesys/genesys-pages.ts';
import type { PracticeEntry } from '../practice.ts';
import type { TenantNeeds } from '../tenant.ts';
import { contactListNotFound, contactLists, type ContactList } from './contactlists-lists.ts';
import { readSearch } from './contactlists-search.ts';

const largestBatch = 50;
const under = '/api/v2/outbound/contactlists/:id/contacts';

type InList = { readonly list: ContactList; readonly table: ContactTable };

export const addContacts = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const lists = contactLists(needs);
  const inList = (answer: (c: GenesysContext, here: InList) => Response | Promise<Response>) => (c: GenesysContext): Response | Promise<Response> => {
    const list = lists.byId(c.req.param('id') ?? '');
    return list === undefined ? contactListNotFound(c) : answer(c, { list, table: needs.lists.contacts.of(list.id) });
  };
  const keep = async (list: ContactList, contacts: readonly Contact[]): Promise<void> => {
    const at = needs.now();
    if (contacts.length > 0) await needs.journal.append({ t: 'contacts', l: list.id, at, v: at + needs.propagationMs, c: contacts });
  };

  app.post(under, inList(async (c, { list, table }) => {
    const drafts = readJson(c.env.body);
    if (!Array.isArray(drafts)) return refuse(c, 400, 'bad.request', 'The body is no JSON array.');
    if (drafts.length > largestBatch) return refuse(c, 413, 'request.entity.too.large', `At most ${largestBatch} contacts at once.`);
    const read = drafts.map((draft) => readContact(draft, list));
    if (read.includes(null)) return refuse(c, 400, 'invalid.value', 'A contact has no data, values that are no text, unknown columns or another list.');
    const made = read.flatMap((contact) => contact ?? []);
    if (table.rows.size + made.filter(({ id }) => !table.rows.has(id)).length > needs.listLimit) return refuse(c, 400, 'contacts.per.list.limit.exceeded', 'The contact list is full.');
    const { fault } = c.env;
    await keep(list, made.filter((_, index) => !isHit(fault, 'refuse-some', index) && !isHit(fault, 'forget-some', index)));
    return c.json(made.flatMap((contact, index) => {
      if (isHit(fault, 'refuse-some', index) || isHit(fault, 'omit-some', index)) return [];
      const told = bodyOf(list)(contact);
      return isHit(fault, 'duplicate-some', index) ? [told, { ...told, callable: !contact.callable }] : [told];
    }));
  }));

  app.post(`${under}/search`, inList((c, { list, table }) => {
    const asked = readJson(c.env.body);
    if (!isRecord(asked)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const paging = readPaging(asked['pageSize'], asked['pageNumber']);
    if (paging === null) return refusePaging(c);
    const search = readSearch(asked);
    if (search === null) return refuse(c, 400, 'invalid.value', 'criteria or contactSorts has something that is not practised here.');
    const found = search(table, needs.now());
    return c.json({ ...pageOf(c.req.path, paging, found, bodyOf(list)), contactsCount: found.length });
  }));

  app.get(`${under}/:contactId`, inList((c, { list, table }) => {
    const row = table.rows.get(c.req.param('contactId') ?? '');
    const seen = row === undefined ? null : seenAt(row, needs.now());
    return seen === null ? contactNotFound(c) : c.json(bodyOf(list)(seen));
  }));

  app.put(`${under}/:contactId`, inList(async (c, { list, table }) => {
    const row = table.rows.get(c.req.param('contactId') ?? '');
    if (row === undefined) return contactNotFound(c);
    const contact = readContact(readJson(c.env.body), list);
    if (contact === null) return refuse(c, 400, 'invalid.value', 'The full contact is needed, with its data.');
    if (isHit(c.env.fault, 'refuse-some', 0)) return refuse(c, 400, 'invalid.value', 'The contact could not be changed.');
    const changed: Contact = { ...contact, id: row.contact.id };
    if (!isHit(c.env.fault, 'forget-some', 0)) await keep(list, [changed]);
    return c.json(bodyOf(list)(changed));
  }));
};

const contactNotFound = (c: GenesysContext): Response => refuse(c, 404, 'contact.not.found', 'The contact could not be found.');

const bodyOf = (list: ContactList) => ({ id, data, callable, more }: Contact) =>
  ({ id, contactListId: list.id, data, callable, ...more, selfUri: `/api/v2/outbound/contactlists/${list.id}/contacts/${encodeURIComponent(id)}` });

const kept = ['phoneNumberStatus', 'contactableStatus', 'latestSmsEvaluations', 'latestEmailEvaluations', 'latestWhatsAppEvaluations'] as const;

/** Null where it cannot be one of this list. */
const readContact = (draft: unknown, list: ContactList): Contact | null => {
  if (!isRecord(draft) || draft['contactListId'] !== list.id || !isRecord(draft['data'])) return null;
  const data: Record<string, string> = {};
  for (const [column, value] of Object.entries(draft['data'])) {
    if (typeof value !== 'string' || !list.columnNames.includes(column)) return null;
    data[column] = value;
  }
  const { id, callable } = draft;
  const more = Object.fromEntries(kept.flatMap((field) => (draft[field] === undefined ? [] : [[field, draft[field]]])));
  return { id: typeof id === 'string' && id !== '' ? id : randomUUID(), data, callable: callable !== false, more };
};

/** A number is blocked where some contact carries it and none of those is callable. */
export const blockedNumbers = (table: ContactTable): readonly PracticeEntry[] => {
  const callable = new Set<string>();
  const blocked = new Map<string, number>();
  for (const { contact, addedAt } of table.rows.values()) {
    for (const value of new Set(Object.values(contact.data))) {
      if (!/^\+[1-9]\d{6,14}$/.test(value)) continue;
      if (contact.callable) callable.add(value);
      else if (!blocked.has(value)) blocked.set(value, addedAt);
    }
  }
  return [...blocked].filter(([phone]) => !callable.has(phone)).map(([phone, addedAt]) => ({ phone, expiresAt: null, addedAt }));
};
