// What a decision did, as the sentence that is shown once it is done and kept in the list of decisions.
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';

export const decisionActWords: Readonly<Record<DecisionView['act'], string>> = { fix: 'Fixed', 'accept-suggestions': 'Accepted', discard: 'Discarded', correct: 'Corrected' };

export const decisionSentence = (decision: DecisionView): string => {
  const about = decision.reason === null ? '' : ` (${rejectReasonWords[decision.reason].word.toLowerCase()})`;
  const known = decision.duplicates === 0 ? '' : ` ${formatCount(decision.duplicates)} of them ${decision.duplicates === 1 ? 'was' : 'were'} on the list already.`;
  const rows = countOf(decision.entries, 'row');
  if (decision.undone) {
    const kept = decision.kept === undefined ? '' : ` ${countOf(decision.kept, 'number')} had been pushed meanwhile and ${decision.kept === 1 ? 'stays' : 'stay'} accepted.`;
    return `Taken back: ${countOf(decision.entries - (decision.kept ?? 0), 'row')}${about} held again.${kept}`;
  }
  switch (decision.act) {
    case 'fix': return `Fixed ${rows}${about}.${known}`;
    case 'accept-suggestions': return `Accepted the suggestion for ${rows}${about}.${known}`;
    case 'correct': return `Decided ${rows} as ${decision.because ?? 'the file'} says.${known}`;
    case 'discard': return `Discarded ${rows}${about}.`;
    default: return decision.act satisfies never;
  }
};
