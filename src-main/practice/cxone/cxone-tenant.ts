// The practice NICE CXone: Admin API for DNC groups under any version, its two token calls and its discovery.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { createRateLimit } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { findGroup, plainError, refuse, type CxoneEnv } from './cxone-answers.ts';
import { addGroups } from './cxone-groups.ts';
import { addReadBack } from './cxone-read-back.ts';
import { addRecords } from './cxone-records.ts';
import { addSignIn, credentials } from './cxone-sign-in.ts';
import { addSkills } from './cxone-skills.ts';

export const createCxoneTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<CxoneEnv>();
  const api = new Hono<CxoneEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  const takeAllowance = createRateLimit(needs.rate, needs.now);

  api.use(async (c, next) => {
    const bearer = tokens.check(c.req.header('authorization'));
    if (bearer === null) return refuse(c, 401, 'The token is missing, unknown or has ended.');
    const allowance = takeAllowance(bearer.token);
    if (allowance?.within === false) {
      c.header('retry-after', String(allowance.resetSeconds));
      return refuse(c, 429, 'Too many requests.');
    }
    return next();
  });
  addReadBack(api, needs);
  addGroups(api, needs);
  addRecords(api, needs);
  addSkills(api, needs);
  addSignIn(app, needs, tokens);
  app.route('/inContactAPI/services/:version{v[0-9]+\\.[0-9]+}', api);
  app.notFound((c) => refuse(c, 404, 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials,
    asked: askedOf,
    errorBody: plainError,
    endToken: tokens.end,
    listId: (listRef) => findGroup(needs, listRef)?.id,
  };
};

const askedOf = (method: string, path: string): Asked => ({ kind: kindOf(method, path), polls: false });

const kindOf = (method: string, path: string): Asked['kind'] => {
  if (path === '/auth/token' || path === '/authentication/v1/token/access-key') return 'token';
  const under = /\/dnc-groups(\/.*)?$/.exec(path);
  if (under === null) return 'other';
  const rest = under[1] ?? '';
  if (rest === '/search') return 'read';
  if (/^(\/[^/]+)?$/.test(rest)) return 'lists';
  if (!rest.endsWith('/records')) return 'other';
  switch (method) {
    case 'POST': return 'push';
    case 'DELETE': return 'remove';
    default: return 'read';
  }
};
