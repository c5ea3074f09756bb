// Contact lists of the practice tenant, in the same place where its campaigns look for them.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { refuse, type GenesysContext, type GenesysEnv } from '../genesys/genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { endOn } from '../genesys/genesys-campaigns.ts';
import { createDocuments, type Documents } from '../genesys/genesys-documents.ts';
import { answerPage, home } from '../genesys/genesys-pages.ts';
import type { TenantNeeds } from '../tenant.ts';

const path = '/api/v2/outbound/contactlists';

export type ContactList = { readonly id: string; readonly name: string; readonly version: number; readonly columnNames: readonly string[]; readonly phoneColumns: unknown };

export const contactLists = (needs: TenantNeeds): Documents<ContactList> => createDocuments<ContactList>(needs, 'contactlist');

export const contactListNotFound = (c: GenesysContext): Response => refuse(c, 404, 'contact.list.not.found', 'The contact list could not be found.');

export const addContactLists = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const lists = contactLists(needs);
  const body = (c: GenesysContext) => (list: ContactList) => ({
    ...list, division: home, selfUri: `${path}/${list.id}`, ...(c.req.query('includeSize') === 'true' ? { size: needs.lists.contacts.of(list.id).rows.size } : {}),
  });

  app.get(path, (c) => answerPage(c, lists.all(), body(c)));

  app.post(path, async (c) => {
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { name, columnNames, phoneColumns } = draft;
    if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
    if (!Array.isArray(columnNames) || columnNames.length === 0) return refuse(c, 400, 'invalid.property', 'columnNames is missing.');
    if (lists.all().some((list) => list.name === name)) return refuse(c, 409, 'duplicate.name', 'A contact list with this name exists.');
    const made: ContactList = { id: randomUUID(), name, version: 1, columnNames: columnNames.map(String), phoneColumns };
    await lists.keep(made);
    if (lists.all().length === 1) await endOn(needs, made);
    return c.json(body(c)(made));
  });

  app.get(`${path}/:id`, (c) => {
    const list = lists.byId(c.req.param('id'));
    return list === undefined ? contactListNotFound(c) : c.json(body(c)(list));
  });
};
