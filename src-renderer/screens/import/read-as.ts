// The ways in which a file may be read, as one choice: what it looks like, a saved layout, a known format, a table, or columns by place.
import type { FileFacts, Layout, Preview } from '../../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { cutsAt, guessCuts } from '../../../src-shared/domain/guess-cuts.ts';
import { knownLayoutIds } from '../../../src-shared/domain/known-layouts/ids.ts';
import { importModeWords, knownLayoutWords } from '../../../src-shared/words/layout-words.ts';
import type { Option } from '../../ui/select-field.tsx';

/** What is asked of the core; `layoutId` null: no saved layout. */
export type AskedReading = { readonly layout?: Partial<Layout>; readonly layoutId?: number | null };

export const readAsOf = ({ layout, saved = null }: Preview): string => {
  if (saved !== null) return `saved:${saved.layoutId}`;
  if (layout.known !== undefined && layout.known !== null) return `known:${layout.known}`;
  return (layout.cuts ?? null) === null ? 'table' : 'fixed';
};

export const readAsOptions = (file: FileFacts, layouts: readonly SavedLayout[]): readonly Option<string>[] => [
  { value: 'anew', label: 'Look at the file again', help: 'Forget what was changed here.' },
  ...layouts.map(({ layoutId, name, mode }) => ({ value: `saved:${layoutId}`, label: name, help: `Your saved layout. ${importModeWords[mode].label}.` })),
  { value: 'table', label: 'A table', help: 'Every row with a number is a request; you say what each column means.' },
  ...(isText(file) ? [{ value: 'fixed', label: 'Fixed-width text', help: 'Columns stand at the same place in every line.' }] : []),
  ...knownLayoutIds.map((id) => ({ value: `known:${id}`, label: knownLayoutWords[id].label, help: knownLayoutWords[id].means })),
];

/** Null: not one of the options. */
export const askedFor = (choice: string, { lines = [] }: Preview): AskedReading | null => {
  const [kind, id] = choice.split(':');
  switch (kind) {
    case 'anew': return {};
    case 'table': return { layout: { known: null, cuts: null }, layoutId: null };
    case 'fixed': return { layout: { known: null, cuts: fixedCuts(lines) }, layoutId: null };
    case 'saved': return { layoutId: Number(id) };
    case 'known': {
      const known = knownLayoutIds.find((one) => one === id);
      return known === undefined ? null : { layout: { known }, layoutId: null };
    }
    default: return null;
  }
};

export const isText = ({ format }: FileFacts): boolean => format === 'text' || format === 'zip';

const fixedCuts = (lines: readonly string[]): NonNullable<Layout['cuts']> => {
  const guessed = guessCuts(lines);
  return guessed.length === 0 ? cutsAt([0]) : guessed;
};
