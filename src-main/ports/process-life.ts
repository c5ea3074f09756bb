// Whether the process behind an owner's name is gone for certain, so that what a killed process held is free at once.
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessLife {
  /** A name for this process: what is given, its number, and the machine on which that number means it. */
  readonly nameOwner: (id: string) => string;
  /** True only for a process of this machine that is not there any more; a number in use again counts as alive, and so does every doubt. */
  readonly isGone: (owner: string) => boolean;
}

/** `machine` and `pid` as this process has them; tests bring others. */
export const createProcessLife = (machine: string = thisMachine(), pid: number = process.pid): ProcessLife => ({
  nameOwner: (id) => `${id} ${pid}@${machine}`,
  isGone: (owner) => {
    const parts = /^\S+ (\d+)@(.+)$/s.exec(owner);
    return parts !== null && parts[2] === machine && Number(parts[1]) !== pid && !isAlive(Number(parts[1]));
  },
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM is a process of somebody else's; only ESRCH says that there is none.
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH');
  }
};

/** A container has numbers of its own under what may be the same host name. */
const thisMachine = (): string => {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
};
