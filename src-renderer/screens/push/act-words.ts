// What an act on the push screen has set going, said once it was accepted; what came of it is shown by the run itself.
import type { PushAct } from './push-store.ts';

export const actWords = ({ act }: PushAct): string => {
  switch (act) {
    case 'start': return 'The run has begun.';
    case 'stop': return 'Stopped; the requests that were under way have been waited for.';
    case 'resume': return 'The run goes on where it stood.';
    case 'retry': return 'The refused numbers are sent again, in a new batch.';
    case 'correct': return 'The corrected number is sent, in a new batch.';
    case 'discard': return 'Discarded; the reason stands in the record.';
    default: return act satisfies never;
  }
};
