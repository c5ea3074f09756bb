// The short table of faults: the code of `npm run faults` on fewer numbers and kills; and proof that the table can fail.
import { describe, expect, it } from 'vitest';
import type { Batch, Connector, PushOutcome } from '../../../src-main/vendors/connector.ts';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import { worst } from '../../faults/books.ts';
import { meets, tableFaults, type TableFault } from '../../faults/fault-list.ts';
import { isHeld, runTable, type Table } from '../../faults/fault-table.ts';
import { runCell } from '../../faults/run-cell.ts';
import { withoutRates } from '../../faults/without-rates.ts';

const numbers = 200;
const quiet = { numbers, say: () => {} };
const failed = ({ cells }: Table) => cells.filter(({ verdict }) => verdict !== 'held');

describe('every fault', () => {
  // Each fault meets two of the six dialects here, or one while numbers are taken off, and each dialect a part of the faults: `npm run faults` crosses them all.
  const shareOf = (dialect: Dialect): readonly TableFault[] => {
    const at = dialects.indexOf(dialect);
    const [releases = [], pushes = []] = [true, undefined].map((wanted) => tableFaults.filter((fault) => fault.releases === wanted && fault.blow !== 'disk-full'));
    return [...pushes.filter((_, i) => i % 3 === at % 3), ...releases.filter((_, i) => i % 6 === at)];
  };
  it.each(dialects)('is held by %s: nothing lost, nothing doubled, nothing falsely done', async (dialect) => {
    const faults = shareOf(dialect);
    const table = await runTable({ ...quiet, dialects: [dialect], faults, kills: 0, seed: 1, only: 'cells' });
    expect(failed(table)).toEqual([]);
    expect(isHeld(table)).toBe(true);
    expect(table.cells).toHaveLength(faults.filter((fault) => meets(fault, dialect)).length);
  }, 120_000);
});

describe('kill -9 under faults', () => {
  const chosen = new Set(['reset after applying', 'release: half JSON']);
  it('fifteen times over all dialects, putting numbers there and taking them off, loses nothing and doubles nothing', async () => {
    const table = await runTable({ ...quiet, dialects, faults: tableFaults.filter(({ name }) => chosen.has(name)), kills: 15, seed: Math.floor(Math.random() * 1e9), only: 'kills' });
    expect(failed(table), `seed ${table.seed}`).toEqual([]);
    expect(table.kills).toBe(15);
    expect(table.midway).toBeGreaterThan(0);
  }, 120_000);
});

describe('the table', () => {
  const faultNamed = (name: string): TableFault => {
    const fault = tableFaults.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`no fault ${name}`);
    return fault;
  };
  /** The product's connector, but for what it makes of an answer. */
  const bent = (dialect: Dialect, push: (honest: Connector, ...rest: Parameters<Connector['push']>) => Promise<PushOutcome>) => {
    const connectors = withoutRates();
    const honest = connectors[dialect];
    return { ...connectors, [dialect]: { ...honest, push: (call, batch) => push(honest, call, batch) } satisfies Connector };
  };
  const allAccepted = ({ numbers: of }: Batch): PushOutcome => ({ kind: 'answered', receipt: '', vendorDate: null, pace: null, entries: of.map(({ phone }) => ({ phone, result: 'accepted' })) });

  it('tells when a connector takes any answer for a yes', async () => {
    const found = await runCell(faultNamed('503'), 'genesys-dnc-entries-bulk', numbers, bent('genesys-dnc-entries-bulk', async (honest, call, batch) => {
      const outcome = await honest.push(call, batch);
      return outcome.kind === 'unknown' ? allAccepted(batch) : outcome;
    }));
    expect(worst(found)).toBe('lost');
  });

  it('tells when a read-back is taken for whole that was not', async () => {
    const connectors = withoutRates();
    const honest = connectors['cxone-dnc-groups'];
    let pushed: readonly { readonly listRef: string; readonly phone: string; readonly expiresAt: number | null }[] = [];
    const found = await runCell(faultNamed('read-back 503'), 'cxone-dnc-groups', numbers, { ...connectors, 'cxone-dnc-groups': {
      ...honest,
      push: (call, batch) => {
        pushed = [...pushed, ...batch.numbers.map(({ phone }) => ({ listRef: batch.listRef, phone, expiresAt: batch.expiresAt }))];
        return honest.push(call, batch);
      },
      lookUp: async (_, listRef, phone) => ({ kind: 'looked-up', listed: pushed.some((one) => one.listRef === listRef && one.phone === phone) ? { phone, expiresAt: null, jurisdiction: null } : null }),
      readBack: async function* (call, listRef) {
        await call.http.send({ method: 'GET', url: `${call.apiBase}/dnc-groups/${listRef}/records?skip=0&top=1`, headers: { authorization: `Bearer ${call.token()}` }, timeoutMs: 1_000, maxBytes: 10_000 });
        yield { kind: 'listed', entries: pushed.filter((one) => one.listRef === listRef).map(({ phone, expiresAt }) => ({ phone, expiresAt, jurisdiction: null })) };
      },
    } });
    expect(worst(found)).toBe('falsely done');
  });

  it('tells when a batch goes out under another key', async () => {
    let tries = 0;
    const found = await runCell(faultNamed('reset after applying'), 'cxone-dnc-entries', numbers, bent('cxone-dnc-entries', (honest, call, batch) => {
      tries += 1;
      return honest.push(call, { ...batch, idempotencyKey: `${batch.idempotencyKey.slice(0, -4)}${String(1000 + tries)}` });
    }));
    expect(worst(found)).toBe('doubled');
  });
});
