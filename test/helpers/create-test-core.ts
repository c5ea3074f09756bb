// A whole world for one test: a real ledger in a folder of its own, real practice tenants over HTTP, a keychain in memory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCore } from '../../src-main/core/create-core.ts';
import type { Core, CoreNeeds } from '../../src-main/core/core.ts';
import { createSystemClock } from '../../src-main/ports/clock.ts';
import { createFiles } from '../../src-main/ports/files.ts';
import { createSystemIds } from '../../src-main/ports/ids.ts';
import { createHttp } from '../../src-main/ports/node-http.ts';
import type { PracticeOptions, PracticeTenant } from '../../src-main/practice/practice.ts';
import { startPractice } from '../../src-main/practice/start-practice.ts';
import { createClient, type Client } from '../../src-shared/contract/contract.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { createMemoryKeychain } from './memory-keychain.ts';

export type TestCore = {
  readonly core: Core;
  readonly client: Client;
  readonly home: string;
  readonly defects: readonly string[];
  readonly keychain: ReturnType<typeof createMemoryKeychain>;
  /** The tenants started so far, by the order of their creation. */
  readonly tenants: readonly PracticeTenant[];
  /** Writes a file into the world and hands out its ticket. */
  readonly ticketFor: (name: string, content: string | Uint8Array) => string;
  readonly admit: (path: string) => string;
  /** Closes the core and opens another on the same folder: what a restart is. */
  readonly reopen: () => Promise<TestCore>;
  readonly close: () => Promise<void>;
};

export type TestCoreOptions = { /** An empty folder; absent: one of its own. */ readonly home?: string; readonly practice?: PracticeOptions; readonly practiceCooldownMs?: number; readonly needs?: Partial<CoreNeeds> };

export const createTestCore = (options: TestCoreOptions = {}): Promise<TestCore> =>
  open(options.home ?? mkdtempSync(join(tmpdir(), 'dnc-desk-')), createMemoryKeychain(), [], new Map(), options);

/** The gate names what it has just built of the same sources, which the threads of an import read at two thirds of the cost; else the sources themselves. */
const built = process.env['DNC_DESK_BUILT_INTAKE'];
const intakeWorker = built === undefined ? new URL('../../src-main/core/intake-worker.ts', import.meta.url) : pathToFileURL(built);

const open = async (
  home: string, keychain: ReturnType<typeof createMemoryKeychain>, tenants: PracticeTenant[], byName: Map<string, PracticeTenant>, options: TestCoreOptions,
): Promise<TestCore> => {
  const ids = createSystemIds();
  const files = createFiles(ids);
  const defects: string[] = [];
  const created = await createCore({
    home, appVersion: '0.0.0-test', ids, files, clock: createSystemClock(), http: createHttp({ userAgent: 'DNC-Desk-test' }),
    logger: { defect: (id, where, thrown) => { defects.push(`${id} ${where} ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`); } },
    secrets: { keychain, vaultExists: () => false, openVault: async () => fail({ type: 'KeychainUnavailable', why: 'no vault in this test' }) },
    practice: {
      open: async (dialect, name) => {
        const known = byName.get(name);
        if (known !== undefined) return ok({ baseUrl: known.baseUrl, credentials: known.credentials });
        const started = await startPractice(dialect, { propagationMs: 0, ...options.practice });
        if (!started.ok) return started;
        byName.set(name, started.value);
        tenants.push(started.value);
        return ok({ baseUrl: started.value.baseUrl, credentials: started.value.credentials });
      },
    },
    intakeWorker,
    userName: 'Analyst', practiceCooldownMs: options.practiceCooldownMs ?? 50, ...options.needs,
  });
  const core = valueOf(created);
  const admit = (path: string): string => files.admit(path, basename(path));
  return {
    core, client: createClient(core), home, defects, keychain, tenants, admit,
    ticketFor: (name, content) => {
      const path = join(home, name);
      writeFileSync(path, content);
      return admit(path);
    },
    reopen: async () => {
      await core.close();
      return open(home, keychain, tenants, byName, options);
    },
    close: async () => {
      await core.close();
      await Promise.all(tenants.map((tenant) => tenant.close()));
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Makes the log begin with nothing decided: a map like the one before makes no version. */
export const beginLog = async ({ client }: Pick<TestCore, 'client'>) => client.call('code-map.save', { lines: [] });

/** The value of a Result that must be ok; the failure itself is the test's message otherwise. */
export const valueOf = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`expected success, got ${JSON.stringify(result.failure)}`);
  return result.value;
};
