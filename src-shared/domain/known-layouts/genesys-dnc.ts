// Genesys Cloud's do-not-call lists as CSV, exported or made for upload: one or several phone columns, expiration `yyyy-MM-ddTHH:mmZ`.
import { findMeaning } from '../column-names.ts';
import { findHeaderRow, plainName, shareOf } from './header-row.ts';
import type { KnownLayout } from './known-layout.ts';

const expirationNames = ['expirationdate', 'expirationdatetime', 'expiration'] as const;

export const genesysDnc: KnownLayout = {
  id: 'genesys-dnc',
  label: 'Genesys Cloud do-not-call list',
  looksLike: ({ rows }) => {
    const header = findHeaderRow(rows, [expirationNames]);
    const expires = header?.at(...expirationNames) ?? null;
    const names = rows.find(({ line }) => line === header?.line)?.cells ?? [];
    if (header === null || expires === null) return null;
    const phoneColumns = names.flatMap((name, at) => (at !== expires && findMeaning(name)?.meaning === 'phone' ? [at] : []));
    if (phoneColumns.length === 0) return null;
    const isExport = names.some((name) => plainName(name) === 'contactmethod');
    const times = header.under(expires);
    if (!isExport && (times.length === 0 || shareOf(times, (time) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/.test(time)) < 0.8)) return null;
    return {
      confidence: 0.8,
      why: isExport ? 'the columns PhoneNumber, ContactMethod and ExpirationDate' : 'expiration dates as Genesys Cloud writes them',
      layout: { headerLine: header.line, phoneColumns, expiresColumn: expires, dateOrder: 'ymd' },
    };
  },
};
