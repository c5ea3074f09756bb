// What the vendors' OpenAPI documents leave out and a client needs: tokens, discovery and the download of an export, written in the same form.
import type { Operation, Paths, Vendor } from './check-openapi.ts';

const text = { type: 'string', minLength: 1 };
const object = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const form = (schema: object) => ({ required: true, content: { 'application/x-www-form-urlencoded': { schema } } });

/** RFC 6749, sections 5.1 and 5.2. */
const token = json(object(['access_token', 'token_type', 'expires_in'], { access_token: text, token_type: text, expires_in: { type: 'integer', minimum: 1 } }));
const oauthError = json(object(['error'], { error: text, error_description: text }));
const signIn = (requestBody: NonNullable<Operation['requestBody']>): Operation => ({ requestBody, responses: { 200: token, 400: oauthError, 401: oauthError, 429: oauthError } });

const error = json(object(['message', 'code', 'status'], { message: text, code: text, status: { type: 'integer' } }));

export const addenda: Readonly<Record<Vendor, Paths>> = {
  genesys: {
    '/oauth/token': { post: signIn(form({ ...object(['grant_type'], { grant_type: { const: 'client_credentials' } }), additionalProperties: false })) },
    '/api/v2/downloads/{downloadId}': { get: { responses: { 200: { content: { 'text/csv': {} } }, 401: error, 404: error, 429: error } } },
    '/uploads/{uploadKey}': { put: { requestBody: { required: true, content: { 'text/csv': {} } }, responses: { 200: {}, 404: error } } },
  },
  cxone: {
    '/auth/token': { post: signIn(form({ ...object(['grant_type', 'username', 'password'], { grant_type: { const: 'password' }, username: text, password: text }), additionalProperties: false })) },
    '/authentication/v1/token/access-key': {
      post: signIn({ required: true, ...json({ ...object(['accessKeyId', 'accessKeySecret'], { accessKeyId: text, accessKeySecret: text }), additionalProperties: false }) }),
    },
    '/.well-known/cxone-configuration': {
      get: {
        parameters: [{ name: 'tenantId', in: 'query', required: true, schema: text }],
        responses: { 200: json(object(['api_endpoint'], { api_endpoint: { type: 'string', format: 'uri' } })), 404: {} },
      },
    },
  },
};
