// Tokens for telephony DNC entries: client credentials over HTTP Basic; the answer names the scopes that were given.
import type { Hono } from 'hono';
import { readBasic, type Scope, type Tokens } from '../tokens.ts';
import type { BulkEnv } from './bulk-answers.ts';

export const fullClient = { clientId: 'practice-client', clientSecret: 'practice-secret' };

/** A second client without dnc:write: every write is answered 403. */
export const readOnlyClient = { clientId: 'practice-read-only', clientSecret: 'practice-secret' };

const clients: ReadonlyMap<string, { readonly scope: Scope; readonly words: string }> = new Map([
  [fullClient.clientId, { scope: 'full', words: 'dnc:write dnc:read campaign:read' }],
  [readOnlyClient.clientId, { scope: 'read-only', words: 'dnc:read campaign:read' }],
]);

export const addSignIn = (app: Hono<BulkEnv>, tokens: Tokens): void => {
  app.post('/oauth/token', (c) => {
    if (new URLSearchParams(c.env.body).get('grant_type') !== 'client_credentials')
      return c.json({ error: 'unsupported_grant_type', error_description: 'Only client_credentials is offered here.' }, 400);
    const basic = readBasic(c.req.header('authorization'));
    const client = basic === null ? undefined : clients.get(basic.user);
    if (basic === null || client === undefined) return c.json({ error: 'invalid_client', error_description: 'The client is not known here.' }, 400);
    if (basic.password !== fullClient.clientSecret) return c.json({ error: 'invalid_client', error_description: 'The client secret does not match.' }, 401);
    const { token, seconds } = tokens.issue(client.scope);
    return c.json({ access_token: token, token_type: 'bearer', expires_in: seconds, scope: client.words });
  });
};
