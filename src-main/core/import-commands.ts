// Import commands: preview reads without storing; store stages in the worker and then makes the import live and sealed in one transaction.
import { layoutSchema, type ImportView, type Layout, type Preview } from '../../src-shared/contract/imports.ts';
import type { FileFailure, ImportBusy, LedgerFailure, NotFound } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import type { StagedFile, StageProgress } from './stage-file.ts';
import type { TicketedFile } from '../ports/files.ts';
import type { Intake } from './end-what-was-begun.ts';
import { intakeLease } from './intake-lease.ts';
import { runIntake } from './run-intake.ts';
import { proposeGone, sealRefusal, versionBody, versionTask, type Limits, type Vouched } from './store-version.ts';
import { undoCommands } from './undo-commands.ts';
import { viewUndoing } from './undo-import.ts';
import { watchCommands } from './watch-commands.ts';

type ImportHandlers = Handlers<'watch.set' | 'watch.list' | 'watch.remove' | 'watch.resume' | 'watch.pause' | 'watch.file' | 'watch.schedule' | 'watch.sync' | 'import.preview' | 'import.store' | 'import.undo' | 'import.stop-undo' | 'import.get' | 'import.page' | 'import.rows'>;

/** At most this many milliseconds between two progress hints. */
const hintEveryMs = 60;

/** `signal` is called off when the core closes: the ledger is there while its listeners run, and not after. */
export type ImportContext = CoreContext & { readonly signal: AbortSignal };

