// Mapping as a host does it: versions of the code map and decisions on conflicts are checked, saved and sealed; proposals only proposed.
import { describe, expect, it } from 'vitest';
import type { CodeMapLine } from '../../../src-shared/contract/code-map.ts';
import { createLedgerWorld, type LedgerWorld } from '../../helpers/ledger-world.ts';

const line = (code: string, dncType: CodeMapLine['dncType'], jurisdiction: string | null = null): CodeMapLine => ({ code, dncType, jurisdiction, reason: 'r' });
const lastBody = ({ ledger }: LedgerWorld) => ledger.log.page({ kind: 'decision', search: null }, 0, 1).rows[0]?.body;

describe('the code map', () => {
  it('shows the codes seen with proposals, and applies none of them by itself', async () => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '2145550100', code: 'ST_TX' }, { raw: '2145550101', code: 'ST_TX' }, { raw: '2145550102', code: 'Q7' }]);
    expect(await world.mapping['code-map.get']({})).toEqual({
      ok: true,
      value: {
        version: 0, lines: [], unmappedNumbers: 3, versions: [],
        codes: [
          { code: 'ST_TX', numbers: 2, mapped: false, proposal: { code: 'ST_TX', dncType: 'STATE', jurisdiction: 'US-TX', reason: 'State do-not-call list' } },
          { code: 'Q7', numbers: 1, mapped: false, proposal: null },
        ],
      },
    });
  });

  it('is saved as a new version with a leaf whose lines are in an opening', async () => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '2145550100', code: 'TX' }, { raw: '2145550101', code: 'Q7' }]);
    const lines = [line('TX', 'STATE', 'US-TX'), line('', 'PERSONAL')];
    const saved = await world.mapping['code-map.save']({ lines, note: 'first' });
    expect(saved).toMatchObject({
      ok: true,
      value: {
        version: 1, unmappedNumbers: 1, versions: [{ version: 1, actor: 'Ada Analyst', lines: 2, note: 'first' }],
        codes: [{ code: 'Q7', mapped: false }, { code: 'TX', mapped: true, proposal: null }],
      },
    });
    expect(lastBody(world)).toEqual({ act: 'code-map', lines: 2, version: 1 });
    expect(JSON.parse(world.ledger.log.opening(0, 'detail') ?? '')).toMatchObject({ lines, note: 'first' });
    expect(world.hints).toEqual([{ type: 'ledger.changed' }]);
  });

  it('makes no version of the same lines in another order', async () => {
    const world = createLedgerWorld();
    await world.mapping['code-map.save']({ lines: [line('A', 'PERSONAL'), line('B', 'FEDERAL', 'US')], note: '' });
    expect(await world.mapping['code-map.save']({ lines: [line('B', 'FEDERAL', 'US'), line('A', 'PERSONAL')], note: 'again' })).toMatchObject({ value: { version: 1 } });
    expect(await world.mapping['code-map.save']({ lines: [line('A', 'PERSONAL')], note: '' })).toMatchObject({ value: { version: 2 } });
    expect(world.ledger.log.size()).toBe(2);
    expect(world.hints).toHaveLength(2);
  });

  it('takes an earlier version up again as a new one, and shows any version asked for', async () => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '2145550100', code: 'A' }]);
    await world.mapping['code-map.save']({ lines: [line('A', 'PERSONAL')], note: 'good' });
    await world.mapping['code-map.save']({ lines: [line('B', 'CORPORATE')], note: 'bad' });
    expect(await world.mapping['code-map.get']({ version: 1 })).toMatchObject({ value: { version: 1, unmappedNumbers: 0, lines: [{ code: 'A' }] } });
    expect(await world.mapping['code-map.get']({ version: 77 })).toMatchObject({ value: { version: 2 } });
    expect(await world.mapping['code-map.use']({ version: 1 })).toMatchObject({ value: { version: 3, lines: [{ code: 'A' }], versions: [{ version: 3, note: 'good' }, {}, {}] } });
    expect(lastBody(world)).toEqual({ act: 'code-map', from: 1, lines: 1, version: 3 });
    expect(await world.mapping['code-map.use']({ version: 9 })).toEqual({ ok: false, failure: { type: 'NotFound', what: 'code map version', id: 9 } });
  });

  it.each([
    ['a code in two lines', [line('A', 'PERSONAL'), line('A', 'FEDERAL')], 'code'],
    ['a state that is none', [line('A', 'STATE', 'US-ZZ')], 'jurisdiction'],
    ['a territory written as a state', [line('A', 'STATE', 'US-PR')], 'jurisdiction'],
    ['a country that is none', [line('A', 'FEDERAL', 'XX')], 'jurisdiction'],
    ['a region of another country', [line('A', 'STATE', 'FR-75')], 'jurisdiction'],
  ])('refuses %s and changes nothing', async (_, lines, field) => {
    const world = createLedgerWorld();
    expect(await world.mapping['code-map.save']({ lines, note: '' })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', field } });
    expect(world.ledger.codeMaps.currentVersion()).toBe(0);
  });

  it('takes states, provinces, countries and lines that leave the jurisdiction open', async () => {
    const world = createLedgerWorld();
    const lines = ['US-TX', 'US-DC', 'CA-ON', 'CA', 'US', 'PR', 'GB', null].map((jurisdiction, i) => line(`C${i}`, 'STATE', jurisdiction));
    expect(await world.mapping['code-map.save']({ lines, note: '' })).toMatchObject({ ok: true, value: { version: 1 } });
  });
});

