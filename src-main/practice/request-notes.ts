// The last requests a tenant met, noted on arrival and completed by their answer.
import type { RequestNote } from './practice.ts';

const kept = 10_000;

/** A note whose answer is still open. */
export type OpenNote = { -readonly [K in keyof RequestNote]: RequestNote[K] };

export const createRequestNotes = () => {
  let notes: OpenNote[] = [];
  return {
    note: (note: RequestNote): OpenNote => {
      const open = { ...note };
      notes.push(open);
      if (notes.length >= 2 * kept) notes = notes.slice(-kept);
      return open;
    },
    last: (): readonly RequestNote[] => structuredClone(notes.slice(-kept)),
  };
};
export type RequestNotes = ReturnType<typeof createRequestNotes>;
