// CXone enforcement: a group blocks nobody until a skill is scrubbed against it or contributes to it.
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { findGroup, none, readPage, refuse, type CxoneEnv } from './cxone-answers.ts';
import { groupNotFound } from './cxone-groups.ts';

export const addSkills = (api: Hono<CxoneEnv>, needs: TenantNeeds): void => {
  for (const [kind, field] of [['scrubbed-skills', 'scrubbedSkills'], ['contributing-skills', 'contributingSkills']] as const) {
    const boundTo = (listId: string): readonly number[] => {
      const stored = needs.lists.documents.get(`${kind}/${listId}`);
      return Array.isArray(stored) ? stored.filter((skill): skill is number => typeof skill === 'number') : [];
    };
    const keep = (listId: string, skills: readonly number[]) => needs.journal.append({ t: 'document', key: `${kind}/${listId}`, at: needs.now(), value: skills });

    api.get(`/dnc-groups/:groupId/${kind}`, (c) => {
      const list = findGroup(needs, c.req.param('groupId'));
      if (list === undefined) return groupNotFound(c);
      const page = readPage(c, 1000);
      if (page === null) return refuse(c, 400, 'skip or top cannot be read.');
      const skills = boundTo(list.id);
      const shown = skills.slice(page.skip, page.skip + page.top);
      if (shown.length === 0) return none(c);
      return c.json({ totalRecords: skills.length, [field]: shown.map((skillId) => ({ skillId, skillName: `Skill ${skillId}` })) });
    });

    api.on(['POST', 'DELETE'], `/dnc-groups/:groupId/${kind}/:skillId{[0-9]{1,9}}`, async (c) => {
      const list = findGroup(needs, c.req.param('groupId'));
      if (list === undefined) return groupNotFound(c);
      const skill = Number(c.req.param('skillId'));
      const others = boundTo(list.id).filter((other) => other !== skill);
      if (c.req.method === 'DELETE' && others.length === boundTo(list.id).length) return refuse(c, 404, 'The skill is not bound to this group.');
      await keep(list.id, c.req.method === 'POST' ? [...others, skill] : others);
      return c.body(null, 200);
    });
  }
};
