// Anchor commands: the log's checkpoint in every form in which it leaves this computer, and what came back, each as a leaf.
import { hash } from 'node:crypto';
import type { AnchorStatus, AnchorView, CheckpointSheet } from '../../src-shared/contract/anchors.ts';
import type { AnchorRefused, VendorFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Anchor } from '../ledger/repositories/anchors.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import { isBodyCut } from '../ports/body-cut.ts';
import { readCheckpoint } from '../sealed-log/checkpoint.ts';
import { fingerprintWords, qrSvg } from '../sealed-log/key-card.ts';
import { readVkey } from '../sealed-log/keys.ts';
import { readLeaf } from '../sealed-log/leaf.ts';
import { originTail } from '../sealed-log/origin.ts';
import { stampCertificates } from '../sealed-log/timestamp-certificates.ts';
import { answersNonce, readTimestampReply, timestampQuery } from '../sealed-log/timestamp.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import { keepFile } from './keep-file.ts';

type AnchorHandlers = Handlers<
  'anchor.status' | 'anchor.page' | 'anchor.checkpoint' | 'anchor.checkpoint-file' | 'anchor.mail-text' | 'anchor.hand-over' | 'anchor.stamp'>;

/** The log's own checkpoint, as anything that leaves must name it. */
export type OwnCheckpoint = { readonly origin: string; readonly size: number; readonly root: Buffer; readonly note: string; readonly body: string; readonly at: number };

export const anchorCommands = ({ ledger, needs, hint }: CoreContext): AnchorHandlers => {
  const { log, anchors, logSearch } = ledger;

  const status = (): AnchorStatus => {
    const last = anchors.latest();
    const begun = logSearch.leaf(0)?.view.at ?? '';
    const since = last?.at ?? (begun === '' ? needs.clock.now() : Date.parse(begun));
    return {
      lastAt: last?.at ?? null, lastKind: last?.kind ?? null, lastLeaves: last?.size ?? null, leaves: log.size(),
      isOverdue: needs.clock.now() - since > weekMs, authority: lastAuthority(),
    };
  };
  const lastAuthority = (): string | null => {
    const stamp = anchors.page(0, 200).rows.find(({ kind }) => kind === 'rfc3161');
    return stamp === undefined ? null : detailOf(ledger, stamp.leafSeq)['address'] ?? null;
  };

  const sheet = (): CheckpointSheet => {
    const { size, at, body, note } = ownCheckpoint(ledger, null);
    const key = readVkey(ledger.keys.current()?.vkey ?? '');
    return { leaves: size, at, body, note, fingerprint: log.fingerprint(), words: key === null ? [] : fingerprintWords(key.publicKey), qr: qrSvg(note) };
  };

  const stamp = async (address: string): Promise<Result<AnchorView, VendorFailure | AnchorRefused>> => {
    const { size, root, body, note } = ownCheckpoint(ledger, null);
    const digest = hash('sha256', body, 'buffer');
    const nonce = needs.ids.bytes(8);
    const tsq = timestampQuery(digest, nonce);
    const reply = await askAuthority(needs, address, tsq);
    if (!reply.ok) return reply;
    const refuse = (why: string) => fail({ type: 'AnchorRefused', why, seenLeaves: null } as const);
    const read = readTimestampReply(reply.value);
    if (!read.ok) return refuse(`the authority's answer is no stamp: ${read.failure.why}`);
    if (!read.value.digest.equals(digest)) return refuse('the authority stamped something else than this checkpoint');
    if (!answersNonce(read.value, nonce)) return refuse('the stamp answers another question than this one');
    const token = hash('sha256', reply.value, 'hex');
    return ok(seal(
      { kind: 'rfc3161', size, body, note, tsq, tsr: reply.value, chain: stampCertificates(reply.value) },
      { kind: 'anchor.rfc3161', body: { act: 'stamped', root: root.toString('base64'), size, stampedAt: read.value.at, token }, open: { detail: { address } } }));
  };

  const seal = (anchor: Omit<Anchor, 'at' | 'leafSeq'>, leaf: LeafDraft): AnchorView => {
    const row = sealAnchor({ ledger, needs }, anchor, leaf);
    hint({ type: 'ledger.changed' });
    return viewAnchor(ledger, row);
  };

  return {
    'anchor.status': () => ok(status()),
    'anchor.page': ({ offset, limit }) => {
      const { total, rows } = anchors.page(offset, limit);
      return ok({ total, rows: rows.map((row) => viewAnchor(ledger, row)) });
    },
    'anchor.checkpoint': () => ok(sheet()),
    'anchor.checkpoint-file': async () => {
      const { origin, size, note } = ownCheckpoint(ledger, null);
      const made = await keepFile(needs, `dncdesk-checkpoint-${originTail(origin)}-${size}.txt`, note);
      return made.ok ? ok({ ...made.value, leaves: size }) : made;
    },
    'anchor.mail-text': () => ok(mailText(ownCheckpoint(ledger, null), log.fingerprint())),
    'anchor.hand-over': ({ to, how, leaves }) => {
      const checkpoint = leaves === undefined ? ownCheckpoint(ledger, null) : findCheckpoint(ledger, leaves);
      if (checkpoint === null) return fail({ type: 'NotFound', what: 'checkpoint of so many leaves:', id: leaves ?? 0 });
      const { size, root, body, note } = checkpoint;
      return ok(seal(
        { kind: how, size, body, note, tsq: null, tsr: null, chain: null },
        { kind: 'anchor.mail', body: { act: how, root: root.toString('base64'), size }, open: { detail: { to: to.toWellFormed() } } }));
    },
    'anchor.stamp': ({ address }) => stamp(address),
  };
};