export const importCommands = (context: ImportContext, { alone, undoing }: Pick<Intake, 'alone' | 'undoing'>): ImportHandlers => {
  const { ledger, needs, hint, owner, signal } = context;
  const { clock, files, ids } = needs;

  const preview = async (file: TicketedFile, asked: Partial<Layout>, layoutId: number | null | undefined): Promise<Result<Omit<Preview, 'seenBefore'>, FileFailure | NotFound>> => {
    const chosen = typeof layoutId === 'number' ? ledger.layouts.find(layoutId) : null;
    if (typeof layoutId === 'number' && chosen === null) return fail({ type: 'NotFound', what: 'saved layout', id: layoutId });
    const saved = layoutId === null ? [] : ledger.layouts.candidates();
    const answer = await runIntake(needs.intakeWorker, {
      do: 'preview', ...file, asked, at: clock.now(), areaCodes: ledger.areaCodes.latest()?.codes ?? null, candidates: saved,
      chosen: chosen === null ? null : { layoutId: chosen.layoutId, name: chosen.name, layout: chosen.layout, looks: saved.find((known) => known.layoutId === chosen.layoutId)?.looks ?? null },
    }, signal);
    if (answer === null) return fail(calledOff(file.name));
    if (answer.type !== 'previewed') throw new Error('the intake worker answered another question');
    return answer.result;
  };

  /** The layout an import is read under: what its preview would show. A whole layout needs none. */
  const settle = async (file: TicketedFile, asked: Partial<Layout>, layoutId: number | null | undefined): Promise<Result<{ readonly asked: Partial<Layout>; readonly layoutId: number | null }, FileFailure | NotFound>> => {
    if (typeof layoutId === 'number' && ledger.layouts.find(layoutId) === null) return fail({ type: 'NotFound', what: 'saved layout', id: layoutId });
    const isProposed = typeof layoutId === 'number' ? !layoutSchema.safeParse(asked).success : layoutId === undefined && Object.keys(asked).length === 0 && ledger.layouts.candidates().length > 0;
    if (!isProposed) return ok({ asked, layoutId: layoutId ?? null });
    const shown = await preview(file, asked, layoutId);
    if (!shown.ok) return shown;
    return ok(shown.value.saved === null || shown.value.saved === undefined ? { asked, layoutId: null } : { asked: shown.value.layout, layoutId: shown.value.saved.layoutId });
  };

  const store = ({ path, name }: TicketedFile, asked: Partial<Layout>, layoutId: number | null, vouched: Vouched | null, limits: Limits = null): Promise<Result<ImportView, FileFailure | ImportBusy | LedgerFailure>> =>
    alone(async () => {
      const startedAt = clock.now();
      let hintedAt = 0;
      const seed = ids.bytes(32);
      const log = ledger.log.origin() ?? '';
      const answer = await runIntake(needs.intakeWorker, { do: 'stage', ledgerPath: ledger.path, path, name, asked, at: startedAt, log, seed, areaCodes: ledger.areaCodes.latest()?.codes ?? null, ...versionTask(ledger, layoutId, vouched, limits) }, signal, (progress) => {
        const now = clock.now();
        if (now - hintedAt < hintEveryMs) return;
        hintedAt = now;
        hint({ type: 'import.progress', file: name, ...pick(progress) });
      });
      if (answer === null) return fail(calledOff(name));
      if (answer.type !== 'staged') throw new Error('the intake worker answered another question');
      if (!answer.result.ok) {
        sealRefusal(ledger, answer.result.failure);
        return answer.result;
      }
      const view = seal(answer.result.value, name, seed, clock.now() - startedAt, layoutId, vouched);
      if (view === null) return fail({ type: 'ImportBusy' });
      await proposeGone(context);
      hint({ type: 'ledger.changed' });
      return ok(view);
    });

  /** Null where another process holds the lease by now (this one slept through its end): it has dropped what was staged. */
  const seal = (staged: StagedFile, name: string, seed: Uint8Array, millis: number, asked: number | null, vouched: Vouched | null): ImportView | null =>
    ledger.transact(() => {
      if (ledger.leases.take(intakeLease, owner, clock.now()) !== null || !ledger.staging.abandoned().includes(staged.importId)) return null;
      const { importId, count, sha256, bytes, root, rows, version } = staged;
      const seq = ledger.log.append({
        kind: 'import.batch',
        body: { count: { ...count, quarantined: { ...count.quarantined }, setAside: { ...count.setAside } }, import: importId, root, rows, sha256, ...versionBody(version, vouched) },
        open: { detail: { bytes: String(bytes), file: name, ...(vouched === null ? {} : { because: vouched.because.toWellFormed() }) }, rows: { seed: Buffer.from(seed).toString('base64url') } },
      });
      // A layout that was removed meanwhile is that of no import.
      const layoutId = asked === null || ledger.layouts.find(asked) === null ? null : asked;
      ledger.imports.store(importId, { ...count, millis }, seq, layoutId, version);
      ledger.versions.declineAgain(version.again, importId, { at: clock.now(), actor: ledger.log.actor() });
      if (layoutId !== null) ledger.layouts.markUsed(layoutId, clock.now());
      const view = ledger.imports.find(importId);
      if (view === null) throw new Error('an import just stored is there');
      return view;
    });

  return {
    ...undoCommands(context, alone, undoing),
    ...watchCommands(context, {
      preview: (file, layoutId) => preview(file, {}, layoutId),
      store: async (file, layoutId, limits) => {
        const settled = await settle(file, {}, layoutId);
        return settled.ok ? store(file, settled.value.asked, settled.value.layoutId, null, limits) : settled;
      },
    }),
    'import.preview': async ({ ticket, layout, layoutId }) => {
      const file = files.find(ticket);
      if (!file.ok) return file;
      const shown = await preview(file.value, given(layout), layoutId);
      return shown.ok ? ok({ ...shown.value, seenBefore: ledger.imports.seenBefore(shown.value.file.sha256) }) : shown;
    },
    'import.store': async ({ ticket, layout, layoutId, vouched = null }) => {
      if (vouched?.because === '') return fail({ type: 'ReasonRequired' });
      const file = files.find(ticket);
      if (!file.ok) return file;
      const settled = await settle(file.value, given(layout), layoutId);
      return settled.ok ? store(file.value, settled.value.asked, settled.value.layoutId, vouched) : settled;
    },
    'import.get': ({ importId }) => {
      const view = ledger.imports.find(importId);
      return view === null ? fail({ type: 'NotFound', what: 'import', id: importId }) : ok(viewUndoing(context, view));
    },
    'import.page': ({ offset, limit }) => {
      const { total, rows } = ledger.imports.page(offset, limit);
      return ok({ total, rows: rows.map((view) => viewUndoing(context, view)) });
    },
    'import.rows': ({ importId, outcome, offset, limit }) =>
      ledger.imports.find(importId) === null
        ? fail({ type: 'NotFound', what: 'import', id: importId })
        : ok(ledger.imports.rows(importId, outcome, offset, limit)),
  };
};

/** The desk was closed while the file was read. */
const calledOff = (name: string): FileFailure => ({ type: 'FileUnreadable', name, code: 'CLOSED' });

const pick = ({ rows, bytes, totalBytes }: StageProgress): StageProgress => ({ rows, bytes, totalBytes });

/** What was really asked for: an absent field and an undefined one mean the same. */
const given = (layout: { readonly [K in keyof Layout]?: Layout[K] | undefined } | undefined): Partial<Layout> =>
  Object.fromEntries(Object.entries(layout ?? {}).filter(([, value]) => value !== undefined));
