// What stands before every call of the Platform API: a correlation id, a good token, the rate of that token and its permissions.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createRateLimit, type Allowance } from '../rate.ts';
import type { TenantNeeds } from '../tenant.ts';
import type { Tokens } from '../tokens.ts';
import { refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { permissionFor } from './genesys-permissions.ts';

/** Before any address is added. */
export const addGuards = (app: Hono<GenesysEnv>, tokens: Tokens, needs: Pick<TenantNeeds, 'rate' | 'now'>): void => {
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
  app.notFound((c) => refuse(c, 404, 'not.found', 'The practice tenant does not offer this address.'));
  app.onError((problem, c) => refuse(c, 500, 'internal.server.error', `The practice tenant failed: ${problem.message}`));
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
