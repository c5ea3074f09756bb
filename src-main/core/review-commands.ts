// Review commands: every decision on held rows ends in one sealed leaf, and so does taking it back; a few rows are one transaction, many are decided in the background.
import { join } from 'node:path';
import type { Page } from '../../src-shared/contract/imports.ts';
import type { DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../src-shared/domain/reject.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { AlreadyPushed, AlreadySettled, ImportBusy, NotFound, NothingSuggested, NumberNotValid } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { By } from '../ledger/repositories/decisions.ts';
import type { HeldFilter } from '../ledger/repositories/held-filter.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import type { FoundEntry } from '../ledger/repositories/quarantine.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import { areaCodesToday } from './area-codes-today.ts';
import { correctionCommands, type CorrectionHandlers } from './correction-commands.ts';
import { createDecideMany, openRow, type Taking } from './decide-many.ts';
import { exportHeld } from './export-held.ts';
import type { CoreContext, Handlers } from './handlers.ts';

type ReviewHandlers = CorrectionHandlers & Handlers<
  | 'quarantine.summary' | 'quarantine.page' | 'quarantine.fix' | 'quarantine.accept' | 'quarantine.discard' | 'quarantine.undo' | 'quarantine.decisions'
  | 'quarantine.resume' | 'quarantine.export'>;

/** `signal` is called off when the core closes; decisions under way stop there, and go on in the next process. */
export type ReviewContext = CoreContext & { readonly signal?: AbortSignal; /** What a killed process left of an import, whose numbers would stand in a decision's way: null where there is nothing, else its end. */ readonly clear?: () => Promise<unknown> | null };

/** Up to so many are decided in one transaction, which takes some tens of milliseconds at the most. */
const atOnce = 1000;

type Group = { readonly reason?: RejectReason | undefined; readonly reasons?: readonly RejectReason[] | undefined; readonly importId?: number | undefined; readonly suggested?: boolean | undefined; readonly search?: string | undefined };

export const reviewCommands = (context: ReviewContext): ReviewHandlers => {
  const { ledger, needs, hint, signal = new AbortController().signal, clear = () => null } = context;
  const { quarantine, log } = ledger;
  const many = createDecideMany(context, signal);
  const by = (): By => ({ at: needs.clock.now(), actor: log.actor() });
  const viewed = (decision: DecisionView, open: ReadonlySet<number>): DecisionView => {
    const named = { ...decision, actor: log.nameOf(decision.actor) };
    if (!open.has(decision.decisionId)) return named;
    const progress = many.progressOf(decision.decisionId) ?? { doing: decision.undone ? 'undoing' : 'deciding', done: 0, total: decision.entries, timeLeftMs: null, stands: 'idle' } as const;
    return { ...named, canUndo: false, progress };
  };
  const openIds = (): ReadonlySet<number> => new Set(quarantine.bulk.unfinished().map(({ decisionId }) => decisionId));
  const none: ReadonlySet<number> = new Set();
  const told = <F>(result: Result<DecisionView, F>): Result<DecisionView, F> => {
    if (!result.ok) return result;
    hint({ type: 'ledger.changed' });
    return ok(viewed(result.value, none));
  };

  const append = (decision: DecisionView, body: LeafDraft['body'], open: NonNullable<LeafDraft['open']>): void => {
    const { decisionId, act, reason, entries, duplicates } = decision;
    quarantine.seal(decisionId, log.append({ kind: 'decision', body: { act, decision: decisionId, duplicates, entries, reason, ...body }, open }));
  };

  /** One entry is opened by itself; many are rows of a salted tree. */
  const sealTaken = (decision: DecisionView, body: LeafDraft['body'], detail: LeafDraft['body']): void => {
    const { decisionId, entries } = decision;
    if (entries === 1) {
      const [row] = [...quarantine.rowsOf(decisionId)];
      if (row === undefined) throw new Error('a decision lacks its only entry');
      const open = { detail: { ...detail, raw: row.raw } };
      append(decision, { ...body, entry: row.entryId }, row.phone === null ? open : { ...open, subject: { phone: row.phone } });
      return;
    }
    const { root, open } = sealRows(signedBy(), needs.ids.bytes(32), rowsOf(decisionId));
    append(decision, { ...body, root, rows: entries }, { ...open, detail });
  };
  const rowsOf = function* (decisionId: number): Generator<JsonObject> {
    for (const row of quarantine.rowsOf(decisionId)) yield openRow(row);
  };
  const signedBy = (): string => {
    const signer = log.signer();
    if (signer === null) throw new Error('the log has no signer');
    return signer.origin;
  };

  /** One held entry by its id. */
  const held = (entryId: number): Result<FoundEntry, NotFound | AlreadySettled> => {
    const entry = quarantine.find(entryId);
    if (entry === null) return fail({ type: 'NotFound', what: 'entry', id: entryId });
    if (entry.verdict !== 'quarantined') return fail({ type: 'AlreadySettled', state: entry.verdict });
    return quarantine.bulk.isTaken(entryId) ? fail({ type: 'AlreadySettled', state: 'being decided' }) : ok(entry);
  };
  /** What is searched for may be somebody's number: it is opened, never in the leaf. */
  const partsOf = ({ reasons, search }: HeldFilter): { readonly body: LeafDraft['body']; readonly detail: LeafDraft['body'] } => ({
    body: reasons !== null && reasons.length > 1 ? { reasons: [...reasons] } : {}, detail: search === null ? {} : { search: search.toWellFormed() },
  });
  /** While a decision is under way, the next one waits for its end, however small it is. */
  const isMany = (total: number): boolean => total > atOnce || quarantine.bulk.unfinished().length > 0;
  const countOf = (filter: HeldFilter): number => quarantine.page(filter, 0, 1).total;
  const takeAll = (filter: HeldFilter, total: number): Taking => async (decisionId, { inSlices, tell }) => {
    let after = 0;
    let done = 0;
    return await inSlices((limit) => {
      const some = quarantine.bulk.takeSome(decisionId, filter, after, limit);
      if (some === null) return 'end';
      after = some.last;
      done += some.taken;
      tell({ doing: 'taking', done, total });
      return 'more';
    });
  };

  const accept = async (which: HeldFilter | number): Promise<Result<DecisionView, NothingSuggested | AlreadySettled | ImportBusy>> => {
    const total = typeof which === 'number' ? 1 : countOf(which);
    if (typeof which !== 'number' && isMany(total)) {
      const { body, detail } = partsOf(which);
      const decided = await many.decide({ act: 'accept-suggestions', reason: onlyReason(which), because: null, hides: which, body, detail }, takeAll(which, total));
      if (!decided.ok) return decided;
      return decided.value === null ? fail({ type: 'NothingSuggested' }) : ok(decided.value);
    }
    return ledger.transact((): Result<DecisionView, NothingSuggested | ImportBusy> => {
      const decision = quarantine.accept(which, by());
      if (decision === null) return fail({ type: 'NothingSuggested' });
      if (decision === 'clash') return fail({ type: 'ImportBusy' });
      const { body, detail } = typeof which === 'number' ? { body: {}, detail: {} } : partsOf(which);
      sealTaken(decision, body, detail);
      return ok(decision);
    });
  };

  const discard = async (which: HeldFilter | number, because: string): Promise<Result<DecisionView, NotFound | AlreadySettled>> => {
    const missing = (): NotFound => ({ type: 'NotFound', what: 'held number of', id: typeof which === 'number' ? which : (which.reasons?.join(', ') ?? (which.importId === null ? 'this search' : `import ${which.importId}`)) });
    const total = typeof which === 'number' ? 1 : countOf(which);
    if (typeof which !== 'number' && isMany(total)) {
      const { body, detail } = partsOf(which);
      const decided = await many.decide({ act: 'discard', reason: onlyReason(which), because, hides: which, body, detail: { ...detail, because } }, takeAll(which, total));
      if (!decided.ok) return decided;
      return decided.value === null ? fail(missing()) : ok(decided.value);
    }
    return ledger.transact((): Result<DecisionView, NotFound> => {
      const decision = quarantine.discard(which, because, by());
      if (decision === null) return fail(missing());
      const { body, detail } = typeof which === 'number' ? { body: {}, detail: {} } : partsOf(which);
      sealTaken(decision, body, { ...detail, because });
      return ok(decision);
    });
  };

  const undo = async (decisionId: number): Promise<Result<DecisionView, NotFound | AlreadySettled | AlreadyPushed | ImportBusy>> => {
    const decision = quarantine.findDecision(decisionId);
    if (decision === null) return fail({ type: 'NotFound', what: 'decision', id: decisionId });
    if (openIds().has(decisionId)) return fail({ type: 'AlreadySettled', state: decision.undone ? 'being taken back' : 'being decided' });
    if (decision.undone) return fail({ type: 'AlreadySettled', state: 'undone' });
    if (decision.entries > atOnce) {
      const taken = await many.undo(decision);
      if (!taken.ok) return taken;
      return ok(taken.value ?? decision);
    }
    return ledger.transact((): Result<DecisionView, AlreadyPushed | ImportBusy> => {
      const phones = decision.act === 'discard' ? 0 : quarantine.pushed(decisionId);
      if (phones > 0) return fail({ type: 'AlreadyPushed', phones });
      const undone = quarantine.undo(decisionId, needs.clock.now());
      if (undone === 'clash') return fail({ type: 'ImportBusy' });
      log.append({ kind: 'decision', body: { act: 'undo', decision: decisionId, entries: decision.entries, of: decision.act } });
      return ok(undone);
    });
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
        append(decision, { entry: entryId, import: importId }, { subject: { phone: corrected.value.phone }, detail: { file, line, raw, typed: phone.toWellFormed() } });
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

const onlyReason = ({ reasons }: HeldFilter): RejectReason | null => (reasons?.length === 1 ? (reasons[0] ?? null) : null);
