// Review commands: held rows are looked at, decided and taken back; every decision ends in one sealed leaf, and so does taking it back.
import { join } from 'node:path';
import type { Page } from '../../src-shared/contract/imports.ts';
import type { DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../src-shared/domain/reject.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { AlreadySettled, ImportBusy, NotFound, NumberNotValid } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { HeldFilter } from '../ledger/repositories/held-filter.ts';
import { areaCodesToday } from './area-codes-today.ts';
import { correctionCommands, type CorrectionHandlers } from './correction-commands.ts';
import { createDecideHeld } from './decide-held.ts';
import { createDecideMany } from './decide-many.ts';
import { exportHeld } from './export-held.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import { createDecisionSeal } from './seal-decision.ts';

type ReviewHandlers = CorrectionHandlers & Handlers<
  | 'quarantine.summary' | 'quarantine.page' | 'quarantine.fix' | 'quarantine.accept' | 'quarantine.discard' | 'quarantine.undo' | 'quarantine.decisions'
  | 'quarantine.resume' | 'quarantine.export'>;

/** `signal` is called off when the core closes; decisions under way stop there, and go on in the next process. */
export type ReviewContext = CoreContext & { readonly signal?: AbortSignal; /** What a killed process left of an import, whose numbers would stand in a decision's way: null where there is nothing, else its end. */ readonly clear?: () => Promise<unknown> | null };

type Group = { readonly reason?: RejectReason | undefined; readonly reasons?: readonly RejectReason[] | undefined; readonly importId?: number | undefined; readonly suggested?: boolean | undefined; readonly search?: string | undefined };

export const reviewCommands = (context: ReviewContext): ReviewHandlers => {
  const { ledger, needs, hint, signal = new AbortController().signal, clear = () => null } = context;
  const { quarantine, log } = ledger;
  const many = createDecideMany(context, signal);
  const seal = createDecisionSeal(context);
  const { by, openIds, held, accept, discard, undo } = createDecideHeld(context, many, seal);
  const viewed = (decision: DecisionView, open: ReadonlySet<number>): DecisionView => {
    const named = { ...decision, actor: log.nameOf(decision.actor) };
    if (!open.has(decision.decisionId)) return named;
    const progress = many.progressOf(decision.decisionId) ?? { doing: decision.undone ? 'undoing' : 'deciding', done: 0, total: decision.entries, timeLeftMs: null, stands: 'idle' } as const;
    return { ...named, canUndo: false, progress };
  };
  const none: ReadonlySet<number> = new Set();
  const told = <F>(result: Result<DecisionView, F>): Result<DecisionView, F> => {
    if (!result.ok) return result;
    hint({ type: 'ledger.changed' });
    return ok(viewed(result.value, none));
  };

  return {
    ...correctionCommands(context, many, signal, told),
    'quarantine.summary': ({ importId }) => {
      const open = openIds();
      return ok({ ...quarantine.summary(importId ?? null), underWay: many.underWay().map((decision) => viewed(decision, open)) });
    },
    'quarantine.page': ({ offset, limit, ...asked }) => ok(quarantine.page(filterOf(asked), offset, limit)),
    'quarantine.fix': async ({ entryId, phone, sure }) => {
      const left = clear();
      if (left !== null) await left;
      return told(ledger.transact((): Result<DecisionView, NotFound | AlreadySettled | NumberNotValid | ImportBusy> => {
        const entry = held(entryId);
        if (!entry.ok) return entry;
        const corrected = readTypedPhone(phone, entry.value.region, sure, areaCodesToday(ledger, needs.clock));
        if (!corrected.ok) return corrected;
        const decision = quarantine.fix(entryId, corrected.value, by());
        if (decision === 'clash') return fail({ type: 'ImportBusy' });
        const { file, line, raw, importId } = entry.value;
        seal.append(decision, { entry: entryId, import: importId }, { subject: { phone: corrected.value.phone }, detail: { file, line, raw, typed: phone.toWellFormed() } });
        return ok(decision);
      }));
    },
    'quarantine.accept': async ({ entryId, ...asked }) => {
      const left = clear();
      if (left !== null) await left;
      if (entryId !== undefined) {
        const entry = held(entryId);
        if (!entry.ok) return entry;
        // The row on the screen had this reason; it is another row's by now.
        if (asked.reason !== undefined && entry.value.reason !== asked.reason) return fail({ type: 'NothingSuggested' });
        return told(await accept(entryId));
      }
      return isBlank(asked) ? fail(everything) : told(await accept(filterOf({ ...asked, suggested: true })));
    },
    'quarantine.discard': async ({ entryId, because, ...asked }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      if (entryId !== undefined) {
        const entry = held(entryId);
        if (!entry.ok) return entry;
      } else if (isBlank(asked)) return fail(everything);
      return told(await discard(entryId ?? filterOf(asked), because.toWellFormed()));
    },
    'quarantine.undo': async ({ decisionId }) => {
      const left = clear();
      if (left !== null) await left;
      return told(await undo(decisionId));
    },
    'quarantine.decisions': ({ offset, limit }) => {
      const { total, rows } = quarantine.decisions(offset, limit);
      const open = openIds();
      return ok({ total, rows: rows.map((decision) => viewed(decision, open)) } satisfies Page<DecisionView>);
    },
    'quarantine.resume': async () => {
      await many.resume();
      return ok(null);
    },
    'quarantine.export': async ({ format, ...asked }) => {
      const at = new Date(needs.clock.now()).toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
      const name = `dnc-desk-quarantine-${at}-${needs.ids.uuid().slice(0, 4)}.${format}`;
      const made = await exportHeld(ledger, { folder: join(needs.home, 'exports'), name, format, filter: filterOf(asked) }, signal);
      if (made === null) return fail({ type: 'FileUnreadable', name, code: 'CLOSED' });
      const { path, ...facts } = made;
      return ok({ file: name, ticket: needs.files.admit(path, name), ...facts });
    },
  };
};

/** Everything at once is never meant by leaving everything out. */
const everything: NotFound = { type: 'NotFound', what: 'held number', id: 'without an entry, reason, import or search' };
const isBlank = ({ reason, reasons, importId, search }: Group): boolean => reason === undefined && reasons === undefined && importId === undefined && (search ?? '') === '';

const filterOf = ({ reason, reasons, importId, suggested, search }: Group): HeldFilter => ({
  reasons: reason === undefined && reasons === undefined ? null : [...new Set([...(reason === undefined ? [] : [reason]), ...(reasons ?? [])])],
  importId: importId ?? null, suggested: suggested ?? null, search: search === undefined || search === '' ? null : search,
});
