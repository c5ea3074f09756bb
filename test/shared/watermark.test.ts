// The column of the last change: read as text that sorts, and taken for older only where that is certain.
import { describe, expect, it } from 'vitest';
import { isBefore, readWatermark } from '../../src-shared/domain/watermark.ts';

describe('the last change of a row', () => {
  it.each([
    ['2026-08-29', '2026-08-29'], ['2026-08-29T08:05:00Z', '2026-08-29T08:05:00'], ['8/29/2026 8:05', '2026-08-29T08:05:00'], ['8/29/2026 08:05:09 PM', '2026-08-29T20:05:09'],
    ['8/29/2026 12:05 AM', '2026-08-29T00:05:00'], ['never', null], ['', null],
  ])('“%s” is %j', (cell, expected) => expect(readWatermark(cell, 'mdy')).toBe(expected));
  it('is before another only where that is certain: a day without a time is not before its own times', () => {
    expect(isBefore('2026-08-28', '2026-08-29T08:00:00')).toBe(true);
    expect(isBefore('2026-08-29', '2026-08-29T08:00:00')).toBe(false);
    expect(isBefore('2026-08-29T07:59:59', '2026-08-29T08:00:00')).toBe(true);
    expect(isBefore('2026-08-29T08:00:00', '2026-08-29T08:00:00')).toBe(false);
  });
});
