// Somebody else's clock (RFC 3161): the query for one digest, and what a reply says it stamped. The reply's signature is for openssl to judge.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { readDer, type DerNode } from './der.ts';

/** A TimeStampReq in DER over a SHA-256 digest; `nonce`: 8 random bytes. The authority is asked to send its certificate along. */
export const timestampQuery = (digest: Uint8Array, nonce: Uint8Array): Buffer => {
  if (digest.length !== 32 || nonce.length !== 8) throw new RangeError('A query needs a digest of 32 bytes and a nonce of 8');
  const imprint = der(0x30, der(0x30, sha256Oid, Buffer.of(0x05, 0x00)), der(0x04, digest));
  return der(0x30, Buffer.of(0x02, 0x01, 0x01), imprint, der(0x02, positive(nonce)), Buffer.of(0x01, 0x01, 0xff));
};

export type StampedReply = { /** The SHA-256 that was stamped. */ readonly digest: Buffer; /** ISO 8601, UTC, as the authority's clock had it. */ readonly at: string; readonly nonce: Buffer | null };
export type TimestampBroken = { readonly type: 'TimestampBroken'; readonly why: string };

/**
 * Reads a TimeStampResp without judging its signature. A reply that grants nothing, or stamps another kind of digest, is a
 * failure. Compare `digest` with the SHA-256 of the checkpoint's three lines.
 */
export const readTimestampReply = (reply: Uint8Array): Result<StampedReply, TimestampBroken> => {
  const broken = (why: string): Result<never, TimestampBroken> => fail({ type: 'TimestampBroken', why });
  const response = readDer(reply);
  const [statusInfo, token] = response?.children ?? [];
  const status = statusInfo?.children[0]?.content;
  if (status === undefined) return broken('it is no reply of a timestamp authority');
  if (status.length !== 1 || (status[0] !== 0 && status[0] !== 1)) return broken('the authority refused');
  // TimeStampToken: ContentInfo { signedData, [0] SignedData { version, algorithms, EncapsulatedContentInfo { id-ct-TSTInfo, [0] OCTET STRING } } }
  const [contentType, explicit] = token?.children ?? [];
  const encapsulated = explicit?.children[0]?.children[2];
  const [innerType, innerContent] = encapsulated?.children ?? [];
  const bytes = innerContent?.children[0]?.content;
  if (!isOid(contentType, signedDataOid) || !isOid(innerType, tstInfoOid) || bytes === undefined) return broken('it holds no token');
  const [, , imprint, , time, ...rest] = readDer(bytes)?.children ?? [];
  const [algorithm, digest] = imprint?.children ?? [];
  if (!isOid(algorithm?.children[0], sha256Oid.subarray(2)) || digest?.content.length !== 32) return broken('it does not stamp a SHA-256');
  const at = timeOf(time);
  if (at === null) return broken('its time cannot be read');
  const nonce = rest.find(({ tag }) => tag === 0x02)?.content;
  return ok({ digest: Buffer.from(digest.content), at, nonce: nonce === undefined ? null : Buffer.from(nonce) });
};

/** Whether the reply answers a query made with this nonce: an old reply for the same digest does not. */
export const answersNonce = (reply: StampedReply, nonce: Uint8Array): boolean => reply.nonce !== null && reply.nonce.equals(positive(nonce));

// Object identifiers, without tag and length but for the first: RFC 5652 4, RFC 3161 2.4.2, NIST CSOR.
const sha256Oid = Buffer.from('0609608648016503040201', 'hex');
const signedDataOid = Buffer.from('2a864886f70d010702', 'hex');
const tstInfoOid = Buffer.from('2a864886f70d0109100104', 'hex');

const isOid = (node: DerNode | undefined, oid: Buffer): boolean => node?.tag === 0x06 && Buffer.from(node.content).equals(oid);

/** GeneralizedTime in UTC (RFC 3161 2.4.2), fractions of a second cut to milliseconds. */
const timeOf = (node: DerNode | undefined): string | null => {
  const [, y, mo, d, h, mi, s, fraction = ''] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(node?.tag === 0x18 ? Buffer.from(node.content).toString('latin1') : '') ?? [];
  const millis = y === undefined ? Number.NaN : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  return Number.isNaN(millis) ? null : new Date(millis).toISOString();
};

/** DER integers are the shortest two's complement: no needless zeros in front, one where the first bit is set. */
const positive = (bytes: Uint8Array): Buffer => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first === -1 ? Buffer.of(0) : Buffer.from(bytes.subarray(first));
  return (short[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), short]) : short;
};

// Everything a query holds is shorter than 128 bytes, so lengths take one byte.
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag, content.length), content]);
};
