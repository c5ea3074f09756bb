// One entry a telephone number, sorted by a label only the pepper's holder can make, so that "these records and no others" can be committed to and shown.
import { createHash, hash, type Hash } from 'node:crypto';
import { leafHash } from './merkle.ts';
import { createRunningProof, type ProvedPlace } from './running-proof.ts';

/** HMAC-SHA256(pepper, "dncdesk/subject/v1\n" + E.164). `pepper`: 32 secret bytes that never leave the keychain. */
export const subjectLabel = (pepper: Uint8Array, phone: string): Buffer => createSubjectLabels(pepper)(phone);

/** The same for many numbers: RFC 2104 with both padded keys made once, since a key set up anew for each costs more than the hashing. */
export const createSubjectLabels = (pepper: Uint8Array): ((phone: string) => Buffer) => {
  if (pepper.length !== 32) throw new RangeError('A pepper has 32 bytes');
  const padded = (pad: number): Uint8Array => Buffer.alloc(64, pad).map((byte, i) => byte ^ (pepper[i] ?? 0));
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (phone) => hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(`dncdesk/subject/v1\n${phone}`)]), 'buffer')]), 'buffer');
};

export type SubjectIndex = {
  readonly root: Buffer;
  readonly entries: number;
  /** Null if no record bears the label that was asked for, or none was. */
  readonly found: (ProvedPlace & { readonly entry: string }) | null;
};

export type SubjectIndexBuilder = {
  /**
   * One record: the label of its number and the hash of the leaf it stands in. Labels ascend by their bytes and one number's
   * records come in the order of the log; a leaf that holds k rows of a number is added k times. Throws if a label comes back.
   */
  readonly add: (label: Uint8Array, leafHash: Uint8Array) => void;
  readonly end: () => SubjectIndex;
};

/** Streams the index of any number of subjects in O(log n) memory; `wanted` is the label whose entry is to be proved. The caller paces. */
export const createSubjectIndex = (wanted: Uint8Array | null): SubjectIndexBuilder => {
  const tree = createRunningProof();
  let open: { readonly label: Buffer; readonly chain: Hash; records: number } | null = null;
  let entry: string | null = null;
  const close = (): void => {
    if (open === null) return;
    const isWanted = wanted !== null && open.label.equals(wanted);
    const text = subjectEntryText({ chain: open.chain.digest('hex'), label: open.label.toString('base64url'), n: open.records });
    if (isWanted) entry = text;
    tree.add(leafHash(text), isWanted);
  };
  return Object.freeze({
    add: (label: Uint8Array, record: Uint8Array) => {
      if (label.length !== 32 || record.length !== 32) throw new RangeError('Labels and leaf hashes have 32 bytes');
      const order = open === null ? -1 : Buffer.compare(open.label, label);
      if (order > 0) throw new RangeError('Labels must ascend, each with all its records');
      if (open === null || order < 0) {
        close();
        open = { label: Buffer.from(label), chain: createHash('sha256'), records: 0 };
      }
      open.chain.update(record);
      open.records += 1;
    },
    end: () => {
      close();
      open = null;
      const { root, size, places: [place] } = tree.end();
      return { root, entries: size, found: place === undefined || entry === null ? null : { ...place, entry } };
    },
  });
};

export type SubjectEntry = { /** SHA-256 over the leaf hashes in order, hex. */ readonly chain: string; /** Base64url. */ readonly label: string; readonly n: number };

/** SHA-256 over the records' leaf hashes in their order, hex: what an entry's `chain` must be. */
export const chainOf = (leafHashes: Iterable<Uint8Array>): string => {
  const chain = createHash('sha256');
  for (const each of leafHashes) chain.update(each);
  return chain.digest('hex');
};

/** Reads an entry; null unless its bytes are exactly those the index was made with. */
export const readSubjectEntry = (text: string): SubjectEntry | null => {
  const [, chain, label, digits] = /^\{"chain":"([0-9a-f]{64})","label":"([A-Za-z0-9_-]{43})","n":([1-9]\d{0,14})\}$/.exec(text) ?? [];
  if (chain === undefined || label === undefined || digits === undefined) return null;
  const entry = { chain, label, n: Number(digits) };
  return Buffer.from(label, 'base64url').toString('base64url') === label ? entry : null;
};

// Canonical JSON by hand: the keys are in order and no value needs an escape.
const subjectEntryText = ({ chain, label, n }: SubjectEntry): string => `{"chain":"${chain}","label":"${label}","n":${n}}`;
