// Code maps in saved versions, the newest in use; and the codes that accepted numbers carry, mapped or not.
import type { Database } from 'better-sqlite3';
import type { CodeMapLine, CodeMapVersion } from '../../../src-shared/contract/code-map.ts';
import { notStaging } from './stored-only.ts';

export type SeenCode = { readonly code: string; readonly numbers: number; readonly mapped: boolean };

export type CodeMapRepository = {
  /** The map in use; 0 while nothing has been saved. */
  readonly currentVersion: () => number;
  readonly exists: (version: number) => boolean;
  /** In the order of their codes. */
  readonly lines: (version: number) => readonly CodeMapLine[];
  /** Newest first; `actor` is the pseudonym of the log. */
  readonly versions: () => readonly CodeMapVersion[];
  /** Only inside `transact`; returns the new version's number. */
  readonly save: (map: { readonly lines: readonly CodeMapLine[]; readonly note: string; readonly at: number; readonly actor: string }) => number;
  /** Codes of accepted numbers in stored imports, most frequent first; `mapped` by this version. */
  readonly codesSeen: (version: number) => readonly SeenCode[];
};

export const createCodeMapRepository = (db: Database): CodeMapRepository => {
  const current = db.prepare<[], { version: number }>('SELECT coalesce(max(version), 0) AS version FROM code_map');
  const find = db.prepare<[number], { version: number }>('SELECT version FROM code_map WHERE version = ?');
  const lines = db.prepare<[number], CodeMapLine>(
    'SELECT code, dnc_type AS dncType, jurisdiction, reason FROM code_map_line WHERE version = ? ORDER BY code');
  const versions = db.prepare<[], CodeMapVersion>(
    `SELECT version, at, actor, (SELECT count(*) FROM code_map_line l WHERE l.version = m.version) AS lines, note FROM code_map m ORDER BY version DESC`);
  const insert = db.prepare('INSERT INTO code_map (at, actor, note) VALUES (?, ?, ?)');
  const insertLine = db.prepare('INSERT INTO code_map_line (version, code, dnc_type, jurisdiction, reason) VALUES (?, ?, ?, ?, ?)');
  const seen = db.prepare<[number], { code: string; numbers: number; mapped: 0 | 1 }>(
    `SELECT c.code, c.numbers, m.code IS NOT NULL AS mapped
     FROM (SELECT claim.code, sum(a.entries) AS numbers FROM accepted_count a JOIN claim ON claim.id = a.claim_id
           WHERE a.entries > 0 AND ${notStaging('a.import_id')} GROUP BY claim.code) c
     LEFT JOIN code_map_line m ON m.version = ? AND m.code = c.code ORDER BY c.numbers DESC, c.code`);

  return {
    currentVersion: () => current.get()?.version ?? 0,
    exists: (version) => find.get(version) !== undefined,
    lines: (version) => lines.all(version),
    versions: () => versions.all(),
    save: (map) => {
      const version = Number(insert.run(map.at, map.actor, map.note).lastInsertRowid);
      for (const { code, dncType, jurisdiction, reason } of map.lines) insertLine.run(version, code, dncType, jurisdiction, reason);
      return version;
    },
    codesSeen: (version) => seen.all(version).map(({ code, numbers, mapped }) => ({ code, numbers, mapped: mapped === 1 })),
  };
};
