// Another process's write is noticed within a second, and a ledger that cannot be looked at just now does not end this one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHints } from '../../../src-main/core/hints.ts';
import { watchLedger } from '../../../src-main/core/watch-ledger.ts';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';

describe('the watch', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('tells every change once, until it is ended', () => {
    let version = 1;
    const told = vi.fn<() => void>();
    const stop = watchLedger({ path: 'l', dataVersion: () => version }, told);
    vi.advanceTimersByTime(3000);
    expect(told).toHaveBeenCalledTimes(0);
    version = 2;
    vi.advanceTimersByTime(3000);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
    version = 3;
    vi.advanceTimersByTime(3000);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('looks again when the ledger could not be looked at', () => {
    let look = (): number => 1;
    const told = vi.fn<() => void>();
    const stop = watchLedger({ path: 'l', dataVersion: () => look() }, told);
    look = () => { throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY_RECOVERY' }); };
    vi.advanceTimersByTime(2000);
    look = () => 2;
    vi.advanceTimersByTime(1000);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
  });
});

describe('hints', () => {
  const make = () => {
    const later: (() => void)[] = [];
    const heard: CoreEvent[] = [];
    const hints = createHints((work) => { later.push(work); });
    const deaf = hints.listen((event) => { heard.push(event); });
    return { hints, heard, deaf, wait: () => { for (const work of later.splice(0)) work(); } };
  };

  it('of a kind leave at once and then as one, the last of them', () => {
    const { hints, heard, wait } = make();
    for (let rows = 1; rows <= 5; rows += 1) hints.hint({ type: 'import.progress', file: 'a', rows, bytes: 0, totalBytes: 0 });
    expect(heard).toMatchObject([{ rows: 1, seq: 1 }]);
    wait();
    expect(heard).toMatchObject([{ rows: 1, seq: 1 }, { rows: 5, seq: 2 }]);
    wait();
    expect(heard).toHaveLength(2);
  });

  it('of different runs do not swallow one another, and nobody hears after listening no more', () => {
    const { hints, heard, deaf } = make();
    hints.hint({ type: 'run.changed', runId: 1, destinationId: 1 });
    hints.hint({ type: 'run.changed', runId: 2, destinationId: 1 });
    hints.hint({ type: 'verify.changed', destinationId: 1 });
    hints.hint({ type: 'ledger.changed' });
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    deaf();
    hints.hint({ type: 'run.changed', runId: 3, destinationId: 1 });
    expect(heard).toHaveLength(4);
  });
});
