// The one reading that a person may take with a click: offered only where the text holds a single number that would be accepted by itself.
import type { AreaCodesOn } from './area-codes.ts';
import { readDigits } from './phone-digits.ts';

/** E.164, or null where there is no such number, or more than one. */
export const suggestAmongLetters = (text: string, region: string, on?: AreaCodesOn): string | null => {
  const candidates = /\p{L}/u.test(text) ? (text.match(/\+?\s?\(?\d[\d\s().-]{5,}\d/g) ?? []) : [text.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '')];
  const phones = candidates.flatMap((candidate) => {
    const verdict = readDigits(candidate, region, on);
    return verdict.accepted ? [verdict.phone] : [];
  });
  const different = new Set(phones);
  return different.size === 1 && candidates.length === 1 ? (phones[0] ?? null) : null;
};

/**
 * 1-800-FLOWERS: an area code in digits, then letters that dial (ITU-T E.161), ten in all; what is written beyond is not dialled.
 * Ten digits with a word behind them are no such number, and only the US and its neighbours write them.
 */
export const suggestFromKeypad = (text: string, region: string, on?: AreaCodesOn): string | null => {
  if (!/^(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*[a-z\d][a-z\d\s.-]*$/i.test(text) || /e\+?\d+$/i.test(text)) return null;
  if (text.replace(/\D/g, '').replace(/^1/, '').length >= 10 || (text.match(/[a-z]/gi)?.length ?? 0) < 2) return null;
  const dialled = text.toUpperCase().replace(/[^A-Z\d]/g, '').replace(/[A-Z]/g, keyOf).replace(/^1/, '');
  if (dialled.length < 10) return null;
  const verdict = readDigits(`+1${dialled.slice(0, 10)}`, region, on);
  return verdict.accepted ? verdict.phone : null;
};

const keys = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'] as const;

const keyOf = (letter: string): string => String(keys.findIndex((letters) => letters.includes(letter)) + 2);
