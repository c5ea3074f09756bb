// The last step of every export: the list of sums, its signature and one plain ZIP, the same bytes for the same members.
import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { isLongMember, maxShortBytes } from './bundle-format.ts';
import { createSummer, rest, textMember, type Member } from './bundle-members.ts';
import type { Signer } from './keys.ts';
import { signSsh } from './sshsig.ts';
import { centralHeader, endRecord, localHeader, maxZipBytes, maxZipMembers } from './zip-format.ts';

/** Takes the file's bytes in order; the next chunk waits for the promise. A chunk is good until then: its room is used again for the next. */
export type BundleSink = (chunk: Uint8Array) => void | Promise<void>;
export type FileTooLarge = { readonly type: 'FileTooLarge'; readonly name: string; readonly bytes: number; readonly limit: number };

/** Throws if a member's bytes change while it is written, or if there are more or longer members than a reader of bundles takes. */
export const writeBundle = async (
  members: readonly Member[], { to, signer, name }: { readonly to: BundleSink; readonly signer: Signer; readonly name: string },
): Promise<Result<{ readonly bytes: number; readonly sha256: string }, FileTooLarge>> => {
  const sums = members.map((member) => `${member.sha256}  ${member.name}\n`).join('');
  const all = [...members, textMember('SHA256SUMS', sums), textMember('SHA256SUMS.sig', signSsh(signer, Buffer.from(sums)))];
  if (all.length > maxZipMembers) throw new RangeError(`A bundle cannot have ${all.length} files`);
  const tooLong = members.find((member) => !isLongMember(member.name) && member.size > maxShortBytes);
  if (tooLong !== undefined) throw new RangeError(`${tooLong.name} is too long for a bundle: ${tooLong.size} bytes`);
  const bytes = all.reduce((sum, each) => sum + each.size + 30 + 46 + 2 * each.name.length, 22);
  if (bytes > maxZipBytes) return fail({ type: 'FileTooLarge', name, bytes, limit: maxZipBytes });
  return ok({ bytes, sha256: await writeZip(all, to) });
};

const writeZip = async (members: readonly Member[], to: BundleSink): Promise<string> => {
  const whole = createHash('sha256');
  let offset = 0;
  const write = async (chunk: Buffer): Promise<void> => {
    whole.update(chunk);
    offset += chunk.length;
    await to(chunk);
  };
  const directory: Buffer[] = [];
  for (const member of members) {
    directory.push(centralHeader(member, offset));
    await write(localHeader(member));
    const sum = createSummer();
    for (const chunk of member.chunks()) {
      sum.add(chunk);
      await write(chunk);
      await rest();
    }
    // Read again, said again: a leaf that changed meanwhile must not slip under a sum made before.
    if (sum.end().sha256 !== member.sha256) throw new Error(`${member.name} changed while it was written`);
  }
  const [start, central] = [offset, Buffer.concat(directory)];
  await write(central);
  await write(endRecord(members.length, central.length, start));
  return whole.digest('hex');
};
