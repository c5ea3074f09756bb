// The quarantine's accounts: pages and groups tell what is held, and no sequence of decisions loses, doubles or strands an entry.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allHeld } from '../../../src-main/ledger/repositories/held-filter.ts';
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { readPhones } from '../../../src-shared/domain/phone.ts';
import { createLedgerWorld, type LedgerWorld, type WorldRow } from '../../helpers/ledger-world.ts';

const everything = allHeld;

describe('what is held', () => {
  it('is counted by reason with its suggestions, for all imports or one', () => {
    const { importRows, ledger } = createLedgerWorld();
    importRows(['DNC 2125550123', 'tel: 2145550148 home', '5550123', '2125550199']);
    const second = importRows(['5550124', 'hello']);
    expect(ledger.quarantine.summary(null)).toEqual({
      held: 5,
      groups: [
        { reason: 'letters_around', held: 2, suggested: 2 },
        { reason: 'no_area_code', held: 2, suggested: 0 },
        { reason: 'words', held: 1, suggested: 0 },
      ],
    });
    expect(ledger.quarantine.summary(second).held).toBe(2);
  });

  it('does not count while its import is still being staged', () => {
    const { importRows, ledger } = createLedgerWorld();
    const importId = importRows(['5550123'], { stored: false });
    expect(ledger.quarantine.summary(null).held).toBe(0);
    expect(ledger.quarantine.summary(importId).held).toBe(0);
    expect(ledger.quarantine.page(everything, 0, 10)).toEqual({ total: 0, rows: [] });
    expect(ledger.quarantine.find(1)).toBeNull();
  });

  it('is paged in the order of import and line, with file, line, cells and code', () => {
    const { importRows, ledger } = createLedgerWorld();
    importRows([{ raw: '5550123', code: 'TX' }, '2125550199', 'DNC 2125550123'], { name: 'a.csv' });
    importRows(['5550124'], { name: 'b.csv' });
    const { total, rows } = ledger.quarantine.page(everything, 0, 2);
    expect(total).toBe(3);
    expect(rows).toEqual([
      { entryId: 1, importId: 1, file: 'a.csv', line: 1, raw: '5550123', reason: 'no_area_code', suggestion: null, code: 'TX', cells: ['5550123', 'TX'] },
      { entryId: 3, importId: 1, file: 'a.csv', line: 3, raw: 'DNC 2125550123', reason: 'letters_around', suggestion: '+12125550123', code: null, cells: ['DNC 2125550123', ''] },
    ]);
    expect(ledger.quarantine.page(everything, 2, 2).rows.map((row) => row.file)).toEqual(['b.csv']);
    expect(ledger.quarantine.page({ ...everything, reasons: ['no_area_code'] }, 0, 9).rows.map((row) => row.entryId)).toEqual([1, 4]);
    expect(ledger.quarantine.page({ ...everything, reasons: ['no_area_code'], importId: 2 }, 0, 9).total).toBe(1);
  });

  it('is searched in the raw text, in either case, and % and _ mean themselves', () => {
    const { importRows, ledger } = createLedgerWorld();
    importRows(['Hello', '100% sure', 'snake_case', 'snakeXcase', String.raw`back\slash`]);
    const found = (search: string) => ledger.quarantine.page({ ...everything, search }, 0, 9).rows.map((row) => row.raw);
    expect(found('hELL')).toEqual(['Hello']);
    expect(found('%')).toEqual(['100% sure']);
    expect(found('e_c')).toEqual(['snake_case']);
    expect(found(String.raw`k\s`)).toEqual([String.raw`back\slash`]);
    expect(ledger.quarantine.page({ ...everything, search: 'snake' }, 1, 1)).toMatchObject({ total: 2, rows: [{ raw: 'snakeXcase' }] });
  });

  it.each([
    ['a page of all', "SELECT id FROM entry INDEXED BY entry_held WHERE verdict = 'quarantined' ORDER BY import_id, id LIMIT 5"],
    ['a page of some reasons', "SELECT id FROM entry INDEXED BY entry_held WHERE verdict = 'quarantined' AND reason IN ('words', 'date') ORDER BY import_id, id LIMIT 5"],
    ['a page of one reason', "SELECT id FROM entry WHERE verdict = 'quarantined' AND reason = 'words' AND suggestion IS NULL ORDER BY import_id, id LIMIT 5"],
    ['a search', "SELECT id FROM entry WHERE verdict = 'quarantined' AND raw LIKE '%a%' ORDER BY import_id, id LIMIT 5"],
    ['the groups', "SELECT reason, count(*), count(suggestion) FROM entry INDEXED BY entry_held_reason WHERE verdict = 'quarantined' GROUP BY reason"],
    ['the next held ones of an import', "SELECT id FROM entry INDEXED BY entry_held WHERE verdict = 'quarantined' AND import_id = 1 AND id > 5 ORDER BY id LIMIT 1"],
  ])('is found in an index alone and without sorting: %s', (_, sql) => {
    const { db } = createLedgerWorld();
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all().map((step) => step.detail);
    expect(plan[0]).toContain('USING COVERING INDEX entry_held');
    expect(plan.join(';')).not.toContain('TEMP B-TREE');
  });
});

