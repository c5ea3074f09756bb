// NICE CXone's do-not-call lists: the columns Phone Number and Expire Date.
import { findHeaderRow } from './header-row.ts';
import type { KnownLayout } from './known-layout.ts';

export const cxoneDnc: KnownLayout = {
  id: 'cxone-dnc',
  label: 'NICE CXone do-not-call list',
  looksLike: ({ rows }) => {
    const header = findHeaderRow(rows, [['phonenumber'], ['expiredate', 'expireddate']]);
    const phone = header?.at('phonenumber') ?? null;
    const expires = header?.at('expiredate', 'expireddate') ?? null;
    if (header === null || phone === null || expires === null) return null;
    return { confidence: 0.85, why: 'the columns Phone Number and Expire Date', layout: { headerLine: header.line, phoneColumns: [phone], expiresColumn: expires } };
  },
};
