// kill -9 while a file is stored or taken back: the next start drops the one and ends the other at once, nothing is lost, and the log stays whole.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { openDesk } from '../../src-main/hosts/open-desk.ts';
import { valueOf } from '../helpers/create-test-core.ts';

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, DNC_DESK_HOME: join(folder, 'home'), DNC_DESK_VAULT_PASSPHRASE: 'only for this very test' };

const look = (sql: string): readonly unknown[] => {
  try {
    const db = new Database(join(folder, 'home', 'ledger.db'), { readonly: true });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  } catch {
    // Not made yet.
    return [];
  }
};
const holds = (sql: string): boolean => look(sql).length > 0;

/** Ended by the system the moment the ledger shows that it is half-way. */
const killAmid = async (argv: readonly string[], halfWay: string): Promise<void> => {
  const child = spawn(process.execPath, [main, ...argv], { env, stdio: 'ignore' });
  const ended = new Promise<string | null>((resolve) => { child.once('exit', (_code, signal) => { resolve(signal); }); });
  while (child.exitCode === null && !holds(halfWay)) await new Promise((resolve) => { setTimeout(resolve, 2); });
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
};

const areaCodes = [202, 212, 213, 214, 215, 216, 217, 218, 219, 224];
const numbers = areaCodes.flatMap((area) => Array.from({ length: 100 }, (_value, line) => `${area}55501${String(line).padStart(2, '0')}`));
const listOf = (codes: number): string => `phone,code\n${Array.from({ length: codes }, (_value, code) => numbers.map((phone) => `${phone},C${code}`).join('\n')).join('\n')}\n`;

it('the desk goes on where the killed one stood', async () => {
  const list = join(folder, 'list.csv');
  writeFileSync(list, listOf(12));
  await killAmid(['import', list], "SELECT 1 FROM import WHERE state = 'staging' AND EXISTS (SELECT 1 FROM entry)");

  const desk = valueOf(await openDesk(env));
  desk.stay();
  // The lease of a process that is gone is nobody's: no waiting for its end.
  await expect.poll(() => look('SELECT id FROM import UNION ALL SELECT id FROM entry UNION ALL SELECT entry_id FROM suppression'), { interval: 10, timeout: 10_000 }).toEqual([]);
  const [first, second] = [await store(desk, list), await store(desk, list)];
  expect([first.numbers, second.duplicate]).toEqual([12_000, 12_000]);
  await desk.close();

  await killAmid(['undo', String(first.importId), '--because', 'the wrong file'], "SELECT 1 FROM import WHERE state = 'undoing' AND undo ->> '$.next' > first_entry AND undo ->> '$.next' < undo ->> '$.last'");
  expect(holds("SELECT 1 FROM entry WHERE verdict = 'withdrawn'")).toBe(true);
  isConsistent();

  const next = valueOf(await openDesk(env));
  expect(valueOf(await next.client.call('import.get', { importId: first.importId }))).toMatchObject({ state: 'undoing', undone: { isGoing: false, total: 12_000 } });
  next.stay();
  await expect.poll(async () => valueOf(await next.client.call('import.get', { importId: first.importId })).state, { interval: 20, timeout: 15_000 }).toBe('undone');
  expect(valueOf(await next.client.call('import.get', { importId: first.importId })).undone).toMatchObject({ because: 'the wrong file', withdrawn: 12_000, inherited: 12_000, proposed: 0, left: 0 });
  expect(look("SELECT import_id AS importId, verdict, count(*) AS n FROM entry GROUP BY 1, 2 ORDER BY 1")).toEqual([
    { importId: first.importId, verdict: 'withdrawn', n: 12_000 }, { importId: second.importId, verdict: 'accepted', n: 12_000 }]);
  isConsistent();
  const exported = valueOf(await next.client.call('log.export', {}));
  expect(valueOf(await next.client.call('log.check', { ticket: exported.ticket }))).toMatchObject({ verdict: 'valid' });
  expect(look("SELECT count(*) AS n FROM leaf WHERE body ->> '$.body.act' = 'import.undone'")).toEqual([{ n: 1 }]);
  await next.close();
}, 60_000);

type OpenDesk = Extract<Awaited<ReturnType<typeof openDesk>>, { readonly ok: true }>['value'];
const store = async ({ client, files }: OpenDesk, path: string) => valueOf(await client.call('import.store', { ticket: files.admit(path, 'list.csv') }));

/** Each accepted number is in the index and counted, and nothing else is. */
const isConsistent = (): void => {
  expect(look("SELECT phone, claim_id, id FROM entry WHERE verdict = 'accepted' EXCEPT SELECT phone, claim_id, entry_id FROM suppression")).toEqual([]);
  expect(look("SELECT phone, claim_id, entry_id FROM suppression EXCEPT SELECT phone, claim_id, id FROM entry WHERE verdict = 'accepted'")).toEqual([]);
  expect(look('SELECT import_id, sum(entries) AS n FROM accepted_count GROUP BY 1 HAVING n > 0')).toEqual(look("SELECT import_id, count(*) AS n FROM entry WHERE verdict = 'accepted' GROUP BY 1"));
  expect(look("SELECT 1 FROM entry d WHERE d.verdict = 'duplicate' AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = d.duplicate_of AND e.verdict = 'accepted')")).toEqual([]);
  expect(look('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(look('PRAGMA foreign_key_check')).toEqual([]);
};
