// What a well-known regulation code most likely means, to be offered and never applied by itself; for all other codes nothing is guessed.
import type { CodeMapLine } from '../contract/code-map.ts';
import type { DncType } from './dnc.ts';
import { readJurisdiction } from './jurisdictions.ts';
import { knownCodeMeanings } from './known-layouts/known-codes.ts';

/** Null where the code is not one of those that mean the same everywhere. Case, blanks and punctuation do not matter. */
export const proposeMapping = (code: string): CodeMapLine | null => {
  const known = knownCodeMeanings.get(code.trim().toUpperCase());
  if (known !== undefined) return { code, dncType: known.dncType, jurisdiction: null, reason: known.reason };
  const words = code.toUpperCase().replace(/OPT[^A-Z0-9]+OUT/g, 'OPTOUT').split(/[^A-Z0-9]+/).filter((word) => word !== '');
  if (words.length === 0 || words.length > 4) return null;
  const state = stateOf(words);
  if (state !== null) return { code, dncType: 'STATE', jurisdiction: state, reason: 'State do-not-call list' };
  const found = words.filter((word) => !filler.has(word)).map((word) => meanings.get(word));
  const [meaning] = found;
  // Words that point to two types, or one that means nothing here, leave it to the person.
  if (meaning === undefined || found.some((other) => other?.dncType !== meaning.dncType)) return null;
  return { code, dncType: meaning.dncType, jurisdiction: null, reason: meaning.reason };
};

type Meaning = { readonly dncType: DncType; readonly reason: string };

const federal: Meaning = { dncType: 'FEDERAL', reason: 'National Do Not Call Registry' };
const tcpa: Meaning = { dncType: 'FEDERAL', reason: 'Telephone Consumer Protection Act' };
const corporate: Meaning = { dncType: 'CORPORATE', reason: 'Company’s own do-not-call list' };
const personal: Meaning = { dncType: 'PERSONAL', reason: 'Asked not to be called' };

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['FED', federal], ['FEDERAL', federal], ['FTC', federal], ['NATIONAL', federal], ['TSR', federal], ['TCPA', tcpa],
  ['INTERNAL', corporate], ['COMPANY', corporate], ['CORP', corporate], ['CORPORATE', corporate],
  ['OPTOUT', personal], ['CONSUMER', personal], ['PERSONAL', personal], ['REQUEST', personal],
]);

/** Words that stand beside the telling one and say nothing of their own. */
const filler: ReadonlySet<string> = new Set(['DNC', 'LIST', 'REGISTRY']);
const stateWords: ReadonlySet<string> = new Set(['ST', 'STATE', 'DNC', 'LIST', 'REGISTRY', 'US']);

/** "TX", "ST_TX", "CA_DNC", "TX STATE", "US-CA": exactly one two-letter US state, and nothing but the words of such codes beside it. */
const stateOf = (words: readonly string[]): string | null => {
  const rest = words.filter((word) => !stateWords.has(word));
  const [letters] = rest;
  if (rest.length !== 1 || letters === undefined || !/^[A-Z]{2}$/.test(letters)) return null;
  const state = readJurisdiction(letters, 'US');
  return state?.startsWith('US-') === true ? state : null;
};
