// Campaigns that came to their end: nobody is called through them any more, which nobody sees from here, so it is said with the way to wake them.
import type { JSX } from 'react';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import { Button } from './button.tsx';
import { Hint } from './failure-notice.tsx';
import { ReadersOnly } from './layout.tsx';

type Sleepy = Pick<DestinationView, 'destinationId' | 'name' | 'lists'>;

/** Names, each once, over all lists of a destination. */
const asleepOf = ({ lists }: Pick<DestinationView, 'lists'>): readonly string[] => [...new Set(lists.flatMap(({ uses }) => uses?.asleep ?? []))];

/** One hint for each destination that has some; nothing for the others. */
export const AsleepHints = ({ destinations, onLook }: { readonly destinations: readonly Sleepy[]; readonly onLook: (destinationId: number) => void }): JSX.Element => (
  <>
    {destinations.flatMap((destination) => {
      const names = asleepOf(destination);
      const [one] = names;
      return one === undefined ? [] : [(
        <Hint key={destination.destinationId} tone="warn">
          {names.length === 1 ? `The campaign “${one}”` : `${names.length} campaigns (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`} of {destination.name} came to {names.length === 1 ? 'its' : 'their'} end and {names.length === 1 ? 'calls' : 'call'} nobody any more.{' '}
          <Button kind="inline" onPress={() => { onLook(destination.destinationId); }}>Look at the campaigns<ReadersOnly> of {destination.name}</ReadersOnly></Button>
        </Hint>
      )];
    })}
  </>
);
