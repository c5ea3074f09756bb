// Code maps keep every version, and the codes seen are those of accepted numbers in stored imports.
import { describe, expect, it } from 'vitest';
import type { CodeMapLine } from '../../../src-shared/contract/code-map.ts';
import { createLedgerWorld } from '../../helpers/ledger-world.ts';

const federal: CodeMapLine = { code: 'FED', dncType: 'FEDERAL', jurisdiction: 'US', reason: 'Registry' };
const texas: CodeMapLine = { code: 'TX', dncType: 'STATE', jurisdiction: 'US-TX', reason: '' };

describe('code maps', () => {
  it('have version 0 and no lines until one is saved', () => {
    const { ledger } = createLedgerWorld();
    expect(ledger.codeMaps.currentVersion()).toBe(0);
    expect(ledger.codeMaps.lines(0)).toEqual([]);
    expect(ledger.codeMaps.versions()).toEqual([]);
  });

  it('keep earlier versions as they were', () => {
    const { ledger: { codeMaps } } = createLedgerWorld();
    expect(codeMaps.save({ lines: [texas, federal], note: 'first', at: 1, actor: 'op:a' })).toBe(1);
    expect(codeMaps.save({ lines: [texas], note: '', at: 2, actor: 'op:b' })).toBe(2);
    expect(codeMaps.currentVersion()).toBe(2);
    expect(codeMaps.lines(1)).toEqual([federal, texas]);
    expect(codeMaps.lines(2)).toEqual([texas]);
    expect(codeMaps.versions()).toEqual([
      { version: 2, at: 2, actor: 'op:b', lines: 1, note: '' }, { version: 1, at: 1, actor: 'op:a', lines: 2, note: 'first' },
    ]);
    expect([codeMaps.exists(1), codeMaps.exists(3)]).toEqual([true, false]);
  });

  it('count the codes of accepted numbers only, most frequent first, none as the empty code', () => {
    const { ledger: { codeMaps }, importRows } = createLedgerWorld();
    importRows([
      { raw: '2125550100', code: 'TX' }, { raw: '2125550101', code: 'TX' }, { raw: '2125550101', code: 'TX' }, { raw: '5550100', code: 'TX' },
      '2125550102', '2125550103', '2125550104', { raw: '2125550102', code: 'FED' },
    ]);
    importRows([{ raw: '2125550109', code: 'LATER' }], { stored: false });
    const version = codeMaps.save({ lines: [texas], note: '', at: 1, actor: 'op:a' });
    expect(codeMaps.codesSeen(version)).toEqual([
      { code: '', numbers: 3, mapped: false }, { code: 'TX', numbers: 2, mapped: true }, { code: 'FED', numbers: 1, mapped: false },
    ]);
    expect(codeMaps.codesSeen(0).every((seen) => !seen.mapped)).toBe(true);
  });
});
