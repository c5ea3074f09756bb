// The saved layouts by name, read again whenever `version` rises.
import { useEffect, useState } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { SavedLayout } from '../../../src-shared/contract/layouts.ts';

/** More than anybody chooses from; the rest is found by name on the command line. */
const mostShown = 200;

export const useSavedLayouts = (client: Client, version: number): readonly SavedLayout[] => {
  const [layouts, setLayouts] = useState<readonly SavedLayout[]>([]);
  useEffect(() => {
    let here = true;
    const read = async (): Promise<void> => {
      const reply = await client.call('layout.page', { offset: 0, limit: mostShown });
      if (here && reply.ok) setLayouts(reply.value.rows);
    };
    void read();
    return () => { here = false; };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- `version` is the reason to read again
  }, [client, version]);
  return layouts;
};
