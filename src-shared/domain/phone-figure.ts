// A number that a program took for a quantity: exponents, ".0", thousands commas. Kept where every digit is there, else said to be lost.

export type Figure =
  | { readonly kind: 'plain' | 'exponent' | 'decimal' | 'grouped'; readonly text: string }
  | { readonly kind: 'digits-lost' }
  | { readonly kind: 'fraction' };

export const readFigure = (text: string): Figure => {
  const exponent = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,3})$/i.exec(text);
  if (exponent !== null) {
    const digits = (exponent[1] ?? '') + (exponent[2] ?? '');
    const length = Number(exponent[3]) + 1;
    // Fewer digits than the exponent asks for: zeros, or the digits that were rounded away; nobody can tell.
    if (digits.length < length) return { kind: 'digits-lost' };
    return /^0*$/.test(digits.slice(length)) ? { kind: 'exponent', text: digits.slice(0, length) } : { kind: 'fraction' };
  }
  const decimal = /^(\+?\d{5,20})[.,]0+$/.exec(text);
  if (decimal !== null) return { kind: 'decimal', text: decimal[1] ?? '' };
  if (/^\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$/.test(text)) return { kind: 'grouped', text: text.replace(/\.0+$/, '').replaceAll(',', '') };
  return /^\+?\d{7,20}[.,]\d+$/.test(text) ? { kind: 'fraction' } : { kind: 'plain', text };
};
