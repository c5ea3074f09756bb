// The practice tenant for Genesys DNC list entries, as the integration guide describes them: no call reads entries back or removes one.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { createRateLimit } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { plainError, refuse, type EntriesEnv } from './entries-answers.ts';
import { addLists } from './entries-lists.ts';
import { addSignIn, fullClient } from './entries-sign-in.ts';
import { addWebhooks } from './entries-webhooks.ts';
import { addWrites } from './entries-writes.ts';

/** So long after a 429 a tenant counts as throttled. */
const throttledMs = 60_000;

export const createEntriesTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<EntriesEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  const takeAllowance = createRateLimit(needs.rate, needs.now);
  let throttledUntil = 0;

  app.use('/api/v2/*', async (c, next) => {
    const bearer = tokens.check(c.req.header('authorization'));
    if (bearer === null) return refuse(c, 401, 'bad.credentials', 'The token is missing, unknown or has ended.');
    const allowance = takeAllowance(bearer.token);
    if (allowance?.within === false) {
      throttledUntil = needs.now() + throttledMs;
      c.header('retry-after', String(allowance.resetSeconds));
      return refuse(c, 429, 'too.many.requests', `Retry the request in ${allowance.resetSeconds} seconds.`);
    }
    if (bearer.scope !== 'full' && c.req.method !== 'GET') return refuse(c, 403, 'missing.permissions', 'Missing the permission outbound:dnc:add');
    return next();
  });
  addSignIn(app, tokens);
  addLists(app, needs);
  addWrites(app, needs, () => needs.now() < throttledUntil);
  addWebhooks(app, needs);
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'internal.server.error', `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials: fullClient,
    asked: (_method, path) => ({ kind: kindOf(path), polls: false }),
    errorBody: plainError,
    endToken: tokens.end,
    listId: (listRef) => listRef,
  };
};

const kindOf = (path: string): Asked['kind'] => {
  if (path === '/oauth/token') return 'token';
  if (path === '/api/v2/outbound/dnclists') return 'lists';
  return /^\/api\/v2\/outbound\/dnclists\/[^/]+\/entries$/.test(path) ? 'push' : 'other';
};
