// A leaf is read only after it was hashed, and what it says counts only if it could have been written in no other way.
import { fromUtf8 } from './bytes.ts';
import { isRecord, readCanonical, type Json, type JsonRecord } from './canonical.ts';

export type Leaf = {
  readonly actor: string;
  readonly app: string;
  readonly body: JsonRecord;
  readonly kind: string;
  readonly log: string;
  /** Kind of opening -> base64url SHA-256 of its bytes. */
  readonly open: Readonly<Record<string, string>>;
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds; the clock of the computer that wrote it. */
  readonly t: string;
};

/** `newer`: written by a later version of the program, which this page cannot judge. */
export type LeafFlaw = { readonly why: string; readonly newer: boolean };

export const readLeaf = (bytes: Uint8Array, text = fromUtf8(bytes)): Leaf | LeafFlaw => {
  return text === null ? broken('it is not UTF-8') : readLeafText(text, bytes.length);
};

export const isFlaw = (read: Leaf | LeafFlaw): read is LeafFlaw => 'why' in read;

/** `length` in bytes. */
export const readLeafText = (text: string, length: number): Leaf | LeafFlaw => {
  // C2SP tlog-tiles gives an entry a length of 16 bits.
  if (length > 65_535) return broken('it is longer than 65,535 bytes');
  const value = readCanonical(text);
  if (!isRecord(value)) return broken('it is not canonical JSON');
  const { actor, app, body, kind, log, open, seq, t, v } = value;
  if (typeof v === 'number' && v > 1) return { why: `it is of version ${v}`, newer: true };
  if (v !== 1 || Object.keys(value).length !== 9) return broken('it has not the nine fields of a leaf');
  if (typeof kind !== 'string' || typeof log !== 'string' || log === '') return broken('it names no kind or no log');
  if (!kinds.has(kind)) return { why: 'it is of a kind this page does not know', newer: true };
  if (typeof actor !== 'string' || actor === '' || typeof app !== 'string' || app === '') return broken('it names no actor or no version');
  if (typeof seq !== 'number' || seq < 0) return broken('it has no number');
  if (typeof t !== 'string' || !isInstant(t)) return broken('its time is not one in UTC with milliseconds');
  if (!isRecord(body) || !isRecord(open)) return broken('its body or its commitments are missing');
  const commitments: Record<string, string> = {};
  for (const [name, sum] of Object.entries(open)) {
    if (!openingKinds.has(name)) return { why: 'it has a commitment this page does not know', newer: true };
    if (!isCommitment(sum)) return broken('a commitment of it is malformed');
    commitments[name] = sum;
  }
  return { actor, app, body, kind, log, open: commitments, seq, t };
};

const broken = (why: string): LeafFlaw => ({ why, newer: false });
const isCommitment = (sum: Json): sum is string => typeof sum === 'string' && /^[A-Za-z0-9_-]{43}$/u.test(sum);

const isInstant = (t: string): boolean => instant.test(t) && (t.slice(8, 10) <= '28' || new Date(t).toISOString() === t);

// Every month has 28 days; for the others the calendar is asked.
const instant = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u;

const openingKinds: ReadonlySet<string> = new Set(['subject', 'detail', 'rows']);
const kinds: ReadonlySet<string> = new Set([
  'ledger.genesis', 'key.add', 'key.rotate', 'key.revoke', 'actor.add', 'import.batch', 'decision', 'push.request', 'push.response',
  'cooldown.check', 'delete.request', 'delete.done', 'export.seal', 'index.root', 'anchor.rfc3161', 'anchor.mail', 'anchor.cosign',
  'clock.jump', 'restore', 'app.update',
]);
