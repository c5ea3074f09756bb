// What the log keeps of a vendor's answer: its status, the sum of its bytes and the vendor's own clock, in an opening that can be erased.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { failureWords } from '../../../src-shared/words/failure-words.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld } from './push-world.ts';

let world: PushWorld;
afterEach(async () => { await world.desk().close(); });

/** Each answer of the practice tenant's, faults as well, has one of its own. */
const anId = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;

type Detail = { readonly receipt: string | null; readonly status: number | null; readonly sha256: string | null; readonly vendorDate: string | null; readonly why: string | null };

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

  it('that gives no certainty is kept with the vendor’s own id of the request, and so is one that settles it', async () => {
    world = await createPushWorld({ rows: phones(3) });
    world.faults({ on: 'push', nth: 1, fault: { kind: 'status', status: 503 } }, { on: 'push', nth: 2, fault: { kind: 'status', status: 429, retryAfterSeconds: 0 } });
    const { runId } = await world.push();
    expect(detailsOf('push.response').map(({ status, receipt }) => [status, receipt])).toEqual([[503, anId], [429, anId], [202, anId]]);
    expect((await world.batches(runId)).map(({ receipt }) => receipt)).toEqual([anId]);
  });

  it('that refuses stands with its id in the failure and in its words, the read-back’s as well', async () => {
    world = await createPushWorld({ rows: phones(3) });
    await world.push();
    const { client } = world.desk();
    const { destinationId } = world;
    world.faults({ on: 'lists', fault: { kind: 'status', status: 403 } });
    const refused = await client.call('destination.check', { destinationId });
    expect(refused).toMatchObject({ ok: false, failure: { type: 'PermissionMissing', receipt: anId } });
    if (!refused.ok) expect(failureWords(refused.failure).advice).toMatch(/for its support: [0-9a-f-]{36}$/);
    world.faults({ on: 'read', fault: { kind: 'status', status: 500 } });
    expect(valueOf(await client.call('verify.start', { destinationId }))).toMatchObject({ state: 'failed', failure: { receipt: anId } });
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
