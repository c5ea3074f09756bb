// Sample views of the contract for the page's tests, with fictitious numbers only.
import type { AreaCodesView } from '../../src-shared/contract/area-codes.ts';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ImportView, Layout, Preview } from '../../src-shared/contract/imports.ts';
import type { HomeView } from '../../src-shared/contract/log.ts';
import type { DecisionView, QuarantineEntry } from '../../src-shared/contract/quarantine.ts';

export const AT = Date.UTC(2026, 10, 21, 11);

export const layout: Layout = {
  headerLine: 1, phoneColumns: [1], codeColumn: 2, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'mdy', region: 'US', sheet: null, delimiter: ',',
};

export const preview: Preview = {
  file: { name: 'requests.xlsx', bytes: 2000, sha256: 'ab'.repeat(32), format: 'text', encoding: 'utf-8', sheets: [] },
  layout, columns: ['Name', 'Phone', 'Rule'], seenBefore: null,
  rows: [
    { line: 1, cells: ['Name', 'Phone', 'Rule'], kind: 'header', readings: [] },
    { line: 2, cells: ['Jane', '202-555-0123', 'A'], kind: 'data', readings: [{ verdict: 'accepted', raw: '202-555-0123', phone: '+12025550123', country: 'US', state: 'US-DC', notes: ['odd_characters_removed'], extension: '12' }] },
    { line: 3, cells: ['Joe', 'call 2025550124', 'A'], kind: 'data', readings: [{ verdict: 'quarantined', raw: 'call 2025550124', reason: 'letters_around', suggestion: '+12025550124' }] },
    { line: 4, cells: ['', '', ''], kind: 'blank', readings: [] },
  ],
};

export const importView: ImportView = {
  importId: 3, file: 'requests.xlsx', lines: 5201, header: 1, ignored: 0, blank: 12, accepted: 5000, duplicate: 100, quarantined: { no_area_code: 80, masked: 8 },
  bytes: 2000, sha256: 'ab'.repeat(32), format: 'text', encoding: 'utf-8', sheet: null, region: 'US', layout, at: AT, millis: 400, numbers: 5000,
};

export const destination: DestinationView = {
  destinationId: 1, name: 'Genesys EU', dialect: 'genesys-dnclists', practice: false, settings: {}, savedSecrets: [], countries: [], lateExpiry: 'permanent', shared: false,
  lists: [{ dncType: 'FEDERAL', listRef: 'a', listName: 'Federal', size: null, unsuitable: null, uses: null }], state: 'DRAFT', attention: null, verifies: 'read-back', verifiedBy: null, attestedBy: null, lastGood: null, latency: null, circuits: [], readyAt: null, checkedAt: null, activeSince: null, listed: 0, deadLetters: 0, runId: null,
};

export const home: HomeView = {
  destinations: [], imports: 0, numbers: 0, held: 0, unmapped: 0, conflictsOpen: 0, log: null, next: 'import', nextDestinationId: null,
};

export const entry = (entryId: number, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  entryId, importId: 3, file: 'requests.xlsx', line: entryId + 1, raw: `call 20255501${String(entryId % 100).padStart(2, '0')}`, reason: 'letters_around', suggestion: `+120255501${String(entryId % 100).padStart(2, '0')}`,
  code: null, cells: ['Jane', `call 20255501${String(entryId % 100).padStart(2, '0')}`], ...more,
});

export const decision: DecisionView = {
  decisionId: 9, act: 'accept-suggestions', reason: 'letters_around', because: null, entries: 1, duplicates: 0, at: AT, actor: 'analyst', undone: false, canUndo: true,
};

export const areaCodes: AreaCodesView = { date: '2025-11-26', codes: 485, report: null };
