// Only entries of stored imports count: what is still being staged is nobody's yet.

/** Asked this way round since at most one import is being staged, and the list of them is nearly always empty. */
export const notStaging = (importColumn: string): string => `${importColumn} NOT IN (SELECT id FROM import WHERE state = 'staging')`;
