// What the log keeps of a vendor's answer: its status, the sum of its bytes and the vendor's own clock, in an opening that can be erased.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { createPushWorld, phones, type PushWorld } from './push-world.ts';

let world: PushWorld;
afterEach(async () => { await world.desk().close(); });

type Detail = { readonly status: number | null; readonly sha256: string | null; readonly vendorDate: string | null; readonly why: string | null };

const detailsOf = (kind: string): readonly Detail[] => {
  const db = new Sqlite(join(world.desk().home, 'ledger.db'), { readonly: true });
  try {
    return db.prepare<[string], string>(
      "SELECT o.bytes FROM opening o JOIN leaf l ON l.seq = o.seq WHERE o.kind = 'detail' AND json_extract(l.body, '$.kind') = ? ORDER BY o.seq").pluck().all(kind)
      .map((bytes) => JSON.parse(bytes) as Detail);
  } finally {
    db.close();
  }
};

describe('an answer', () => {
  it('is kept by its status, its sum and the vendor’s clock', async () => {
    world = await createPushWorld({ dialect: 'cxone-dnc-groups', rows: phones(3) });
    await world.push();
    expect(detailsOf('push.response')).toEqual([expect.objectContaining({ status: 200, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), vendorDate: expect.stringMatching(/ GMT$/) })]);
  });

  it('that never came is kept as none', async () => {
    world = await createPushWorld({ rows: phones(3) });
    world.faults({ on: 'push', nth: 1, fault: { kind: 'reset-before' } });
    await world.push();
    const [lost, ...later] = detailsOf('push.response');
    expect(lost).toMatchObject({ status: null, sha256: null, vendorDate: null });
    expect(later.at(-1)).toMatchObject({ status: expect.any(Number) });
  });
});
