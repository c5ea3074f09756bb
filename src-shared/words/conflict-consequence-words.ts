// What follows from each decision on a conflict, said with its figures, so that nobody decides by a name alone.
import type { ConflictChoice, ConflictKind } from '../domain/conflict.ts';
import { countOf } from './figures.ts';

/** `declared`, `areaCode`: of an example, "US-CA"; null where the examples do not agree on one. One sentence with its full stop. */
export type ConsequenceFacts = { readonly numbers: number; readonly declared: string | null; readonly areaCode: string | null };

export const conflictConsequence = (kind: ConflictKind, choice: ConflictChoice, { numbers, declared, areaCode }: ConsequenceFacts): string => {
  const many = countOf(numbers, 'number');
  const go = numbers === 1 ? 'goes' : 'go';
  const stay = numbers === 1 ? 'stays' : 'stay';
  const as = (jurisdiction: string | null, words: string): string => (jurisdiction === null ? words : `as ${jurisdiction}`);
  switch (choice) {
    case 'hold': return `${many} ${stay} here and ${numbers === 1 ? 'is' : 'are'} pushed nowhere.`;
    case 'keep': return keepWords(kind, many, go, declared);
    case 'use_area_code': return `${many} ${go} to the STATE list ${as(areaCode, 'under the state of their area code')}.`;
    case 'use_row': return `${many} ${go} to the list of their type ${as(declared, 'under what their own row says')}.`;
    case 'use_map': return `${many} ${go} to the list of their type under what the code map says.`;
    default: return choice satisfies never;
  }
};

const keepWords = (kind: ConflictKind, many: string, go: string, declared: string | null): string => {
  switch (kind) {
    case 'state_without_state': return `${many} ${go} to the STATE list with no state named.`;
    case 'federal_outside_country': return `${many} ${go} to the FEDERAL list, although ${go === 'goes' ? 'the number is' : 'they are'} foreign.`;
    case 'state_mismatch':
    case 'row_map_mismatch': return `${many} ${go} to the STATE list ${declared === null ? 'under the state that is declared' : `as ${declared}`}.`;
    default: return kind satisfies never;
  }
};
