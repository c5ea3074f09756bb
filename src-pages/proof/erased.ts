// What the log itself says was erased on request: places and kinds, never what stood there.
import type { Leaf } from './leaf.ts';

/** The entry that says what was erased. */
export const isErasure = ({ kind, body }: Pick<Leaf, 'kind' | 'body'>): boolean => kind === 'delete.done' && body['act'] === 'erase';

/** "<seq> <kind>" of each opening and "<seq> <i>" of each row that this entry says was erased; nothing for any other entry. */
export const placesErased = (leaf: Pick<Leaf, 'kind' | 'body'>): readonly string[] => {
  if (!isErasure(leaf)) return [];
  const all = (name: string): readonly unknown[] => {
    const value = leaf.body[name];
    return Array.isArray(value) ? value as readonly unknown[] : []; // Array.isArray forgets what it holds
  };
  return [
    ...all('subjects').map((seq) => `${String(seq)} subject`), ...all('details').map((seq) => `${String(seq)} detail`), ...all('seeds').map((seq) => `${String(seq)} rows`),
    ...all('rows').flatMap((place) => (Array.isArray(place) && place.length === 2 ? [`${String(place[0])} ${String(place[1])}`] : [])),
  ];
};
