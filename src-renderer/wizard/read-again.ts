// Reads at once, and again whenever an event says that it may have changed: what a store does while its screen is shown.
import type { Client, CoreEvent } from '../../src-shared/contract/contract.ts';
import { createCoalesced } from './latest.ts';

/** `restMs`: the rest between two readings. */
export type ReadingRules = { readonly restMs: number; readonly concerns: (event: CoreEvent) => boolean };

export const isLedgerChange = ({ type }: CoreEvent): boolean => type === 'ledger.changed';
/** Everything but the rows of an import that is still under way. */
export const isAnyChange = ({ type }: CoreEvent): boolean => type !== 'import.progress';

/** `hint` asks for one more reading; nothing is read after `close`. */
export const readAgain = (client: Pick<Client, 'listen'>, read: () => Promise<void>, { restMs, concerns }: ReadingRules): { readonly hint: () => void; readonly close: () => void } => {
  const look = createCoalesced(read, restMs);
  const deaf = client.listen((event) => { if (concerns(event)) look.hint(); });
  look.hint();
  return { hint: look.hint, close: () => { deaf(); look.close(); } };
};

/** The `open` and `close` of a store. */
export const createReading = (client: Pick<Client, 'listen'>, read: () => Promise<void>, rules: ReadingRules): { readonly open: () => void; readonly close: () => void } => {
  let close = (): void => undefined;
  return {
    open: () => { ({ close } = readAgain(client, read, rules)); },
    close: () => { close(); },
  };
};
