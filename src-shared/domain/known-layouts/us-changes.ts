// A change list of the US National Registry: `4075551234,2026-08-29T08:00:00,A|D`, which counts in the order of its times and not of its lines.
import { shareOf } from './header-row.ts';
import { knownCodes } from './known-codes.ts';
import { bareColumns, type KnownLayout } from './known-layout.ts';

export const usChanges: KnownLayout = {
  id: 'us-changes',
  label: 'US National Registry, change list',
  looksLike: ({ rows }) => {
    const written = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    if (written.length === 0 || shareOf(written, ({ cells }) => readChange(cells) !== null) < 0.9) return null;
    return {
      confidence: 0.95,
      why: 'lines of a number, a time and A or D',
      layout: { ...bareColumns, phoneColumns: [0], requestedColumn: 1, fixedCode: knownCodes.usRegistry, region: 'US', dateOrder: 'ymd' },
    };
  },
  view: () => ({ cells }) => {
    const action = (cells[2] ?? '').trim().toUpperCase();
    if (action === 'D') return { setAside: 'removed' };
    return action === 'A' ? {} : { hold: 'change_unreadable' };
  },
};

export type Change = { readonly phone: string; readonly at: string; readonly action: 'A' | 'D' };

/** One line as it stands; null where it has another shape. `phone`: ten digits; `at`: as written, which sorts as text. */
export const readChange = (cells: readonly string[]): Change | null => {
  const [phone = '', at = '', action = ''] = cells.map((cell) => cell.trim());
  if (cells.length !== 3 || !/^\d{10}$/.test(phone) || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(at)) return null;
  return action === 'A' || action === 'D' ? { phone, at, action } : null;
};

/**
 * What the changes come to for each number: the latest decides, whatever the order of the lines. Of two in the same second the
 * one that adds: a number blocked in doubt is a call lost, a number released in doubt is a fine.
 */
export type SettledChanges = {
  readonly add: (change: Change) => void;
  readonly isRemoved: (phone: string) => boolean;
  /** The digits of E.164 of every number that was last deleted. */
  readonly removed: () => readonly number[];
};

export const createSettledChanges = (): SettledChanges => {
  // A number a line: some forty bytes for each of perhaps millions. Even: deleted; odd: added.
  const latest = new Map<number, number>();
  return {
    add: ({ phone, at, action }) => {
      const key = Number(phone);
      const said = Number(at.slice(0, 19).replaceAll(/\D/g, '')) * 2 + (action === 'A' ? 1 : 0);
      if (said > (latest.get(key) ?? -1)) latest.set(key, said);
    },
    isRemoved: (phone) => (latest.get(Number(phone)) ?? 1) % 2 === 0,
    removed: () => [...latest].flatMap(([phone, said]) => (said % 2 === 0 ? [10_000_000_000 + phone] : [])),
  };
};