type Entry = { id: number; verdict: string; phone: string | null; duplicate_of: number | null; decision_id: number | null };
const entriesOf = ({ db }: LedgerWorld) => db.prepare<[], Entry>('SELECT id, verdict, phone, duplicate_of, decision_id FROM entry_told ORDER BY id').all();
const by = { at: 1, actor: 'op:test' };
const idOf = (decision: DecisionView | null | 'clash'): number => {
  if (decision === null || decision === 'clash') throw new Error('nothing was decided');
  return decision.decisionId;
};

describe('accepting a suggestion', () => {
  it('gives every area code the country that intake would have read', () => {
    const { ledger, db, importRows } = createLedgerWorld();
    importRows([...Array(800).keys()].map((i) => `DNC ${i + 200}5550123`));
    ledger.quarantine.accept({ ...allHeld, reasons: ['letters_around'] }, by);
    const accepted = db.prepare<[], { phone: string; country: string }>("SELECT phone, country FROM entry_told WHERE verdict = 'accepted'").all();
    expect(accepted.length).toBeGreaterThan(400);
    for (const { phone, country } of accepted) expect({ phone, country }).toEqual({ phone, country: countryRead(phone) });
  });
});

const countryRead = (phone: string): string | null => {
  const [reading] = readPhones(phone, 'US');
  return reading?.verdict === 'accepted' ? reading.country : null;
};

describe('undoing a decision', () => {
  it('promotes the first of the others that had become duplicates, and the rest point to it', () => {
    const world = createLedgerWorld();
    const { importRows, ledger } = world;
    importRows(['DNC 2125550123']);
    const { quarantine } = ledger;
    const accepted = quarantine.accept({ ...allHeld, reasons: ['letters_around'] }, by);
    importRows(['2125550123', '212-555-0123', 'x 2125550123']);
    const later = quarantine.accept({ ...allHeld, reasons: ['letters_around'] }, by);
    expect(entriesOf(world).map((entry) => [entry.verdict, entry.duplicate_of])).toEqual([['accepted', null], ['duplicate', 1], ['duplicate', 1], ['duplicate', 1]]);
    quarantine.undo(idOf(accepted), 2);
    expect(entriesOf(world).map((entry) => [entry.verdict, entry.duplicate_of])).toEqual([['quarantined', null], ['accepted', null], ['duplicate', 2], ['duplicate', 2]]);
    quarantine.undo(idOf(later), 3);
    expect(entriesOf(world).map((entry) => entry.verdict)).toEqual(['quarantined', 'accepted', 'duplicate', 'quarantined']);
  });

  it('keeps which entries it had taken, for the rows its leaf was sealed with', () => {
    const world = createLedgerWorld();
    world.importRows(['DNC 2125550123', 'DNC 2125550124']);
    const decision = world.ledger.quarantine.accept({ ...allHeld, reasons: ['letters_around'] }, by);
    world.ledger.quarantine.undo(idOf(decision), 2);
    expect([...world.ledger.quarantine.rowsOf(idOf(decision))].map((row) => row.entryId)).toEqual([1, 2]);
  });
});

