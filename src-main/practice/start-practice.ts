// Starts a practice tenant on the loopback interface alone: one real HTTP server, its lists in memory or in a journal.
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { PracticeUnavailable } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { createAnswerer, type Sockets } from './answer-request.ts';
import { createCxoneTenant } from './cxone/cxone-tenant.ts';
import { createContactlistsTenant } from './contactlists/contactlists-tenant.ts';
import { createCxoneEntriesTenant } from './cxone-entries/entries-tenant.ts';
import { createFaultPlan } from './faults.ts';
import { createBulkTenant } from './genesys-dnc-entries-bulk/bulk-tenant.ts';
import { createEntriesTenant } from './genesys-dnclist-entries/entries-tenant.ts';
import { createGenesysTenant } from './genesys/genesys-tenant.ts';
import { createMemoryJournal, openFileJournal } from './journal.ts';
import { createNumberLists, type ListEvent } from './number-lists.ts';
import type { PracticeOptions, PracticeTenant, Rate } from './practice.ts';
import { createRequestNotes } from './request-notes.ts';
import type { Far, TenantNeeds } from './tenant.ts';

/** Fails with PracticeUnavailable where the port is taken or the store cannot be used; `why` is the system's code and words. */
export const startPractice = async (dialect: Dialect, options: PracticeOptions): Promise<Result<PracticeTenant, PracticeUnavailable>> => {
  const now = options.now ?? Date.now;
  const lists = createNumberLists();
  try {
    const journal = options.store === undefined
      ? createMemoryJournal<ListEvent>(lists.apply)
      : await openFileJournal<ListEvent>(options.store, `${dialect}.ndjson`, lists.apply);
    try {
      const plan = createFaultPlan(options.faults ?? []);
      const notes = createRequestNotes();
      const closing = new AbortController();
      let baseUrl = '';
      const far = createFar[dialect]({
        lists, journal, now, baseUrl: () => baseUrl,
        propagationMs: options.propagationMs ?? 1500,
        tokenSeconds: options.tokenSeconds ?? 3600,
        rate: options.rate === undefined ? usualRate[dialect] : options.rate,
        listLimit: options.listLimit ?? 1_000_000,
      });
      const answer = createAnswerer({ far, plan, notes, now, refresh: journal.refresh, closing: closing.signal });
      const server = await listen(answer, options.port ?? 0);
      baseUrl = `http://127.0.0.1:${server.port}`;
      let closed: Promise<void> | undefined;
      return ok({
        dialect, baseUrl,
        credentials: far.credentials,
        setFaults: plan.set,
        contents: (listRef) => {
          journal.refresh();
          if (far.contents !== undefined) return far.contents(listRef);
          const list = lists.byId(far.listId(listRef) ?? '');
          return list === undefined ? [] : [...list.stamps].map(([phone, { expiresAt, addedAt }]) => ({ phone, expiresAt, addedAt }));
        },
        requests: notes.last,
        close: () => {
          closed ??= (async () => {
            closing.abort();
            await server.close();
            await journal.close();
          })();
          return closed;
        },
      });
    } catch (problem) {
      await journal.close();
      throw problem;
    }
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem) return fail({ type: 'PracticeUnavailable', why: problem.message });
    throw problem;
  }
};

const createFar: Readonly<Record<Dialect, (needs: TenantNeeds) => Far>> = {
  'genesys-dnclists': createGenesysTenant,
  'cxone-dnc-groups': createCxoneTenant,
  'genesys-dnc-entries-bulk': createBulkTenant,
  'genesys-dnclist-entries': createEntriesTenant,
  'cxone-dnc-entries': createCxoneEntriesTenant,
  'genesys-contactlists': createContactlistsTenant,
};

/** Genesys publishes 300 requests a minute per token, one guide 50 a second; the others publish nothing. */
const usualRate: Readonly<Record<Dialect, Rate | null>> = {
  'genesys-dnclists': { requests: 300, perMs: 60_000 },
  'cxone-dnc-groups': null,
  'genesys-dnc-entries-bulk': null,
  'genesys-dnclist-entries': null,
  'cxone-dnc-entries': { requests: 50, perMs: 1_000 },
  'genesys-contactlists': { requests: 300, perMs: 60_000 },
};

const listen = async (answer: (request: Request, sockets: Sockets) => Promise<Response>, port: number) => {
  // The server is plain HTTP/1.1, so its sockets are node:http's.
  const server = createAdaptorServer({ fetch: (request, env) => answer(request, env as Sockets), overrideGlobalObjects: false }) as import('node:http').Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    // A listening TCP server has an AddressInfo.
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
};
