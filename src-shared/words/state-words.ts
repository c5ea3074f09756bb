// The states, steps and choices of the product in words: one sentence each, the same in the window and on the command line.
import type { DestinationView } from '../contract/destinations.ts';
import type { HomeView } from '../contract/log.ts';
import type { HeldBack, PlanWarning } from '../contract/runs.ts';
import type { ConflictChoice, ConflictKind } from '../domain/conflict.ts';
import type { DestinationState, Dialect, DncType } from '../domain/dnc.ts';
import type { BatchState, RunState } from '../domain/run.ts';
import { countOf, formatCount } from './figures.ts';

export type StateWords = { readonly word: string; readonly meaning: string };

export const destinationStateWords: Readonly<Record<DestinationState, StateWords>> = {
  DRAFT: { word: 'Draft', meaning: 'Nothing has been pushed yet.' },
  PUSHING: { word: 'Pushing', meaning: 'Numbers are being sent.' },
  COOLING: { word: 'Cooling', meaning: 'The vendor accepted the numbers; its list is read back when the cooldown is over.' },
  ACTIVE: { word: 'Active', meaning: 'The list was read back and every number was found, or a person answers for it by name.' },
  ATTENTION: { word: 'Attention', meaning: 'Something is not as it must be; a person has to look.' },
};

/** ACTIVE never goes without what it rests on. */
const activeWords = ({ verifiedBy, attestedBy }: Pick<DestinationView, 'verifiedBy' | 'attestedBy'>): StateWords =>
  verifiedBy === 'attestation'
    ? { word: `Active: answered for by ${attestedBy ?? 'a person'}, not read back`, meaning: 'This vendor’s interface cannot read a list back; the person named looked at it and answers for it.' }
    : { word: 'Active', meaning: 'The list was read back and every number was found.' };

/** The state of one destination, in words that say what it rests on. */
export const stateOf = (destination: Pick<DestinationView, 'state' | 'verifiedBy' | 'attestedBy'>): StateWords =>
  destination.state === 'ACTIVE' ? activeWords(destination) : destinationStateWords[destination.state];

export const runStateWords: Readonly<Record<RunState, StateWords>> = {
  cutting: { word: 'Preparing', meaning: 'Batches are being cut and written down.' },
  running: { word: 'Running', meaning: 'Batches are being sent.' },
  stopped: { word: 'Stopped', meaning: 'It stands still and can be resumed where it stopped.' },
  cooling: { word: 'Cooling', meaning: 'Every batch is answered; waiting before reading back.' },
  verifying: { word: 'Verifying', meaning: 'The list is being read back.' },
  ended: { word: 'Ended', meaning: 'Nothing is left to do in this run.' },
};

export const batchStateWords: Readonly<Record<BatchState, StateWords>> = {
  waiting: { word: 'Waiting', meaning: 'Not sent yet.' },
  sending: { word: 'Sending', meaning: 'The request is under way.' },
  answered: { word: 'Answered', meaning: 'The vendor answered for every number.' },
  refused: { word: 'Refused', meaning: 'The vendor refused the batch as a whole.' },
  unknown: { word: 'Unknown', meaning: 'No answer came; it is found out by reading back.' },
  verified: { word: 'Verified', meaning: 'Reading back settled what had been unknown.' },
  unverifiable: { word: 'Unverifiable', meaning: 'No certain answer came and the list cannot be read back: its numbers wait as dead letters.' },
  superseded: { word: 'Superseded', meaning: 'A later batch sends its missing numbers.' },
};

