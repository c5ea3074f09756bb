// A held filler that is somebody's number after all is accepted only from a person who says so.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failureSentence } from '../../../src-shared/words/failure-words.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeEach(async () => { world = await createTestCore(); });
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

it('is refused by its name and with the way to mean it, and then fixed', async () => {
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'Phone\n2147483647\n2025550101\n') }));
  const [entry] = valueOf(await world.client.call('quarantine.page', { offset: 0, limit: 5 })).rows;
  expect(entry).toMatchObject({ reason: 'placeholder' });
  const entryId = entry?.entryId ?? 0;
  const refused = await world.client.call('quarantine.fix', { entryId, phone: '2147483647' });
  expect(refused).toMatchObject({ ok: false, failure: { type: 'NumberNotValid', reason: 'placeholder' } });
  expect(refused.ok ? '' : failureSentence(refused.failure)).toContain('--sure');
  expect(valueOf(await world.client.call('quarantine.fix', { entryId, phone: '2147483647', sure: true }))).toMatchObject({ act: 'fix', entries: 1 });
  expect(valueOf(await world.client.call('quarantine.summary', {})).held).toBe(0);
});
