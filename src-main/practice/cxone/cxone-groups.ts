// CXone DNC groups: 204 where there are none; an inactive group takes no records.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { countVisible, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { findGroup, groupNumber, none, refuse, type CxoneContext, type CxoneEnv } from './cxone-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';

export const addGroups = (api: Hono<CxoneEnv>, needs: TenantNeeds): void => {
  api.get('/dnc-groups', (c) => {
    const since = Date.parse(c.req.query('updatedSince') ?? '1970-01-01T00:00:00Z');
    if (Number.isNaN(since)) return refuse(c, 400, 'updatedSince is no date.');
    const groups = needs.lists.all().filter((list) => list.changedAt >= since);
    if (groups.length === 0) return none(c);
    return c.json({ resultSet: { totalGroups: groups.length, dncGroups: groups.map((list) => groupBody(list, needs.now())) } });
  });

  api.post('/dnc-groups', async (c) => {
    const { name, description } = readDraft(c);
    if (name === undefined || name.trim() === '') return refuse(c, 400, 'dncGroupName is missing.');
    const id = randomUUID();
    if (needs.lists.byName(name) === undefined)
      await needs.journal.append({ t: 'list', id, at: needs.now(), name, about: { description: description ?? '', active: 'yes' } });
    const made = needs.lists.byId(id);
    return made === undefined ? refuse(c, 400, 'A group with this name exists.') : c.json({ dncGroups: [groupBody(made, needs.now())] });
  });

  api.get('/dnc-groups/:groupId', (c) => {
    const list = findGroup(needs, c.req.param('groupId'));
    return list === undefined ? groupNotFound(c) : c.json({ resultSet: { dncGroups: [groupBody(list, needs.now())] } });
  });

  api.put('/dnc-groups/:groupId', async (c) => {
    const list = findGroup(needs, c.req.param('groupId'));
    if (list === undefined) return groupNotFound(c);
    const { name, description } = readDraft(c);
    const active = c.req.query('isActive');
    await needs.journal.append({
      t: 'about', l: list.id, at: needs.now(), name: name ?? list.name,
      about: { description: description ?? list.about['description'] ?? '', active: active === undefined ? (list.about['active'] ?? 'yes') : yesOrNo(active === 'true') },
    });
    return c.json({ dncGroups: [groupBody(list, needs.now())] });
  });
};

export const groupNotFound = (c: CxoneContext): Response => refuse(c, 404, 'There is no such DNC group.');

export const isActive = (list: NumberList): boolean => list.about['active'] === 'yes';

const yesOrNo = (yes: boolean): string => (yes ? 'yes' : 'no');

const groupBody = (list: NumberList, at: number) => ({
  dncGroupId: groupNumber(list), dncGroupName: list.name, dncGroupDescription: list.about['description'] ?? '',
  validRecords: countVisible(list, at, false), isActive: isActive(list), isRemoved: false,
  createDate: new Date(list.createdAt).toISOString(), lastUpdateTime: new Date(list.changedAt).toISOString(),
});

/** Names come in the body or, as the vendor documents too, in the query. */
const readDraft = (c: CxoneContext): { readonly name: string | undefined; readonly description: string | undefined } => {
  const { dncGroupName, dncGroupDescription } = fieldsOf(readJson(c.env.body));
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { name: text(dncGroupName) ?? c.req.query('dncGroupName'), description: text(dncGroupDescription) ?? c.req.query('dncGroupDescription') };
};
