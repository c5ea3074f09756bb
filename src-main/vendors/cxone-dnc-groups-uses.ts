// Which skills are scrubbed against a CXone DNC group: a group without one blocks nobody.
// GET /dnc-groups/{id}/scrubbed-skills of the Admin API; 204 means none.
import { z } from 'zod';
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import type { Connector, ListUse } from './connector.ts';
import { readFailure } from './cxone-dnc-groups-answers.ts';
import { isGroupRef, scrubbedSkillsRequest } from './cxone-dnc-groups-requests.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

const skillsSchema = z.object({ scrubbedSkills: z.array(z.object({ skillId: z.union([z.number(), z.string()]).nullish(), skillName: z.string().nullish() })) });
/** The published descriptions disagree on whether a `resultSet` stands around an answer. */
const answerSchema = z.union([skillsSchema, z.object({ resultSet: skillsSchema }).transform(({ resultSet }) => resultSet)]);

/** The first 1,000 of each group: more would say nothing new. */
export const findGroupUses: NonNullable<Connector['uses']> = async (call, listRefs) => {
  const lists: ListUse[] = [];
  for (const listRef of listRefs) {
    if (!isGroupRef(listRef)) return { kind: 'failed', failure: { type: 'ListMissing', list: listRef } };
    const asked = await ask(call, scrubbedSkillsRequest(accessOf(call), listRef), readFailure, { list: listRef });
    if (asked.kind !== 'answered') return asked;
    const { reply } = asked;
    const read = reply.status === 204 ? { scrubbedSkills: [] } : reply.status === 200 ? readAnswer(answerSchema, reply.body) : null;
    if (read === null) return asked.unreadable();
    lists.push({ listRef, by: read.scrubbedSkills.map(({ skillId, skillName }) => `skill ${quoteVendor(skillName ?? String(skillId ?? 'without a name'), [call.token()])}`), warnings: [] });
  }
  return { kind: 'uses', lists };
};
