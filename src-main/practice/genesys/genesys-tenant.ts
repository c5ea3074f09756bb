// The practice Genesys Cloud: Platform API v2 for outbound DNC lists, campaigns and contact lists, its token, its rate headers and its errors.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { errorHeaders, plainError, type GenesysEnv } from './genesys-answers.ts';
import { addCampaigns } from './genesys-campaigns.ts';
import { addContactLists } from './genesys-contact-lists.ts';
import { addContacts } from './genesys-contacts.ts';
import { addExports } from './genesys-exports.ts';
import { addGuards } from './genesys-guards.ts';
import { addLists } from './genesys-lists.ts';
import { addNumbers } from './genesys-numbers.ts';
import { addSignIn, fullClient } from './genesys-sign-in.ts';
import { addUploads, uploadPath } from './genesys-uploads.ts';

export const createGenesysTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<GenesysEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  addGuards(app, tokens, needs);
  addSignIn(app, tokens);
  // Before the lists: /uploads is no list's id.
  addUploads(app, needs);
  addLists(app, needs);
  addNumbers(app, needs);
  addExports(app, needs);
  addCampaigns(app, needs);
  addContactLists(app, needs);
  addContacts(app, needs);

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
