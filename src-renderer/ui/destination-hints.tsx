// What a person should know of a destination besides its state: a far side that is left alone, the last time all was well, lists nobody uses.
import type { JSX } from 'react';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import { countOf } from '../../src-shared/words/figures.ts';
import { Hint } from './failure-notice.tsx';
import { Moment } from './moment.tsx';

const sideWords = { push: 'Pushing', 'read-back': 'Reading back' } as const;

export const CircuitHints = ({ destination: { circuits, lastGood } }: { readonly destination: Pick<DestinationView, 'circuits' | 'lastGood'> }): JSX.Element => (
  <>
    {circuits.map(({ side, probeAt, failures, why }) => (
      <Hint key={side} tone="warn">
        {sideWords[side]} has failed {countOf(failures, 'time')} in a row ({why.replace(/\.$/, '')}), so the vendor is left alone until <Moment at={probeAt} seconds />; then one request tries again.
        {lastGood === null ? '' : <> Last known good: <Moment at={lastGood.at} />, {countOf(lastGood.numbers, 'number')} {lastGood.by === 'attestation' ? 'answered for' : 'read back'}.</>}
      </Hint>
    ))}
  </>
);

/** A list nobody uses protects nobody; where the vendor does not say, nothing is claimed. */
export const UnusedLists = ({ lists, listWord }: Pick<DestinationView, 'lists'> & { readonly listWord: string }): JSX.Element => (
  <>
    {lists.filter(({ uses }) => uses !== null && uses.by.length === 0).map(({ dncType, listName, uses }) => (
      <Hint key={dncType} tone="warn">No campaign or skill uses the {listWord} “{listName}” ({dncType}): it protects nobody yet.{(uses?.warnings ?? []).map((warning) => ` ${warning}.`)}</Hint>
    ))}
  </>
);

/** "campaign Spring (on)": what uses each list, and what weakens it. */
export const ListUses = ({ lists }: Pick<DestinationView, 'lists'>): JSX.Element => (
  <ul>
    {lists.flatMap(({ dncType, listName, uses }) => (uses === null || uses.by.length === 0 ? [] : [<li key={dncType}>{listName}: {uses.by.join(', ')}{uses.warnings.map((warning) => `; ${warning}`)}</li>]))}
  </ul>
);
