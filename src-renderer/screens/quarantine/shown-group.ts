// What is on the screen as a whole: the filter behind it, its name, and how many rows a decision on all of it would take.
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import type { ShownGroup } from './entry-detail.tsx';
import { filterOf, type QuarantineState } from './quarantine-store.ts';

/** Null while everything is shown: that is never decided at once. */
export const shownGroup = (state: QuarantineState, found: { readonly total: number; readonly more: boolean }): ShownGroup | null => {
  const { reasons, search, suggested, summary } = state;
  const searched = search.trim();
  if (reasons.length === 0 && searched === '') return null;
  const groups = (summary?.groups ?? []).filter((group) => reasons.length === 0 || reasons.includes(group.reason));
  const sum = (pick: (group: (typeof groups)[number]) => number): number => groups.reduce((all, group) => all + pick(group), 0);
  const withSuggestion = sum((group) => group.suggested);
  const inReasons = suggested === 'any' ? sum((group) => group.held) : (suggested === 'with' ? withSuggestion : sum((group) => group.held) - withSuggestion);
  const held = searched === '' ? inReasons : found.total;
  if (held === 0) return null;
  const named = reasons.length === 0 ? '' : (reasons.length <= 2 ? reasons.map((reason) => `“${rejectReasonWords[reason].word}”`).join(' and ') : `${reasons.length} reasons`);
  const name = [named, searched === '' ? '' : `${named === '' ? '' : 'with '}“${searched}”`, suggested === 'any' ? '' : (suggested === 'with' ? 'with a suggestion' : 'without a suggestion')].filter((part) => part !== '').join(' ');
  return { name, held, suggested: suggested === 'without' ? 0 : (searched === '' ? withSuggestion : null), more: searched !== '' && found.more, filter: filterOf(state) };
};
