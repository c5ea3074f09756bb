// The DNC lists that entries go to: found page by page, made once per name. The guide starts from a list's id; these two calls give it.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type EntriesContext, type EntriesEnv } from './entries-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';

const largestPage = 100;
const path = '/api/v2/outbound/dnclists';

export const addLists = (app: Hono<EntriesEnv>, needs: TenantNeeds): void => {
  app.get(path, (c) => {
    const [pageSize, pageNumber] = [Number(c.req.query('pageSize') ?? '25'), Number(c.req.query('pageNumber') ?? '1')];
    if (![pageSize, pageNumber].every((value) => Number.isSafeInteger(value) && value >= 1) || pageSize > largestPage) return refuse(c, 400, 'invalid.value', `pageSize is 1 to ${largestPage}, pageNumber from 1.`);
    const lists = needs.lists.all();
    return c.json({
      entities: lists.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map((list) => listBody(list, c.req.query('includeSize') === 'true')),
      pageSize, pageNumber, total: lists.length, pageCount: Math.ceil(lists.length / pageSize),
    });
  });

  app.post(path, async (c) => {
    const { name, dncSourceType } = fieldsOf(readJson(c.env.body));
    if (typeof name !== 'string' || name.trim() === '' || dncSourceType !== 'rds') return refuse(c, 400, 'invalid.property', 'name is missing, or dncSourceType is not rds.');
    const id = randomUUID();
    if (needs.lists.byName(name) === undefined) await needs.journal.append({ t: 'list', id, at: needs.now(), name, about: { dncSourceType: 'rds', contactMethod: 'Phone' } });
    const made = needs.lists.byId(id);
    return made === undefined ? refuse(c, 409, 'duplicate.name', 'A list with this name exists.') : c.json(listBody(made, false));
  });
};

export const listNotFound = (c: EntriesContext): Response => refuse(c, 404, 'dnc.list.not.found', 'The DNC list could not be found.');

const listBody = (list: NumberList, withSize: boolean): object => ({ id: list.id, name: list.name, ...list.about, ...(withSize ? { size: list.stamps.size } : {}) });
