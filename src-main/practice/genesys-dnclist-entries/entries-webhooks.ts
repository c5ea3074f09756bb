// Webhooks of the practice tenant: registered, kept and removed, never called.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type EntriesEnv } from './entries-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';

const path = '/api/v2/platform/webhooks';
const prefix = 'webhook/';

export const addWebhooks = (app: Hono<EntriesEnv>, needs: TenantNeeds): void => {
  app.post(path, async (c) => {
    const draft = fieldsOf(readJson(c.env.body));
    const { name, description, enabled, eventDefinition, httpTarget } = draft;
    const { url, httpMethod, contentType, authentication } = fieldsOf(httpTarget);
    const isWhole = typeof name === 'string' && name !== '' && typeof description === 'string' && typeof enabled === 'boolean'
      && typeof url === 'string' && URL.canParse(url) && typeof httpMethod === 'string' && typeof contentType === 'string' && authentication !== undefined;
    if (!isWhole) return refuse(c, 400, 'bad.request', 'A webhook needs name, description, enabled, and an httpTarget with url, httpMethod, contentType and authentication.');
    if (fieldsOf(eventDefinition)['eventType'] !== 'OUTBOUND_DNCLIST_ENTRY_CREATED') return refuse(c, 422, 'field.errors', 'The event type is unknown.', [{ field: 'eventDefinition.eventType', code: 'invalid.value', message: 'The event type is unknown.' }]);
    const id = randomUUID();
    // What authenticates the call is a secret of the caller and not ours to keep.
    const kept = { id, name, description, enabled, eventDefinition, httpTarget: { url, httpMethod, contentType } };
    await needs.journal.append({ t: 'document', key: `${prefix}${id}`, at: needs.now(), value: kept });
    return c.json(kept, 201);
  });

  app.delete(`${path}/:id`, async (c) => {
    const key = `${prefix}${c.req.param('id')}`;
    if (!needs.lists.documents.has(key)) return refuse(c, 404, 'not.found', 'The webhook could not be found.');
    await needs.journal.append({ t: 'document', key, at: needs.now(), value: null });
    return c.body(null, 204);
  });

  app.get(path, (c) => c.json({ entities: [...needs.lists.documents].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : [])) }));
};
