// Genesys contact lists: what campaigns dial, kept beside the DNC lists so that the vendor's own client finds the whole of a campaign here.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { createDocuments, type Documents } from './genesys-documents.ts';
import { answerPage, home } from './genesys-pages.ts';

const path = '/api/v2/outbound/contactlists';

export type ContactList = { readonly id: string; readonly name: string; readonly version: number; readonly columnNames: readonly string[]; readonly [field: string]: unknown };
/** All values of `data` are text, says the schema. */
export type Contact = { readonly id: string; readonly contactListId: string; readonly data: Readonly<Record<string, string>>; readonly callable: boolean; readonly [field: string]: unknown };

const first: ContactList = {
  id: 'practice-contacts', name: 'Practice contacts', version: 1, columnNames: ['id', 'phone'], phoneColumns: [{ columnName: 'phone', type: 'cell' }],
  dateCreated: '2026-01-01T00:00:00.000Z',
};

export const contactLists = (needs: TenantNeeds): Documents<ContactList> => createDocuments(needs, 'contactlist', first);

export const contactsOf = (needs: TenantNeeds, listId: string): Documents<Contact> => createDocuments(needs, `contacts/${listId}`);

export const findContactList = (needs: TenantNeeds, id: string): ContactList | undefined => contactLists(needs).byId(id);

export const countContacts = (needs: TenantNeeds, listId: string): number => contactsOf(needs, listId).all().length;

export const refOfContactList = ({ id, name }: ContactList) => ({ id, name, selfUri: `${path}/${id}` });

export const contactListNotFound = (c: GenesysContext): Response => refuse(c, 404, 'contact.list.not.found', 'The contact list could not be found.');

export const addContactLists = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const lists = contactLists(needs);
  const sized = (c: GenesysContext) => (list: ContactList) => ({
    ...list, ...refOfContactList(list), division: home, ...(c.req.query('includeSize') === 'true' ? { size: countContacts(needs, list.id) } : {}),
  });
  const drop = async (id: string): Promise<void> => {
    await dropContacts(needs, id);
    await lists.drop(id);
  };

  app.get(path, (c) => answerPage(c, lists.all(), sized(c)));
  app.get(`${path}/divisionviews`, (c) => answerPage(c, lists.all(), (list) => viewOf(sized(c)(list))));
  app.get(`${path}/divisionviews/:id`, (c) => {
    const list = lists.byId(c.req.param('id'));
    return list === undefined ? contactListNotFound(c) : c.json(viewOf(sized(c)(list)));
  });

  app.post(path, async (c) => {
    const draft = readDraft(c, null);
    if (draft instanceof Response) return draft;
    if (lists.all().some(({ name }) => name === draft.name)) return refuse(c, 409, 'duplicate.name', 'A contact list with this name exists.');
    const at = new Date(needs.now()).toISOString();
    const made: ContactList = { ...draft, id: randomUUID(), version: 1, dateCreated: at, dateModified: at };
    await lists.keep(made);
    return c.json(sized(c)(made));
  });

  app.delete(path, async (c) => {
    const ids = c.req.queries('id') ?? [];
    if (ids.length === 0) return refuse(c, 400, 'invalid.query.param.value', 'id is missing.');
    for (const id of ids) if (lists.byId(id) !== undefined) await drop(id);
    return c.body(null, 204);
  });

  app.get(`${path}/:id`, (c) => {
    const list = lists.byId(c.req.param('id'));
    return list === undefined ? contactListNotFound(c) : c.json(sized(c)(list));
  });

  app.put(`${path}/:id`, async (c) => {
    const list = lists.byId(c.req.param('id'));
    if (list === undefined) return contactListNotFound(c);
    const draft = readDraft(c, list);
    if (draft instanceof Response) return draft;
    const changed: ContactList = { ...draft, id: list.id, version: list.version + 1, dateCreated: list['dateCreated'], dateModified: new Date(needs.now()).toISOString() };
    await lists.keep(changed);
    return c.json(sized(c)(changed));
  });

  app.delete(`${path}/:id`, async (c) => {
    if (lists.byId(c.req.param('id')) === undefined) return contactListNotFound(c);
    await drop(c.req.param('id'));
    return c.body(null, 204);
  });

  app.post(`${path}/:id/clear`, async (c) => {
    if (lists.byId(c.req.param('id')) === undefined) return contactListNotFound(c);
    await dropContacts(needs, c.req.param('id'));
    return c.body(null, 204);
  });
};

const dropContacts = async (needs: TenantNeeds, listId: string): Promise<void> => {
  const contacts = contactsOf(needs, listId);
  for (const { id } of contacts.all()) await contacts.drop(id);
};

type Draft = Readonly<Record<string, unknown>> & Pick<ContactList, 'name' | 'columnNames'>;

/** `list`: the one that is changed, whose columns stay; null for a new one. */
const readDraft = (c: GenesysContext, list: ContactList | null): Draft | Response => {
  const draft = readJson(c.env.body);
  if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
  const { name, columnNames, version } = draft;
  if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
  if (!Array.isArray(columnNames) || columnNames.length === 0) return refuse(c, 400, 'invalid.property', 'columnNames is missing.');
  const columns = columnNames.map(String);
  if (list === null) return { ...draft, name, columnNames: columns };
  if (version !== list.version) return refuse(c, 409, 'general.conflict', 'The version does not match; read the contact list again.');
  return list.columnNames.every((column) => columns.includes(column)) ? { ...draft, name, columnNames: columns } : refuse(c, 400, 'invalid.value', 'Columns cannot be taken away.');
};

const viewOf = ({ id, name, columnNames, phoneColumns, size, division }: ContactList & { readonly size?: number; readonly division: object }) => ({
  id, name, columnNames, phoneColumns, division, ...(size === undefined ? {} : { size }), selfUri: `${path}/divisionviews/${id}`,
});
