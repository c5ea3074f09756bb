// Whether a registry's file may be imported: what is misnamed, mixed, old, cut or out of its chain is refused with its reason.
import type { RegistryRefusal } from '../../failures.ts';
import { ok, fail, type Result } from '../../result.ts';
import { readRegistryName, type RegistryName } from './registry-shape.ts';

/** What is known of a file before its rows count. */
export type RegistryFacts = {
  readonly kind: 'full' | 'changes';
  /** The name it came under; of a ZIP the name inside is asked first. */
  readonly fileName: string;
  readonly member: string | null;
  readonly sha256: string;
  /** Lines that hold numbers. */
  readonly numbers: number;
  /** Area codes in the rows, each once. */
  readonly areaCodes: readonly string[];
  /** Change lists: the first and last times in it, as written; null in full lists. */
  readonly from: string | null;
  readonly until: string | null;
};

/** A file that was accepted, as much of it as later ones are held against. */
export type AcceptedRegistryFile = {
  readonly kind: 'full' | 'changes';
  readonly importId: number;
  readonly sha256: string;
  /** Null where one file held all area codes. */
  readonly areaCode: string | null;
  /** When the list was obtained, yyyy-mm-dd. */
  readonly date: string;
  readonly numbers: number;
  /** Change lists: the last time in it. */
  readonly until: string | null;
};

export type RegistryVerdict = { readonly date: string; readonly areaCode: string | null };

/**
 * `history`: what was accepted from this registry, in any order. Change lists may have any name where `obtained` (yyyy-mm-dd) says when
 * they came; full lists have no evidence but their name, so `obtained` counts for them only where a person vouches for it.
 * `isShorter`: a person vouches that the list is as short as it is.
 */
export const judgeRegistryFile = (facts: RegistryFacts, history: readonly AcceptedRegistryFile[], obtained: string | null = null, isShorter = false): Result<RegistryVerdict, RegistryRefusal> => {
  const seen = history.find(({ sha256 }) => sha256 === facts.sha256);
  if (seen !== undefined) return fail({ why: 'seen-before', importId: seen.importId, date: seen.date });

  const name = nameOf(facts);
  const date = name?.date ?? obtained;
  if (date === null) return fail({ why: 'name-wrong', name: facts.fileName });
  const areaCode = name?.areaCode ?? (facts.areaCodes.length === 1 ? (facts.areaCodes[0] ?? null) : null);
  if (name !== null && facts.areaCodes.some((code) => code !== name.areaCode)) {
    return fail({ why: 'area-codes-mixed', named: name.areaCode, found: facts.areaCodes.slice(0, mostNamed) });
  }

  const mine = history.filter((file) => file.areaCode === areaCode);
  return (facts.kind === 'full' ? judgeFull(facts, latest(mine, 'full'), date, isShorter) : judgeChanges(facts, latest(mine, 'full'), latest(mine, 'changes'))) ?? ok({ date, areaCode });
};

/** A list that lost more than a third of its numbers was cut off on its way: people leave the registry by a few in a hundred. */
export const leastShareOfLast = 2 / 3;
const mostNamed = 10;

const nameOf = ({ member, fileName }: RegistryFacts): RegistryName | null => (member === null ? null : readRegistryName(member)) ?? readRegistryName(fileName);

const endOf = ({ until, date }: AcceptedRegistryFile): string => until ?? date;

const latest = (files: readonly AcceptedRegistryFile[], kind: AcceptedRegistryFile['kind']): AcceptedRegistryFile | null =>
  files.filter((file) => file.kind === kind).reduce<AcceptedRegistryFile | null>((last, next) => (last === null || endOf(next) > endOf(last) ? next : last), null);

const judgeFull = ({ numbers }: RegistryFacts, last: AcceptedRegistryFile | null, date: string, isShorter: boolean): Result<never, RegistryRefusal> | null => {
  if (last === null) return null;
  // Those who came to the registry since would look as if they had left it.
  if (date < last.date) return fail({ why: 'older-than-last', date, last: last.date });
  return !isShorter && numbers < last.numbers * leastShareOfLast ? fail({ why: 'far-shorter', numbers, last: last.numbers, lastDate: last.date }) : null;
};

/**
 * A change list continues the list before it: nothing may have happened between the two that neither of them tells. Only the times in
 * them can show it: a day without any change is believed, a longer silence is a list that is missing.
 */
const judgeChanges = ({ from, until }: RegistryFacts, full: AcceptedRegistryFile | null, changes: AcceptedRegistryFile | null): Result<never, RegistryRefusal> | null => {
  if (full === null) return fail({ why: 'chain-broken', since: null });
  const since = changes !== null && dayOf(endOf(changes)) >= full.date ? dayOf(endOf(changes)) : full.date;
  if (until !== null && dayOf(until) < since) return fail({ why: 'older-than-last', date: dayOf(until), last: since });
  return from !== null && dayOf(from) > dayAfter(since, 2) ? fail({ why: 'chain-broken', since }) : null;
};

const dayOf = (time: string): string => time.slice(0, 10);

const dayAfter = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
