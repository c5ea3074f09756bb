// Takes the log out, whole or for one number: an index of whom it is about and the export itself are sealed first, then the bundle is written beside the ledger.
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateView, ExportLevel, ExportView } from '../../src-shared/contract/log.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { CheckpointUnfit, FileFailure, LedgerFailure, NotFound, NumberNotValid, SecretFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { StoredCheckpoint } from '../ledger/repositories/log.ts';
import type { BundleFrame } from '../sealed-log/bundle-frame.ts';
import { rest } from '../sealed-log/bundle-members.ts';
import { bundleName, exportBundle } from '../sealed-log/export-bundle.ts';
import { certificateName, exportCertificate } from '../sealed-log/export-certificate.ts';
import { originTail } from '../sealed-log/origin.ts';
import { reportParts } from '../sealed-log/report-html.ts';
import type { ReportWriter } from '../sealed-log/report-member.ts';
import { subjectLabel, type SubjectIndex } from '../sealed-log/subject-index.ts';
import { areaCodesToday } from './area-codes-today.ts';
import { readKept, type Kept } from './earlier-checkpoint.ts';
import type { PushContext } from './push-context.ts';
import { isErasure, tellHistory } from './subject-history.ts';
import { atOnce, indexRecords, inSteps, labelRecords } from './subject-index.ts';
import { findPepper } from './subject-pepper.ts';
import { findRecords, leafAt, rowOpenings, type FoundRecord } from './subject-records.ts';

export type ExportAsked = { readonly to: string; readonly level: ExportLevel; readonly phone?: string | undefined; readonly previousCheckpoint?: string | undefined };
type ExportFailure = FileFailure | NumberNotValid | NotFound | CheckpointUnfit | SecretFailure | LedgerFailure;

type Sealed = { readonly checkpoint: StoredCheckpoint; readonly indexSeq: number; readonly index: SubjectIndex };

/** How often others may write while the index is made before they have to wait for it. */
const triesBeside = 3;
/** A ZIP without extensions has room for 65,534 files; where there are more lists than this, all their rows are left out, and START-HERE.txt says so. */
const mostRowFiles = 60_000;

