// Why numbers stay behind, in words, and the screen where each reason is settled.
import type { HeldBack } from '../../../src-shared/contract/runs.ts';
import { conflictKinds } from '../../../src-shared/domain/conflict.ts';
import { conflictKindWords, heldBackWords } from '../../../src-shared/words/state-words.ts';
import type { Route } from '../../wizard/routes.ts';

export const heldWords = ({ why, detail }: HeldBack): string => {
  if (detail === null) return why === 'code_unmapped' ? `${heldBackWords[why]} (no code at all)` : heldBackWords[why];
  const kind = conflictKinds.find((one) => one === detail);
  return `${heldBackWords[why]}: ${kind === undefined ? (detail === '' ? 'no code at all' : detail) : conflictKindWords[kind].word}`;
};

export type HeldWay = { readonly label: string; readonly route: Route };

/** Null where nothing here settles it: an expired entry stays expired. */
export const heldWay = (why: HeldBack['why'], destinationId: number): HeldWay | null => {
  const destination = String(destinationId);
  switch (why) {
    case 'quarantined': return { label: 'Review', route: { screen: 'quarantine', params: {} } };
    case 'code_unmapped': return { label: 'Map the codes', route: { screen: 'map-codes', params: {} } };
    case 'conflict_undecided': return { label: 'Decide', route: { screen: 'map-codes', params: { tab: 'conflicts' } } };
    case 'conflict_held': return { label: 'Change the decision', route: { screen: 'map-codes', params: { tab: 'conflicts' } } };
    case 'country_not_allowed': return { label: 'Allowed countries', route: { screen: 'destinations', params: { destination } } };
    case 'list_not_chosen': return { label: 'Choose a list', route: { screen: 'destinations', params: { destination } } };
    case 'dead_letter': return { label: 'Dead letters', route: { screen: 'push', params: { destination, tab: 'dead-letters' } } };
    case 'on_the_way': return { label: 'The run', route: { screen: 'push', params: { destination, tab: 'batches' } } };
    case 'jurisdiction_missing': return { label: 'Map the codes', route: { screen: 'map-codes', params: {} } };
    case 'expired': return null;
    default: return why satisfies never;
  }
};