const weekMs = 7 * 24 * 60 * 60 * 1000;
const stampMs = 30_000;
/** Replies have a few thousand bytes, certificates included. */
const maxReply = 64 * 1024;

/** Null where nothing was signed at that size. `size` null: the last one. */
const findCheckpoint = ({ log, anchors }: CoreContext['ledger'], size: number | null): OwnCheckpoint | null => {
  const latest = log.latest();
  const note = size === null || size === latest?.size ? latest?.note ?? null : anchors.checkpointNote(size);
  const read = readCheckpoint(note ?? '');
  if (note === null || !read.ok) return null;
  const { origin, root, body } = read.value;
  return { origin, size: read.value.size, root, note, body, at: latest?.at ?? 0 };
};

export const ownCheckpoint = (ledger: CoreContext['ledger'], size: number | null): OwnCheckpoint => {
  const found = findCheckpoint(ledger, size);
  if (found === null) throw new Error('an unlocked log has a checkpoint');
  return found;
};

/** The witness and the leaf that says so, in one commit. */
export const sealAnchor = ({ ledger, needs }: Pick<CoreContext, 'ledger' | 'needs'>, anchor: Omit<Anchor, 'at' | 'leafSeq'>, leaf: LeafDraft): Anchor => {
  const at = needs.clock.now();
  return ledger.transact(() => {
    const row = { ...anchor, at, leafSeq: ledger.log.append(leaf) };
    ledger.anchors.record(row);
    return row;
  });
};

export const viewAnchor = (ledger: CoreContext['ledger'], { kind, size, at, leafSeq }: Pick<Anchor, 'kind' | 'size' | 'at' | 'leafSeq'>): AnchorView => {
  const detail = detailOf(ledger, leafSeq);
  const leaf = readLeaf(ledger.logSearch.leaf(leafSeq)?.bytes ?? '');
  const witnessed = leaf.ok ? leaf.value.body['stampedAt'] ?? leaf.value.body['signedAt'] : null;
  return { kind, leaves: size, at, seq: leafSeq, who: detail['to'] ?? detail['name'] ?? detail['address'] ?? '', witnessedAt: typeof witnessed === 'string' ? witnessed : null };
};

/** The texts in a leaf's detail opening; none where that was erased. */
const detailOf = ({ log }: CoreContext['ledger'], seq: number): Readonly<Record<string, string>> => {
  const fields: unknown = JSON.parse(log.opening(seq, 'detail') ?? '{}');
  return Object.fromEntries(Object.entries(fields as Record<string, unknown>).filter((pair): pair is [string, string] => typeof pair[1] === 'string')); // canonical JSON of an object, written by us
};

const mailText = ({ origin, size, body, note, at }: OwnCheckpoint, fingerprint: string): { readonly leaves: number; readonly subject: string; readonly body: string } => ({
  leaves: size,
  subject: `Checkpoint of the DNC Desk log ${originTail(origin)}: ${size} leaves`,
  body: `Please keep this mail. It fixes what the Do-Not-Call log had recorded by ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC: log, number of leaves, root.

${body}
Its signature (not needed to read it):

${note.slice(body.length + 1)}
Key: ${fingerprint}
Nothing in it is about a person. Whoever is shown an export of this log later can hold it to these three lines.
`,
});

/** Only the query is sent: a hash and a random number. */
const askAuthority = async (needs: CoreContext['needs'], address: string, query: Buffer): Promise<Result<Buffer, VendorFailure | AnchorRefused>> => {
  const shown = URL.parse(address)?.host ?? address;
  const opened = await needs.http.stream({
    method: 'POST', url: address, bytes: Uint8Array.from(query), timeoutMs: stampMs, maxBytes: maxReply,
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
  });
  if (opened.kind === 'unsent') return fail({ type: 'VendorUnreachable', address: shown, why: opened.why });
  if (opened.kind === 'unanswered') return fail({ type: 'VendorNoAnswer', address: shown, why: opened.why });
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of opened.chunks) parts.push(chunk);
  } catch (thrown) {
    if (!isBodyCut(thrown)) throw thrown;
    return fail({ type: 'VendorNoAnswer', address: shown, why: thrown.message });
  }
  if (opened.status !== 200) return fail({ type: 'AnchorRefused', why: `the authority answered with status ${opened.status}`, seenLeaves: null });
  return ok(Buffer.concat(parts));
};

