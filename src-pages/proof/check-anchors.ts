// A checkpoint left with others must be of this history, and a cosignature of it must be right; timestamps are left to openssl.
import { areSame, fromBase64, fromUtf8, join, toHex, utf8 } from './bytes.ts';
import type { RootAt } from './check-earlier.ts';
import { flaw, type Flaw } from './course.ts';
import { isSignedBy, publicKeyOf, type PublicKey } from './keys.ts';
import { numbersIn } from './members.ts';
import { readCheckpoint, readStatement, type Checkpoint } from './note.ts';
import { sha256 } from './sha256.ts';
import type { Members } from './source.ts';

type Cosigner = { readonly name: string; readonly keyId: string; readonly key: PublicKey };

export const anchorsFlaw = async (members: Members, now: Checkpoint, rootAt: RootAt): Promise<Flaw | string> => {
  const sizes = [...new Set(numbersIn(members.names, /^anchors\/(\d+)\./u))];
  const cosigners = await readCosigners(members);
  if (cosigners === null) return flaw('cosigners-form', 'keys/cosigners.txt cannot be read.');
  let cosigned = cosignaturesOf(now, cosigners);
  if (cosigned === null) return flaw('cosignature', 'A cosignature of the checkpoint is wrong.');
  for (const size of sizes) {
    const body = fromUtf8(await members.bytes(`anchors/${size}.body`) ?? new Uint8Array()) ?? '';
    const statement = readStatement(body);
    const noteText = await members.bytes(`anchors/${size}.note`);
    const note = noteText === null ? null : readCheckpoint(fromUtf8(noteText) ?? '');
    if (statement?.size !== size || (noteText !== null && note?.body !== body)) return flaw('anchor-form', `The files anchors/${size}.… do not belong together.`);
    if (statement.origin !== now.origin) return flaw('anchor-foreign', `The checkpoint anchors/${size}.body belongs to another log.`);
    if (size > now.size) return flaw('anchor-longer', `A checkpoint of ${size} entries was left with others, and here are ${now.size}: the log was cut.`);
    const root = size === now.size ? now.root : rootAt(size);
    if (root === null) return flaw('anchor-unproved', `Nothing in this file leads from the checkpoint of ${size} entries left with others to it.`);
    if (!areSame(root, statement.root)) return flaw('forged-history', `The first ${size} entries are not those of the checkpoint left with others: the history was rewritten.`);
    if (note === null) continue;
    const more = cosignaturesOf(note, cosigners);
    if (more === null || more === 0) return flaw('cosignature', `The cosignature in anchors/${size}.note is wrong or by nobody in keys/cosigners.txt.`);
    cosigned += more;
  }
  const stamps = members.names.filter((name) => name.endsWith('.tsr')).length;
  return [
    sizes.length === 0 ? 'None is in the file.' : `${sizes.length} in the file.`,
    cosigned === 0 ? '' : `Cosignatures that are right: ${cosigned}.`,
    stamps === 0 ? '' : `Time stamps: ${stamps}; this page cannot check them, START-HERE.txt says how openssl does.`,
  ].filter((words) => words !== '').join(' ');
};

/** C2SP tlog-cosignature: verifier keys of type 0x04. */
const readCosigners = async (members: Members): Promise<readonly Cosigner[] | null> => {
  const bytes = await members.bytes('keys/cosigners.txt');
  if (bytes === null) return [];
  const lines = (fromUtf8(bytes) ?? '').split('\n');
  if (lines.pop() !== '') return null;
  const cosigners = lines.map((line) => {
    const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+)$/u.exec(line) ?? [];
    const typed = fromBase64(encoded ?? '');
    if (name === undefined || keyId === undefined || typed?.length !== 33 || typed[0] !== 4) return null;
    return toHex(sha256(join(utf8(`${name}\n`), typed)).subarray(0, 4)) === keyId ? { name, keyId, key: publicKeyOf(typed.subarray(1), name) } : null;
  });
  return cosigners.every((each) => each !== null) ? cosigners : null;
};

/** How many lines of the note are right cosignatures; null if one by a known cosigner is wrong. */
const cosignaturesOf = (note: Checkpoint, cosigners: readonly Cosigner[]): number | null => {
  let right = 0;
  for (const { name, keyId, bytes } of note.signatures) {
    const cosigner = cosigners.find((each) => each.name === name && each.keyId === keyId);
    if (cosigner === undefined) continue;
    // An 8-byte time, then the signature over "cosignature/v1", that time in decimal and the three lines.
    if (bytes.length !== 72) return null;
    const time = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
    if (!isSignedBy(cosigner.key, utf8(`cosignature/v1\ntime ${time}\n${note.body}`), bytes.subarray(8))) return null;
    right += 1;
  }
  return right;
};
