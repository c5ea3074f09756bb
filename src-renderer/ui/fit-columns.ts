// Which columns of a table there is room for: those marked as spare go first, the last of them first, so that nothing scrolls sideways.

type Tracked = { readonly width: string; readonly isSpare?: boolean };

/** The least room a grid track needs, in px: "90px" -> 90, "minmax(160px, 1fr)" -> 160. */
export const leastWidth = (columns: readonly Tracked[]): number => columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 80), 0);

/** `room` in px; null while it is not known: all columns then. */
export const fitColumns = <C extends Tracked>(columns: readonly C[], room: number | null): readonly C[] => {
  if (room === null || leastWidth(columns) <= room) return columns;
  const last = columns.findLastIndex((column) => column.isSpare === true);
  return last === -1 ? columns : fitColumns(columns.filter((_, index) => index !== last), room);
};
