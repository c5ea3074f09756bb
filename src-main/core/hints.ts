// Hints to whoever listens: the first of a kind leaves at once, a burst of the same kind leaves as one.
import type { CoreEvent } from '../../src-shared/contract/contract.ts';
import type { Hint } from './handlers.ts';

export type Hints = {
  readonly hint: (event: Hint) => void;
  readonly listen: (hear: (event: CoreEvent) => void) => () => void;
};

/** `later` runs its work once after the pause between two hints of a kind. */
export const createHints = (later: (work: () => void) => void): Hints => {
  const ears = new Set<(event: CoreEvent) => void>();
  const waiting = new Map<string, Hint | null>();
  let seq = 0;
  const tell = (event: Hint): void => {
    seq += 1;
    for (const hear of ears) hear({ ...event, seq });
  };
  const hint = (event: Hint): void => {
    const key = 'runId' in event ? `${event.type} ${event.runId}` : 'destinationId' in event ? `${event.type} ${event.destinationId}` : event.type;
    if (waiting.has(key)) {
      waiting.set(key, event);
      return;
    }
    waiting.set(key, null);
    tell(event);
    later(() => {
      const last = waiting.get(key);
      waiting.delete(key);
      if (last != null) hint(last);
    });
  };
  return {
    hint,
    listen: (hear) => {
      ears.add(hear);
      return () => { ears.delete(hear); };
    },
  };
};
