// Lists and rules of the practice CXone DNC entries: a list is made once per name, and blocks nobody by itself.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createDocuments } from '../genesys/genesys-documents.ts';
import { countVisible, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { readDate, readFields, refuse, writeDate, type EntriesContext, type EntriesEnv } from './entries-answers.ts';

export const listNotFound = (c: EntriesContext): Response => refuse(c, 404, 'list.not.found', 'There is no such list.');

/** Null where entries can be written to the list. */
export const whyClosed = ({ about }: NumberList): string | null => (about['type'] === 'SYSTEM' ? 'The list is kept by the system.' : about['active'] === 'no' ? 'The list is not active.' : null);

/** What an entry without an expiration of its own gets. */
export const defaultExpiry = ({ about }: NumberList): number | null => readDate(about['expires'] === '' ? null : about['expires']) ?? null;

export const addLists = (app: Hono<EntriesEnv>, needs: TenantNeeds): void => {
  app.get('/api/v2/dnc/lists', (c) => c.json({ data: needs.lists.all().map((list) => listBody(list, needs.now())) }));

  app.post('/api/v2/dnc/lists', async (c) => {
    const { name, description, type = 'MANUAL', defaultExpirationDate, isActive = true } = readFields(c.env.body);
    const expires = readDate(defaultExpirationDate);
    if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.request', 'name is missing.');
    if (type !== 'MANUAL' && type !== 'SYSTEM') return refuse(c, 400, 'invalid.request', 'type is MANUAL or SYSTEM.');
    if (expires === undefined) return refuse(c, 400, 'invalid.request', 'defaultExpirationDate is no date.');
    const id = randomUUID();
    if (needs.lists.byName(name) === undefined) {
      const about = { description: typeof description === 'string' ? description : '', type, active: isActive === false ? 'no' : 'yes', expires: writeDate(expires) ?? '' };
      await needs.journal.append({ t: 'list', id, at: needs.now(), name, about });
    }
    const made = needs.lists.byId(id);
    return made === undefined ? refuse(c, 409, 'list.name.taken', 'A list with this name exists.') : c.json(listBody(made, needs.now()), 201);
  });
};

const listBody = (list: NumberList, at: number) => ({
  id: list.id, name: list.name, description: list.about['description'] ?? '', type: list.about['type'], isActive: list.about['active'] !== 'no',
  defaultExpirationDate: writeDate(defaultExpiry(list)), entryCount: countVisible(list, at, false),
});

type Rule = {
  readonly id: string; readonly name: string; readonly description: string; readonly scope: string; readonly priority: number;
  readonly listIds: readonly string[]; readonly action: 'BLOCK'; readonly isActive: boolean;
};

export const addRules = (app: Hono<EntriesEnv>, needs: TenantNeeds): void => {
  const rules = createDocuments<Rule>(needs, 'rule');

  app.get('/api/v2/dnc/rules', (c) => c.json({ data: rules.all() }));

  app.post('/api/v2/dnc/rules', async (c) => {
    const rule = readRule(c, randomUUID(), needs);
    if (rule instanceof Response) return rule;
    await rules.keep(rule);
    return c.json(rule, 201);
  });

  app.put('/api/v2/dnc/rules/:id', async (c) => {
    const id = c.req.param('id');
    if (rules.byId(id) === undefined) return refuse(c, 404, 'rule.not.found', 'There is no such rule.');
    const rule = readRule(c, id, needs);
    if (rule instanceof Response) return rule;
    await rules.keep(rule);
    return c.json(rule);
  });
};

const readRule = (c: EntriesContext, id: string, { lists }: TenantNeeds): Rule | Response => {
  const { name, description, scope, priority, listIds, action, isActive = true } = readFields(c.env.body);
  if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.request', 'name is missing.');
  if (typeof scope !== 'string' || !['OUTBOUND', 'INBOUND', 'BOTH'].includes(scope)) return refuse(c, 400, 'invalid.request', 'scope is OUTBOUND, INBOUND or BOTH.');
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0) return refuse(c, 400, 'invalid.request', 'priority is a whole number from 0.');
  if (!Array.isArray(listIds) || !listIds.every((one) => typeof one === 'string' && lists.byId(one) !== undefined)) return refuse(c, 400, 'invalid.request', 'listIds names a list that does not exist.');
  if (action !== 'BLOCK') return refuse(c, 400, 'invalid.request', 'action is BLOCK.');
  return { id, name, description: typeof description === 'string' ? description : '', scope, priority, listIds: listIds.map(String), action, isActive: isActive !== false };
};