describe('after any sequence of imports, fixes, acceptances, discards and undos', () => {
  const row: fc.Arbitrary<WorldRow> = fc.record({
    raw: fc.constantFrom('2125550100', '2145550101', 'DNC 2125550100', 'x2125550100', '$2145550101', '+2125550100', '0112145550101', '5550100', 'words'),
    code: fc.constantFrom('', 'TX'),
    expiresAt: fc.constantFrom(5, 7),
  }, { requiredKeys: ['raw', 'code'] });
  const step = fc.oneof(
    fc.record({ do: fc.constant('import' as const), rows: fc.array(row, { maxLength: 6 }) }),
    fc.record({ do: fc.constant('fix' as const), pick: fc.nat(), phone: fc.constantFrom('+12125550100', '+12145550101') }),
    fc.record({ do: fc.constant('accept' as const), reason: fc.constantFrom('letters_around' as const, 'ambiguous_prefix' as const) }),
    fc.record({ do: fc.constant('discard' as const), pick: fc.nat() }),
    fc.record({ do: fc.constant('undo' as const), pick: fc.nat() }),
  );

  it('every entry is in one place, no number is accepted twice, and every duplicate points to an accepted one', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = createLedgerWorld();
      const { review, db, importRows } = world;
      const before = new Map<number, string>();
      const snapshot = (): Map<number, string> => new Map(db.prepare<[], { id: number; text: string }>(
        "SELECT id, json_array(verdict, phone, country, area_jurisdiction, notes, reason, suggestion, raw, duplicate_of, decision_id) AS text FROM entry_told WHERE verdict = 'quarantined'").all().map((e) => [e.id, e.text]));
      let entries = 0;
      for (const taken of steps) {
        const held = [...snapshot().keys()];
        switch (taken.do) {
          case 'import':
            importRows(taken.rows);
            entries += taken.rows.length;
            for (const [id, text] of snapshot()) if (!before.has(id)) before.set(id, text);
            break;
          case 'fix': if (held.length > 0) await review['quarantine.fix']({ entryId: held[taken.pick % held.length] ?? 0, phone: taken.phone }); break;
          case 'accept': await review['quarantine.accept']({ reason: taken.reason }); break;
          case 'discard': if (held.length > 0) await review['quarantine.discard']({ entryId: held[taken.pick % held.length], because: 'why' }); break;
          case 'undo': await review['quarantine.undo']({ decisionId: 1 + (taken.pick % 8) }); break;
          default: taken satisfies never;
        }
        const all = entriesOf(world);
        const byId = new Map(all.map((entry) => [entry.id, entry]));
        expect(all).toHaveLength(entries);
        for (const entry of all) if (entry.verdict === 'duplicate') expect(byId.get(entry.duplicate_of ?? 0)).toMatchObject({ verdict: 'accepted', phone: entry.phone });
        expect(db.prepare("SELECT 1 FROM entry_told WHERE verdict = 'accepted' GROUP BY phone, code, row_jurisdiction, expires_at HAVING count(*) > 1").all()).toEqual([]);
        for (const [id, text] of snapshot()) expect(text).toBe(before.get(id));
        expect(all.filter((entry) => entry.decision_id !== null).length).toBe(
          db.prepare<[], number>('SELECT coalesce(sum(entries), 0) FROM decision WHERE undone_at IS NULL').pluck().get());
        expect(db.pragma('foreign_key_check')).toEqual([]);
      }
    }), { numRuns: 60 });
  });
});
