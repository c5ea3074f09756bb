// A leaf's bytes are fixed at birth: canonical JSON without personal data, bound to one log and one place in it.
import { hash } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { assertNoPersonalData } from './leaf-body-guard.ts';
import { leafHash } from './merkle.ts';

/** Never shortened or renamed: an old log must stay readable. */
export const leafKinds = [
  'ledger.genesis', 'key.add', 'key.rotate', 'key.revoke', 'actor.add', 'import.batch', 'decision', 'push.request', 'push.response',
  'cooldown.check', 'delete.request', 'delete.done', 'export.seal', 'index.root', 'anchor.rfc3161', 'anchor.mail', 'anchor.cosign',
  'clock.jump', 'restore', 'app.update',
] as const;
export type LeafKind = (typeof leafKinds)[number];
export type OpeningKind = 'subject' | 'detail' | 'rows';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export type Leaf = {
  readonly actor: string;
  readonly app: string;
  readonly body: JsonObject;
  readonly kind: LeafKind;
  readonly log: string;
  /** Base64url SHA-256 of each opening's bytes. */
  readonly open: { readonly [kind in OpeningKind]?: string };
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly t: string;
  readonly v: 1;
};

export type LeafInput = {
  readonly log: string;
  readonly seq: number;
  readonly t: string;
  readonly kind: LeafKind;
  readonly actor: string;
  readonly app: string;
  /** Never a telephone number, name, e-mail address, file name or free text: those go into `open`. */
  readonly body: JsonObject;
  /** The clear values of each opening; `kind`, `log`, `salt` and `seq` are added here and must not be among them. */
  readonly open: { readonly [kind in OpeningKind]?: JsonObject };
};

export type Opening = { readonly kind: OpeningKind; readonly bytes: string };
export type SealedLeaf = { readonly bytes: string; readonly hash: Buffer; readonly openings: readonly Opening[] };

/** tlog-tiles gives an entry a 16-bit length. */
export const maxLeafBytes = 65_535;

/**
 * Makes the exact bytes of a leaf (to be stored as they are), its RFC 6962 leaf hash, and the openings its commitments stand
 * for. `randomBytes(32)` must be a cryptographic source: the salts keep the commitments from being guessed. Throws on any
 * input that breaks the format: that is a defect of the caller, and nothing has been written yet.
 */
export const createLeaf = (input: LeafInput, randomBytes: (count: number) => Uint8Array): SealedLeaf => {
  const flaw = flawOf({ ...input, open: {}, v: 1 });
  if (flaw !== null) throw new TypeError(`Not a leaf: ${flaw}`);
  assertNoPersonalData(input.body, 'body');
  assertNoPersonalData(input.actor, 'actor');
  assertNoPersonalData(input.app, 'app');
  const openings = openingKinds.flatMap((kind) => {
    const fields = input.open[kind];
    return fields === undefined ? [] : [createOpening(kind, input, fields, randomBytes(32))];
  });
  const bytes = canonicalJson({
    actor: input.actor, app: input.app, body: input.body, kind: input.kind, log: input.log,
    open: Object.fromEntries(openings.map((opening) => [opening.kind, openingHash(opening.bytes)])),
    seq: input.seq, t: input.t, v: 1,
  } satisfies Leaf);
  if (Buffer.byteLength(bytes) > maxLeafBytes) throw new RangeError(`A leaf of ${Buffer.byteLength(bytes)} bytes is too large`);
  return { bytes, hash: leafHash(bytes), openings };
};

/** The commitment to an opening: base64url SHA-256 of its bytes. */
export const openingHash = (bytes: string): string => hash('sha256', bytes, 'base64url');

/**
 * Reads a leaf back, strictly: the bytes must be the canonical form of what they say (this catches duplicate keys), with
 * exactly the nine keys. Hash the bytes before calling this. The failure's `why` is in plain words and quotes no content.
 */
export const readLeaf = (bytes: string): Result<Leaf, { readonly type: 'LeafBroken'; readonly why: string }> => {
  if (Buffer.byteLength(bytes) > maxLeafBytes) return fail({ type: 'LeafBroken', why: 'it is longer than 65,535 bytes' });
  let value: unknown;
  try {
    value = JSON.parse(bytes);
    if (canonicalJson(value) !== bytes) return fail({ type: 'LeafBroken', why: 'its bytes are not canonical JSON' });
  } catch {
    return fail({ type: 'LeafBroken', why: 'its bytes are not canonical JSON' });
  }
  const why = flawOf(value);
  return why === null ? ok(value as Leaf) : fail({ type: 'LeafBroken', why });
};

const openingKinds = ['detail', 'rows', 'subject'] as const satisfies readonly OpeningKind[];
const reservedFields = ['kind', 'log', 'salt', 'seq'];
const leafKeys = 'actor,app,body,kind,log,open,seq,t,v';

const createOpening = (kind: OpeningKind, { log, seq }: LeafInput, fields: JsonObject, salt: Uint8Array): Opening => {
  const taken = reservedFields.find((name) => Object.hasOwn(fields, name));
  if (taken !== undefined) throw new TypeError(`An opening's field must not be called ${taken}`);
  if (salt.length !== 32) throw new RangeError('An opening needs a salt of 32 bytes');
  return { kind, bytes: canonicalJson({ ...fields, kind, log, salt: Buffer.from(salt).toString('base64url'), seq }) };
};

const flawOf = (value: unknown): string | null => {
  if (!isObject(value)) return 'it is no object';
  if (Object.keys(value).sort().join(',') !== leafKeys) return 'its keys are not those of a leaf';
  if (value['v'] !== 1) return 'its version is not 1';
  if (!leafKinds.some((kind) => kind === value['kind'])) return 'its kind is not known';
  if (typeof value['log'] !== 'string' || !/^[^\s+]+$/.test(value['log'])) return 'its log is no origin';
  if (typeof value['actor'] !== 'string' || value['actor'] === '') return 'it names no actor';
  if (typeof value['app'] !== 'string' || value['app'] === '') return 'it names no app version';
  if (!isInstant(value['t'])) return 'its time is not UTC with milliseconds';
  if (!Number.isSafeInteger(value['seq']) || Number(value['seq']) < 0) return 'its number is not a whole number';
  if (!isObject(value['body'])) return 'its body is no object';
  if (!isObject(value['open']) || !Object.entries(value['open']).every(isCommitment)) return 'its commitments are malformed';
  return null;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isCommitment = ([kind, sum]: readonly [string, unknown]): boolean =>
  openingKinds.some((known) => known === kind) && typeof sum === 'string' && /^[A-Za-z0-9_-]{43}$/.test(sum);

const isInstant = (t: unknown): boolean => {
  if (typeof t !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(t)) return false;
  const millis = Date.parse(t);
  return !Number.isNaN(millis) && new Date(millis).toISOString() === t;
};
