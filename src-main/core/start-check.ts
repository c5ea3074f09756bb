// Every leaf is hashed anew once in a process's life: at once while the log is short, in turns that nobody waits for where it is long.
import type { Ledger } from '../ledger/open-ledger.ts';
import { rest } from '../sealed-log/bundle-members.ts';
import { inSteps } from './subject-index.ts';

export type StartCheck = {
  /**
   * Why this log may not be written, in plain words; null while nothing is known against it. `stays`: the process will be there to hear the
   * end, so a long log may be written as soon as its tree is the signed one (whatever is signed then only continues it, and hides nothing)
   * while its leaves are still being hashed; a process that ends with its command waits for all of it.
   */
  readonly flaw: (stays: boolean) => Promise<string | null>;
  /** What was found so far. */
  readonly found: () => string | null;
  /** Nothing more is looked at. */
  readonly stop: () => void;
};

/** `onFlaw` is told of a flaw found after writing was allowed, and takes that back. */
export const createStartCheck = ({ log }: Pick<Ledger, 'log'>, onFlaw: (flaw: string) => void, longFrom = longLog): StartCheck => {
  let isSound = false;
  let isStopped = false;
  let found: string | null = null;
  let running: Promise<void> | null = null;
  const judge = async (): Promise<void> => {
    try {
      const flaw = await inSteps(inTurns(), rest);
      found = flaw;
      isSound = flaw === null;
    } catch {
      found = isStopped ? null : 'its leaves cannot be read to their end';
    }
    if (found !== null) onFlaw(found);
  };
  function* inTurns(): Generator<undefined, string | null> {
    const turns = log.flawInTurns();
    for (let turn = turns.next(); ; turn = turns.next()) {
      if (turn.done === true) return turn.value;
      yield;
      if (isStopped) throw new Error('stopped');
    }
  }
  return {
    flaw: async (stays) => {
      if (isSound) return null;
      if (log.size() < longFrom) {
        // What is wrong is looked at anew each time: a short log costs little.
        found = log.flaw();
        isSound = found === null;
        return found;
      }
      if (found !== null) return found;
      if (running === null) found = log.flawAtOnce();
      if (found !== null) return found;
      running ??= judge();
      if (stays) return null;
      await running;
      return found ?? (isSound ? null : 'it was not looked at to its end, since the program is closing');
    },
    found: () => found,
    stop: () => { isStopped = true; },
  };
};

const longLog = 20_000;
