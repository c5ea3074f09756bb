// What is being staged is nobody's yet: it is dropped whole or made live whole, and meanwhile nothing else may lean on it.
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src-main/ledger/open-ledger.ts';
import { createEntryPacker } from '../../../src-main/core/pack-entries.ts';
import { layoutSchema } from '../../../src-shared/contract/imports.ts';
import { readPhones } from '../../../src-shared/domain/phone.ts';
import { valueOf } from '../../helpers/create-test-core.ts';

let ledger: Ledger;
beforeEach(() => { ledger = valueOf(openLedger(':memory:', { now: () => 0, appVersion: '0', randomBytes })); });

const layout = JSON.stringify({
  headerLine: 0, phoneColumns: [0], codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null, jurisdictionColumn: null, sourceColumn: null,
  dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',',
});
const begin = () => ledger.staging.begin({ name: 'a.csv', bytes: 1, sha256: 'aa', format: 'text', encoding: 'utf-8', sheet: null, region: 'US', layout, at: 0 });
type Facts = { readonly code?: string; readonly jurisdiction?: string | null; readonly expiresAt?: number | null };
const plain = layoutSchema.parse(JSON.parse(layout));
/** Lines from `first` on, as far as the numbers' own place in the ledger; `outcome` is that of the last line. */
const rows = (importId: number, first: number, lines: readonly (readonly [string, Facts?])[]) => {
  const packer = createEntryPacker(plain)();
  for (const [i, [raw, facts = {}]] of lines.entries()) {
    packer.add({ line: first + i, span: 1, cells: [raw] }, { readings: readPhones(raw, 'US'), facts: { code: '', jurisdiction: null, expiresAt: null, ...facts } });
  }
  const count = ledger.staging.stageBatch(importId, packer.end());
  return { count, outcome: count.held > 0 ? 'quarantined' : count.accepted > 0 ? 'accepted' : 'duplicate' };
};
const row = (importId: number, line: number, raw: string, facts: Facts = {}) => rows(importId, line, [[raw, facts]]);
const settle = (importId: number) => {
  while (!ledger.staging.settleSome(importId).done);
  ledger.staging.finish(importId);
};
const store = (importId: number) => { ledger.imports.store(importId, { lines: 1, header: 0, ignored: 0, blank: 0, accepted: 1, duplicate: 0, quarantined: {}, numbers: 1, millis: 1 }, 0); };
const live = (importId: number) => {
  settle(importId);
  store(importId);
};
const drop = (importId: number): number => {
  let steps = 1;
  while (!ledger.staging.dropSome(importId)) steps += 1;
  return steps;
};

describe('a staged import', () => {
  it('is dropped with thousands of rows that are duplicates of one another, some at a time', () => {
    const importId = begin();
    rows(importId, 1, Array.from({ length: 9000 }, (_, i) => [`20255501${String(i % 100).padStart(2, '0')}`] as const));
    expect(ledger.staging.abandoned()).toEqual([importId]);
    expect(drop(importId)).toBeGreaterThan(4);
    expect(ledger.staging.abandoned()).toEqual([]);
    expect(row(begin(), 1, '2025550101').outcome).toBe('accepted');
  });

  it('is not dropped once it is stored', () => {
    const importId = begin();
    row(importId, 1, '2025550101');
    live(importId);
    expect(drop(importId)).toBe(1);
    expect(ledger.imports.rows(importId, 'all', 0, 10).total).toBe(1);
    expect(() => { store(importId); }).toThrow(/was not staging/);
  });

  it('leaves those it is a duplicate of as they are', () => {
    const first = begin();
    row(first, 1, '2025550101');
    live(first);
    const second = begin();
    expect(row(second, 1, '2025550101')).toMatchObject({ outcome: 'duplicate' });
    drop(second);
    expect(ledger.imports.rows(first, 'all', 0, 10).rows[0]?.numbers[0]?.verdict).toBe('accepted');
  });

  it('does not lend its numbers to a correction, so that it can still be dropped', () => {
    const first = begin();
    row(first, 1, '2025550101');
    live(first);
    const second = begin();
    row(second, 1, '2025550102');
    ledger.entries.correctPhone('+12025550101', { phone: '+12025550102', country: 'US' });
    expect(ledger.imports.rows(first, 'all', 0, 10).rows[0]?.numbers[0]).toMatchObject({ phone: '+12025550102', verdict: 'accepted' });
    drop(second);
    expect(ledger.imports.countNumbers()).toBe(1);
  });

  it('gives way to a number that a review accepts meanwhile, and its row is a duplicate then', () => {
    const first = begin();
    row(first, 1, '2025550101');
    live(first);
    const second = begin();
    rows(second, 1, [['2025550102'], ['2025550103'], ['2025550102; 2025550104']]);
    ledger.entries.correctPhone('+12025550101', { phone: '+12025550102', country: 'US' });
    expect(ledger.staging.settleSome(second)).toEqual({ done: true, numbers: 1, rows: 1 });
    ledger.staging.finish(second);
    store(second);
    expect(ledger.imports.rows(second, 'all', 0, 10).rows.map(({ outcome, numbers }) => [outcome, numbers.map(({ verdict }) => verdict)])).toEqual([
      ['duplicate', ['duplicate']], ['accepted', ['accepted']], ['accepted', ['duplicate', 'accepted']]]);
    expect(ledger.imports.rows(second, 'duplicate', 0, 10).total).toBe(1);
    expect(ledger.imports.countNumbers()).toBe(3);
    expect(ledger.codeMaps.codesSeen(0)).toEqual([{ code: '', numbers: 3, mapped: false }]);
  });

  it('is in no view and no count', () => {
    row(begin(), 1, '2025550101; 5550102');
    expect(ledger.imports.page(0, 10)).toEqual({ total: 0, rows: [] });
    expect(ledger.imports.countNumbers()).toBe(0);
    expect(ledger.imports.seenBefore('aa')).toBeNull();
    expect(ledger.quarantine.summary(null).held).toBe(0);
  });
});

describe('a number', () => {
  it.each([
    [{ code: 'TX' }], [{ jurisdiction: 'US-TX' }], [{ expiresAt: 5 }],
  ])('is no duplicate of itself with %j', (facts) => {
    const importId = begin();
    expect([row(importId, 1, '2025550101'), row(importId, 2, '2025550101', facts), row(importId, 3, '2025550101', facts), row(importId, 4, '2025550101')].map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
  });
});
