// Raw text with its invisible characters named.
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { textToPieces } from '../../src-renderer/screens/quarantine/visible-text.ts';

const shown = (text: string): string => textToPieces(text).map((piece) => (piece.isMark ? `[${piece.text}]` : piece.text)).join('');

test.each([
  ['\u00a0202 555 0123', '[NBSP]202 555 0123'],
  [' 2025550123\t', '[SP]2025550123[TAB]'],
  ['\u202a+12025550123\u202c', '[LRE]+12025550123[PDF]'],
  ['\ufeff\u200b1\u0001', '[BOM][ZWSP]1[U+0001]'],
  ['   ', '[SP][SP][SP]'],
  ['', ''],
  ['☎ 2025550123', '☎ 2025550123'],
])('%j is shown as %s', (text, expected) => { expect(shown(text)).toBe(expected); });

test('no character is lost and none invisible is left, whatever the text', () => {
  assert(property(string({ unit: 'binary' }), (text) => {
    const pieces = textToPieces(text);
    const plain = pieces.filter((piece) => !piece.isMark);
    for (const piece of plain) {
      expect(text.slice(piece.at, piece.at + piece.text.length)).toBe(piece.text);
      expect(piece.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const marks = pieces.length - plain.length;
    const count = (one: string): number => Array.from(one).length;
    expect(plain.reduce((sum, piece) => sum + count(piece.text), 0) + marks).toBe(count(text));
  }));
});
