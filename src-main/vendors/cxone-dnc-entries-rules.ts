// The rules that make a list of CXone DNC entries count: a list in no active rule protects nobody, and a narrower rule with a lower number shadows a wider one.
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import type { Call, Connector, ListUse, Trouble } from './connector.ts';
import { readFailure, readRules, type Rule } from './cxone-dnc-entries-answers.ts';
import { createRuleRequest, rulesRequest } from './cxone-dnc-entries-requests.ts';
import { quoteVendor } from './quote-vendor.ts';

/** The lower number wins; room is left below it for rules of the tenant's own. */
const usualPriority = 100;

type Found = { readonly kind: 'rules'; readonly rules: readonly Rule[] } | Trouble;

export const findRuleUses: NonNullable<Connector['uses']> = async (call, listRefs) => {
  const found = await findRules(call);
  if (found.kind !== 'rules') return found;
  return { kind: 'uses', lists: listRefs.map((listRef) => describeUse(listRef, found.rules, [call.token()])) };
};

/** A rule of its own that blocks what a new list holds, in both directions; nothing where one is there already. */
export const provideRule = async (call: Call, listRef: string, listName: string): Promise<{ readonly kind: 'provided' } | Trouble> => {
  const found = await findRules(call);
  if (found.kind !== 'rules') return found;
  const hasOne = found.rules.some((rule) => blocks(rule, listRef) && rule.scope === 'BOTH');
  if (hasOne) return { kind: 'provided' };
  // Below every narrower rule that is at work, or that one would shadow it from the first day.
  const priority = Math.min(usualPriority, ...found.rules.filter((rule) => isActive(rule) && rule.scope !== 'BOTH').map((rule) => rule.priority - 1));
  const asked = await ask(call, createRuleRequest(accessOf(call), `Block ${listName}`, listRef, Math.max(0, priority)), readFailure);
  if (asked.kind !== 'answered') return asked;
  return asked.reply.status === 200 || asked.reply.status === 201 ? { kind: 'provided' } : asked.unreadable();
};

const findRules = async (call: Call): Promise<Found> => {
  const asked = await ask(call, rulesRequest(accessOf(call)), readFailure);
  if (asked.kind !== 'answered') return asked;
  const rules = readRules(asked.reply);
  return rules === null ? asked.unreadable() : { kind: 'rules', rules };
};

/** Which rule decides is told by scope and number alone, so a narrower one shadows a wider one whatever lists it names. */
const describeUse = (listRef: string, rules: readonly Rule[], hidden: readonly string[]): ListUse => {
  const say = ({ name, scope, priority }: Rule): string => `rule ${quoteVendor(name, hidden).slice(0, 60)} (${quoteVendor(scope, hidden).slice(0, 20)}, priority ${priority})`;
  const active = rules.filter((rule) => blocks(rule, listRef));
  const shadows = active.flatMap((wide) =>
    rules.filter((narrow) => isActive(narrow) && wide.scope === 'BOTH' && narrow.scope !== 'BOTH' && narrow.priority < wide.priority)
      .map((narrow) => `${say(narrow)} is narrower and comes before ${say(wide)}`));
  const covered = new Set(active.flatMap(({ scope }) => (scope === 'BOTH' ? ['OUTBOUND', 'INBOUND'] : [scope])));
  const open = active.length > 0 && !covered.has('OUTBOUND') ? ['no rule blocks outbound calls'] : [];
  const off = rules.filter((rule) => rule.listIds.includes(listRef) && !isActive(rule)).map((rule) => `${say(rule)} is off`);
  const none = active.length === 0 ? ['no active rule blocks this list: it protects nobody'] : [];
  return { listRef, by: active.map(say), warnings: [...none, ...open, ...shadows, ...off] };
};

const isActive = (rule: Rule): boolean => rule.isActive !== false;

const blocks = (rule: Rule, listRef: string): boolean => isActive(rule) && rule.action === 'BLOCK' && rule.listIds.includes(listRef);
