// What releases are called on the page: their causes, their states, why numbers stay, and what came of an act.
import type { ReleaseGroup, ReleaseKept, ReleaseRequested, ReleaseSettled, ReleaseState, ReleaseView } from '../../../src-shared/contract/releases.ts';
import type { Tone } from '../../ui/badge.tsx';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import type { ReleaseAct } from './release-store.ts';

export const groupKey = ({ state, cause, importId }: Pick<ReleaseGroup, 'state' | 'cause' | 'importId'>): string => `${state} ${cause} ${importId ?? ''}`;

export const causeWords = ({ cause, file, importId }: Pick<ReleaseGroup, 'cause' | 'file' | 'importId'>): string => {
  const source = file ?? (importId === null ? 'an import' : `import ${importId}`);
  switch (cause) {
    case 'undo': return `Import taken back: ${source}`;
    case 'gone': return `Gone from the full list: ${source}`;
    case 'request': return 'Asked for by a person';
    default: return cause satisfies never;
  }
};

export const stateWords: Readonly<Record<ReleaseState, { readonly word: string; readonly meaning: string; readonly tone: Tone }>> = {
  proposed: { word: 'Proposed', meaning: 'Still blocked: somebody must decide.', tone: 'accent' },
  approved: { word: 'Approved', meaning: 'Nobody’s entry blocks these for this reason any more; until they are taken off and read back, vendors may still block them.', tone: 'warn' },
  done: { word: 'Done', meaning: 'No vendor’s list holds them: read back, answered for by a person, or never sent.', tone: 'good' },
  declined: { word: 'Declined', meaning: 'They stay blocked.', tone: 'plain' },
};

export const keptWords: Readonly<Record<ReleaseKept['why'], string>> = {
  wanted: 'stay: other entries want them blocked there',
  'newer-request': 'stay: a later import asked for the block again, so the approval no longer covers them',
  leaving: 'were taken off already and wait to be read back',
};

/** Where vendors have the number now; why it stays where others want it. */
export const placeWords = ({ listed, wanted, state }: ReleaseView): string => {
  const places = listed.map(({ destination, listName, leaving }) => `${destination}, ${listName}${leaving ? ' (taken off, not read back yet)' : ''}`);
  const where = places.length === 0 ? 'on no vendor’s list' : places.join('; ');
  return wanted > 0 && state !== 'proposed' && state !== 'declined' ? `${where}; still wanted by ${countOf(wanted, 'other entry', 'other entries')}` : where;
};

export const actWords = (act: ReleaseAct, settled: ReleaseSettled): string => {
  const numbers = countOf(settled.numbers, 'number');
  switch (act.act) {
    case 'approve': return `${numbers} approved for release.${settled.stillWanted === 0 ? '' : ` ${formatCount(settled.stillWanted)} of them ${settled.stillWanted === 1 ? 'is' : 'are'} still wanted by other entries and stay on those lists.`} No vendor has been told yet.`;
    case 'decline': return `${numbers} stay blocked.`;
    case 'take-back': return `${numbers} ${settled.numbers === 1 ? 'is' : 'are'} blocked as before.${settled.sent === 0 ? '' : ` ${formatCount(settled.sent)} had been sent to a vendor already and were left.`}`;
    default: return act.act satisfies never;
  }
};

export const requestWords = ({ requested, already, refused }: ReleaseRequested): string =>
  [`${countOf(requested, 'number')} proposed for release`, ...(already === 0 ? [] : [`${formatCount(already)} proposed before`]), ...(refused.length === 0 ? [] : [`${formatCount(refused.length)} refused: ${refused.slice(0, 3).map(({ text, why }) => `“${text}” (${why.replaceAll('_', ' ')})`).join(', ')}${refused.length > 3 ? ' …' : ''}`])].join('; ');
