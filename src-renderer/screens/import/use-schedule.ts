// The lines for the system's own scheduler, as the desk's machine would run them.
import { useEffect, useState } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ScheduleView } from '../../../src-shared/contract/watches.ts';

/** Null until they are there. */
export const useSchedule = (client: Client, everyMinutes: number): ScheduleView | null => {
  const [lines, setLines] = useState<ScheduleView | null>(null);
  useEffect(() => {
    let here = true;
    const read = async (): Promise<void> => {
      const reply = await client.call('watch.schedule', { everyMinutes });
      if (here && reply.ok) setLines(reply.value);
    };
    void read();
    return () => { here = false; };
  }, [client, everyMinutes]);
  return lines;
};
