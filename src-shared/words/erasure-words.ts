// What erasing a number takes away, what stays and why, in words that are the same before a click and in a terminal.
import type { ErasedView, ErasureKeeps, ErasureView } from '../contract/erasure.ts';
import { countOf } from './figures.ts';

const keepsWords: Readonly<Record<ErasureKeeps, string>> = {
  blocked: 'its block is in force', listed: 'a vendor’s list has it', release: 'its release is under way', run: 'a push with it has not ended', 'dead-letter': 'a vendor refused it and nobody has settled that',
};

/** "its block is in force, and a vendor’s list has it". */
const keptBecause = (keeps: readonly ErasureKeeps[]): string => keeps.map((each) => keepsWords[each]).join(', and ');

export const erasureWaitWords = { import: 'An import is under way, and the number may be in it: wait until it has ended.', held: 'A line held for review looks like this number. It may be its owner’s wish to be blocked: settle it on the Quarantine screen first.' } as const;

export const goesWords = ({ open, lines, shared }: ErasureView): string =>
  `${countOf(open, 'record')} that can still be read, and the cells of ${countOf(lines, 'line')} of imported files with everything in them (names too)${shared === 0 ? '' : `; ${countOf(shared, 'record')} of these ${shared === 1 ? 'names' : 'name'} other numbers as well and ${shared === 1 ? 'goes' : 'go'} whole`}.`;

export const staysWords = ({ records, keeps }: ErasureView): readonly string[] => [
  `The log’s ${countOf(records, 'record')} as salted hashes, when they were made and by whom: they tell nobody whom they mean.`,
  keeps.length === 0 ? 'Nothing with the number in it: no block of it is in force.'
    : `The bare number, since ${keptBecause(keeps)}. A block must be kept to be honoured; it stays in force unless you release it. This computer goes on knowing from which import it came and in which pushes it went. Erase again after its release, and the number goes too.`,
];

export const listsWords = ({ lists }: ErasureView): string => (lists.length === 0 ? 'No vendor’s list has it, as far as the last reading told.'
  : `Nothing changes at vendors. It stays on ${lists.map(({ destination, listName }) => `“${listName}” (${destination})`).join(', ')}.`);

export const unprovableWords = 'What was asked for this number, and what a vendor answered about it, can be proved no more: only that there was something, when, and that it was erased. No certificate of what was erased can be made.';

export const copiesWords = ({ exports }: Pick<ErasureView, 'exports'>): string =>
  `${exports === 0 ? 'Copies' : `Exports that were handed out (${countOf(exports, 'export')} so far), copies`} and backups of this ledger, and the files you imported: they cannot be called back from here.`;

export const erasureHelp: readonly string[] = [
  'Erased: every opening of the number in the log, its rows in lists, its lines of imported files with all their cells, and remarks that write it out.',
  'Stays: the leaves (salted hashes). While a block of it is in force or a vendor’s list has it, also the bare number, since a block must be kept to be honoured;',
  'erase again after its release, and the number goes too. Nothing changes at vendors. What was erased can be proved no more. Exports and backups cannot be called back.',
];

export const erasureLines = (view: ErasureView): readonly string[] => [
  view.phone, '', `Would go: ${goesWords(view)}`, ...staysWords(view).map((line) => `Stays: ${line}`), listsWords(view), unprovableWords, `Out of reach: ${copiesWords(view)}`, ...view.waits.map((wait) => `First: ${erasureWaitWords[wait]}`),
];

export const erasedLines = ({ phone, seq, openings, rows, lines, keeps, gone }: ErasedView): readonly string[] => [
  `${phone}: ${countOf(openings, 'opening')}, ${countOf(rows, 'row')} of lists and ${countOf(lines, 'line')} of files erased; leaf ${seq} says so.`,
  ...(keeps.length === 0 ? [] : [`The bare number stays, since ${keptBecause(keeps)}.`]),
  gone ? `The ledger’s files were searched afterwards: none of the erased openings${keeps.length === 0 ? ', and nowhere the number,' : ''} was found in them.`
    : 'It may still stand in the ledger’s files on the disk: another program holds them open. Close every other DNC Desk and erase once more.',
];
