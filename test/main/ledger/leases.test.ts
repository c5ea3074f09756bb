// One process at a time: a lease is taken or refused at once, kept by renewing, and ends by itself when nobody does.
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src-main/ledger/migrate.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { createLeaseRepository, leaseMs, type LeaseRepository } from '../../../src-main/ledger/repositories/leases.ts';

let leases: LeaseRepository;
beforeEach(() => {
  const db = openDatabase(':memory:');
  migrate(db);
  leases = createLeaseRepository(db);
});

describe('a lease', () => {
  it('is one owner\'s until it ends, and names that owner to all others', () => {
    expect(leases.take('intake', 'a', 0)).toBeNull();
    expect(leases.take('intake', 'b', leaseMs - 1)).toBe('a');
    expect(leases.holder('intake', leaseMs - 1)).toBe('a');
    expect(leases.take('intake', 'b', leaseMs)).toBeNull();
    expect(leases.holder('intake', leaseMs)).toBe('b');
    expect(leases.take('intake', 'a', leaseMs)).toBe('b');
  });

  it('is renewed by taking it again', () => {
    leases.take('intake', 'a', 0);
    expect(leases.take('intake', 'a', leaseMs - 1)).toBeNull();
    expect(leases.take('intake', 'b', leaseMs)).toBe('a');
    expect(leases.take('intake', 'b', 2 * leaseMs - 1)).toBeNull();
  });

  it('is released by its owner alone', () => {
    leases.take('intake', 'a', 0);
    leases.release('intake', 'b');
    expect(leases.holder('intake', 1)).toBe('a');
    leases.release('intake', 'a');
    expect(leases.holder('intake', 1)).toBeNull();
    leases.release('intake', 'a');
    expect(leases.take('intake', 'b', 1)).toBeNull();
  });

  it('does not shut out leases of another name', () => {
    leases.take('run 1', 'a', 0);
    expect(leases.take('run 2', 'b', 0)).toBeNull();
  });
});
