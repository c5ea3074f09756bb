// Full disclosure of a log with more lists than a ZIP has room for files: their rows are left out, the file says so, and it holds all the same.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createLogExport } from '../../../src-main/core/export-log.ts';
import type { PushContext } from '../../../src-main/core/push-context.ts';
import { openLedger } from '../../../src-main/ledger/open-ledger.ts';
import { sealRows } from '../../../src-main/ledger/seal-rows.ts';
import { createFiles } from '../../../src-main/ports/files.ts';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { firstKeyBody } from '../../../src-main/sealed-log/key-history.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { ok } from '../../../src-shared/result.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createMemoryKeychain } from '../../helpers/memory-keychain.ts';
import { origin } from '../../helpers/ledger-world.ts';

const home = mkdtempSync(join(tmpdir(), 'dnc-desk-lists-'));
afterAll(() => { rmSync(home, { recursive: true, force: true }); });

it.each([[3, true], [2, false]])('with room for %i lists of three', async (room, hasRows) => {
  const ledger = valueOf(openLedger(':memory:', { now: () => Date.UTC(2026, 0, 5), appVersion: '0.0.0-test', randomBytes }));
  const signer = signerFrom(createSigningKey().pkcs8, origin);
  ledger.log.use(signer, 'op:test');
  ledger.transact(() => {
    ledger.log.append({ kind: 'ledger.genesis', body: { format: 1, origin } });
    ledger.log.append({ kind: 'key.add', body: firstKeyBody(signer, 'memory') });
    for (let i = 0; i < 3; i += 1) {
      const { root, rows, open } = sealRows(origin, randomBytes(32), [{ phone: `+1202555010${i}` }, { phone: '+12025550199' }]);
      ledger.log.append({ kind: 'decision', body: { act: 'fix', root, rows }, open });
    }
  });
  const ids = createSystemIds();
  const keychain = createMemoryKeychain();
  const folder = join(home, String(room));
  const needs = { home: folder, clock: { now: () => Date.UTC(2026, 0, 6) }, ids, files: createFiles(ids), appVersion: '0.0.0-test' };
  const exportLog = createLogExport({ ledger, needs, keychain: async () => ok(keychain), hint: () => {} } as unknown as PushContext, room); // its other parts are not looked at
  const made = valueOf(await exportLog({ to: '', level: 'full' }));
  const path = join(folder, 'exports', made.file);
  const zip = readFileSync(path).toString('latin1');
  expect(zip.includes('rows/2.ndjson')).toBe(hasRows);
  expect(zip.includes('The rows of 3 lists: more lists than a ZIP has room for files.')).toBe(!hasRows);
  const checked = valueOf(await checkBundle(path));
  expect(checked.checks.filter(({ state }) => state !== 'held')).toEqual([]);
  expect(checked.checks.find(({ what }) => what.startsWith('Every list of rows'))?.detail).toBe(hasRows ? '3 opened.' : '0 opened.');
  ledger.close();
});
