// The first schema. It is never edited once released: what changes later is a migration of its own.

const intake = `
CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('staging', 'stored')),
  name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('text', 'xml', 'zip', 'xlsx', 'ods', 'xls')), encoding TEXT, sheet TEXT,
  region TEXT NOT NULL, layout TEXT NOT NULL,
  lines INTEGER NOT NULL DEFAULT 0, header INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
  blank INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
  quarantined TEXT NOT NULL DEFAULT '{}', set_aside TEXT NOT NULL DEFAULT '{}', numbers INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL, millis INTEGER NOT NULL DEFAULT 0, leaf_seq INTEGER
) STRICT;
CREATE INDEX import_sha256 ON import (sha256);

CREATE TABLE import_row (
  import_id INTEGER NOT NULL REFERENCES import (id),
  line INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('header', 'ignored', 'blank', 'accepted', 'duplicate', 'quarantined')),
  cells TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_outcome ON import_row (import_id, outcome, line);

CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  import_id INTEGER NOT NULL REFERENCES import (id),
  line INTEGER NOT NULL,
  part INTEGER NOT NULL,
  raw TEXT NOT NULL,
  phone TEXT, country TEXT, area_jurisdiction TEXT,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'duplicate', 'quarantined', 'discarded')),
  reason TEXT, suggestion TEXT, notes TEXT NOT NULL DEFAULT '[]',
  code TEXT NOT NULL, row_jurisdiction TEXT, requested_on TEXT, expires_at INTEGER, row_reason TEXT, source TEXT,
  duplicate_of INTEGER REFERENCES entry (id),
  decision_id INTEGER REFERENCES decision (id),
  CHECK (verdict NOT IN ('accepted', 'duplicate') OR phone IS NOT NULL),
  CHECK ((verdict = 'duplicate') = (duplicate_of IS NOT NULL))
) STRICT;
CREATE INDEX entry_line ON entry (import_id, line, part);
CREATE INDEX entry_accepted ON entry (phone, code, import_id) WHERE verdict = 'accepted';
-- Counts by code and the conflict matrix read this index alone.
CREATE INDEX entry_matrix ON entry (code, row_jurisdiction, area_jurisdiction, country, import_id) WHERE verdict = 'accepted';
-- Held rows in the order in which they came, by reason or all, searchable without touching the table.
CREATE INDEX entry_held_reason ON entry (reason, import_id, id, suggestion) WHERE verdict = 'quarantined';
CREATE INDEX entry_held ON entry (import_id, id, reason, raw) WHERE verdict = 'quarantined';
CREATE INDEX entry_decision ON entry (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX entry_duplicate ON entry (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  act TEXT NOT NULL CHECK (act IN ('fix', 'accept-suggestions', 'discard')),
  reason TEXT, because TEXT,
  entries INTEGER NOT NULL, duplicates INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL, actor TEXT NOT NULL, undone_at INTEGER, leaf_seq INTEGER
) STRICT;
-- Which entries a decision took, kept when it is undone: the sealed rows of its leaf can be made again from this.
CREATE TABLE decision_entry (
  decision_id INTEGER NOT NULL REFERENCES decision (id),
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (decision_id, entry_id)
) STRICT, WITHOUT ROWID;`;

const mapping = `
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
) STRICT;`;

const pushing = `
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

-- What the vendor has told us is on its lists.
CREATE TABLE listed (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  list_ref TEXT NOT NULL, phone TEXT NOT NULL,
  expires_at INTEGER, jurisdiction TEXT,
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  -- The vendor's own id of the entry, where it names one: removing needs it.
  vendor_ref TEXT,
  PRIMARY KEY (destination_id, list_ref, phone)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  state TEXT NOT NULL CHECK (state IN ('cutting', 'running', 'stopped', 'cooling', 'verifying', 'ended')),
  code_map_version INTEGER NOT NULL,
  started_at INTEGER NOT NULL, ended_at INTEGER, ready_at INTEGER,
  stop_wanted INTEGER NOT NULL DEFAULT 0 CHECK (stop_wanted IN (0, 1)), trouble TEXT,
  scope TEXT
) STRICT;
CREATE INDEX run_destination ON run (destination_id, id);

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
CREATE INDEX batch_number_phone ON batch_number (phone);
CREATE INDEX batch_number_entry ON batch_number (entry_id) WHERE entry_id IS NOT NULL;

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
CREATE TABLE difference (
  reconciliation_id INTEGER NOT NULL REFERENCES reconciliation (id),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('missing', 'extra', 'different')),
  list_ref TEXT NOT NULL, list_name TEXT NOT NULL, phone TEXT NOT NULL, expected TEXT, found TEXT,
  PRIMARY KEY (reconciliation_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX difference_kind ON difference (reconciliation_id, kind, n);
CREATE INDEX difference_phone ON difference (reconciliation_id, list_ref, phone);

-- How long requests took: a bucket holds those of at most 2^(bucket / 8) ms.
CREATE TABLE latency (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  bucket INTEGER NOT NULL, requests INTEGER NOT NULL,
  PRIMARY KEY (destination_id, bucket)
) STRICT, WITHOUT ROWID;
-- A far side that failed again and again is left alone until probe_at; NULL: it is asked as usual.
CREATE TABLE circuit (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  side TEXT NOT NULL CHECK (side IN ('push', 'read-back')),
  failures INTEGER NOT NULL, opened_at INTEGER, probe_at INTEGER, why TEXT,
  PRIMARY KEY (destination_id, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

const sealed = `
CREATE TABLE leaf (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32)) STRICT;
CREATE TRIGGER leaf_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_delete BEFORE DELETE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_insert BEFORE INSERT ON leaf WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM leaf) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

CREATE TABLE node (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;
CREATE TRIGGER node_update BEFORE UPDATE ON node BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER node_delete BEFORE DELETE ON node BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER node_insert BEFORE INSERT ON node WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM node WHERE level = NEW.level) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, root BLOB NOT NULL CHECK (length(root) = 32), note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint) BEGIN SELECT RAISE (ABORT, 'sequence'); END;

-- Personal data and salts, apart from the leaves, so that they can be erased.
CREATE TABLE opening (seq INTEGER NOT NULL REFERENCES leaf (seq), kind TEXT NOT NULL, bytes TEXT NOT NULL, PRIMARY KEY (seq, kind)) STRICT, WITHOUT ROWID;

CREATE TABLE log_export (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, file TEXT NOT NULL) STRICT;
CREATE TABLE actor (pseudonym TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;`;

export const initial = { version: 1, name: 'initial', sql: [intake, mapping, pushing, sealed].join('\n') } as const;
