// What a version of a list changed, and what became of an import that was taken back, in sentences.
import type { ImportView } from '../contract/imports.ts';
import { findVersionRule, lastDayOf } from '../domain/legal-dates.ts';
import { countOf, formatCount } from './figures.ts';

type VersionView = Pick<ImportView, 'change' | 'mode' | 'registry'> & { readonly layout?: Pick<ImportView['layout'], 'known'> };

/** How long a registry's full list may be called on; nothing where no rule is known, or no day. */
export const versionAgeWords = ({ registry = null, layout }: Pick<VersionView, 'registry' | 'layout'>): readonly string[] => {
  const rule = registry?.kind === 'full' ? findVersionRule(layout?.known ?? null) : null;
  if (registry === null || rule === null) return [];
  return [`Obtained on ${registry.date}: calls may rest on this version until ${lastDayOf(rule, registry.date)} (${rule.days} days${rule.source === null ? '' : `: ${rule.source}`}). A hint, not legal advice.`];
};

/** Nothing for a file that is a version of no list; of the first of its list no changes. */
export const listChangeWords = (view: VersionView): readonly string[] => [...changeWords(view), ...versionAgeWords(view)];

const changeWords = ({ change = null, mode = null }: VersionView): readonly string[] => {
  if (change === null) return [];
  const { against, added, changed, gone, proposed, again } = change;
  return [
    `Against import ${against} of the same list: ${formatCount(added)} added, ${formatCount(changed)} changed, ${formatCount(gone)} gone.`,
    ...(mode === 'full' ? [] : ['The file is no whole list: what it merely lacks stays blocked.']),
    ...(proposed === 0 ? [] : [`${countOf(proposed, 'gone number')} ${proposed === 1 ? 'is' : 'are'} proposed for release and ${proposed === 1 ? 'stays' : 'stay'} blocked until somebody decides.`]),
    ...(again === 0 ? [] : [`${countOf(again, 'number')} that ${again === 1 ? 'was' : 'were'} proposed for release ${again === 1 ? 'stands' : 'stand'} in the list again: the proposal fell away.`]),
  ];
};

/** Nothing for an import that stands. */
export const undoneWords = ({ state = 'stored', undone = null }: Pick<ImportView, 'state' | 'undone'>): readonly string[] => {
  if (undone === null) return [];
  const { because, by, withdrawn, held, inherited, proposed, left = 0, total = withdrawn + left, isGoing = false } = undone;
  return [
    `${state !== 'undoing' ? 'It was taken back' : isGoing ? 'It is being taken back' : 'Taking it back was begun'} by ${by}: ${because}`,
    `${state === 'undoing' ? `${formatCount(withdrawn)} of ${countOf(total, 'entry', 'entries')} are taken back so far` : `${countOf(withdrawn, 'entry', 'entries')} left`}${held === 0 ? '' : `, ${formatCount(held)} of them from review`}.`,
    ...(inherited === 0 ? [] : [`${countOf(inherited, 'number')} ${inherited === 1 ? 'stays' : 'stay'} blocked, since another import wants ${inherited === 1 ? 'it' : 'them'} too.`]),
    ...(proposed === 0 ? [] : [`${countOf(proposed, 'number')} may be at a vendor: proposed for release.`]),
    ...(state === 'undoing' && !isGoing ? ['It was stopped half-way; the next start or import goes on with it, and so does taking it back once more.'] : []),
  ];
};
