// The last change of a row as text that sorts: how the next version of a list tells which of its rows are new.
import { readDate, type DateOrder } from './dates.ts';

/** "yyyy-mm-dd", or "yyyy-mm-ddThh:mm:ss" where the cell tells the time; null where it is no date. As written, whatever its time zone. */
export const readWatermark = (cell: string, order: DateOrder): string | null => {
  const day = readDate(cell, order, { serials: true });
  if (day === null) return null;
  const time = /[T ,]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(?:([ap])\.?m\.?)?/i.exec(cell);
  if (time === null) return day.iso;
  const [, hour = '0', minute = '00', second = '00', half] = time;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return `${day.iso}T${String(hours).padStart(2, '0')}:${minute}:${second}`;
};

/** Certainly before: what tells no time is held against the day alone, and of the same moment is not before. */
export const isBefore = (one: string, other: string): boolean => {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) < other.slice(0, length);
};
