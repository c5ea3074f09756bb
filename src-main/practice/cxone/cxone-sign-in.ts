// CXone tokens: a password grant with an access key, or the access key as JSON; and where the API of a tenant is.
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { readBasic, type Tokens } from '../tokens.ts';
import type { CxoneEnv } from './cxone-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';

export const credentials = {
  clientId: 'practice-client', clientSecret: 'practice-secret',
  accessKeyId: 'PRACTICEKEY', accessKeySecret: 'practice-key-secret', tenantId: 'practice-tenant',
};

export const addSignIn = (app: Hono<CxoneEnv>, needs: TenantNeeds, tokens: Tokens): void => {
  const granted = () => {
    const { token, seconds } = tokens.issue('full');
    return { access_token: token, token_type: 'Bearer', expires_in: seconds };
  };
  const isKey = (id: unknown, secret: unknown): boolean => id === credentials.accessKeyId && secret === credentials.accessKeySecret;

  app.post('/auth/token', (c) => {
    const basic = readBasic(c.req.header('authorization'));
    if (basic?.user !== credentials.clientId || basic.password !== credentials.clientSecret)
      return c.json({ error: 'invalid_client', error_description: 'Client authentication failed.' }, 401);
    const form = new URLSearchParams(c.env.body);
    if (form.get('grant_type') !== 'password') return c.json({ error: 'unsupported_grant_type', error_description: 'Only password is offered here.' }, 400);
    if (!isKey(form.get('username'), form.get('password'))) return c.json({ error: 'invalid_grant', error_description: 'The access key is not valid.' }, 400);
    return c.json(granted());
  });

  app.post('/authentication/v1/token/access-key', (c) => {
    const { accessKeyId, accessKeySecret } = fieldsOf(readJson(c.env.body));
    if (!isKey(accessKeyId, accessKeySecret)) return c.json({ error: 'invalid_grant', error_description: 'The access key is not valid.' }, 401);
    return c.json(granted());
  });

  app.get('/.well-known/cxone-configuration', (c) => {
    if (c.req.query('tenantId') !== credentials.tenantId) return c.json({ error: 'not_found', error_description: 'There is no such tenant.' }, 404);
    return c.json({ area: 'practice', api_endpoint: needs.baseUrl(), auth_endpoint: needs.baseUrl(), tenantId: credentials.tenantId });
  });
};
