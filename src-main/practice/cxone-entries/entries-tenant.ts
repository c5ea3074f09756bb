// The practice CXone DNC entries: token, lists, rules and entries as the guide describes them, with one allowance for the whole tenant.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { createRateLimit } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { plainError, refuse, type EntriesEnv } from './entries-answers.ts';
import { addEntries } from './entries-entries.ts';
import { addLists, addRules } from './entries-lists.ts';

const credentials = { clientId: 'practice-client', clientSecret: 'practice-secret' };

export const createCxoneEntriesTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<EntriesEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  const takeAllowance = createRateLimit(needs.rate, needs.now);

  app.post('/oauth/token', (c) => {
    const form = new URLSearchParams(c.env.body);
    if (form.get('grant_type') !== 'client_credentials') return c.json({ error: 'unsupported_grant_type', error_description: 'Only client_credentials is offered here.' }, 400);
    if (form.get('client_id') !== credentials.clientId || form.get('client_secret') !== credentials.clientSecret)
      return c.json({ error: 'invalid_client', error_description: 'Client authentication failed.' }, 401);
    const asked = (form.get('scope') ?? '').split(' ');
    if (!['dnc:read', 'dnc:write', 'tenant:read'].every((scope) => asked.includes(scope))) return c.json({ error: 'invalid_scope', error_description: 'dnc:read dnc:write tenant:read are needed.' }, 400);
    const { token, seconds } = tokens.issue('full');
    return c.json({ access_token: token, token_type: 'Bearer', expires_in: seconds, scope: 'dnc:read dnc:write tenant:read' });
  });
  app.use('/api/*', async (c, next) => {
    if (tokens.check(c.req.header('authorization')) === null) return refuse(c, 401, 'token.invalid', 'The token is missing, unknown or has ended.');
    const allowance = takeAllowance('tenant');
    if (allowance?.within === false) {
      c.header('retry-after', String(allowance.resetSeconds));
      return refuse(c, 429, 'too.many.requests', 'Too many requests for this tenant.');
    }
    return next();
  });
  addLists(app, needs);
  addRules(app, needs);
  addEntries(app, needs);
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'server.error', `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials,
    asked: (method, path, body) => ({ kind: kindOf(method, path, body, needs.now()), polls: false }),
    errorBody: plainError,
    endToken: tokens.end,
    listId: (listRef) => listRef,
  };
};

/** Entries that have ended when they are written take numbers away. */
const kindOf = (method: string, path: string, body: string, now: number): Asked['kind'] => {
  if (path === '/oauth/token') return 'token';
  if (path === '/api/v2/dnc/lists') return 'lists';
  if (path !== '/api/v2/dnc/entries') return 'other';
  if (method !== 'POST') return 'read';
  const expires = /"expirationDate"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  return expires !== undefined && Date.parse(expires) <= now ? 'remove' : 'push';
};
