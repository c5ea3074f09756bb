// Decisions on held rows as a host takes them: each changes the ledger and seals a leaf that names no number, or answers why not.
import { describe, expect, it } from 'vitest';
import { createRowsTree } from '../../../src-main/sealed-log/rows-tree.ts';
import { createLedgerWorld, origin, type LedgerWorld } from '../../helpers/ledger-world.ts';

const leafOf = ({ ledger }: LedgerWorld) => {
  const leaf = ledger.log.page({ kind: null, search: null }, 0, 1).rows[0];
  if (leaf === undefined) throw new Error('no leaf');
  const opened = (kind: 'subject' | 'detail' | 'rows') => {
    const text = ledger.log.opening(leaf.seq, kind);
    return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  };
  return { kind: leaf.kind, body: leaf.body, subject: opened('subject'), detail: opened('detail'), rows: opened('rows') };
};
const entry = ({ db }: LedgerWorld, id: number) =>
  db.prepare('SELECT verdict, phone, country, area_jurisdiction AS area, notes, duplicate_of AS sameAs, raw, reason, suggestion FROM entry_told WHERE id = ?').get(id);

describe('fixing one held number', () => {
  it('accepts it with its country and area, keeps what was written, and seals both apart from the leaf', async () => {
    const world = createLedgerWorld();
    world.importRows(['5550148'], { name: 'texas.csv' });
    const fixed = await world.review['quarantine.fix']({ entryId: 1, phone: '(214) 555-0148 ext. 12' });
    expect(fixed).toEqual({
      ok: true,
      value: { decisionId: 1, act: 'fix', reason: 'no_area_code', because: null, entries: 1, duplicates: 0, at: Date.UTC(2026, 0, 5, 12), actor: 'Ada Analyst', undone: false, canUndo: true },
    });
    expect(entry(world, 1)).toEqual({
      verdict: 'accepted', phone: '+12145550148', country: 'US', area: 'US-TX', notes: '["extension_kept","extension:12"]', sameAs: null, raw: '5550148', reason: 'no_area_code', suggestion: null,
    });
    const leaf = leafOf(world);
    expect(leaf.kind).toBe('decision');
    expect(leaf.body).toEqual({ act: 'fix', decision: 1, duplicates: 0, entries: 1, entry: 1, import: 1, reason: 'no_area_code' });
    expect(leaf.subject).toMatchObject({ phone: '+12145550148' });
    expect(leaf.detail).toMatchObject({ file: 'texas.csv', line: 1, raw: '5550148', typed: '(214) 555-0148 ext. 12' });
    expect(world.hints).toEqual([{ type: 'ledger.changed' }]);
  });

  it('makes it a duplicate of the accepted entry that says the same', async () => {
    const world = createLedgerWorld();
    world.importRows(['2145550148', '5550148', { raw: '5550148', code: 'TX' }]);
    expect(await world.review['quarantine.fix']({ entryId: 2, phone: '+12145550148' })).toMatchObject({ ok: true, value: { duplicates: 1 } });
    expect(entry(world, 2)).toMatchObject({ verdict: 'duplicate', sameAs: 1 });
    expect(await world.review['quarantine.fix']({ entryId: 3, phone: '+12145550148' })).toMatchObject({ ok: true, value: { duplicates: 0 } });
  });

  it('reads a number without country code in the region of its import', async () => {
    const world = createLedgerWorld();
    world.importRows(['x'], { region: 'GB' });
    await world.review['quarantine.fix']({ entryId: 1, phone: '020 7946 0958' });
    expect(entry(world, 1)).toMatchObject({ phone: '+442079460958', country: 'GB', area: null });
  });

  it.each([
    ['5550148', 'no_area_code'], ['hello', 'words'], ['2145550148; 2125550123', 'several_in_cell'], ['2145550148; 5550148', 'no_area_code'], ['+12145550', 'too_short'], ['---', 'words'], [' ', 'no_number'],
  ])('refuses %j: %s', async (phone, reason) => {
    const world = createLedgerWorld();
    world.importRows(['5550148']);
    expect(await world.review['quarantine.fix']({ entryId: 1, phone })).toEqual({ ok: false, failure: { type: 'NumberNotValid', reason } });
    expect(entry(world, 1)).toMatchObject({ verdict: 'quarantined' });
    expect(world.ledger.log.size()).toBe(0);
  });

  it('refuses what is not there, still staging, or settled already', async () => {
    const world = createLedgerWorld();
    world.importRows(['2145550148', '5550148']);
    world.importRows(['5550148'], { stored: false });
    const fix = (entryId: number) => world.review['quarantine.fix']({ entryId, phone: '+12145550149' });
    expect(await fix(99)).toMatchObject({ failure: { type: 'NotFound', id: 99 } });
    expect(await fix(3)).toMatchObject({ failure: { type: 'NotFound' } });
    expect(await fix(1)).toMatchObject({ failure: { type: 'AlreadySettled', state: 'accepted' } });
    await fix(2);
    expect(await fix(2)).toMatchObject({ failure: { type: 'AlreadySettled', state: 'accepted' } });
  });
});

