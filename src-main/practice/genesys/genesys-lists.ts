// Genesys DNC lists: found page by page, made once per name, read with their size where that is asked for.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { countVisible, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { isRecord, readJson, refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';

const sourceTypes = new Set(['rds', 'rds_custom', 'dnc.com', 'gryphon']);
const contactMethods = new Set(['Phone', 'Email', 'Any', 'WhatsApp']);
const largestPage = 100;

export const addLists = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  app.get('/api/v2/outbound/dnclists', (c) => {
    const pageSize = readWhole(c.req.query('pageSize'), 25);
    const pageNumber = readWhole(c.req.query('pageNumber'), 1);
    if (pageSize === null || pageNumber === null || pageSize < 1 || pageNumber < 1 || pageSize > largestPage)
      return refuse(c, 400, 'invalid.value', `pageSize is 1 to ${largestPage}, pageNumber from 1.`);
    const source = c.req.query('dncSourceType');
    const fits = nameFilter(c.req.query('name') ?? '', c.req.query('filterType') ?? 'Prefix');
    const found = needs.lists.all()
      .filter((list) => fits(list.name.toLowerCase()) && (source === undefined || list.about['dncSourceType'] === source))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
    if (c.req.query('sortOrder') === 'descending') found.reverse();
    const pageCount = Math.ceil(found.length / pageSize);
    const uri = (page: number): string => `/api/v2/outbound/dnclists?pageSize=${pageSize}&pageNumber=${page}`;
    return c.json({
      entities: found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map((list) => listBody(list, c.req.query('includeSize') === 'true', needs.now())),
      pageSize, pageNumber, total: found.length, pageCount, firstUri: uri(1), selfUri: uri(pageNumber), lastUri: uri(Math.max(1, pageCount)),
      ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
      ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    });
  });

  app.post('/api/v2/outbound/dnclists', async (c) => {
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { name, dncSourceType, contactMethod = 'Phone' } = draft;
    if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
    if (typeof dncSourceType !== 'string' || !sourceTypes.has(dncSourceType)) return refuse(c, 400, 'invalid.value', 'dncSourceType is missing or unknown.');
    if (typeof contactMethod !== 'string' || !contactMethods.has(contactMethod)) return refuse(c, 400, 'invalid.value', 'contactMethod is unknown.');
    const id = randomUUID();
    if (needs.lists.byName(name) === undefined)
      await needs.journal.append({ t: 'list', id, at: needs.now(), name, about: { dncSourceType, contactMethod } });
    const made = needs.lists.byId(id);
    return made === undefined ? refuse(c, 409, 'duplicate.name', 'A list with this name exists.') : c.json(listBody(made, false, needs.now()));
  });

  app.get('/api/v2/outbound/dnclists/:id', (c) => {
    const list = needs.lists.byId(c.req.param('id'));
    return list === undefined ? listNotFound(c) : c.json(listBody(list, c.req.query('includeSize') === 'true', needs.now()));
  });

  // Progress exists only while a file is imported or after it failed; numbers sent as JSON never show here.
  app.get('/api/v2/outbound/dnclists/:id/importstatus', (c) =>
    (needs.lists.byId(c.req.param('id')) === undefined ? listNotFound(c) : refuse(c, 404, 'not.found', 'This list has no import.')));
};

export const listNotFound = (c: GenesysContext): Response => refuse(c, 404, 'dnc.list.not.found', 'The DNC list could not be found.');

/** `size` appears only where includeSize was asked. */
const listBody = (list: NumberList, withSize: boolean, at: number) => ({
  id: list.id, name: list.name,
  dateCreated: new Date(list.createdAt).toISOString(), dateModified: new Date(list.changedAt).toISOString(),
  version: list.version, ...list.about,
  division: { id: 'practice-division', name: 'Home', selfUri: '/api/v2/authorization/divisions/practice-division' },
  selfUri: `/api/v2/outbound/dnclists/${list.id}`,
  ...(withSize ? { size: countVisible(list, at, true) } : {}),
});

const nameFilter = (asked: string, type: string): ((name: string) => boolean) => {
  const wanted = asked.toLowerCase();
  if (wanted === '') return () => true;
  switch (type) {
    case 'Equals': return (name) => name === wanted;
    case 'Contains': case 'RegEx': return (name) => name.includes(wanted);
    case 'EndsWith': return (name) => name.endsWith(wanted);
    default: return (name) => name.startsWith(wanted);
  }
};

const readWhole = (text: string | undefined, otherwise: number): number | null => {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
};
