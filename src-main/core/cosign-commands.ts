// Cosign commands, both sides: this log asks a second person and takes in the answer; and this person cosigns another log only if it continues what was seen here.
import { hash } from 'node:crypto';
import type { CosignerSelf, CosignerView, SeenLogView } from '../../src-shared/contract/anchors.ts';
import type { AnchorRefused, SecretFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { SeenLog } from '../ledger/repositories/anchors.ts';
import { readCheckpoint, verifyCheckpoint } from '../sealed-log/checkpoint.ts';
import { addCosignature, cosign, cosignerFrom, cosignRequest, readCosignerVkey, verifyCosignature, type Cosigner, type CosignerKey } from '../sealed-log/cosignature.ts';
import { fingerprintWords } from '../sealed-log/key-card.ts';
import { createSigningKey, readVkey } from '../sealed-log/keys.ts';
import { emptyRoot } from '../sealed-log/merkle.ts';
import { originTail } from '../sealed-log/origin.ts';
import { readConsistency } from '../sealed-log/proof-files.ts';
import { ownCheckpoint, sealAnchor, viewAnchor } from './anchor-commands.ts';
import type { Handlers } from './handlers.ts';
import { keepFile, readSmallFile } from './keep-file.ts';
import type { PushContext } from './push-context.ts';

type CosignHandlers = Handlers<
  'anchor.cosigners' | 'anchor.add-cosigner' | 'anchor.request' | 'anchor.add-cosignature' | 'anchor.cosigner-key' | 'anchor.trust-log' | 'anchor.seen' | 'anchor.cosign' | 'anchor.witness'>;

/** The person's, not the log's: it may cosign many logs and signs none of its own. */
const cosignerAccount = 'cosigner-key';

const refuse = (why: string, seenLeaves: number | null = null): Result<never, AnchorRefused> => fail({ type: 'AnchorRefused', why, seenLeaves });

export const cosignCommands = ({ ledger, needs, hint, keychain }: Pick<PushContext, 'ledger' | 'needs' | 'hint' | 'keychain'>): CosignHandlers => {
  const { log, anchors } = ledger;
  const changed = (): void => { hint({ type: 'ledger.changed' }); };

  /** The last size of this log that the key's holder cosigned, as far as it came back here; 0: none. */
  const lastCosigned = (key: CosignerKey): number =>
    Math.max(0, ...anchors.page(0, 10_000).rows.filter(({ kind, note }) => kind === 'cosign' && verifyCosignature(note, key.vkey).ok).map(({ size }) => size));

  const viewCosigner = (vkey: string): CosignerView => {
    const key = readCosignerVkey(vkey);
    if (key === null) throw new Error('the ledger keeps a cosigner whose key cannot be read');
    const leaves = lastCosigned(key);
    return { name: key.name, vkey, fingerprint: key.fingerprint, lastLeaves: leaves === 0 ? null : leaves };
  };

  const openSelf = async (): Promise<Result<Cosigner, SecretFailure>> => {
    const store = await keychain();
    if (!store.ok) return store;
    const kept = await store.value.get(cosignerAccount);
    if (!kept.ok) return kept;
    const [name, pkcs8] = (kept.value ?? '').split(' ');
    if (name !== undefined && pkcs8 !== undefined) return ok(cosignerFrom(pkcs8, name));
    const made = { name: `dncdesk.local/cosigner/${needs.ids.bytes(8).toString('hex')}`, pkcs8: createSigningKey().pkcs8 };
    const saved = await store.value.set(cosignerAccount, `${made.name} ${made.pkcs8}`);
    return saved.ok ? ok(cosignerFrom(made.pkcs8, made.name)) : saved;
  };

  return {
    'anchor.cosigners': () => ok(anchors.cosigners().map(({ vkey }) => viewCosigner(vkey))),
    'anchor.add-cosigner': ({ vkey }) => {
      const key = readCosignerVkey(vkey);
      if (key === null) return refuse('that is no cosigner’s verifier key');
      if (anchors.cosigners().some((each) => each.vkey === vkey)) return fail({ type: 'AlreadySettled', state: 'this key counts already' });
      ledger.transact(() => {
        anchors.addCosigner({ vkey, name: key.name, at: needs.clock.now() });
        log.append({ kind: 'decision', body: { act: 'cosigner.add', key: key.fingerprint }, open: { detail: { name: key.name } } });
      });
      changed();
      return ok(viewCosigner(vkey));
    },

    'anchor.request': async ({ vkey, from }) => {
      const all = anchors.cosigners();
      const asked = vkey ?? (all.length === 1 ? all[0]?.vkey : undefined);
      const key = asked === undefined ? null : readCosignerVkey(asked);
      if (key === null || !all.some((each) => each.vkey === asked)) return fail({ type: 'NotFound', what: 'cosigner', id: asked ?? 'among several, or none: name one' });
      const { origin, size, note } = ownCheckpoint(ledger, null);
      const oldSize = from ?? lastCosigned(key);
      if (oldSize > size) return refuse(`this log has ${size} leaves and cannot continue one of ${oldSize}: the ledger here may be an older copy`);
      const made = await keepFile(needs, `dncdesk-cosign-request-${originTail(origin)}-${oldSize}-${size}.txt`, cosignRequest(oldSize, log.consistency(oldSize, size), note));
      return made.ok ? ok({ ...made.value, leaves: size }) : made;
    },

    'anchor.add-cosignature': async ({ ticket }) => {
      const text = await readSmallFile(needs, ticket);
      if (!text.ok) return text;
      const read = readCheckpoint(text.value);
      if (!read.ok) return refuse(`the file is no cosigned checkpoint: ${read.failure.why}`);
      const { origin, size, root, body } = read.value;
      if (origin !== log.origin()) return refuse('it belongs to another log');
      const own = anchors.checkpointNote(size);
      if (own === null || readOwnBody(own) !== body) return refuse(`this log had another root at ${size} leaves, or signed nothing at that size`);
      const signed = anchors.cosigners().flatMap(({ vkey }) => readCosignerVkey(vkey) ?? []).find(({ name, keyId }) => read.value.signatures.some((each) => each.name === name && each.keyId === keyId));
      if (signed === undefined) return refuse('none of those whose cosignature counts here signed it');
      const verified = verifyCosignature(text.value, signed.vkey);
      if (!verified.ok) return refuse(verified.failure.why);
      const before = anchors.cosignedNote(size) ?? own;
      if (verifyCosignature(before, signed.vkey).ok) return fail({ type: 'AlreadySettled', state: 'this cosignature is here' });
      const line = text.value.split('\n').find((each) => each.startsWith(`\u2014 ${signed.name} `)) ?? '';
      const note = addCosignature(before, `${line}\n`, signed.vkey);
      if (!note.ok) return refuse(note.failure.why);
      const row = sealAnchor({ ledger, needs }, { kind: 'cosign', size, body, note: note.value, tsq: null, tsr: null, chain: null }, {
        kind: 'anchor.cosign',
        body: { act: 'received', cosignature: hash('sha256', line, 'hex'), key: signed.fingerprint, root: root.toString('base64'), signedAt: new Date(verified.value.time * 1000).toISOString(), size },
        open: { detail: { name: signed.name } },
      });
      changed();
      return ok(viewAnchor(ledger, row));
    },

    'anchor.cosigner-key': async () => {
      const self = await openSelf();
      if (!self.ok) return self;
      const { name, vkey, fingerprint, publicKey } = self.value;
      return ok({ name, vkey, fingerprint, words: fingerprintWords(publicKey) } satisfies CosignerSelf);
    },

    'anchor.trust-log': ({ vkey }) => {
      const key = readVkey(vkey);
      if (key === null) return refuse('that is no log’s verifier key');
      if (key.origin === log.origin()) return refuse('it is this log’s own key: only another computer can bear witness');
      const seen = anchors.seen(key.origin) ?? { origin: key.origin, vkeys: [], size: 0, root: emptyRoot, note: '', at: 0 };
      if (seen.vkeys.includes(vkey)) return fail({ type: 'AlreadySettled', state: 'this key is trusted' });
      const kept = { ...seen, vkeys: [...seen.vkeys, vkey] };
      ledger.transact(() => {
        anchors.keepSeen(kept);
        log.append({ kind: 'decision', body: { act: 'log.trust', key: key.fingerprint, log: key.origin } });
      });
      changed();
      return ok(viewSeen(kept));
    },
    'anchor.seen': () => ok(anchors.allSeen().map(viewSeen)),

    'anchor.cosign': async ({ ticket }) => {
      const text = await readSmallFile(needs, ticket);
      if (!text.ok) return text;
      const asked = readConsistency(text.value);
      const read = asked === null ? null : readCheckpoint(asked.checkpoint);
      if (read?.ok !== true) return refuse('the request cannot be read');
      const { origin } = read.value;
      const self = await openSelf();
      if (!self.ok) return self;
      const seen = anchors.seen(origin);
      if (seen === null) return refuse('this log is not known here: trust it first by the verifier key on its key card (anchor trust-log)');
      const at = needs.clock.now();
      const given = cosign(self.value, text.value, { logVkeys: seen.vkeys, seen: seen.size === 0 ? null : { size: seen.size, root: seen.root } }, Math.floor(at / 1000));
      if (!given.ok) return refuse(given.failure.why, given.failure.seenSize);
      const { size, root } = given.value.seen;
      // Remembered before the signature leaves: a fork asked for a moment later finds it.
      const isFirst = ledger.transact(() => {
        const now = anchors.seen(origin);
        if (now?.size !== seen.size || !now.root.equals(seen.root)) return false;
        anchors.keepSeen({ ...seen, size, root, note: given.value.note, at });
        log.append({ kind: 'anchor.cosign', body: { act: 'given', log: origin, root: root.toString('base64'), size } });
        return true;
      });
      if (!isFirst) return refuse('another request of this log was answered at the same moment: ask again', anchors.seen(origin)?.size ?? null);
      changed();
      const made = await keepFile(needs, `dncdesk-cosigned-${originTail(origin)}-${size}.txt`, given.value.note);
      return made.ok ? ok({ ...made.value, origin, leaves: size }) : made;
    },

    'anchor.witness': async ({ ticket }) => {
      const text = await readSmallFile(needs, ticket);
      if (!text.ok) return text;
      const read = readCheckpoint(text.value);
      if (!read.ok) return refuse(`the file is no checkpoint: ${read.failure.why}`);
      const { origin, size, root } = read.value;
      const seen = anchors.seen(origin);
      if (seen === null) return refuse('this log is not known here: trust it first by the verifier key on its key card (anchor trust-log)');
      if (!seen.vkeys.some((vkey) => verifyCheckpoint(text.value, vkey).ok)) return refuse('it is not signed by a key of that log that is trusted here');
      if (size === seen.size && !root.equals(seen.root)) return refuse(`that log showed another root at ${size} leaves before: it has two histories`);
      ledger.transact(() => { log.append({ kind: 'anchor.mail', body: { act: 'witness', log: origin, root: root.toString('base64'), size } }); });
      changed();
      return ok(viewSeen(seen));
    },
  };
};

const readOwnBody = (note: string): string | null => {
  const read = readCheckpoint(note);
  return read.ok ? read.value.body : null;
};

const viewSeen = ({ origin, vkeys, size, at }: SeenLog): SeenLogView =>
  ({ origin, fingerprints: vkeys.map((vkey) => readVkey(vkey)?.fingerprint ?? ''), leaves: size, at: at === 0 ? null : at });
