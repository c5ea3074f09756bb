// Decides on held rows: a few in one transaction, many in the background; what is under way is never decided twice.
import type { DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../src-shared/domain/reject.ts';
import type { AlreadyPushed, AlreadySettled, ImportBusy, NotFound, NothingSuggested } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { By } from '../ledger/repositories/decisions.ts';
import type { HeldFilter } from '../ledger/repositories/held-filter.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import type { FoundEntry } from '../ledger/repositories/quarantine.ts';
import type { DecideMany, Taking } from './decide-many.ts';
import type { CoreContext } from './handlers.ts';
import type { DecisionSeal } from './seal-decision.ts';

/** Up to so many are decided in one transaction, which takes some tens of milliseconds at the most. */
const atOnce = 1000;

export const createDecideHeld = ({ ledger, needs }: CoreContext, many: DecideMany, { sealTaken }: DecisionSeal) => {
  const { quarantine, log } = ledger;
  const by = (): By => ({ at: needs.clock.now(), actor: log.actor() });
  const openIds = (): ReadonlySet<number> => new Set(quarantine.bulk.unfinished().map(({ decisionId }) => decisionId));

  /** One held entry by its id. */
  const held = (entryId: number): Result<FoundEntry, NotFound | AlreadySettled> => {
    const entry = quarantine.find(entryId);
    if (entry === null) return fail({ type: 'NotFound', what: 'entry', id: entryId });
    if (entry.verdict !== 'quarantined') return fail({ type: 'AlreadySettled', state: entry.verdict });
    return quarantine.bulk.isTaken(entryId) ? fail({ type: 'AlreadySettled', state: 'being decided' }) : ok(entry);
  };
  /** While a decision is under way, the next one waits for its end, however small it is. */
  const isMany = (total: number): boolean => total > atOnce || openIds().size > 0;
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

  return { by, openIds, held, accept, discard, undo };
};

/** What is searched for may be somebody's number: it is opened, never in the leaf. */
const partsOf = ({ reasons, search }: HeldFilter): { readonly body: LeafDraft['body']; readonly detail: LeafDraft['body'] } => ({
  body: reasons !== null && reasons.length > 1 ? { reasons: [...reasons] } : {}, detail: search === null ? {} : { search: search.toWellFormed() },
});

const onlyReason = ({ reasons }: HeldFilter): RejectReason | null => (reasons?.length === 1 ? (reasons[0] ?? null) : null);
