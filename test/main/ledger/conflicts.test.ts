// Conflicts in SQL are those of the rule itself, counted over accepted and mapped numbers, and the latest decision of a kind holds.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../../src-main/core/find-conflicts.ts';
import { choicesFor, conflictKinds, findConflict, settleJurisdiction } from '../../../src-shared/domain/conflict.ts';
import { dncTypes } from '../../../src-shared/domain/dnc.ts';
import { createLedgerWorld } from '../../helpers/ledger-world.ts';

const jurisdiction = fc.constantFrom(null, 'US', 'US-TX', 'US-CA', 'CA', 'CA-ON', 'PR');
const facts = fc.record({
  dncType: fc.constantFrom(...dncTypes), rowJurisdiction: jurisdiction, mapJurisdiction: jurisdiction, areaJurisdiction: jurisdiction,
  country: fc.constantFrom('US', 'CA', 'PR', 'JM', ''),
});

describe('the rule in SQL', () => {
  const { db } = createLedgerWorld();
  const conflictOf = db.prepare<unknown[], string | null>('SELECT conflict_of(?, ?, ?, ?, ?)').pluck();
  const settled = db.prepare<unknown[], string | null>('SELECT settled_jurisdiction(?, ?, ?, ?, ?, ?, ?)').pluck();

  it('finds the conflict that the rule finds, nulls included', () => {
    fc.assert(fc.property(facts, (f) => {
      expect(conflictOf.get(f.dncType, f.rowJurisdiction, f.mapJurisdiction, f.areaJurisdiction, f.country === '' ? null : f.country)).toBe(findConflict(f));
    }));
  });

  it('settles the jurisdiction that the rule settles: null while held, empty where there is none', () => {
    fc.assert(fc.property(facts, fc.nat(5), (f, pick) => {
      const conflict = findConflict(f);
      const choices = conflict === null ? [null] : [null, ...choicesFor[conflict]];
      const choice = choices[pick % choices.length] ?? null;
      const wanted = settleJurisdiction(f, conflict, choice);
      expect(settled.get(f.dncType, f.rowJurisdiction, f.mapJurisdiction, f.areaJurisdiction, f.country, conflict, choice)).toBe(wanted === undefined ? null : wanted ?? '');
    }));
  });
});

describe('conflicts found', () => {
  it('are counted over accepted and mapped numbers of stored imports, with a few examples', async () => {
    const { ledger: { codeMaps, conflicts }, importRows } = createLedgerWorld();
    importRows([
      { raw: '2125550100', code: 'TX' }, { raw: '2125550101', code: 'TX' }, { raw: '2145550100', code: 'TX' },
      { raw: '8005550100', code: 'ST' }, { raw: '2145550101', code: 'TX', jurisdiction: 'US-CA' },
      { raw: '4165550100', code: 'FED' }, { raw: '2125550102', code: 'FED' }, { raw: '2125550103', code: 'UNMAPPED' }, { raw: '5550100', code: 'TX' },
    ], { name: 'a.csv' });
    importRows([{ raw: '2125550109', code: 'TX' }], { stored: false });
    const version = codeMaps.save({
      lines: [
        { code: 'TX', dncType: 'STATE', jurisdiction: 'US-TX', reason: '' }, { code: 'ST', dncType: 'STATE', jurisdiction: null, reason: '' },
        { code: 'FED', dncType: 'FEDERAL', jurisdiction: null, reason: '' },
      ], note: '', at: 1, actor: 'op:a',
    });
    const found = await findConflicts({ conflicts }, version, 1);
    expect(found.map(({ kind, numbers }) => [kind, numbers])).toEqual([
      ['state_without_state', 1], ['state_mismatch', 2], ['row_map_mismatch', 1], ['federal_outside_country', 1]]);
    expect(found[1]?.examples).toEqual([
      { phone: '+12125550100', code: 'TX', dncType: 'STATE', declared: 'US-TX', areaCode: 'US-NY', file: 'a.csv', line: 1 }]);
    expect((await findConflicts({ conflicts }, version, 5))[1]?.examples.map((example) => example.line)).toEqual([1, 2]);
    expect((await findConflicts({ conflicts }, 0, 5)).every(({ numbers }) => numbers === 0)).toBe(true);
    expect(conflicts.counts(version)[1]).toEqual({ kind: 'state_mismatch', numbers: 2 });
    importRows([{ raw: '2125550110', code: 'TX' }]);
    expect(conflicts.counts(version)[1]).toEqual({ kind: 'state_mismatch', numbers: 3 });
  });

  it('are counted without a look at the entries', () => {
    const { db, ledger: { conflicts }, importRows } = createLedgerWorld();
    importRows([{ raw: '2125550100', code: 'TX' }, { raw: '2125550101', code: 'TX' }]);
    const counted = db.prepare('SELECT sum(entries) FROM accepted_count').pluck();
    expect(counted.get()).toBe(2);
    expect(conflicts.counts(0)).toHaveLength(conflictKinds.length);
  });
});

describe('decisions on conflicts', () => {
  it('are open for every kind at first, and the latest of a kind holds', () => {
    const { ledger: { conflicts } } = createLedgerWorld();
    expect(conflicts.choices()).toEqual(Object.fromEntries(conflictKinds.map((kind) => [kind, null])));
    conflicts.decide({ kind: 'state_mismatch', choice: 'keep', because: '', at: 1, actor: 'op:a' });
    conflicts.decide({ kind: 'row_map_mismatch', choice: 'use_row', because: '', at: 2, actor: 'op:a' });
    conflicts.decide({ kind: 'state_mismatch', choice: 'use_area_code', because: 'moved', at: 3, actor: 'op:b' });
    expect(conflicts.choices()).toEqual({ state_without_state: null, state_mismatch: 'use_area_code', row_map_mismatch: 'use_row', federal_outside_country: null });
    expect(conflicts.latest().find(({ kind }) => kind === 'state_mismatch')).toEqual({ kind: 'state_mismatch', choice: 'use_area_code', because: 'moved', at: 3, actor: 'op:b' });
  });
});
