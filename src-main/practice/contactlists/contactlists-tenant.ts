// The practice Genesys contact lists: token, contact lists, contacts and campaigns of the Platform API, with the guide's limits.
import { Hono } from 'hono';
import type { Asked } from '../faults.ts';
import { errorHeaders, plainError, type GenesysEnv } from '../genesys/genesys-answers.ts';
import { addCampaigns } from '../genesys/genesys-campaigns.ts';
import { addGuards } from '../genesys/genesys-guards.ts';
import { addSignIn, fullClient } from '../genesys/genesys-sign-in.ts';
import type { Far, TenantNeeds } from '../tenant.ts';
import { createTokens } from '../tokens.ts';
import { addContacts, blockedNumbers } from './contactlists-contacts.ts';
import { addContactLists } from './contactlists-lists.ts';

export const createContactlistsTenant = (needs: TenantNeeds): Far => {
  const app = new Hono<GenesysEnv>();
  const tokens = createTokens(needs.tokenSeconds, needs.now);
  addGuards(app, tokens, needs);
  addSignIn(app, tokens);
  addContactLists(app, needs);
  addContacts(app, needs);
  addCampaigns(app, needs);

  return {
    fetch: app.fetch,
    credentials: fullClient,
    asked: (method, path, body) => ({ kind: kindOf(method, path, body), polls: false }),
    errorBody: plainError,
    errorHeaders,
    endToken: tokens.end,
    listId: (listRef) => listRef,
    contents: (listRef) => blockedNumbers(needs.lists.contacts.of(listRef)),
  };
};

/** A contact that becomes callable is taken off. */
const kindOf = (method: string, path: string, body: string): Asked['kind'] => {
  if (path === '/oauth/token') return 'token';
  const under = /^\/api\/v2\/outbound\/contactlists(?:\/[^/]+(\/.*)?)?$/.exec(path);
  if (under === null) return 'other';
  const rest = under[1] ?? '';
  if (rest === '') return method === 'DELETE' ? 'wipe' : 'lists';
  if (method === 'GET' || rest === '/contacts/search') return 'read';
  return method === 'PUT' && /"callable"\s*:\s*true/.test(body) ? 'remove' : 'push';
};