describe('the conflict matrix', () => {
  const conflicted = async (): Promise<LedgerWorld> => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '2125550100', code: 'CA' }, { raw: '4155550100', code: 'CA' }]);
    await world.mapping['code-map.save']({ lines: [line('CA', 'STATE', 'US-CA')], note: '' });
    return world;
  };

  it('shows every kind with its choices, undecided at first', async () => {
    const world = await conflicted();
    const matrix = await world.mapping['conflict.matrix']({});
    expect(matrix).toMatchObject({ ok: true, value: [
      { kind: 'state_without_state', numbers: 0, choices: ['keep', 'hold'], choice: null, decidedBy: null, decidedAt: null, examples: [] },
      { kind: 'state_mismatch', numbers: 1, choices: ['keep', 'use_area_code', 'hold'], choice: null, examples: [{ phone: '+12125550100', declared: 'US-CA', areaCode: 'US-NY', file: 'list.csv', line: 1 }] },
      { kind: 'row_map_mismatch', numbers: 0 }, { kind: 'federal_outside_country', numbers: 0 },
    ] });
  });

  it('takes a decision, seals it without its free text, and the latest holds', async () => {
    const world = await conflicted();
    await world.mapping['conflict.decide']({ kind: 'state_mismatch', choice: 'keep', because: '' });
    world.advance(60_000);
    const decided = await world.mapping['conflict.decide']({ kind: 'state_mismatch', choice: 'use_area_code', because: 'people move' });
    expect(decided).toMatchObject({ ok: true, value: [{}, { kind: 'state_mismatch', choice: 'use_area_code', decidedBy: 'Ada Analyst', decidedAt: Date.UTC(2026, 0, 5, 12, 1) }, {}, {}] });
    expect(lastBody(world)).toEqual({ act: 'conflict', choice: 'use_area_code', decision: 2, kind: 'state_mismatch' });
    expect(JSON.parse(world.ledger.log.opening(2, 'detail') ?? '')).toMatchObject({ because: 'people move' });
    expect(world.ledger.conflicts.choices().state_mismatch).toBe('use_area_code');
  });

  it('refuses a choice that makes no sense for the kind', async () => {
    const world = await conflicted();
    expect(await world.mapping['conflict.decide']({ kind: 'row_map_mismatch', choice: 'keep', because: '' })).toMatchObject({ failure: { type: 'SettingInvalid', field: 'choice' } });
    expect(world.ledger.conflicts.choices().row_map_mismatch).toBeNull();
  });
});
