// Review commands: every decision on held rows and its sealed leaf are one transaction, and so is taking it back.
import type { Page } from '../../src-shared/contract/imports.ts';
import type { DecisionView } from '../../src-shared/contract/quarantine.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { AlreadyPushed, AlreadySettled, NotFound, NumberNotValid } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import type { By } from '../ledger/repositories/decisions.ts';
import type { FoundEntry } from '../ledger/repositories/quarantine.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import type { CoreContext, Handlers } from './handlers.ts';

type ReviewHandlers = Handlers<
  'quarantine.summary' | 'quarantine.page' | 'quarantine.fix' | 'quarantine.accept' | 'quarantine.discard' | 'quarantine.undo' | 'quarantine.decisions'>;

export const reviewCommands = ({ ledger, needs, hint }: CoreContext): ReviewHandlers => {
  const { quarantine, log } = ledger;
  const by = (): By => ({ at: needs.clock.now(), actor: log.actor() });
  const named = (decision: DecisionView): DecisionView => ({ ...decision, actor: log.nameOf(decision.actor) });
  const told = <F>(result: Result<DecisionView, F>): Result<DecisionView, F> => {
    if (!result.ok) return result;
    hint({ type: 'ledger.changed' });
    return ok(named(result.value));
  };

  const append = (decision: DecisionView, body: LeafDraft['body'], open: NonNullable<LeafDraft['open']>): void => {
    const { decisionId, act, reason, entries, duplicates } = decision;
    quarantine.seal(decisionId, log.append({ kind: 'decision', body: { act, decision: decisionId, duplicates, entries, reason, ...body }, open }));
  };

  /** One entry is opened by itself; many are rows of a salted tree. */
  const sealTaken = (decision: DecisionView, detail: LeafDraft['body']): void => {
    const { decisionId, entries } = decision;
    if (entries === 1) {
      const [row] = [...quarantine.rowsOf(decisionId)];
      if (row === undefined) throw new Error('a decision lacks its only entry');
      const open = { detail: { ...detail, raw: row.raw } };
      append(decision, { entry: row.entryId }, row.phone === null ? open : { ...open, subject: { phone: row.phone } });
      return;
    }
    const { root, open } = sealRows(signedBy(), needs.ids.bytes(32), rowsOf(decisionId));
    append(decision, { root, rows: entries }, { ...open, detail });
  };
  const rowsOf = function* (decisionId: number): Generator<JsonObject> {
    for (const { entryId, phone, raw } of quarantine.rowsOf(decisionId)) yield { entry: entryId, phone, raw };
  };
  const signedBy = (): string => {
    const signer = log.signer();
    if (signer === null) throw new Error('the log has no signer');
    return signer.origin;
  };

  return {
    'quarantine.summary': ({ importId }) => ok(quarantine.summary(importId ?? null)),
    'quarantine.page': ({ reason, importId, search, offset, limit }) =>
      ok(quarantine.page({ reason: reason ?? null, importId: importId ?? null, search: search === undefined || search === '' ? null : search }, offset, limit)),
    'quarantine.fix': ({ entryId, phone }) =>
      told(ledger.transact((): Result<DecisionView, NotFound | AlreadySettled | NumberNotValid> => {
        const entry = heldEntry(quarantine.find(entryId), entryId);
        if (!entry.ok) return entry;
        const corrected = readTypedPhone(phone, entry.value.region);
        if (!corrected.ok) return corrected;
        const decision = quarantine.fix(entryId, corrected.value, by());
        const { file, line, raw, importId } = entry.value;
        append(decision, { entry: entryId, import: importId }, { subject: { phone: corrected.value.phone }, detail: { file, line, raw, typed: phone.toWellFormed() } });
        return ok(decision);
      })),
    'quarantine.accept': ({ reason, importId, entryId }) =>
      told(ledger.transact(() => {
        const decision = quarantine.accept({ reason, importId: importId ?? null, entryId: entryId ?? null }, by());
        if (decision === null) return fail({ type: 'NothingSuggested' });
        sealTaken(decision, {});
        return ok(decision);
      })),
    'quarantine.discard': ({ entryId, reason, importId, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const why = because.toWellFormed();
      return told(ledger.transact((): Result<DecisionView, NotFound | AlreadySettled> => {
        if (entryId !== undefined) {
          const entry = heldEntry(quarantine.find(entryId), entryId);
          if (!entry.ok) return entry;
        } else if (reason === undefined && importId === undefined) {
          // Everything at once is never meant by leaving everything out.
          return fail({ type: 'NotFound', what: 'held number', id: 'without an entry, reason or import' });
        }
        const decision = quarantine.discard({ entryId: entryId ?? null, reason: reason ?? null, importId: importId ?? null }, why, by());
        if (decision === null) return fail({ type: 'NotFound', what: 'held number of', id: reason ?? `import ${importId}` });
        sealTaken(decision, { because: why });
        return ok(decision);
      }));
    },
    'quarantine.undo': ({ decisionId }) =>
      told(ledger.transact((): Result<DecisionView, NotFound | AlreadySettled | AlreadyPushed> => {
        const decision = quarantine.findDecision(decisionId);
        if (decision === null) return fail({ type: 'NotFound', what: 'decision', id: decisionId });
        if (decision.undone) return fail({ type: 'AlreadySettled', state: 'undone' });
        const phones = quarantine.pushed(decisionId);
        if (phones > 0) return fail({ type: 'AlreadyPushed', phones });
        const undone = quarantine.undo(decisionId, needs.clock.now());
        log.append({ kind: 'decision', body: { act: 'undo', decision: decisionId, entries: decision.entries, of: decision.act } });
        return ok(undone);
      })),
    'quarantine.decisions': ({ offset, limit }) => {
      const { total, rows } = quarantine.decisions(offset, limit);
      return ok({ total, rows: rows.map(named) } satisfies Page<DecisionView>);
    },
  };
};

const heldEntry = (entry: FoundEntry | null, entryId: number): Result<FoundEntry, NotFound | AlreadySettled> => {
  if (entry === null) return fail({ type: 'NotFound', what: 'entry', id: entryId });
  return entry.verdict === 'quarantined' ? ok(entry) : fail({ type: 'AlreadySettled', state: entry.verdict });
};
