// Corrections from a spreadsheet: first what they would do, row by row, then all of them as one decision.
import type { CorrectionCount, DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { areaCodesToday } from './area-codes-today.ts';
import type { DecideMany, Taking } from './decide-many.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import { createCorrectionTally, openCorrections, type Correction, type OpenedCorrections } from './read-corrections.ts';

export type CorrectionHandlers = Handlers<'quarantine.corrections' | 'quarantine.correct'>;

export const correctionCommands = (
  { ledger, needs }: CoreContext, many: DecideMany, signal: AbortSignal, told: <F>(result: Result<DecisionView, F>) => Result<DecisionView, F>,
): CorrectionHandlers => {
  const { quarantine } = ledger;
  const openTicket = async (ticket: string): Promise<Result<OpenedCorrections & { readonly name: string }, FileFailure>> => {
    const file = needs.files.find(ticket);
    if (!file.ok) return file;
    const { path, name } = file.value;
    // While no decision is under way nothing is taken: half a million looks are spared.
    const isTaken = quarantine.bulk.unfinished().length > 0 ? quarantine.bulk.isTaken : () => false;
    const opened = await openCorrections(path, name, { find: quarantine.find, isTaken, areaCodes: areaCodesToday(ledger, needs.clock) });
    return opened.ok ? ok({ ...opened.value, name }) : opened;
  };
  const closed = (name: string): FileFailure => ({ type: 'FileUnreadable', name, code: 'CLOSED' });

  return {
    'quarantine.corrections': async ({ ticket }) => {
      const opened = await openTicket(ticket);
      if (!opened.ok) return opened;
      const { name, sha256, batches } = opened.value;
      const tally = createCorrectionTally(name, sha256);
      const read = await readAll(batches(), signal, (corrections) => { for (const correction of corrections) tally.add(correction); });
      if (read === null) return fail(closed(name));
      return read.ok ? ok(tally.end()) : read;
    },
    'quarantine.correct': async ({ ticket, sha256: seen }) => {
      const file = needs.files.find(ticket);
      if (!file.ok) return file;
      const { path, name } = file.value;
      // Opened when its turn has come: what was decided before it must be known.
      let failure: FileFailure | null = null;
      let count: CorrectionCount | null = null;
      const taking: Taking = async (decisionId, { inSlices, tell }) => {
        // It is this decision's turn: no other has taken anything.
        const opened = await openCorrections(path, name, { find: quarantine.find, isTaken: () => false, areaCodes: areaCodesToday(ledger, needs.clock) });
        if (!opened.ok || (seen !== undefined && opened.value.sha256 !== seen)) {
          failure = opened.ok ? { type: 'FileChanged', name } : opened.failure;
          return false;
        }
        const tally = createCorrectionTally(name, opened.value.sha256);
        let done = 0;
        const read = await readAll(opened.value.batches(), signal, async (corrections) => {
          let at = 0;
          await inSlices((limit) => {
            for (const end = Math.min(corrections.length, at + limit); at < end; at += 1) {
              const correction = corrections[at]!;
              tally.add(correction);
              if ('planned' in correction) quarantine.bulk.takePlanned(decisionId, correction.planned);
            }
            tell({ doing: 'reading', done: done + at });
            return at < corrections.length ? 'more' : 'end';
          });
          done += corrections.length;
        });
        if (read === null) return false;
        if (!read.ok) {
          failure = read.failure;
          return false;
        }
        count = tally.end();
        detail['sha256'] = count.sha256;
        body['fixed'] = count.fixed;
        body['accepted'] = count.accepted;
        body['discarded'] = count.discarded;
        return true;
      };
      const body: Record<string, number> = {};
      const detail: Record<string, string> = { file: name.toWellFormed() };
      const decided = await many.decide({ act: 'correct', reason: null, because: name.toWellFormed(), hides: null, body, detail }, taking);
      if (!decided.ok) return decided;
      if (failure !== null) return fail(failure);
      if (count === null) return fail(closed(name));
      const decision = decided.value === null ? null : told(ok(decided.value));
      return ok({ ...(count as CorrectionCount), decision: decision?.ok === true ? decision.value : null });
    },
  };
};

/** Null when `signal` called it off. */
const readAll = async (
  batches: ReturnType<OpenedCorrections['batches']>, signal: AbortSignal, take: (corrections: readonly Correction[]) => void | Promise<void>,
): Promise<Result<null, FileFailure> | null> => {
  try {
    for (;;) {
      if (signal.aborted) return null;
      const next = await batches.next();
      if (next.done === true) return next.value;
      if (signal.aborted) return null;
      await take(next.value);
    }
  } finally {
    await batches.return(ok(null));
  }
};
