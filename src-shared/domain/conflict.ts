// The validation matrix: DNC type, declared jurisdiction and the number's own area code are compared, and a person decides each kind of conflict.
import type { DncType } from './dnc.ts';

export const conflictKinds = ['state_without_state', 'state_mismatch', 'row_map_mismatch', 'federal_outside_country'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export const conflictChoices = ['keep', 'use_area_code', 'use_row', 'use_map', 'hold'] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

/** What may be decided for each kind; `hold` is always possible and is what happens while nothing is decided. */
export const choicesFor: Readonly<Record<ConflictKind, readonly ConflictChoice[]>> = {
  state_without_state: ['keep', 'hold'],
  state_mismatch: ['keep', 'use_area_code', 'hold'],
  row_map_mismatch: ['use_row', 'use_map', 'hold'],
  federal_outside_country: ['keep', 'hold'],
};

/** Territories whose residents may enter the US national registry (47 CFR 64.1200; donotcall.gov takes their area codes). */
const unitedStates: ReadonlySet<string> = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP']);

export type MatrixFacts = {
  readonly dncType: DncType;
  /** As the row says, as the map says, as the area code says: "US-CA", or null. */
  readonly rowJurisdiction: string | null;
  readonly mapJurisdiction: string | null;
  readonly areaJurisdiction: string | null;
  readonly country: string;
};

/** The first conflict of an entry, in the order in which a person would have to settle them; null where all agree. */
export const findConflict = (facts: MatrixFacts): ConflictKind | null => {
  const { rowJurisdiction: row, mapJurisdiction: map, areaJurisdiction: area } = facts;
  if (facts.dncType === 'FEDERAL' && !unitedStates.has(facts.country)) return 'federal_outside_country';
  if (row !== null && map !== null && row !== map) return 'row_map_mismatch';
  if (facts.dncType !== 'STATE') return null;
  const declared = row ?? map;
  if (!isState(declared ?? area)) return 'state_without_state';
  if (declared !== null && area !== null && declared !== area) return 'state_mismatch';
  return null;
};

/** A jurisdiction below the country: "US-CA", not "US". */
const isState = (jurisdiction: string | null): boolean => jurisdiction?.includes('-') ?? false;

/** The jurisdiction that leaves with the number once the conflict, if any, is decided; undefined while it is held. */
export const settleJurisdiction = (facts: MatrixFacts, conflict: ConflictKind | null, choice: ConflictChoice | null): string | null | undefined => {
  const { rowJurisdiction: row, mapJurisdiction: map, areaJurisdiction: area } = facts;
  if (conflict === null) return row ?? map ?? (facts.dncType === 'STATE' ? area : null);
  switch (choice) {
    case null:
    case 'hold': return undefined;
    case 'use_area_code': return area;
    case 'use_row': return row;
    case 'use_map': return map;
    case 'keep': return row ?? map;
    default: return choice satisfies never;
  }
};
