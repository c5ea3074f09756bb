// What uses a list: campaigns and skills are named in words, a list nobody uses has none, and an answer that cannot be read is no "nobody".
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCxoneDncGroups } from '../../../src-main/vendors/cxone-dnc-groups.ts';
import { createGenesysDnclists } from '../../../src-main/vendors/genesys-dnclists.ts';
import { createTestCall } from '../../helpers/vendor-call.ts';
import { empty, html, inTurn, json, startVendorServer, type VendorServer } from '../../helpers/vendor-server.ts';

const uses = { genesys: createGenesysDnclists().uses, cxone: createCxoneDncGroups().uses };
let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const ask = (dialect: keyof typeof uses, ...refs: readonly string[]) => uses[dialect]?.(createTestCall(server.base), refs);

describe('Genesys campaigns', () => {
  const campaign = (name: string, campaignStatus: string, ...lists: readonly string[]) => ({ id: name, name, campaignStatus, dncLists: lists.map((id) => ({ id })) });

  it('are read page by page and named with their state', async () => {
    server.answerWith(inTurn(json(200, { entities: [campaign('Spring', 'on', 'a'), campaign('Autumn', 'off', 'b')], pageCount: 2 }), json(200, { entities: [campaign('Winter', 'off', 'a')], pageCount: 2 })));
    expect(await ask('genesys', 'a', 'b', 'c')).toEqual({ kind: 'uses', lists: [
      { listRef: 'a', by: ['campaign Spring (on)', 'campaign Winter (off)'], warnings: [] },
      { listRef: 'b', by: ['campaign Autumn (off)'], warnings: ['none of these campaigns is on'] },
      { listRef: 'c', by: [], warnings: [] },
    ] });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/v2/outbound/campaigns', 'GET /api/v2/outbound/campaigns']);
  });

  it('that cannot be read are no answer', async () => {
    server.answerWith(html(200));
    expect(await ask('genesys', 'a')).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
    server.answerWith(json(403, { code: 'missing.permissions', message: 'needs outbound:campaign:view' }));
    expect(await ask('genesys', 'a')).toEqual({ kind: 'failed', failure: { type: 'PermissionMissing', permissions: ['outbound:campaign:view'] } });
    server.answerWith(json(401, {}));
    expect(await ask('genesys', 'a')).toEqual({ kind: 'token-ended' });
  });
});

describe('CXone skills', () => {
  it('are asked for group by group; 204 means none', async () => {
    server.answerWith(inTurn(json(200, { scrubbedSkills: [{ skillId: 7, skillName: 'Outbound West' }, { skillId: 8 }] }), empty(204)));
    expect(await ask('cxone', '1', '2')).toEqual({ kind: 'uses', lists: [
      { listRef: '1', by: ['skill Outbound West', 'skill 8'], warnings: [] }, { listRef: '2', by: [], warnings: [] },
    ] });
    expect(server.seen.map(({ path }) => path.replace(/^.*\/dnc-groups/, ''))).toEqual(['/1/scrubbed-skills', '/2/scrubbed-skills']);
  });

  it('that cannot be read are no answer, and no group id changes the path', async () => {
    server.answerWith(json(200, { skills: [] }));
    expect(await ask('cxone', '1')).toMatchObject({ kind: 'failed' });
    expect(await ask('cxone', '../1')).toEqual({ kind: 'failed', failure: { type: 'ListMissing', list: '../1' } });
  });
});
