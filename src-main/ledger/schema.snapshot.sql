-- The schema of a fresh ledger, written by `npm run schema`; a test compares.

PRAGMA user_version = 1;

CREATE TABLE accepted_count (
  import_id INTEGER NOT NULL, claim_id INTEGER NOT NULL, place_id INTEGER NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (import_id, claim_id, place_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (pseudonym TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

CREATE TABLE anchor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  size INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hand-over', 'mail', 'paper', 'cosign', 'rfc3161')),
  body TEXT NOT NULL, note TEXT NOT NULL, tsq BLOB, tsr BLOB, chain TEXT,
  at INTEGER NOT NULL, leaf_seq INTEGER NOT NULL,
  CHECK ((kind = 'rfc3161') = (tsr IS NOT NULL)), CHECK ((tsq IS NULL) = (tsr IS NULL))
) STRICT;

CREATE INDEX anchor_size ON anchor (size);

CREATE TABLE area_code_report (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  date TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, codes TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run (id),
  ordinal INTEGER NOT NULL,
  list_ref TEXT NOT NULL, list_name TEXT NOT NULL, dnc_type TEXT NOT NULL, expires_at INTEGER,
  numbers INTEGER NOT NULL, payload_hash TEXT NOT NULL,
  correlation_id TEXT NOT NULL UNIQUE, idempotency_key TEXT NOT NULL UNIQUE, key_expires_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'answered', 'refused', 'unknown', 'verified', 'unverifiable', 'superseded')),
  -- 1: an earlier request may have been applied, and nothing since has told.
  unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
  attempts INTEGER NOT NULL DEFAULT 0, ready_at INTEGER NOT NULL,
  sent_at INTEGER, answered_at INTEGER, receipt TEXT, why TEXT,
  replaces INTEGER REFERENCES batch (id),
  accepted INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0, unknown INTEGER NOT NULL DEFAULT 0,
  request_seq INTEGER, response_seq INTEGER,
  UNIQUE (run_id, ordinal)
) STRICT;

CREATE INDEX batch_state ON batch (run_id, state, ready_at, ordinal);

