// The UK's Telephone Preference Service: twelve characters a line, the number with or without a space in it and blanks after it.
import { shareOf } from './header-row.ts';
import { knownCodes } from './known-codes.ts';
import { bareColumns, type KnownLayout } from './known-layout.ts';

export const ukTps: KnownLayout = {
  id: 'uk-tps',
  label: 'UK Telephone Preference Service (TPS, CTPS)',
  looksLike: ({ rows, fileName, member }) => {
    const written = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    const isTps = (cells: readonly string[]): boolean => cells.length === 1 && (cells[0] ?? '').length === 12 && /^0\d{2,4} ?\d{5,8} *$/.test(cells[0] ?? '');
    if (written.length === 0 || shareOf(written, ({ cells }) => isTps(cells)) < 0.9) return null;
    const isCorporate = /ctps/i.test(member ?? fileName);
    return {
      confidence: 0.9,
      why: 'lines of twelve characters that begin with 0',
      layout: { ...bareColumns, phoneColumns: [0], fixedCode: isCorporate ? knownCodes.ukCtps : knownCodes.ukTps, region: 'GB', dateOrder: 'dmy' },
    };
  },
};
