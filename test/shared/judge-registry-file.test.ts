// A registry's file is taken only where its name, its rows and the lists before it agree; each refusal says why.
import { describe, expect, it } from 'vitest';
import { judgeRegistryFile, type AcceptedRegistryFile, type RegistryFacts } from '../../src-shared/domain/known-layouts/judge-registry-file.ts';
import { gatherRegistryFacts } from '../../src-shared/domain/known-layouts/registry-facts.ts';

const full: RegistryFacts = { kind: 'full', fileName: '2026-8-9_202_AB.txt.zip', member: null, sha256: 'b', numbers: 1000, areaCodes: ['202'], from: null, until: null };
const changes: RegistryFacts = { ...full, kind: 'changes', fileName: '2026-8-20_202_AC.txt', numbers: 3, from: '2026-08-10T08:00:00', until: '2026-08-20T08:00:00' };
const before: AcceptedRegistryFile = { kind: 'full', importId: 7, sha256: 'a', areaCode: '202', date: '2026-07-01', numbers: 1100, until: null };
const accepted = (verdict: ReturnType<typeof judgeRegistryFile>) => (verdict.ok ? verdict.value : verdict.failure.why);
const august: AcceptedRegistryFile = { ...before, date: '2026-08-09' };

describe('a full list', () => {
  it('is taken with the date and area code of its name, first or as a newer version', () => {
    expect(accepted(judgeRegistryFile(full, []))).toEqual({ date: '2026-08-09', areaCode: '202' });
    expect(accepted(judgeRegistryFile(full, [before]))).toEqual({ date: '2026-08-09', areaCode: '202' });
  });
  it('is taken by the name inside its ZIP first', () => {
    expect(accepted(judgeRegistryFile({ ...full, fileName: '2026-8-1_202_AB.zip', member: '2026-8-9_202_AB.txt' }, []))).toMatchObject({ date: '2026-08-09' });
  });
  it('of any other name is refused, unless a person says when it was obtained', () => {
    expect(accepted(judgeRegistryFile({ ...full, fileName: 'dnc.txt' }, []))).toBe('name-wrong');
    expect(accepted(judgeRegistryFile({ ...full, fileName: 'dnc.txt' }, [], '2026-08-09'))).toEqual({ date: '2026-08-09', areaCode: '202' });
    expect(accepted(judgeRegistryFile({ ...full, fileName: 'dnc.txt', areaCodes: ['202', '212'] }, [], '2026-08-09'))).toEqual({ date: '2026-08-09', areaCode: null });
  });
  it('with rows of another area code than its name is refused, and names them', () => {
    expect(judgeRegistryFile({ ...full, areaCodes: ['202', '212'] }, [])).toEqual({ ok: false, failure: { why: 'area-codes-mixed', named: '202', found: ['202', '212'] } });
  });
  it('whose content was seen before is refused, whatever its name', () => {
    expect(judgeRegistryFile({ ...full, sha256: 'a' }, [before])).toEqual({ ok: false, failure: { why: 'seen-before', importId: 7, date: '2026-07-01' } });
  });
  it('far shorter than the last one is refused; a little shorter is life, and another area code is another list', () => {
    expect(judgeRegistryFile({ ...full, numbers: 700 }, [before])).toEqual({ ok: false, failure: { why: 'far-shorter', numbers: 700, last: 1100, lastDate: '2026-07-01' } });
    expect(judgeRegistryFile({ ...full, numbers: 1090 }, [before]).ok).toBe(true);
    expect(judgeRegistryFile({ ...full, numbers: 700 }, [{ ...before, areaCode: '212' }]).ok).toBe(true);
  });
  it('older than the last one is refused', () => {
    expect(judgeRegistryFile(full, [{ ...before, date: '2026-09-01' }])).toEqual({ ok: false, failure: { why: 'older-than-last', date: '2026-08-09', last: '2026-09-01' } });
  });
});

describe('a change list', () => {
  it('continues the full list, or the change list before it', () => {
    expect(judgeRegistryFile(changes, [august]).ok).toBe(true);
    expect(judgeRegistryFile({ ...changes, from: '2026-08-21T00:00:00', until: '2026-08-25T00:00:00' }, [august, { ...august, kind: 'changes', sha256: 'c', date: '2026-08-20', until: '2026-08-20T08:00:00' }]).ok).toBe(true);
  });
  it('without a full list is refused', () => {
    expect(judgeRegistryFile(changes, [])).toEqual({ ok: false, failure: { why: 'chain-broken', since: null } });
    expect(accepted(judgeRegistryFile(changes, [{ ...august, areaCode: '212' }]))).toBe('chain-broken');
  });
  it('with a gap before it is refused, and says since when', () => {
    expect(judgeRegistryFile({ ...changes, from: '2026-08-15T00:00:00' }, [august])).toEqual({ ok: false, failure: { why: 'chain-broken', since: '2026-08-09' } });
  });
  it('that ends before the list it would change is refused', () => {
    expect(accepted(judgeRegistryFile({ ...changes, from: '2026-08-01T00:00:00', until: '2026-08-03T00:00:00' }, [august]))).toBe('older-than-last');
  });
  it('after a newer full list counts from that one', () => {
    const old: AcceptedRegistryFile = { ...august, kind: 'changes', sha256: 'c', date: '2026-07-05', until: '2026-07-05T08:00:00' };
    expect(judgeRegistryFile(changes, [old, august]).ok).toBe(true);
  });
});

it('the facts are gathered from the rows as they pass', () => {
  const gathering = gatherRegistryFacts({ known: 'us-changes' });
  for (const line of ['2125550101,2026-08-12T08:00:00,A', '2025550101,2026-08-10T08:00:00,D', '2025550102,2026-08-11T08:00:00,A']) gathering?.see(line.split(','));
  expect(gathering?.facts({ fileName: 'a', member: null, sha256: 'x' })).toEqual({
    fileName: 'a', member: null, sha256: 'x', kind: 'changes', numbers: 3, areaCodes: ['202', '212'], from: '2026-08-10T08:00:00', until: '2026-08-12T08:00:00',
  });
  const flat = gatherRegistryFacts({ known: 'ca-registry' });
  flat?.see(['416', '5550101']);
  expect(flat?.facts({ fileName: 'a', member: null, sha256: 'x' })).toMatchObject({ kind: 'full', numbers: 1, areaCodes: ['416'], from: null });
  expect(gatherRegistryFacts({ known: null })).toBeNull();
});