CREATE TABLE batch_number (
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  n INTEGER NOT NULL,
  phone TEXT NOT NULL, jurisdiction TEXT,
  entry_id INTEGER REFERENCES entry (id),
  result TEXT NOT NULL DEFAULT 'waiting' CHECK (result IN ('waiting', 'accepted', 'duplicate', 'refused', 'unknown', 'superseded')),
  code TEXT, why TEXT,
  PRIMARY KEY (batch_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_number_entry ON batch_number (entry_id) WHERE entry_id IS NOT NULL;

CREATE INDEX batch_number_phone ON batch_number (phone);

CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, root BLOB NOT NULL CHECK (length(root) = 32), note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TABLE circuit (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  side TEXT NOT NULL CHECK (side IN ('push', 'read-back')),
  failures INTEGER NOT NULL, opened_at INTEGER, probe_at INTEGER, why TEXT,
  PRIMARY KEY (destination_id, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (id INTEGER PRIMARY KEY, code TEXT NOT NULL, jurisdiction TEXT, expires_at INTEGER) STRICT;

CREATE UNIQUE INDEX claim_same ON claim (code, coalesce(jurisdiction, ''), coalesce(expires_at, -1));

CREATE TABLE code_map (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL, actor TEXT NOT NULL, note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE code_map_line (
  version INTEGER NOT NULL REFERENCES code_map (version),
  code TEXT NOT NULL,
  dnc_type TEXT NOT NULL CHECK (dnc_type IN ('FEDERAL', 'STATE', 'CORPORATE', 'PERSONAL')),
  jurisdiction TEXT, reason TEXT NOT NULL,
  PRIMARY KEY (version, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, choice TEXT NOT NULL, because TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL, actor TEXT NOT NULL
) STRICT;

CREATE TABLE cosigner (vkey TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE dead_letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  phone TEXT NOT NULL, jurisdiction TEXT, expires_at INTEGER,
  list_ref TEXT NOT NULL, list_name TEXT NOT NULL, dnc_type TEXT NOT NULL,
  code TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'retried', 'corrected', 'discarded')),
  because TEXT, settled_at INTEGER, actor TEXT,
  UNIQUE (batch_id, phone)
) STRICT;

CREATE INDEX dead_letter_open ON dead_letter (destination_id, state, phone);

CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  act TEXT NOT NULL CHECK (act IN ('fix', 'accept-suggestions', 'discard', 'correct')),
  reason TEXT, because TEXT,
  entries INTEGER NOT NULL, duplicates INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL, actor TEXT NOT NULL, undone_at INTEGER, leaf_seq INTEGER
) STRICT;

CREATE TABLE decision_entry (
  decision_id INTEGER NOT NULL REFERENCES decision (id),
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (decision_id, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE destination (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  dialect TEXT NOT NULL, practice_tenant TEXT,
  settings TEXT NOT NULL, countries TEXT NOT NULL DEFAULT '[]',
  late_expiry TEXT NOT NULL CHECK (late_expiry IN ('permanent', 'limit')),
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
  saved_secrets TEXT NOT NULL DEFAULT '[]',
  checked_at INTEGER, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE destination_list (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  dnc_type TEXT NOT NULL CHECK (dnc_type IN ('FEDERAL', 'STATE', 'CORPORATE', 'PERSONAL')),
  list_ref TEXT NOT NULL, list_name TEXT NOT NULL,
  -- As the vendor showed it at the last check; uses is JSON, NULL where the vendor does not say.
  size INTEGER, unsuitable TEXT, uses TEXT,
  PRIMARY KEY (destination_id, dnc_type), UNIQUE (destination_id, list_ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE difference (
  reconciliation_id INTEGER NOT NULL REFERENCES reconciliation (id),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('missing', 'extra', 'different')),
  list_ref TEXT NOT NULL, list_name TEXT NOT NULL, phone TEXT NOT NULL, expected TEXT, found TEXT,
  PRIMARY KEY (reconciliation_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX difference_kind ON difference (reconciliation_id, kind, n);

CREATE INDEX difference_phone ON difference (reconciliation_id, list_ref, phone);

CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  import_id INTEGER NOT NULL REFERENCES import (id), line INTEGER NOT NULL, part INTEGER NOT NULL, phone INTEGER,
  claim_id INTEGER NOT NULL REFERENCES claim (id), place_id INTEGER REFERENCES place (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'duplicate', 'quarantined', 'discarded', 'withdrawn', 'released')),
  raw TEXT, reason TEXT, suggestion TEXT, notes TEXT,
  duplicate_of INTEGER REFERENCES entry (id),
  decision_id INTEGER REFERENCES decision (id),
  CHECK (verdict NOT IN ('accepted', 'duplicate') OR (phone IS NOT NULL AND place_id IS NOT NULL)),
  CHECK (verdict <> 'quarantined' OR raw IS NOT NULL),
  CHECK ((verdict = 'duplicate') = (duplicate_of IS NOT NULL))
) STRICT;

CREATE INDEX entry_decision ON entry (decision_id) WHERE decision_id IS NOT NULL;

CREATE INDEX entry_duplicate ON entry (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE INDEX entry_held ON entry (import_id, id, reason, raw) WHERE verdict = 'quarantined';

CREATE INDEX entry_held_reason ON entry (reason, import_id, id, suggestion) WHERE verdict = 'quarantined';

CREATE TRIGGER entry_moves AFTER UPDATE OF verdict, phone, claim_id, place_id ON entry
WHEN (OLD.verdict = 'accepted' AND EXISTS (SELECT 1 FROM suppression WHERE phone = OLD.phone AND claim_id = OLD.claim_id AND entry_id = OLD.id))
  OR (NEW.verdict = 'accepted' AND NOT EXISTS (SELECT 1 FROM suppression WHERE phone = NEW.phone AND claim_id = NEW.claim_id AND entry_id = NEW.id)) BEGIN
  DELETE FROM suppression WHERE OLD.verdict = 'accepted' AND phone = OLD.phone AND claim_id = OLD.claim_id AND entry_id = OLD.id;
  UPDATE accepted_count SET entries = entries - 1
    WHERE OLD.verdict = 'accepted' AND import_id = OLD.import_id AND claim_id = OLD.claim_id AND place_id = OLD.place_id;
  INSERT INTO suppression (phone, claim_id, entry_id) SELECT NEW.phone, NEW.claim_id, NEW.id WHERE NEW.verdict = 'accepted';
  INSERT INTO accepted_count (import_id, claim_id, place_id, entries) SELECT NEW.import_id, NEW.claim_id, NEW.place_id, 1 WHERE NEW.verdict = 'accepted'
    ON CONFLICT (import_id, claim_id, place_id) DO UPDATE SET entries = entries + 1;
END;

CREATE VIEW entry_told AS
  SELECT e.id, e.import_id, e.line, e.part, '+' || e.phone AS phone, p.country, p.jurisdiction AS area_jurisdiction, e.verdict, e.raw, e.reason, e.suggestion, e.notes,
    c.code, c.jurisdiction AS row_jurisdiction, c.expires_at, e.duplicate_of, e.decision_id
  FROM entry e JOIN claim c ON c.id = e.claim_id LEFT JOIN place p ON p.id = e.place_id;

CREATE TABLE gone (import_id INTEGER NOT NULL REFERENCES import (id), phone INTEGER NOT NULL, PRIMARY KEY (import_id, phone)) STRICT, WITHOUT ROWID;

CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('staging', 'stored', 'undoing', 'undone')),
  name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('text', 'xml', 'zip', 'xlsx', 'ods', 'xls')), encoding TEXT, sheet TEXT,
  region TEXT NOT NULL, layout TEXT NOT NULL,
  lines INTEGER NOT NULL DEFAULT 0, header INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
  blank INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
  quarantined TEXT NOT NULL DEFAULT '{}', set_aside TEXT NOT NULL DEFAULT '{}', numbers INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL, millis INTEGER NOT NULL DEFAULT 0, leaf_seq INTEGER,
  -- Its entries have this id and the following ones.
  first_entry INTEGER NOT NULL DEFAULT 0,
  -- The saved layout it was read under, and which list it is a version of ('': of none).
  layout_id INTEGER REFERENCES layout (id) ON DELETE SET NULL, list_key TEXT NOT NULL DEFAULT '',
  hidden_rows INTEGER NOT NULL DEFAULT 0,
  -- Whether that version is the whole list; JSON: what it changed against the version before, and what a registry's file said of itself.
  mode TEXT CHECK (mode IN ('additions', 'full')), change TEXT, registry TEXT,
  -- The latest change of any of its rows, as text that sorts. "undo": JSON, how far taking it back has come, by whom and why.
  watermark TEXT, undo TEXT
) STRICT;

CREATE INDEX import_layout ON import (layout_id) WHERE layout_id IS NOT NULL;

CREATE INDEX import_list ON import (list_key, id) WHERE list_key <> '';

CREATE INDEX import_sha256 ON import (sha256);

CREATE TABLE import_block (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import (id),
  first_line INTEGER NOT NULL, lines INTEGER NOT NULL, first_entry INTEGER NOT NULL, entries INTEGER NOT NULL,
  h INTEGER NOT NULL, i INTEGER NOT NULL, b INTEGER NOT NULL, a INTEGER NOT NULL, d INTEGER NOT NULL, q INTEGER NOT NULL,
  outcomes TEXT NOT NULL, rows TEXT NOT NULL,
  UNIQUE (import_id, first_line)
) STRICT;

CREATE TABLE imported_phone (entry_id INTEGER PRIMARY KEY, phone INTEGER NOT NULL) STRICT;

CREATE TABLE latency (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  bucket INTEGER NOT NULL, requests INTEGER NOT NULL,
  PRIMARY KEY (destination_id, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE layout (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE, layout TEXT NOT NULL, looks TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('additions', 'full')), watermark_column INTEGER,
  created_at INTEGER NOT NULL, used_at INTEGER
) STRICT;

CREATE TABLE leaf (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32)) STRICT;

CREATE TRIGGER leaf_delete BEFORE DELETE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TRIGGER leaf_insert BEFORE INSERT ON leaf WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM leaf) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

CREATE TRIGGER leaf_told AFTER INSERT ON leaf BEGIN
  INSERT OR IGNORE INTO leaf_word (word) SELECT iif(json_valid(NEW.body), coalesce(NEW.body ->> '$.kind', ''), '') UNION SELECT iif(json_valid(NEW.body), coalesce(NEW.body ->> '$.actor', ''), '');
  INSERT INTO leaf_facts (seq, kind, actor, t) VALUES (
    NEW.seq,
    (SELECT id FROM leaf_word WHERE word = iif(json_valid(NEW.body), coalesce(NEW.body ->> '$.kind', ''), '')),
    (SELECT id FROM leaf_word WHERE word = iif(json_valid(NEW.body), coalesce(NEW.body ->> '$.actor', ''), '')),
    iif(json_valid(NEW.body), coalesce(CAST(round(unixepoch(NEW.body ->> '$.t', 'subsec') * 1000) AS INTEGER), 0), 0));
  INSERT INTO leaf_tally (block, kind, actor, leaves, first_t, last_t) SELECT seq / 4096, kind, actor, 1, t, t FROM leaf_facts WHERE seq = NEW.seq
    ON CONFLICT (block, kind, actor) DO UPDATE SET leaves = leaves + 1, first_t = min(first_t, excluded.first_t), last_t = max(last_t, excluded.last_t);
END;

CREATE TRIGGER leaf_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TABLE leaf_facts (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, actor INTEGER NOT NULL, t INTEGER NOT NULL) STRICT;

CREATE INDEX leaf_facts_kind ON leaf_facts (kind, seq);

CREATE TABLE leaf_tally (
  block INTEGER NOT NULL, kind INTEGER NOT NULL, actor INTEGER NOT NULL, leaves INTEGER NOT NULL, first_t INTEGER NOT NULL, last_t INTEGER NOT NULL,
  PRIMARY KEY (block, kind, actor)
) STRICT, WITHOUT ROWID;

CREATE TABLE leaf_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE lease (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE listed (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  list_ref TEXT NOT NULL, phone TEXT NOT NULL,
  expires_at INTEGER, jurisdiction TEXT,
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  -- The vendor's own id of the entry, where it names one: removing needs it.
  vendor_ref TEXT,
  -- The vendor was asked to remove it; until a read-back shows that it is gone, it may still be there.
  leaving_batch_id INTEGER REFERENCES batch (id),
  PRIMARY KEY (destination_id, list_ref, phone)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed_leaving ON listed (destination_id, list_ref, phone) WHERE leaving_batch_id IS NOT NULL;

CREATE TRIGGER listed_comes AFTER INSERT ON listed BEGIN
  INSERT INTO listed_count VALUES (NEW.destination_id, NEW.list_ref, NEW.leaving_batch_id IS NULL, NEW.leaving_batch_id IS NOT NULL)
    ON CONFLICT (destination_id, list_ref) DO UPDATE SET there = there + excluded.there, leaving = leaving + excluded.leaving;
END;

CREATE TRIGGER listed_goes AFTER DELETE ON listed BEGIN
  UPDATE listed_count SET there = there - (OLD.leaving_batch_id IS NULL), leaving = leaving - (OLD.leaving_batch_id IS NOT NULL) WHERE destination_id = OLD.destination_id AND list_ref = OLD.list_ref;
END;

CREATE TRIGGER listed_turns AFTER UPDATE OF leaving_batch_id ON listed WHEN (OLD.leaving_batch_id IS NULL) <> (NEW.leaving_batch_id IS NULL) BEGIN
  UPDATE listed_count SET there = there + iif(NEW.leaving_batch_id IS NULL, 1, -1), leaving = leaving + iif(NEW.leaving_batch_id IS NULL, -1, 1) WHERE destination_id = NEW.destination_id AND list_ref = NEW.list_ref;
END;

CREATE TABLE listed_count (destination_id INTEGER NOT NULL, list_ref TEXT NOT NULL, there INTEGER NOT NULL, leaving INTEGER NOT NULL, PRIMARY KEY (destination_id, list_ref)) STRICT, WITHOUT ROWID;

CREATE TABLE log_export (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, file TEXT NOT NULL) STRICT;

CREATE TABLE node (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;

CREATE TRIGGER node_delete BEFORE DELETE ON node BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TRIGGER node_insert BEFORE INSERT ON node WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM node WHERE level = NEW.level) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

CREATE TRIGGER node_update BEFORE UPDATE ON node BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE TABLE opening (seq INTEGER NOT NULL REFERENCES leaf (seq), kind TEXT NOT NULL, bytes TEXT NOT NULL, PRIMARY KEY (seq, kind)) STRICT, WITHOUT ROWID;

CREATE INDEX opening_phone ON opening (bytes ->> '$.phone', seq) WHERE kind = 'subject';

CREATE TABLE place (id INTEGER PRIMARY KEY, country TEXT NOT NULL, jurisdiction TEXT) STRICT;

CREATE UNIQUE INDEX place_same ON place (country, coalesce(jurisdiction, ''));

CREATE TABLE reconciliation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  started_at INTEGER NOT NULL, ended_at INTEGER,
  state TEXT NOT NULL CHECK (state IN ('reading', 'clean', 'differences', 'failed', 'attested')),
  expected INTEGER NOT NULL DEFAULT 0, found INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0, extra INTEGER NOT NULL DEFAULT 0, different INTEGER NOT NULL DEFAULT 0,
  probe TEXT NOT NULL DEFAULT '[]', failure TEXT, leaf_seq INTEGER,
  -- The newest batch when the read-back began: what was pushed after it is not covered.
  last_batch_id INTEGER,
  -- Who answered for a list that cannot be read back (the log's pseudonym), and why.
  actor TEXT, because TEXT
) STRICT;

CREATE INDEX reconciliation_destination ON reconciliation (destination_id, id);

CREATE TABLE release (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  phone INTEGER NOT NULL, cause TEXT NOT NULL CHECK (cause IN ('undo', 'gone', 'request')),
  import_id INTEGER REFERENCES import (id),
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'declined')),
  because TEXT, at INTEGER NOT NULL, settled_at INTEGER, settled_because TEXT, actor TEXT, leaf_seq INTEGER,
  -- The newest entry when it was approved: who wants the block by a later one is not overruled by it.
  entry_mark INTEGER,
  -- Since then no vendor has been told to block the number that nobody wants blocked: read back, or by a person's word.
  done_at INTEGER,
  -- The version of its list in which the number stood again: taking that one back proposes it anew.
  again_import_id INTEGER REFERENCES import (id)
) STRICT;

CREATE INDEX release_due ON release (phone, entry_mark) WHERE state = 'approved' AND done_at IS NULL;

CREATE UNIQUE INDEX release_open ON release (phone, cause, coalesce(import_id, 0)) WHERE state = 'proposed';

CREATE INDEX release_phone ON release (phone, state);

CREATE INDEX release_state ON release (state, cause, import_id, id, done_at);

CREATE TABLE release_entry (release_id INTEGER NOT NULL REFERENCES release (id), entry_id INTEGER NOT NULL, PRIMARY KEY (release_id, entry_id)) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  -- push: numbers are put on lists; release: numbers whose block has ended are taken off.
  kind TEXT NOT NULL DEFAULT 'push' CHECK (kind IN ('push', 'release')),
  state TEXT NOT NULL CHECK (state IN ('cutting', 'running', 'stopped', 'cooling', 'verifying', 'ended')),
  code_map_version INTEGER NOT NULL,
  started_at INTEGER NOT NULL, ended_at INTEGER, ready_at INTEGER,
  stop_wanted INTEGER NOT NULL DEFAULT 0 CHECK (stop_wanted IN (0, 1)), trouble TEXT,
  scope TEXT
) STRICT;

CREATE INDEX run_destination ON run (destination_id, id);

CREATE TABLE salted_row (seq INTEGER NOT NULL REFERENCES leaf (seq), first INTEGER NOT NULL, rows INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (seq, first)) STRICT, WITHOUT ROWID;

CREATE TABLE sealed_row (seq INTEGER NOT NULL REFERENCES leaf (seq), first INTEGER NOT NULL, rows INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (seq, first)) STRICT, WITHOUT ROWID;

CREATE TABLE seen_log (origin TEXT PRIMARY KEY, vkeys TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL CHECK (length(root) = 32), note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE subject_fill (id INTEGER PRIMARY KEY CHECK (id = 1), pepper BLOB NOT NULL, next_seq INTEGER NOT NULL, next_row INTEGER NOT NULL) STRICT;

CREATE TABLE subject_leaf (
  label BLOB NOT NULL CHECK (length(label) = 32), seq INTEGER NOT NULL, records INTEGER NOT NULL,
  PRIMARY KEY (label, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE suppression (phone INTEGER NOT NULL, claim_id INTEGER NOT NULL, entry_id INTEGER NOT NULL, PRIMARY KEY (phone, claim_id)) STRICT, WITHOUT ROWID;

CREATE TABLE watch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder TEXT NOT NULL UNIQUE,
  layout_id INTEGER REFERENCES layout (id) ON DELETE SET NULL,
  most_gone REAL NOT NULL, most_held REAL NOT NULL,
  stopped TEXT, looked_at INTEGER, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE watch_file (
  watch_id INTEGER NOT NULL REFERENCES watch (id) ON DELETE CASCADE,
  name TEXT NOT NULL, bytes INTEGER NOT NULL, changed_at INTEGER NOT NULL, sha256 TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'seen', 'skipped')),
  import_id INTEGER REFERENCES import (id), at INTEGER NOT NULL,
  PRIMARY KEY (watch_id, name, bytes, changed_at)
) STRICT, WITHOUT ROWID;
