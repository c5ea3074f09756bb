// The practice Genesys Cloud: Platform API v2 for outbound DNC lists, campaigns and contact lists, its token, its rate headers and its errors.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { createRateLimit, type Allowance } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { errorHeaders, plainError, refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { addCampaigns } from './genesys-campaigns.ts';
import { addContactLists } from './genesys-contact-lists.ts';
import { addContacts } from './genesys-contacts.ts';
import { addExports } from './genesys-exports.ts';
import { addLists } from './genesys-lists.ts';
import { addNumbers } from './genesys-numbers.ts';
import { permissionFor } from './genesys-permissions.ts';
import { addSignIn, fullClient } from './genesys-sign-in.ts';
import { addUploads, uploadPath } from './genesys-uploads.ts';

export const createGenesysTenant = (needs: TenantNeeds): Far => {
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
    if (allowance?.within === false) return tooMany(c, allowance);
    const lacking = bearer.scope === 'full' ? null : permissionFor(c.req.method, c.req.path);
    const refusal = lacking === null ? await next() : missing(c, lacking);
    if (allowance !== null) rateHeaders(c, allowance);
    return refusal;
  });
  addSignIn(app, tokens);
  // Before the lists: /uploads is no list's id.
  addUploads(app, needs);
  addLists(app, needs);
  addNumbers(app, needs);
  addExports(app, needs);
  addCampaigns(app, needs);
  addContactLists(app, needs);
  addContacts(app, needs);
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'internal.server.error', `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials: fullClient,
    asked: askedOf,
    errorBody: plainError,
    errorHeaders,
    endToken: tokens.end,
    listId: (listRef) => listRef,
  };
};

const tooMany = (c: GenesysContext, allowance: Allowance): Response => {
  c.header('retry-after', String(allowance.resetSeconds));
  rateHeaders(c, allowance);
  return refuse(c, 429, 'too.many.requests', `Rate limit exceeded the maximum. Retry the request in [${allowance.resetSeconds}] seconds`,
    { limit: { key: 'token.rate.per.minute', namespace: 'platform.api', value: allowance.allowed } });
};

const rateHeaders = (c: GenesysContext, { count, allowed, resetSeconds }: Allowance): void => {
  c.header('inin-ratelimit-count', String(count));
  c.header('inin-ratelimit-allowed', String(allowed));
  c.header('inin-ratelimit-reset', String(resetSeconds));
};

const missing = (c: GenesysContext, permission: string): Response =>
  refuse(c, 403, 'missing.permissions', `You are not authorized to perform the requested action. Missing the following permission(s): ${permission}`,
    { messageParams: { permissions: permission } });

const askedOf = (method: string, path: string, body: string): Asked => {
  const under = /^\/api\/v2\/outbound\/dnclists(?:\/[^/]+(\/[^/]+)?)?$/.exec(path);
  const plain = (kind: Asked['kind']): Asked => ({ kind, polls: false });
  if (path === '/oauth/token') return plain('token');
  if (path.startsWith('/api/v2/downloads/')) return plain('read');
  if (path.startsWith(uploadPath)) return plain('push');
  if (under === null) return plain('other');
  // A list that is deleted is emptied too.
  if (method === 'DELETE') return plain('wipe');
  switch (under[1]) {
    case undefined: return plain('lists');
    case '/phonenumbers':
      return plain(method === 'PATCH' && !/"action"\s*:\s*"Add"/.test(body) ? 'remove' : 'push');
    case '/export': return { kind: 'read', polls: method === 'GET' };
    default: return plain('read');
  }
};