/** `label` stands on the button; `why` beside it. */
export const nextStepWords: Readonly<Record<HomeView['next'], { readonly label: string; readonly why: string }>> = {
  'unlock-secrets': { label: 'Unlock secrets', why: 'The place where secrets are kept is locked or missing, so nothing can be sealed or sent.' },
  import: { label: 'Import a file', why: 'No list has been imported yet.' },
  'map-codes': { label: 'Map the codes', why: 'Some numbers carry a code that nobody has given a meaning, so they are held back.' },
  review: { label: 'Review the quarantine', why: 'Some rows could not be read as a number and wait for your decision.' },
  'decide-conflicts': { label: 'Decide the conflicts', why: 'Type, jurisdiction and area code disagree for some numbers.' },
  'add-destination': { label: 'Add a destination', why: 'The numbers are ready, but there is nowhere to push them.' },
  push: { label: 'Push', why: 'There are numbers that the destination does not have yet.' },
  resume: { label: 'Resume the run', why: 'A run stopped before it had sent everything.' },
  wait: { label: 'Look at the cooldown', why: 'Everything is sent; the vendor’s list is read back when the cooldown is over.' },
  verify: { label: 'Verify', why: 'What was pushed is not verified yet: read the list back and compare.' },
  'look-at-differences': { label: 'Look at the differences', why: 'The vendor’s list is not what was pushed.' },
  'dead-letters': { label: 'Settle the dead letters', why: 'The vendor refused some numbers: retry, correct or discard them.' },
  'decide-releases': { label: 'Decide the releases', why: 'Some blocks are proposed to end. None ends before a person approves it.' },
  'export-log': { label: 'Export the sealed log', why: 'Everything is verified. Put the proof in a safe place.' },
  nothing: { label: 'Nothing to do', why: 'Every destination is verified and the log is exported.' },
};

/** What waits beside a push that comes first; null where nothing does. */
export const waitsBeside = ({ next, unmapped, unmappedCodes = 0 }: Pick<HomeView, 'next' | 'unmapped' | 'unmappedCodes'>): string | null =>
  next === 'push' && unmapped > 0 && unmappedCodes > 0
    ? `After that: ${countOf(unmappedCodes, 'code')} without a meaning ${unmappedCodes === 1 ? 'holds' : 'hold'} back ${countOf(unmapped, 'number')}.`
    : null;

export const heldBackWords: Readonly<Record<HeldBack['why'], string>> = {
  quarantined: 'held in quarantine',
  on_the_way: 'on the way in a run that has not ended',
  code_unmapped: 'code without a meaning in the code map',
  conflict_undecided: 'conflict nobody has decided',
  conflict_held: 'conflict, decided to hold back',
  country_not_allowed: 'country not allowed at this destination',
  expired: 'expired already',
  list_not_chosen: 'no list chosen for this type',
  jurisdiction_missing: 'no jurisdiction, and this vendor would block it everywhere',
  dead_letter: 'refused before (dead letter)',
};

/** One sentence: what the push will meet. */
export const planWarningWords = (warning: PlanWarning): string => {
  switch (warning.kind) {
    case 'list_full': return `The list “${warning.listName}” has room for ${formatCount(warning.room)} of these ${formatCount(warning.numbers)} numbers: it holds ${formatCount(warning.limit)} at most.`;
    case 'list_unsuitable': return `The list “${warning.listName}” took no numbers when it was last checked: ${warning.why}.`;
    case 'list_unused': return `No campaign or skill used the list “${warning.listName}” when it was last checked: it protects nobody yet.`;
    default: return warning satisfies never;
  }
};

export const conflictKindWords: Readonly<Record<ConflictKind, StateWords>> = {
  state_without_state: { word: 'STATE entry without a state', meaning: 'The type is STATE, but neither the row, nor the code map, nor the area code names a state.' },
  state_mismatch: { word: 'Declared state and area code differ', meaning: 'The entry names one state and the number’s area code belongs to another.' },
  row_map_mismatch: { word: 'Row and code map differ', meaning: 'The row names one jurisdiction and the code map another.' },
  federal_outside_country: { word: 'FEDERAL entry for a foreign number', meaning: 'The US national registry takes no numbers from this country.' },
};

export const conflictChoiceWords: Readonly<Record<ConflictChoice, string>> = {
  keep: 'Keep as declared',
  use_area_code: 'Use the area code’s state',
  use_row: 'Use what the row says',
  use_map: 'Use what the code map says',
  hold: 'Hold back',
};

export const dncTypeWords: Readonly<Record<DncType, string>> = {
  FEDERAL: 'National registry',
  STATE: 'A state’s own list',
  CORPORATE: 'Requests to the whole company',
  PERSONAL: 'Requests to one person or campaign',
};

export const dialectWords: Readonly<Record<Dialect, string>> = {
  'genesys-dnclists': 'Genesys Cloud',
  'cxone-dnc-groups': 'NICE CXone',
  'genesys-dnc-entries-bulk': 'Genesys DNC entries',
  'genesys-dnclist-entries': 'Genesys DNC list entries',
  'cxone-dnc-entries': 'CXone DNC entries',
  'genesys-contactlists': 'Genesys contact lists',
};
