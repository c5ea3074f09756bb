// A decision is undone until its number is on its way: under this entry or under another that wants the same number.
import { describe, expect, it } from 'vitest';
import { createLedgerWorld } from '../../helpers/ledger-world.ts';

const undo = (world: ReturnType<typeof createLedgerWorld>, decisionId: number) => world.review['quarantine.undo']({ decisionId });

describe('undo', () => {
  it('is refused where the number was pushed under the entry of another import', async () => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '2145550148', code: 'TX' }, { raw: '5550148', code: 'CA' }]);
    expect(await world.review['quarantine.fix']({ entryId: 2, phone: '+12145550148' })).toMatchObject({ ok: true, value: { duplicates: 0 } });
    expect(await world.review['quarantine.decisions']({ offset: 0, limit: 1 })).toMatchObject({ value: { rows: [{ canUndo: true }] } });
    world.push([1]);
    expect(await world.review['quarantine.decisions']({ offset: 0, limit: 1 })).toMatchObject({ value: { rows: [{ canUndo: false }] } });
    expect(await undo(world, 1)).toEqual({ ok: false, failure: { type: 'AlreadyPushed', phones: 1 } });
  });

  it('counts each of its entries once', async () => {
    const world = createLedgerWorld();
    world.importRows([{ raw: '5550148', code: 'A' }, { raw: '5550149', code: 'B' }]);
    await world.review['quarantine.fix']({ entryId: 1, phone: '+12145550148' });
    world.push([1]);
    world.push([1]);
    expect(await undo(world, 1)).toEqual({ ok: false, failure: { type: 'AlreadyPushed', phones: 1 } });
  });

  it('is free where only another number was pushed, and where the decision made a mere duplicate of one that stands without it', async () => {
    const world = createLedgerWorld();
    world.importRows(['2145550148', '5550148', '5550149']);
    expect(await world.review['quarantine.fix']({ entryId: 2, phone: '+12145550148' })).toMatchObject({ value: { duplicates: 1 } });
    await world.review['quarantine.fix']({ entryId: 3, phone: '+12145550149' });
    world.push([1]);
    expect(await undo(world, 1)).toMatchObject({ ok: true });
    expect(await undo(world, 2)).toMatchObject({ ok: true });
    expect(world.db.prepare('SELECT verdict FROM entry ORDER BY id').pluck().all()).toEqual(['accepted', 'quarantined', 'quarantined']);
  });

  it('of a discard is always free: nothing of it was ever sent', async () => {
    const world = createLedgerWorld();
    world.importRows(['2145550148', '5550148']);
    await world.review['quarantine.discard']({ entryId: 2, because: 'typo' });
    world.push([1]);
    expect(await undo(world, 1)).toMatchObject({ ok: true });
  });
});
