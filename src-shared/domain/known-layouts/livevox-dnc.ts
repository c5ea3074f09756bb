// LiveVox's do-not-call lists: Phone, Contact Group Id, Days To Expiry, where the days count from the day of the import.
import { findHeaderRow } from './header-row.ts';
import { bareColumns, type KnownLayout } from './known-layout.ts';

const dayMs = 86_400_000;
/** Longer than this is for ever, and past the years that can be written. */
const mostDays = 36_500;

export const livevoxDnc: KnownLayout = {
  id: 'livevox-dnc',
  label: 'LiveVox do-not-call list',
  looksLike: ({ rows }) => {
    const header = findHeaderRow(rows, [['phone', 'phonenumber'], ['daystoexpiry', 'daystoexpire']]);
    const phone = header?.at('phone', 'phonenumber') ?? null;
    const days = header?.at('daystoexpiry', 'daystoexpire') ?? null;
    if (header === null || phone === null || days === null) return null;
    return {
      confidence: 0.95,
      why: 'the columns Phone and Days To Expiry',
      layout: { ...bareColumns, headerLine: header.line, phoneColumns: [phone], expiresColumn: days, sourceColumn: header.at('contactgroupid'), dateOrder: 'ymd' },
    };
  },
  // A file that was exported days before blocks by so many days longer: never too short.
  view: ({ expiresColumn }, on) => ({ cells }) => {
    const days = expiresColumn === null ? '' : (cells[expiresColumn] ?? '').trim();
    if (days === '') return {};
    if (!/^\d{1,6}$/.test(days)) return { hold: 'date_unreadable' };
    const ends = Number(days) > mostDays ? '' : new Date(Date.parse(`${on}T00:00:00Z`) + Number(days) * dayMs).toISOString().slice(0, 10);
    return { cells: cells.map((cell, at) => (at === expiresColumn ? ends : cell)) };
  },
};