describe('accepting suggestions', () => {
  it('takes every held number with the reason and a suggestion, each number once, under a root that can be made again', async () => {
    const world = createLedgerWorld();
    world.importRows(['2125550100', 'DNC 2125550100', 'DNC 2145550101', 'x 2145550101', 'call 4165550102', '2125550103 xx 2125550104 yy', '+2125550109']);
    const accepted = await world.review['quarantine.accept']({ reason: 'letters_around' });
    expect(accepted).toMatchObject({ ok: true, value: { act: 'accept-suggestions', entries: 4, duplicates: 2, reason: 'letters_around' } });
    expect(entry(world, 2)).toMatchObject({ verdict: 'duplicate', sameAs: 1, phone: '+12125550100' });
    expect(entry(world, 3)).toMatchObject({ verdict: 'accepted', sameAs: null, area: 'US-TX', country: 'US' });
    expect(entry(world, 4)).toMatchObject({ verdict: 'duplicate', sameAs: 3 });
    expect(entry(world, 5)).toMatchObject({ verdict: 'accepted', country: 'CA', area: 'CA-ON' });
    expect(world.ledger.quarantine.summary(null).held).toBe(2);

    const { body, rows } = leafOf(world);
    const tree = createRowsTree(Buffer.from(String(rows?.['seed']), 'base64url'), origin);
    for (const { entryId, phone, raw } of world.ledger.quarantine.rowsOf(1)) tree.add({ entry: entryId, phone, raw });
    expect(body).toEqual({ act: 'accept-suggestions', decision: 1, duplicates: 2, entries: 4, reason: 'letters_around', rows: 4, root: tree.end().root.toString('base64url') });
  });

  it('can be kept to one import or one entry', async () => {
    const world = createLedgerWorld();
    world.importRows(['DNC 2125550100', 'DNC 2125550101']);
    world.importRows(['DNC 2125550102']);
    expect(await world.review['quarantine.accept']({ reason: 'letters_around', importId: 2 })).toMatchObject({ value: { entries: 1 } });
    expect(await world.review['quarantine.accept']({ reason: 'letters_around', entryId: 2 })).toMatchObject({ value: { entries: 1 } });
    expect(leafOf(world).subject).toMatchObject({ phone: '+12125550101' });
    expect([1, 2, 3].map((id) => entry(world, id))).toMatchObject([{ verdict: 'quarantined' }, { verdict: 'accepted' }, { verdict: 'accepted' }]);
  });

  it('says so where nothing is suggested, and leaves no trace', async () => {
    const world = createLedgerWorld();
    world.importRows(['5550148', 'DNC 2125550100']);
    expect(await world.review['quarantine.accept']({ reason: 'no_area_code' })).toEqual({ ok: false, failure: { type: 'NothingSuggested' } });
    expect(await world.review['quarantine.accept']({ reason: 'no_area_code', entryId: 2 })).toMatchObject({ ok: false });
    expect(await world.review['quarantine.decisions']({ offset: 0, limit: 9 })).toEqual({ ok: true, value: { total: 0, rows: [] } });
    expect(world.hints).toEqual([]);
  });
});

