// Import commands: preview reads without storing; store stages in the worker and then makes the import live and sealed in one transaction.
import type { ImportView, Layout } from '../../src-shared/contract/imports.ts';
import type { FileFailure, ImportBusy, LedgerFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import type { StagedFile } from './stage-file.ts';
import { runIntake } from './run-intake.ts';

type ImportHandlers = Handlers<'import.preview' | 'import.store' | 'import.get' | 'import.page' | 'import.rows'>;

const leaseName = 'intake';
/** At most this many progress hints a second. */
const hintEveryMs = 60;

export const importCommands = ({ ledger, needs, hint, owner }: CoreContext): ImportHandlers => {
  const { clock, files, ids } = needs;

  const store = async (path: string, name: string, asked: Partial<Layout>): Promise<Result<ImportView, FileFailure | ImportBusy | LedgerFailure>> => {
    if (ledger.leases.take(leaseName, owner, clock.now()) !== null) return fail({ type: 'ImportBusy' });
    const startedAt = clock.now();
    let hintedAt = 0;
    try {
      // Whatever an earlier process left half-done is nobody's now: the lease is ours.
      for (const abandoned of ledger.staging.abandoned()) ledger.staging.drop(abandoned);
      const seed = ids.bytes(32);
      const log = ledger.log.origin() ?? '';
      const answer = await runIntake(needs.intakeWorker, { do: 'stage', ledgerPath: ledger.path, path, name, asked, at: startedAt, log, seed }, (rows) => {
        const now = clock.now();
        if (now - hintedAt < hintEveryMs) return;
        hintedAt = now;
        ledger.leases.take(leaseName, owner, now);
        hint({ type: 'import.progress', file: name, rows, bytes: 0, totalBytes: 0 });
      });
      if (answer.type !== 'staged') throw new Error('the intake worker answered another question');
      if (!answer.result.ok) return answer.result;
      const view = seal(answer.result.value, name, seed, clock.now() - startedAt);
      hint({ type: 'ledger.changed' });
      return ok(view);
    } finally {
      ledger.leases.release(leaseName, owner);
    }
  };

  const seal = (staged: StagedFile, name: string, seed: Uint8Array, millis: number): ImportView =>
    ledger.transact(() => {
      const { importId, count, sha256, bytes, root, rows } = staged;
      const seq = ledger.log.append({
        kind: 'import.batch',
        body: { count: { ...count, quarantined: { ...count.quarantined } }, import: importId, root, rows, sha256 },
        open: { detail: { bytes: String(bytes), file: name }, rows: { seed: Buffer.from(seed).toString('base64url') } },
      });
      ledger.imports.store(importId, { ...count, millis }, seq);
      const view = ledger.imports.find(importId);
      if (view === null) throw new Error('an import just stored is there');
      return view;
    });

  return {
    'import.preview': async ({ ticket, layout }) => {
      const file = files.find(ticket);
      if (!file.ok) return file;
      const answer = await runIntake(needs.intakeWorker, { do: 'preview', ...file.value, asked: given(layout) });
      if (answer.type !== 'previewed') throw new Error('the intake worker answered another question');
      if (!answer.result.ok) return answer.result;
      return ok({ ...answer.result.value, seenBefore: ledger.imports.seenBefore(answer.result.value.file.sha256) });
    },
    'import.store': async ({ ticket, layout }) => {
      const file = files.find(ticket);
      return file.ok ? store(file.value.path, file.value.name, given(layout)) : file;
    },
    'import.get': ({ importId }) => {
      const view = ledger.imports.find(importId);
      return view === null ? fail({ type: 'NotFound', what: 'import', id: importId }) : ok(view);
    },
    'import.page': ({ offset, limit }) => ok(ledger.imports.page(offset, limit)),
    'import.rows': ({ importId, outcome, offset, limit }) =>
      ledger.imports.find(importId) === null
        ? fail({ type: 'NotFound', what: 'import', id: importId })
        : ok(ledger.imports.rows(importId, outcome, offset, limit)),
  };
};

/** What was really asked for: an absent field and an undefined one mean the same. */
const given = (layout: { readonly [K in keyof Layout]?: Layout[K] | undefined } | undefined): Partial<Layout> =>
  Object.fromEntries(Object.entries(layout ?? {}).filter(([, value]) => value !== undefined));