export const createLogExport = ({ ledger, needs, keychain, hint }: Pick<PushContext, 'ledger' | 'needs' | 'keychain' | 'hint'>, mostLists = mostRowFiles) => {
  const { log } = ledger;

  const exportLog = async ({ to, level, phone: typed, previousCheckpoint }: ExportAsked): Promise<Result<ExportView, ExportFailure>> => {
    const phone = level === 'certificate' ? readTypedPhone(typed ?? '', 'US', false, areaCodesToday(ledger, needs.clock)) : null;
    if (phone?.ok === false) return phone;
    const kept = previousCheckpoint === undefined ? null : readKept(ledger, previousCheckpoint);
    if (kept?.ok === false) return kept;
    const pepper = await pepperOf();
    if (!pepper.ok) return pepper;
    const subject = phone === null ? null : { phone: phone.value.phone, label: subjectLabel(pepper.value, phone.value.phone) };
    await inSteps(labelRecords(ledger, pepper.value, log.size()), rest);
    const unread = subject === null ? null : await unreadable(subject);
    if (unread !== null) return fail(unread);
    const sealed = await seal({ to, level, subject, pepper: pepper.value, kept: kept?.value ?? null });
    const frame = await frameOf(sealed, kept?.value ?? null);
    const written = subject === null
      ? await writeLog(frame, level)
      : await writeCertificate(frame, subject, sealed);
    if (!written.ok) return written;
    hint({ type: 'ledger.changed' });
    return ok({ ...written.value, level });
  };

  /** A certificate must name its number in something it opens; where all was erased, only the log itself can show that. */
  const unreadable = async ({ phone, label }: { readonly phone: string; readonly label: Buffer }): Promise<NotFound | null> => {
    const of = ledger.subjectLeaves.of(label);
    if (of.length === 0) return { type: 'NotFound', what: 'record in the log of', id: phone };
    if (!of.some(({ seq }) => isErasure(leafAt(ledger, seq)))) return null;
    const found = await inSteps(findRecords(ledger, phone, of), rest);
    return 'seq' in found || found.some(({ record }) => record.shown === 'subject' || record.shown === 'row') ? null : { type: 'NotFound', what: 'record that was not erased of', id: phone };
  };

  const pepperOf = async (): Promise<Result<Buffer, SecretFailure>> => {
    const store = await keychain();
    return store.ok ? findPepper(store.value, log.origin() ?? '', needs.ids) : store;
  };

  type Sealing = { readonly to: string; readonly level: ExportLevel; readonly subject: { readonly phone: string; readonly label: Buffer } | null; readonly pepper: Buffer; readonly kept: Kept | null };

  /** The index covers every leaf before its own, so it is made of a log that has not grown since; a log that will not rest is held still for it in the end. */
  const seal = async (sealing: Sealing): Promise<Sealed> => {
    const wanted = sealing.subject?.label ?? null;
    for (let i = 0; i < triesBeside; i += 1) {
      ledger.transact(log.heedClock);
      const size = log.size();
      await inSteps(labelRecords(ledger, sealing.pepper, size), rest);
      const index = await inSteps(indexRecords(ledger, wanted), rest);
      const sealed = ledger.transact(() => (log.size() === size ? append(sealing, size, index) : null));
      if (sealed !== null) return withCheckpoint(sealed);
    }
    return withCheckpoint(ledger.transact(() => {
      log.heedClock();
      const size = log.size();
      atOnce(labelRecords(ledger, sealing.pepper, size));
      return append(sealing, size, atOnce(indexRecords(ledger, wanted)));
    }));
  };
  const append = ({ to, level, subject, kept }: Sealing, size: number, index: SubjectIndex): Omit<Sealed, 'checkpoint'> => {
    const before = log.lastExport();
    const place = (one: { readonly root: Buffer; readonly size: number } | null) => (one === null ? null : { root: one.root.toString('base64'), size: one.size });
    const said = log.append({ kind: 'index.root', body: { entries: index.entries, leaves: size, root: index.root.toString('base64url') } });
    if (said !== size) throw new Error('the index does not cover the leaf before it');
    log.append({
      kind: 'export.seal', body: { level: levels[level], previous: place(before), ...(kept === null ? {} : { held: place(kept) }) },
      open: { detail: { to: to.toWellFormed() }, ...(subject === null ? {} : { subject: { phone: subject.phone } }) },
    });
    return { indexSeq: said, index };
  };
  const withCheckpoint = (sealed: Omit<Sealed, 'checkpoint'>): Sealed => {
    const checkpoint = log.latest();
    if (checkpoint === null) throw new Error('a commit always leaves a checkpoint');
    return { ...sealed, checkpoint };
  };

  const frameOf = async ({ checkpoint: { size, note } }: Sealed, kept: Kept | null): Promise<Omit<BundleFrame, 'to'>> => {
    const signer = log.signer();
    if (signer === null) throw new Error('the log is unlocked before it is exported');
    const pair = (checkpoint: string, oldSize: number) => ({ checkpoint, proof: log.consistency(oldSize, size) });
    const before = kept ?? log.lastExport();
    const { anchors, notes } = ledger.anchors.forBundle(size);
    const report = await reportWriter();
    return {
      size, checkpoint: note, signer, at: needs.clock.now(), appVersion: needs.appVersion,
      earlier: before === null ? null : pair(before.note, before.size),
      further: notes.filter((each) => each.size < size && each.size !== before?.size).map((each) => pair(each.note, each.size)),
      rotations: ledger.keys.rotationNotes(), anchors, ...(report === null ? {} : { report }),
    };
  };
  /** A program that was not built has no page to put in. */
  const reportWriter = async (): Promise<ReportWriter | null> => {
    const template = needs.pages === undefined ? null : await readFile(join(needs.pages, 'report.html'), 'utf8').catch(() => null);
    return template === null ? null : (data) => reportParts(template, data);
  };

  const writeLog = (frame: Omit<BundleFrame, 'to'>, level: ExportLevel): Promise<Result<Omit<ExportView, 'level'>, FileFailure>> => {
    const { size, signer, at } = frame;
    const rowLeaves = level === 'full' ? ledger.sealedRows.leaves(size) : [];
    const opened = level !== 'full' ? {} : {
      openings: () => log.openings(size),
      ...(rowLeaves.length > mostLists ? { listsLeftOut: rowLeaves.length } : { rows: rowLeaves.map((seq) => ({ seq, openings: () => rowOpenings(ledger, seq) })) }),
    };
    return place(frame, bundleName(originTail(signer.origin), size, at), async (file) => {
      const made = await exportBundle({ ...frame, ...opened, leaves: () => log.leaves(size), to: async (chunk) => { await file.writeFile(chunk); } });
      return made.ok ? ok({ ...made.value, certificate: null }) : made;
    });
  };

  const writeCertificate = async (frame: Omit<BundleFrame, 'to'>, { phone, label }: { readonly phone: string; readonly label: Buffer }, { indexSeq, index }: Sealed): Promise<Result<Omit<ExportView, 'level'>, FileFailure | LedgerFailure>> => {
    const { size, signer, at } = frame;
    const entry = index.found;
    if (entry === null) throw new Error('the index lacks a number that has records');
    const before = ledger.subjectLeaves.of(label).filter(({ seq }) => seq < indexSeq);
    const found = await inSteps(findRecords(ledger, phone, before), rest);
    if ('seq' in found) return fail({ type: 'LedgerBroken', path: ledger.path, why: `the rows kept for leaf ${found.seq} are not those that were sealed` });
    return place(frame, certificateName(originTail(signer.origin), size, at), async (file) => {
      const made = await exportCertificate({
        ...frame, phone, records: found.map(({ record }) => record), keyLeaves: ledger.keys.places(),
        leaf: (seq) => ledger.logSearch.leaf(seq)?.bytes ?? '', path: (seq) => ledger.logSearch.path(seq, size),
        index: { seq: indexSeq, entry: entry.entry, place: entry.index, entries: index.entries, path: entry.path },
        to: async (chunk) => { await file.writeFile(chunk); },
      });
      return made.ok ? ok({ ...made.value, leaves: size, certificate: certificateOf(phone, found) }) : made;
    });
  };
  const certificateOf = (phone: string, found: readonly FoundRecord[]): CertificateView => ({ phone, records: found.length, history: tellHistory(ledger, phone, found) });

  type Written = { readonly bytes: number; readonly sha256: string; readonly leaves: number; readonly root: string; readonly certificate: CertificateView | null };

  /** The file has its name only when it is whole. */
  const place = async <F>({ size, at, checkpoint: note }: Omit<BundleFrame, 'to'>, name: string, write: (file: FileHandle) => Promise<Result<Written, F>>): Promise<Result<Omit<ExportView, 'level'>, F>> => {
    const folder = join(needs.home, 'exports');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    const partial = `${path}.part`;
    const file = await open(partial, 'w', 0o600);
    try {
      const made = await write(file);
      if (!made.ok) return made;
      await file.sync();
      await file.close();
      await rename(partial, path);
      const { bytes, sha256, leaves, root, certificate } = made.value;
      ledger.transact(() => log.recordExport({ at, size, root: Buffer.from(root, 'base64'), note, file: name }));
      return ok({ file: name, ticket: needs.files.admit(path, name), bytes, sha256, leaves, checkpoint: root, certificate });
    } finally {
      await file.close().catch(() => {}); // closed already when all went well
      await rm(partial, { force: true });
    }
  };

  return exportLog;
};

const levels = { certificate: 'L0', redacted: 'L1', full: 'L2' } as const;
