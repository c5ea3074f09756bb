// What others stamped or cosigned counts only if it was this log at that size; who they are is for the reader to know.
import { hash } from 'node:crypto';
import { checkpointBody, readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { readCosignerVkey, verifyCosignature } from './cosignature.ts';
import { answersNonce, readTimestampReply, timestampQuery } from './timestamp.ts';

/** The sizes that files in `anchors/` speak of. */
export const anchorSizes = (names: readonly string[]): readonly number[] =>
  [...new Set(names.flatMap((name) => /^anchors\/(\d+)\./.exec(name)?.[1] ?? []))].map(Number);

/** `rootAt`: the root of this log at a size, null where that cannot be known from the bundle. */
export const checkAnchors = (
  texts: ReadonlyMap<string, Buffer>, names: readonly string[], now: Checkpoint, rootAt: (size: number) => Buffer | null,
): { readonly flaw: string | null; readonly remark: string } => {
  const vkeys = String(texts.get('keys/cosigners.txt') ?? '').split('\n').slice(0, -1);
  if (!vkeys.every((vkey) => readCosignerVkey(vkey) !== null)) return { flaw: 'keys/cosigners.txt holds something else than cosigners\' keys.', remark: '' };
  const remarks: string[] = [];
  const bodies = new Map<number, string>([[now.size, now.body]]);
  for (const size of anchorSizes(names)) {
    const root = rootAt(size);
    if (root === null) return { flaw: `anchors/${size}.body cannot be held to this log: it has no leaves or proof for that size.`, remark: '' };
    const body = checkpointBody(now.origin, size, root);
    if (String(texts.get(`anchors/${size}.body`)) !== body) return { flaw: `anchors/${size}.body is not this log at ${size} leaves.`, remark: '' };
    bodies.set(size, body);
    const [query, reply] = [texts.get(`anchors/${size}.tsq`), texts.get(`anchors/${size}.tsr`)];
    const stamped = query === undefined && reply === undefined ? '' : stampWords(size, body, query, reply);
    if (stamped.startsWith('anchors/')) return { flaw: stamped, remark: '' };
    if (stamped !== '') remarks.push(stamped);
    const note = texts.get(`anchors/${size}.note`);
    const cosigned = note === undefined ? [] : cosignWords(size, String(note), body, vkeys);
    if (typeof cosigned === 'string') return { flaw: cosigned, remark: '' };
    remarks.push(...cosigned);
  }
  const cosigned = cosignWords(now.size, String(texts.get('checkpoint.txt')), now.body, vkeys, false);
  if (typeof cosigned === 'string') return { flaw: cosigned, remark: '' };
  remarks.push(...cosigned);
  return { flaw: null, remark: remarks.length === 0 ? 'None is in it.' : remarks.join(' ') };
};

/** Words that begin with the file's name are a flaw. */
const stampWords = (size: number, body: string, query: Buffer | undefined, reply: Buffer | undefined): string => {
  if (query === undefined || reply === undefined) return `anchors/${size}.tsq and .tsr belong together.`;
  const digest = hash('sha256', body, 'buffer');
  // The nonce is the integer behind the digest; a query written anew with it must be the query.
  const nonce = nonceOf(query, digest);
  if (nonce === null) return `anchors/${size}.tsq does not ask for anchors/${size}.body.`;
  const read = readTimestampReply(reply);
  if (!read.ok) return `anchors/${size}.tsr is no stamp: ${read.failure.why}.`;
  if (!read.value.digest.equals(digest)) return `anchors/${size}.tsr stamps something else than anchors/${size}.body.`;
  if (!answersNonce(read.value, nonce)) return `anchors/${size}.tsr answers another query.`;
  return `At ${size} leaves it was stamped, by the authority's clock at ${read.value.at}; the stamp's own signature is for openssl to judge (START-HERE.txt).`;
};

const nonceOf = (query: Buffer, digest: Buffer): Buffer | null => {
  const at = query.indexOf(digest);
  const length = query[at + 33] ?? 0;
  const value = at === -1 ? Buffer.alloc(0) : query.subarray(at + 34, at + 34 + length);
  const nonce = Buffer.concat([Buffer.alloc(8), value]).subarray(-8);
  return timestampQuery(digest, nonce).equals(query) ? nonce : null;
};

const cosignWords = (size: number, note: string, body: string, vkeys: readonly string[], mustBe = true): readonly string[] | string => {
  const read = readCheckpoint(note);
  if (!read.ok || read.value.body !== body) return `anchors/${size}.note is not this log at ${size} leaves.`;
  const words: string[] = [];
  for (const key of vkeys.map(readCosignerVkey)) {
    if (key === null || !read.value.signatures.some(({ keyId, name }) => keyId === key.keyId && name === key.name)) continue;
    const verified = verifyCosignature(note, key.vkey);
    if (!verified.ok) return `The cosignature of ${key.name} at ${size} leaves is not good: ${verified.failure.why}.`;
    words.push(`At ${size} leaves ${key.name} (${key.fingerprint}) cosigned it, by that clock at ${new Date(verified.value.time * 1000).toISOString()}.`);
  }
  return mustBe && words.length === 0 ? `anchors/${size}.note is cosigned by none of keys/cosigners.txt.` : words;
};
