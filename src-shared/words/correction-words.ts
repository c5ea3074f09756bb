// Why a row of a corrected spreadsheet was refused, in plain words.
import type { CorrectionRefusal } from '../contract/quarantine.ts';

/** One sentence without a full stop. */
export const correctionRefusalWords = ({ why, detail }: Pick<CorrectionRefusal, 'why' | 'detail'>): string => {
  switch (why) {
    case 'id-unreadable': return detail === '' ? 'the entry id is missing' : `“${detail}” is no entry id`;
    case 'entry-unknown': return `there is no entry ${detail}`;
    case 'file-differs': return `this entry came from “${detail}”: the row was moved or changed`;
    case 'line-differs': return `this entry stands in line ${detail}: the row was moved or changed`;
    case 'raw-differs': return `the raw text of this entry is “${detail}”: the row was moved or changed`;
    case 'suggestion-differs': return `the suggestion was ${detail}; write another number under “corrected number”`;
    case 'decided-already': return `it is decided already (${detail})`;
    case 'twice-in-file': return 'an earlier row of this file decides the same entry';
    case 'decision-unknown': return `“${detail}” is no decision: write accept or discard`;
    case 'number-and-discard': return 'it has a corrected number and says discard; only one can be meant';
    case 'nothing-suggested': return 'there is no suggestion to accept; write the number under “corrected number”';
    case 'number-invalid': return `the corrected number is none (${detail.replaceAll('_', ' ')})`;
    case 'reason-missing': return 'a discarded row needs a reason under “because”';
    default: return why satisfies never;
  }
};
