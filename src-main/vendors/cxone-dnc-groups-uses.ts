// Which skills are scrubbed against a CXone DNC group: a group without one blocks nobody.
// GET /dnc-groups/{id}/scrubbed-skills of the Admin API; 204 means none.
import { z } from 'zod';
import type { Connector, ListUse } from './connector.ts';
import { readFailure } from './cxone-dnc-groups-answers.ts';
import { isGroupRef, scrubbedSkillsRequest } from './cxone-dnc-groups-requests.ts';
import { failNoReply } from './no-reply.ts';
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
    const request = scrubbedSkillsRequest({ apiBase: call.apiBase, token: call.token(), signal: call.signal }, listRef);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
    if (reply.status === 401) return { kind: 'token-ended' };
    const read = reply.status === 204 ? { scrubbedSkills: [] } : reply.status === 200 ? readAnswer(answerSchema, reply.body) : null;
    if (read === null) return { kind: 'failed', failure: readFailure(reply, { url: request.url, list: listRef, hidden: [call.token()] }) };
    lists.push({ listRef, by: read.scrubbedSkills.map(({ skillId, skillName }) => `skill ${quoteVendor(skillName ?? String(skillId ?? 'without a name'), [call.token()])}`), warnings: [] });
  }
  return { kind: 'uses', lists };
};
