// Tokens for DNC list entries: client credentials over HTTP Basic, under the same address as all other calls.
import type { Hono } from 'hono';
import { readBasic, type Scope, type Tokens } from '../tokens.ts';
import type { EntriesEnv } from './entries-answers.ts';

export const fullClient = { clientId: 'practice-client', clientSecret: 'practice-secret' };

/** A second client that may only read: every write is answered 403. */
export const readOnlyClient = { clientId: 'practice-read-only', clientSecret: 'practice-secret' };

const scopes: ReadonlyMap<string, Scope> = new Map([[fullClient.clientId, 'full'], [readOnlyClient.clientId, 'read-only']]);

export const addSignIn = (app: Hono<EntriesEnv>, tokens: Tokens): void => {
  app.post('/oauth/token', (c) => {
    if (new URLSearchParams(c.env.body).get('grant_type') !== 'client_credentials')
      return c.json({ error: 'unsupported_grant_type', error_description: 'Only client_credentials is offered here.' }, 400);
    const basic = readBasic(c.req.header('authorization'));
    const scope = basic === null ? undefined : scopes.get(basic.user);
    if (basic === null || scope === undefined) return c.json({ error: 'invalid_client', error_description: 'The client is not known here.' }, 400);
    if (basic.password !== fullClient.clientSecret) return c.json({ error: 'invalid_client', error_description: 'The client secret does not match.' }, 401);
    const { token, seconds } = tokens.issue(scope);
    return c.json({ access_token: token, token_type: 'bearer', expires_in: seconds });
  });
};
