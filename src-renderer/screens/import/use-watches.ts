// The watched folders as they stand, read again whenever the ledger changes.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { WatchView } from '../../../src-shared/contract/watches.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { createLatest } from '../../wizard/latest.ts';
import { isLedgerChange, readAgain } from '../../wizard/read-again.ts';

export type Watches = { readonly watches: readonly WatchView[] | null; readonly failure: Failure | null; readonly refresh: () => void };

export const useWatches = (client: Client): Watches => {
  const [found, setFound] = useState<Omit<Watches, 'refresh'>>({ watches: null, failure: null });
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const latest = createLatest();
    const look = () => latest(() => client.call('watch.list', {}), (reply) => {
      setFound((before) => (reply.ok ? { watches: reply.value, failure: null } : { ...before, failure: reply.failure }));
    });
    const { hint, close } = readAgain(client, look, { restMs: 400, concerns: isLedgerChange });
    again.current = hint;
    return close;
  }, [client]);
  return { ...found, refresh: useCallback(() => { again.current(); }, []) };
};
