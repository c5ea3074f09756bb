// The practice tenant for Genesys telephony DNC entries, as the integration guide describes them: no call reads entries back.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { createRateLimit } from '../rate.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { plainError, refuse, type BulkEnv } from './bulk-answers.ts';
import { addCampaigns, practiceCampaign } from './bulk-campaigns.ts';
import { addEntries } from './bulk-entries.ts';
import { addSignIn, fullClient } from './bulk-sign-in.ts';

export const createBulkTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<BulkEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  const takeAllowance = createRateLimit(needs.rate, needs.now);

  app.use('/api/v2/*', async (c, next) => {
    const bearer = tokens.check(c.req.header('authorization'));
    if (bearer === null) return refuse(c, 401, 'bad.credentials', 'The token is missing, unknown or has ended.');
    const allowance = takeAllowance(bearer.token);
    if (allowance?.within === false) {
      c.header('retry-after', String(allowance.resetSeconds));
      return refuse(c, 429, 'too.many.requests', `Retry the request in ${allowance.resetSeconds} seconds.`);
    }
    if (bearer.scope !== 'full' && c.req.method !== 'GET') return refuse(c, 403, 'missing.permissions', 'The token lacks the scope dnc:write.');
    return next();
  });
  addSignIn(app, tokens);
  addEntries(app, needs);
  addCampaigns(app, needs);
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'internal.server.error', `The practice tenant failed: ${problem.message}`));

  return {
    fetch: app.fetch,
    credentials: { ...fullClient, campaignIds: practiceCampaign },
    asked: (method, path) => ({ kind: kindOf(method, path), polls: false }),
    errorBody: plainError,
    endToken: tokens.end,
    listId: (listRef) => listRef,
  };
};

const kindOf = (method: string, path: string): Asked['kind'] => {
  if (path === '/oauth/token') return 'token';
  if (!path.startsWith('/api/v2/telephony/dnc/entries')) return 'other';
  return method === 'DELETE' ? 'remove' : 'push';
};
