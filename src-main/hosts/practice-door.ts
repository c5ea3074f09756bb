// Practice tenants for the core: started when first asked for, on a loopback port, and kept while the process lives.
import { join } from 'node:path';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { PracticeUnavailable } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { PracticeDoor } from '../core/core.ts';
import type { FaultRule, PracticeTenant } from '../practice/practice.ts';
import { startPractice } from '../practice/start-practice.ts';

type Opened = Result<PracticeTenant, PracticeUnavailable>;

/** Each tenant's lists live in `folder`/<tenant> and survive restarts; `faults` are the bad days that all of them have. */
export const createPracticeDoor = (folder: string, faults: Result<readonly FaultRule[], PracticeUnavailable> = ok([])): { readonly door: PracticeDoor; readonly close: () => Promise<void> } => {
  const tenants = new Map<string, Promise<Opened>>();

  const start = async (dialect: Dialect, tenant: string): Promise<Opened> => {
    if (!/^[\w-]{1,80}$/.test(tenant)) return fail({ type: 'PracticeUnavailable', why: 'its name cannot be a folder’s' });
    return faults.ok ? startPractice(dialect, { store: join(folder, tenant), faults: faults.value }) : faults;
  };

  return {
    door: {
      open: async (dialect, tenant) => {
        const key = `${dialect}/${tenant}`;
        const opening = tenants.get(key) ?? start(dialect, tenant);
        tenants.set(key, opening);
        const opened = await opening;
        if (!opened.ok) {
          tenants.delete(key);
          return opened;
        }
        return ok({ baseUrl: opened.value.baseUrl, credentials: opened.value.credentials });
      },
    },
    close: async () => {
      const opened = await Promise.all(tenants.values());
      tenants.clear();
      await Promise.all(opened.map(async (tenant) => { if (tenant.ok) await tenant.value.close(); }));
    },
  };
};