describe('discarding', () => {
  it('takes one entry or a reason, with the written reason in an opening and not in the leaf', async () => {
    const world = createLedgerWorld();
    world.importRows(['5550148', '5550149', 'hello']);
    expect(await world.review['quarantine.discard']({ entryId: 3, because: 'a test row' })).toMatchObject({ value: { act: 'discard', reason: 'words', because: 'a test row', entries: 1 } });
    const one = leafOf(world);
    expect(JSON.stringify(one.body)).not.toContain('test row');
    expect(one.detail).toMatchObject({ because: 'a test row', raw: 'hello' });
    expect(await world.review['quarantine.discard']({ reason: 'no_area_code', because: 'too old' })).toMatchObject({ value: { entries: 2, reason: 'no_area_code' } });
    expect(leafOf(world).body).toMatchObject({ act: 'discard', rows: 2 });
    expect(world.ledger.quarantine.summary(null).held).toBe(0);
  });

  it('needs a reason, something held, and a word about what is meant', async () => {
    const world = createLedgerWorld();
    world.importRows(['5550148', '2125550100']);
    const { review } = world;
    expect(await review['quarantine.discard']({ entryId: 1, because: '' })).toEqual({ ok: false, failure: { type: 'ReasonRequired' } });
    expect(await review['quarantine.discard']({ because: 'all of it' })).toMatchObject({ failure: { type: 'NotFound' } });
    expect(await review['quarantine.discard']({ reason: 'words', because: 'x' })).toMatchObject({ failure: { type: 'NotFound', id: 'words' } });
    expect(await review['quarantine.discard']({ entryId: 2, because: 'x' })).toMatchObject({ failure: { type: 'AlreadySettled', state: 'accepted' } });
    expect(await review['quarantine.discard']({ entryId: 9, because: 'x' })).toMatchObject({ failure: { type: 'NotFound' } });
    expect(world.ledger.quarantine.summary(null).held).toBe(1);
  });
});

describe('undoing', () => {
  it('puts fixed, accepted and discarded entries back exactly as they were, once, and seals that too', async () => {
    const world = createLedgerWorld();
    world.importRows(['5550148', 'DNC 2125550100', 'hello']);
    const before = [1, 2, 3].map((id) => entry(world, id));
    await world.review['quarantine.fix']({ entryId: 1, phone: '+12145550148' });
    await world.review['quarantine.accept']({ reason: 'letters_around' });
    await world.review['quarantine.discard']({ entryId: 3, because: 'x' });
    world.advance(1000);
    for (const decisionId of [1, 2, 3]) {
      expect(await world.review['quarantine.undo']({ decisionId })).toMatchObject({ ok: true, value: { decisionId, undone: true, canUndo: false } });
    }
    expect([1, 2, 3].map((id) => entry(world, id))).toEqual(before);
    expect(leafOf(world).body).toEqual({ act: 'undo', decision: 3, entries: 1, of: 'discard' });
    expect(await world.review['quarantine.undo']({ decisionId: 1 })).toEqual({ ok: false, failure: { type: 'AlreadySettled', state: 'undone' } });
    expect(await world.review['quarantine.undo']({ decisionId: 9 })).toMatchObject({ failure: { type: 'NotFound' } });
  });

  it('is refused once one of its numbers is in a batch, and the list of decisions says so', async () => {
    const world = createLedgerWorld();
    world.importRows(['DNC 2125550100', 'DNC 2125550101', 'DNC 2125550102', 'hello', '2125550103']);
    await world.review['quarantine.accept']({ reason: 'letters_around' });
    await world.review['quarantine.discard']({ entryId: 4, because: 'x' });
    const canUndo = async () => {
      const page = await world.review['quarantine.decisions']({ offset: 0, limit: 9 });
      return page.ok ? page.value.rows.map((decision) => [decision.act, decision.canUndo]) : [];
    };
    world.push([5]);
    expect(await canUndo()).toEqual([['discard', true], ['accept-suggestions', true]]);
    world.push([1, 5]);
    world.push([1, 3]);
    expect(await canUndo()).toEqual([['discard', true], ['accept-suggestions', false]]);
    expect(await world.review['quarantine.undo']({ decisionId: 1 })).toEqual({ ok: false, failure: { type: 'AlreadyPushed', phones: 2 } });
    expect(entry(world, 2)).toMatchObject({ verdict: 'accepted' });
  });

  it('is possible for a decision whose duplicates only stood behind a pushed number', async () => {
    const world = createLedgerWorld();
    world.importRows(['2125550100', 'DNC 2125550100']);
    await world.review['quarantine.accept']({ reason: 'letters_around' });
    world.push([1]);
    expect(await world.review['quarantine.undo']({ decisionId: 1 })).toMatchObject({ ok: true });
    expect(entry(world, 1)).toMatchObject({ verdict: 'accepted' });
  });
});

it('never changes the count an import was stored with', async () => {
  const world = createLedgerWorld();
  const importId = world.importRows(['DNC 2125550100', 'hello']);
  const before = world.ledger.imports.find(importId);
  await world.review['quarantine.accept']({ reason: 'letters_around' });
  await world.review['quarantine.discard']({ entryId: 2, because: 'x' });
  expect(world.ledger.imports.find(importId)).toEqual(before);
});
