// The watched folders as they stand, read again whenever the ledger changes.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { WatchView } from '../../../src-shared/contract/watches.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { createCoalesced, createLatest } from '../../wizard/latest.ts';

export type Watches = { readonly watches: readonly WatchView[] | null; readonly failure: Failure | null; readonly refresh: () => void };

export const useWatches = (client: Client): Watches => {
  const [found, setFound] = useState<Omit<Watches, 'refresh'>>({ watches: null, failure: null });
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const latest = createLatest();
    const look = createCoalesced(() => latest(() => client.call('watch.list', {}), (reply) => {
      setFound((before) => (reply.ok ? { watches: reply.value, failure: null } : { ...before, failure: reply.failure }));
    }), 400);
    const deaf = client.listen((event) => { if (event.type === 'ledger.changed') look.hint(); });
    again.current = look.hint;
    look.hint();
    return () => { deaf(); look.close(); };
  }, [client]);
  return { ...found, refresh: useCallback(() => { again.current(); }, []) };
};
