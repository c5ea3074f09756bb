// kill -9 at any moment: reopened and resumed, nothing is lost, nothing is sent twice under a new key, and the log stays whole.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import { dialects } from '../../../src-shared/domain/dnc.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';
import { isRead } from '../../faults/fault-list.ts';
import { live, type Life } from './child-life.ts';
import { findSecrets } from './find-secrets.ts';
import type { ChildTask } from './kill-child.ts';
import { everyNumberOnce, everyRequestIsABatch, nothingWiped, phones, type PushWorld } from './push-world.ts';

const numbers = 300;
/** After which word of the child, and at most how many milliseconds later, it is killed: at its start, and while a request is under way. `npm run faults` strikes a hundred times as often. */
const blows: readonly (readonly [string, number])[] = [['open', 150], ['working', 40], ['working', 40]];

/** A request that has no answer yet; none comes any more from a life that is over. */
const untilUnderWay = async ({ requests }: PracticeTenant, { child }: Life): Promise<void> => {
  while (child.exitCode === null && !requests().some(({ kind, status }) => kind === 'push' && status === 0)) await setTimeout(2);
};

describe.each(dialects)('kill -9 (%s)', (dialect) => {
  it('three times at random points loses nothing and sends nothing twice under a new key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-kill-'));
    const home = join(folder, 'home');
    mkdirSync(home);
    const file = join(folder, 'numbers.csv');
    const wanted = phones(numbers);
    writeFileSync(file, `phone,code\n${wanted.map((phone, i) => `${phone},${i % 3 === 0 ? 'FTC' : 'INT'}`).join('\n')}\n`);
    const tenant = valueOf(await startPractice(dialect, { propagationMs: 0, rate: null, faults: [{ on: 'push', fault: { kind: 'slow', ms: 50 } }] }));
    const task: ChildTask = { home, keychainFile: join(folder, 'keychain.json'), aheadMs: 0, file, baseUrl: tenant.baseUrl, credentials: tenant.credentials, dialect };
    const complaints: string[] = [];
    try {
      let kills = 0;
      for (const [i, [word, most]] of blows.entries()) {
        const life = live({ ...task, aheadMs: i * 16_000 });
        await life.said(word);
        if (word === 'working') await untilUnderWay(tenant, life);
        await setTimeout(Math.random() * most);
        if (life.child.kill('SIGKILL') && (await life.ended) === null) kills += 1;
        complaints.push(life.complaints());
      }
      expect(kills).toBe(blows.length);
      tenant.setFaults([]);
      const last = live({ ...task, aheadMs: blows.length * 16_000 });
      expect(`${await last.ended} ${last.complaints()}`).toBe('0 ');
      const done = /^done (.*)$/m.exec(last.words())?.[1] ?? '{}';
      // Where nobody can read the list, the word of a person is what is left to do.
      expect(JSON.parse(done)).toEqual({ ...(isRead(dialect) ? { state: 'ACTIVE', attention: null } : { state: 'ATTENTION', attention: 'not-attested' }), listed: numbers, left: 0, log: 'valid' });
      expect(complaints.join('')).toBe('');

      const world: Pick<PushWorld, 'query' | 'tenant'> = { tenant, query: (sql, ...values) => queryLedger(home, sql, ...values) };
      const lists = world.query<{ listRef: string; dncType: string }>("SELECT list_ref AS listRef, dnc_type AS dncType FROM destination_list WHERE dnc_type IN ('CORPORATE', 'FEDERAL')");
      for (const { listRef, dncType } of lists) {
        expect(tenant.contents(listRef).map(({ phone }) => phone).toSorted()).toEqual(wanted.filter((_, at) => (at % 3 === 0) === (dncType === 'FEDERAL')));
      }
      // Else no blow fell while a request was under way, and this test would prove nothing.
      expect(world.query('SELECT id FROM batch WHERE attempts > 1 OR replaces IS NOT NULL OR state = \'verified\'')).not.toEqual([]);
      everyNumberOnce(world);
      await everyRequestIsABatch(world, dialect);
      nothingWiped(tenant);
      expect(world.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(world.query('PRAGMA foreign_key_check')).toEqual([]);
      expect(world.query("SELECT id FROM import WHERE state = 'staging'")).toEqual([]);
      expect(world.query('SELECT count(*) AS runs FROM run')).toEqual([{ runs: 1 }]);
      expect(world.query("SELECT id FROM batch WHERE state IN ('waiting', 'sending', 'unknown')")).toEqual([]);
      expect(findSecrets(home, Object.entries(tenant.credentials).flatMap(([name, value]) => (/secret/i.test(name) ? [value] : [])))).toEqual([]);
    } finally {
      await tenant.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 45_000);
});
