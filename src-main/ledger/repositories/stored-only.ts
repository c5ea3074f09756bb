// Only entries of stored imports count: what is still being staged is nobody's yet.

/** Asked this way round since at most one import is being staged, and the list of them is nearly always empty. */
export const notStaging = (importColumn: string): string => `${importColumn} NOT IN (SELECT id FROM import WHERE state = 'staging')`;

/** The same by an entry's id: an import that is being staged has the newest. */
export const notStagingEntry = (entryColumn: string): string => `${entryColumn} < coalesce((SELECT min(first_entry) FROM import WHERE state = 'staging'), 9007199254740991)`;

/** SQL of a word that changes with the accepted entries of stored imports: one look at some thousand counts in place of one at a million numbers. */
export const acceptedMark = `(
  SELECT json_array(
    (SELECT json_array(count(*), sum(entries), sum(entries * ((import_id * 7919 + claim_id * 104729 + place_id) % 1000003))) FROM accepted_count WHERE entries > 0 AND ${notStaging('import_id')}),
    (SELECT json_array(max(id), count(undone_at)) FROM decision WHERE act <> 'discard'),
    (SELECT count(*) FROM dead_letter WHERE state = 'corrected')))`;

/** A number as it is written everywhere but in the entries themselves, which keep its digits as a whole number. */
export const e164 = (phoneColumn: string): string => `'+' || ${phoneColumn}`;
