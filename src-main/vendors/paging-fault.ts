// Paging that stops early or turns in circles would make a part look like the whole: here it is noticed.

/** `given`: rows of this page and all before it; `first` and `firstBefore`: the first row of this page and of the one before, null for none; `rows`: what rows are called. */
export type PageSeen = { readonly rowsHere: number; readonly given: number; readonly total: number | null; readonly first: string | null; readonly firstBefore: string | null; readonly rows: string };

/** In words for a failure; null when the page is in order. */
export const findPagingFault = ({ rowsHere, given, total, first, firstBefore, rows }: PageSeen): string | null => {
  if (first !== null && first === firstBefore) return 'the same page comes again and again';
  return rowsHere === 0 && total !== null && given < total ? `only ${given} of ${total} ${rows} were given` : null;
};
