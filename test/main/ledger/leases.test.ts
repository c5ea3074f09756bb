// One process at a time: a lease is taken or refused at once, kept by renewing, and ends by itself when nobody does.
import { spawn } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src-main/ledger/migrate.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { createLeaseRepository, leaseMs, type LeaseRepository } from '../../../src-main/ledger/repositories/leases.ts';
import { createProcessLife } from '../../../src-main/ports/process-life.ts';

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

describe('a lease whose owner was killed', () => {
  it('is free at once on the same machine, and only there, and never while the process lives', async () => {
    const db = openDatabase(':memory:');
    migrate(db);
    const here = createProcessLife('here');
    const mine = createLeaseRepository(db, here.isGone);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const nameOfChild = (machine: string): string => createProcessLife(machine, child.pid ?? 0).nameOwner('theirs');
    mine.take('intake', nameOfChild('here'), 0);
    expect(mine.take('intake', here.nameOwner('mine'), 1)).toBe(nameOfChild('here'));
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGKILL');
    await ended;
    expect(mine.holder('intake', 2)).toBeNull();
    expect(mine.take('intake', here.nameOwner('mine'), 2)).toBeNull();
    // Over there the same number may be somebody at work.
    expect(mine.take('run 1', nameOfChild('there'), 2)).toBeNull();
    expect(mine.take('run 1', here.nameOwner('mine'), 3)).toBe(nameOfChild('there'));
  });
  it('of a name without a process waits for its time', () => {
    const { isGone, nameOwner } = createProcessLife();
    expect([isGone('a'), isGone(''), isGone('dead 4'), isGone(nameOwner('mine'))]).toEqual([false, false, false, false]);
  });
});
