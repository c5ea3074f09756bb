// The practice Genesys contact lists: token, contact lists, contacts and campaigns of the Platform API, with the guide's limits.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { errorHeaders, plainError, refuse, type GenesysEnv } from '../genesys/genesys-answers.ts';
import { addCampaigns } from '../genesys/genesys-campaigns.ts';
import { permissionFor } from '../genesys/genesys-permissions.ts';
import { addSignIn, fullClient } from '../genesys/genesys-sign-in.ts';
import { createRateLimit } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { addContacts, blockedNumbers } from './contactlists-contacts.ts';
import { addContactLists } from './contactlists-lists.ts';

export const createContactlistsTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<GenesysEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  const takeAllowance = createRateLimit(needs.rate, needs.now);

  app.use(async (c, next) => {
    c.set('correlationId', c.req.header('inin-correlation-id') ?? randomUUID());
    await next();
    c.header('inin-correlation-id', c.get('correlationId'));
  });
  app.use('/api/v2/*', async (c, next) => {
    const bearer = tokens.check(c.req.header('authorization'));
    if (bearer === null) return refuse(c, 401, 'bad.credentials', 'Invalid login credentials.');
    const allowance = takeAllowance(bearer.token);
    if (allowance?.within === false) {
      c.header('retry-after', String(allowance.resetSeconds));
      return refuse(c, 429, 'too.many.requests', `Rate limit exceeded the maximum. Retry the request in [${allowance.resetSeconds}] seconds`);
    }
    const lacking = bearer.scope === 'full' ? null : permissionFor(c.req.method, c.req.path);
    const refusal = lacking === null ? await next() : refuse(c, 403, 'missing.permissions', `Missing the following permission(s): ${lacking}`, { messageParams: { permissions: lacking } });
    if (allowance !== null) {
      c.header('inin-ratelimit-count', String(allowance.count));
      c.header('inin-ratelimit-allowed', String(allowance.allowed));
      c.header('inin-ratelimit-reset', String(allowance.resetSeconds));
    }
    return refusal;
  });
  addSignIn(app, tokens);
  addContactLists(app, needs);
  addContacts(app, needs);
  addCampaigns(app, needs);
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'internal.server.error', `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials: fullClient,
    asked: (method, path, body) => ({ kind: kindOf(method, path, body), polls: false }),
    errorBody: plainError,
    errorHeaders,
    endToken: tokens.end,
    listId: (listRef) => listRef,
    contents: (listRef) => blockedNumbers(needs.lists.contacts.of(listRef)),
  };
};

/** A contact that becomes callable is taken off. */
const kindOf = (method: string, path: string, body: string): Asked['kind'] => {
  if (path === '/oauth/token') return 'token';
  const under = /^\/api\/v2\/outbound\/contactlists(?:\/[^/]+(\/.*)?)?$/.exec(path);
  if (under === null) return 'other';
  const rest = under[1] ?? '';
  if (rest === '') return method === 'DELETE' ? 'wipe' : 'lists';
  if (method === 'GET' || rest === '/contacts/search') return 'read';
  return method === 'PUT' && /"callable"\s*:\s*true/.test(body) ? 'remove' : 'push';
};
