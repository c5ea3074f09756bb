// The edges between the columns of fixed-width lines: added, moved and removed, while every meaning stays with its column.
import type { Layout } from '../../../src-shared/contract/imports.ts';
import { cutsAt } from '../../../src-shared/domain/guess-cuts.ts';
import { moveColumns } from './column-meaning.ts';

/** Where columns begin, but for the first, which begins the line. What no column took becomes a column of its own. */
export const edgesOf = (layout: Layout): readonly number[] => {
  const places = (layout.cuts ?? []).flatMap(({ start, length }) => [start, start + length]).filter((place) => place > 0 && place < 100_000);
  return [...new Set(places)].sort((one, other) => one - other);
};

export const addEdge = (edges: readonly number[], at: number): readonly number[] => (at < 1 || edges.includes(at) ? edges : [...edges, at].sort((one, other) => one - other));

/** Between its neighbours: it passes none of them. `width`: the longest line. */
export const moveEdge = (edges: readonly number[], index: number, to: number, width: number): readonly number[] => {
  const { least, most } = roomOf(edges, index, width);
  return edges.map((edge, at) => (at === index ? Math.min(most, Math.max(least, to)) : edge));
};

export const removeEdge = (edges: readonly number[], index: number): readonly number[] => edges.filter((_edge, at) => at !== index);

export const roomOf = (edges: readonly number[], index: number, width: number): { readonly least: number; readonly most: number } =>
  ({ least: (edges[index - 1] ?? 0) + 1, most: Math.max((edges[index - 1] ?? 0) + 1, (edges[index + 1] ?? width) - 1) });

/** The layout with these edges: a column keeps its meaning while it begins where it did, or is the same one of as many. */
export const withEdges = (layout: Layout, edges: readonly number[]): Layout => {
  const before = layout.cuts ?? [];
  const cuts = cutsAt([0, ...edges]);
  const isMoved = before.length === cuts.length;
  const move = (column: number): number => {
    if (isMoved) return Math.min(column, cuts.length - 1);
    const start = before[column]?.start ?? 0;
    return Math.max(0, cuts.findLastIndex((cut) => cut.start <= start));
  };
  return { ...moveColumns(layout, move), cuts, delimiter: null, known: null };
};
