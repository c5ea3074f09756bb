// Where a key takes the row cursor of a table, and null where the key means nothing to it.
export const cursorAfter = (key: string, cursor: number, total: number, pageRows: number): number | null => {
  const last = Math.max(0, total - 1);
  switch (key) {
    case 'ArrowDown': return Math.min(last, cursor + 1);
    case 'ArrowUp': return Math.max(0, cursor - 1);
    case 'PageDown': return Math.min(last, cursor + pageRows);
    case 'PageUp': return Math.max(0, cursor - pageRows);
    case 'Home': return 0;
    case 'End': return last;
    default: return null;
  }
};
