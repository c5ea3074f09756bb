// Genesys DNC lists: found page by page, made once per name, changed with their version, read with their size where that is asked for.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { countVisible, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { answerPage, home } from './genesys-pages.ts';

const sourceTypes = new Set(['rds', 'rds_custom', 'dnc.com', 'gryphon']);
const contactMethods = new Set(['Phone', 'Email', 'Any', 'WhatsApp']);
const path = '/api/v2/outbound/dnclists';

export const addLists = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const sized = (c: GenesysContext) => (list: NumberList) => ({
    ...listBody(list, c.req.query('includeSize') === 'true', needs.now()), ...(c.req.query('includeImportStatus') === 'true' ? importOf(list) : {}),
  });
  const ofSource = (c: GenesysContext): readonly NumberList[] => {
    const source = c.req.query('dncSourceType');
    return liveLists(needs).filter((list) => source === undefined || list.about['dncSourceType'] === source);
  };

  app.get(path, (c) => answerPage(c, ofSource(c), sized(c)));

  app.post(path, async (c) => {
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { name, dncSourceType, contactMethod = 'Phone' } = draft;
    if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
    if (typeof dncSourceType !== 'string' || !sourceTypes.has(dncSourceType)) return refuse(c, 400, 'invalid.value', 'dncSourceType is missing or unknown.');
    if (typeof contactMethod !== 'string' || !contactMethods.has(contactMethod)) return refuse(c, 400, 'invalid.value', 'contactMethod is unknown.');
    const id = randomUUID();
    if (needs.lists.byName(name) === undefined)
      await needs.journal.append({ t: 'list', id, at: needs.now(), name, about: { dncSourceType, contactMethod, ...readSource(draft), version: '1' } });
    const made = needs.lists.byId(id);
    return made === undefined ? duplicateName(c) : c.json(listBody(made, false, needs.now()));
  });

  app.get(`${path}/divisionviews`, (c) => answerPage(c, ofSource(c), (list) => viewOf(sized(c)(list))));

  app.get(`${path}/divisionviews/:id`, (c) => {
    const list = findList(needs, c.req.param('id'));
    return list === undefined ? listNotFound(c) : c.json(viewOf(sized(c)(list)));
  });

  app.get(`${path}/:id`, (c) => {
    const list = findList(needs, c.req.param('id'));
    return list === undefined ? listNotFound(c) : c.json(sized(c)(list));
  });

  // Where a list comes from and what it holds never changes; its name and the codes of its source may.
  app.put(`${path}/:id`, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { name, dncSourceType, version } = draft;
    if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
    if (dncSourceType !== list.about['dncSourceType']) return refuse(c, 400, 'invalid.value', 'dncSourceType is missing or not that of the list.');
    if (version !== versionOf(list)) return refuse(c, 409, 'general.conflict', 'The version does not match; read the list again.');
    const holder = needs.lists.byName(name);
    if (holder !== undefined && holder !== list) return duplicateName(c);
    await needs.journal.append({ t: 'about', l: list.id, at: needs.now(), name, about: { ...list.about, ...readSource(draft), version: String(versionOf(list) + 1) } });
    return c.json(listBody(list, false, needs.now()));
  });

  app.delete(`${path}/:id`, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    await needs.journal.append({ t: 'wipe', l: list.id, at: needs.now(), expiredOnly: false });
    // The name becomes free for another list.
    await needs.journal.append({ t: 'about', l: list.id, at: needs.now(), name: `${list.name} ${list.id}`, about: { ...list.about, deleted: 'yes' } });
    return c.body(null, 204);
  });
};

/** Those that were not deleted. */
export const liveLists = ({ lists }: TenantNeeds): readonly NumberList[] => lists.all().filter(isLive);

export const findList = ({ lists }: TenantNeeds, id: string): NumberList | undefined => {
  const list = lists.byId(id);
  return list !== undefined && isLive(list) ? list : undefined;
};

export const listNotFound = (c: GenesysContext): Response => refuse(c, 404, 'dnc.list.not.found', 'The DNC list could not be found.');

export const refOf = ({ id, name }: NumberList) => ({ id, name, selfUri: `${path}/${id}` });

const isLive = ({ about }: NumberList): boolean => about['deleted'] === undefined;

const duplicateName = (c: GenesysContext): Response => refuse(c, 409, 'duplicate.name', 'A list with this name exists.');

/** An import shows only after it failed: here it is over before anybody can ask, and numbers sent as JSON are none. */
export const importOf = ({ about }: NumberList) => {
  const { importFailed } = about;
  return importFailed === undefined || importFailed === '' ? {} : { importStatus: { state: 'FAILED', totalRecords: 0, completedRecords: 0, percentComplete: 0, failureReason: importFailed } };
};

/** Adding numbers does not count as a change of the list itself. */
const versionOf = ({ about }: NumberList): number => Number(about['version'] ?? 1);

/** What lists of other sources have besides. */
const readSource = (draft: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const { dncCodes } = draft;
  const kept: Record<string, string> = Array.isArray(dncCodes) ? { dncCodes: dncCodes.map(String).join(',') } : {};
  for (const field of sourceFields) {
    const value = draft[field];
    if (typeof value === 'string') kept[field] = value;
  }
  return kept;
};

const sourceFields = ['loginId', 'campaignId', 'licenseId', 'customExclusionColumn'] as const;

/** `size` appears only where includeSize was asked. */
const listBody = (list: NumberList, withSize: boolean, at: number) => {
  const { version: _version, deleted: _deleted, importFailed: _importFailed, dncCodes, ...about } = list.about;
  return {
    ...refOf(list), version: versionOf(list), ...about, ...(dncCodes === undefined ? {} : { dncCodes: dncCodes.split(',') }),
    dateCreated: new Date(list.createdAt).toISOString(), dateModified: new Date(list.changedAt).toISOString(), division: home,
    ...(withSize ? { size: countVisible(list, at, true) } : {}),
  };
};

const viewOf = (body: ReturnType<typeof listBody>) => {
  const { version: _version, dateCreated: _created, dateModified: _modified, ...view } = body;
  return view;
};
