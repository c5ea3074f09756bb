// Genesys contacts: added by at most a thousand at once, found by their columns, changed as whole objects.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { contactListNotFound, contactsOf, findContactList, type Contact, type ContactList } from './genesys-contact-lists.ts';
import type { Documents } from './genesys-documents.ts';
import { pageOf, readPaging, refusePaging } from './genesys-pages.ts';

const largestBatch = 1000;
const under = '/api/v2/outbound/contactlists/:id/contacts';

type InList = { readonly list: ContactList; readonly contacts: Documents<Contact> };

export const addContacts = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const inList = (answer: (c: GenesysContext, here: InList) => Response | Promise<Response>) => (c: GenesysContext): Response | Promise<Response> => {
    const list = findContactList(needs, c.req.param('id') ?? '');
    return list === undefined ? contactListNotFound(c) : answer(c, { list, contacts: contactsOf(needs, list.id) });
  };

  app.post(under, inList(async (c, { list, contacts }) => {
    const drafts = readJson(c.env.body);
    if (!Array.isArray(drafts)) return refuse(c, 400, 'bad.request', 'The body is no JSON array.');
    if (drafts.length > largestBatch) return refuse(c, 413, 'request.entity.too.large', `At most ${largestBatch} contacts at once.`);
    const read = drafts.map((draft) => readContact(draft, list, needs.now()));
    if (read.includes(null)) return refuse(c, 400, 'invalid.value', 'A contact has no data, values that are no text, unknown columns or another list.');
    const made = read.flatMap((contact) => contact ?? []);
    for (const contact of made) await contacts.keep(contact);
    return c.json(made.map(bodyOf));
  }));

  app.delete(under, inList(async (c, { contacts }) => {
    const ids = c.req.queries('contactIds') ?? [];
    if (ids.length === 0) return refuse(c, 400, 'invalid.query.param.value', 'contactIds is missing.');
    for (const id of ids) await contacts.drop(id);
    return c.body(null, 204);
  }));

  app.post(`${under}/bulk`, inList((c, { contacts }) => {
    const ids = readJson(c.env.body);
    return Array.isArray(ids) ? c.json(ids.flatMap((id) => contacts.byId(String(id)) ?? []).map(bodyOf)) : refuse(c, 400, 'bad.request', 'The body is no JSON array.');
  }));

  app.post(`${under}/search`, inList((c, { contacts }) => {
    const asked = readJson(c.env.body);
    if (!isRecord(asked)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const paging = readPaging(asked['pageSize'], asked['pageNumber']);
    if (paging === null) return refusePaging(c);
    const fits = readCriteria(asked['criteria']);
    if (fits === null) return refuse(c, 400, 'invalid.value', 'criteria has an operator that is not practised here.');
    const found = contacts.all().filter(fits);
    return c.json({ ...pageOf(c.req.path, paging, found, bodyOf), contactsCount: found.length });
  }));

  app.get(`${under}/:contactId`, inList((c, { contacts }) => {
    const contact = contacts.byId(c.req.param('contactId') ?? '');
    return contact === undefined ? contactNotFound(c) : c.json(bodyOf(contact));
  }));

  app.put(`${under}/:contactId`, inList(async (c, { list, contacts }) => {
    const before = contacts.byId(c.req.param('contactId') ?? '');
    if (before === undefined) return contactNotFound(c);
    const contact = readContact(readJson(c.env.body), list, needs.now());
    if (contact === null) return refuse(c, 400, 'invalid.value', 'The full contact is needed, with its data.');
    const changed: Contact = { ...contact, id: before.id, dateCreated: before['dateCreated'] };
    await contacts.keep(changed);
    return c.json(bodyOf(changed));
  }));

  app.delete(`${under}/:contactId`, inList(async (c, { contacts }) => {
    const id = c.req.param('contactId') ?? '';
    if (contacts.byId(id) === undefined) return contactNotFound(c);
    await contacts.drop(id);
    return c.body(null, 204);
  }));
};

const contactNotFound = (c: GenesysContext): Response => refuse(c, 404, 'contact.not.found', 'The contact could not be found.');

const bodyOf = (contact: Contact) => ({ ...contact, selfUri: `/api/v2/outbound/contactlists/${contact.contactListId}/contacts/${contact.id}` });

/** A contact that names an id takes the place of the one that has it. Null where it cannot be one of this list. */
const readContact = (draft: unknown, list: ContactList, at: number): Contact | null => {
  if (!isRecord(draft) || draft['contactListId'] !== list.id || !isRecord(draft['data'])) return null;
  const data: Record<string, string> = {};
  for (const [column, value] of Object.entries(draft['data'])) {
    if (typeof value !== 'string' || !list.columnNames.includes(column)) return null;
    data[column] = value;
  }
  const { id, callable, phoneNumberStatus } = draft;
  return {
    id: typeof id === 'string' && /^[\w-]{1,100}$/.test(id) ? id : randomUUID(), contactListId: list.id, data, callable: callable !== false,
    ...(isRecord(phoneNumberStatus) ? { phoneNumberStatus } : {}), dateCreated: new Date(at).toISOString(),
  };
};

type Test = (contact: Contact) => boolean;

/** Null for what is not practised: ranges, lists and comparisons of size. */
const readCriteria = (criteria: unknown): Test | null => {
  if (!isRecord(criteria) || !Array.isArray(criteria['clauses'])) return () => true;
  return join(criteria['filterType'], criteria['clauses'].map((clause: unknown) =>
    (isRecord(clause) && Array.isArray(clause['predicates']) ? join(clause['filterType'], clause['predicates'].map(readPredicate)) : null)));
};

const join = (filterType: unknown, tests: readonly (Test | null)[]): Test | null => {
  if (tests.includes(null)) return null;
  const all = tests.flatMap((test) => test ?? []);
  return filterType === 'OR' ? (contact) => all.some((test) => test(contact)) : (contact) => all.every((test) => test(contact));
};

const operators: Readonly<Record<string, (there: string, wanted: string) => boolean>> = {
  EQUALS: (there, wanted) => there === wanted,
  CONTAINS: (there, wanted) => there.includes(wanted),
  BEGINS_WITH: (there, wanted) => there.startsWith(wanted),
  ENDS_WITH: (there, wanted) => there.endsWith(wanted),
};

const readPredicate = (predicate: unknown): Test | null => {
  if (!isRecord(predicate)) return null;
  const { column, operator, value, inverted } = predicate;
  const holds = typeof operator === 'string' && Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (holds === undefined || typeof column !== 'string' || typeof value !== 'string') return null;
  return ({ data }) => holds(data[column] ?? '', value) !== (inverted === true);
};
