// Salesforce's exports, and those of other customer systems: all contacts, of whom only those with a set DoNotCall ask not to be called.
import { findMeaning } from '../column-names.ts';
import { findHeaderRow, shareOf } from './header-row.ts';
import type { KnownLayout } from './known-layout.ts';
import { readYesNo } from './yes-no.ts';

const flagNames = ['donotcall', 'donotcallflag', 'dncflag', 'donotphone', 'donotcontact'] as const;

export const crmFlag: KnownLayout = {
  id: 'crm-flag',
  label: 'Salesforce export with a DoNotCall column',
  looksLike: ({ rows }) => {
    const header = findHeaderRow(rows, [flagNames]);
    const flag = header?.at(...flagNames) ?? null;
    if (header === null || flag === null || shareOf(header.under(flag), (cell) => readYesNo(cell) !== null) < 0.8) return null;
    const names = rows.find(({ line }) => line === header.line)?.cells ?? [];
    const phoneColumns = names.flatMap((name, at) => (at !== flag && findMeaning(name)?.meaning === 'phone' ? [at] : []));
    if (phoneColumns.length === 0) return null;
    return { confidence: 0.9, why: 'a DoNotCall column of yes and no beside phone columns', layout: { headerLine: header.line, phoneColumns, flagColumn: flag } };
  },
};
