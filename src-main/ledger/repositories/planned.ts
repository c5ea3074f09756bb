// What a plan comes to: groups of numbers that leave alike, and what stays behind.
import type { HeldBack } from '../../../src-shared/contract/runs.ts';
import type { DncType } from '../../../src-shared/domain/dnc.ts';

export type PlannedGroup = {
  readonly dncType: DncType; readonly listRef: string; readonly listName: string; readonly expiresAt: number | null;
  readonly numbers: number;
  /** Of these, those whose own expiry is later than the vendor takes. */
  readonly beyondLimit: number;
};

export type Plan = { readonly groups: readonly PlannedGroup[]; readonly alreadyThere: number; readonly held: readonly HeldBack[] };

/** `entryId`: the first of the entries that want it; null where it is taken off a list. */
export type PlannedNumber = { readonly phone: string; readonly jurisdiction: string | null; readonly entryId: number | null };

export type TakeNumbers = (group: PlannedGroup, afterPhone: string, limit: number) => readonly PlannedNumber[];
