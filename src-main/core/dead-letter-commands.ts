// Dead letters: refused numbers are sent again, corrected, or given up with a reason; none settles itself.
import type { AlreadySettled, NotFound } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import type { DeadLetter } from '../ledger/repositories/dead-letters.ts';
import { areaCodesToday } from './area-codes-today.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { startRun } from './run-commands.ts';

type DeadLetterHandlers = Handlers<'dead-letter.page' | 'dead-letter.retry' | 'dead-letter.correct' | 'dead-letter.discard'>;

export const deadLetterCommands = (context: PushContext): DeadLetterHandlers => {
  const { ledger, needs, hint } = context;

  /** The letters meant: those named, all open ones where none is; each must be this destination's and still open. */
  const choose = (destinationId: number, ids: readonly number[] | undefined): Result<readonly DeadLetter[], NotFound | AlreadySettled> => {
    if (ledger.destinations.find(destinationId) === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
    if (ids === undefined) return ok(ledger.deadLetters.open(destinationId));
    const letters: DeadLetter[] = [];
    for (const id of new Set(ids)) {
      const letter = ledger.deadLetters.find(id);
      if (letter === null || letter.destinationId !== destinationId) return fail({ type: 'NotFound', what: 'dead letter', id });
      if (letter.state !== 'open') return fail({ type: 'AlreadySettled', state: letter.state });
      letters.push(letter);
    }
    return ok(letters);
  };
  const settle = (letters: readonly DeadLetter[], state: 'retried' | 'corrected' | 'discarded', because: string, phone: string | null): void => {
    const at = needs.clock.now();
    for (const letter of letters) ledger.deadLetters.settle(letter.id, state, because === '' ? null : because, at, ledger.log.actor());
    // Both numbers of a correction are meant by it, each in a row of its own: a certificate of one must not name the other.
    const rows = letters.flatMap(({ id, phone: refused }): readonly JsonObject[] => [{ deadLetter: id, phone: refused }, ...(phone === null ? [] : [{ corrected: true, deadLetter: id, phone }])]);
    const { root, open } = sealRows(ledger.log.signer()?.origin ?? '', needs.ids.bytes(32), rows);
    ledger.log.append({
      kind: 'decision', body: { act: `dead-letter.${state}`, deadLetters: letters.map(({ id }) => id).slice(0, 2000), numbers: letters.length, root, rows: rows.length },
      open: { ...open, detail: { because: because.toWellFormed() } },
    });
  };

  return {
    'dead-letter.page': ({ destinationId, state, offset, limit }) => ok(ledger.deadLetters.page({ destinationId: destinationId ?? null, state }, offset, limit)),
    'dead-letter.retry': ({ destinationId, deadLetterIds }) => {
      const chosen = choose(destinationId, deadLetterIds);
      if (!chosen.ok) return chosen;
      if (chosen.value.length === 0) return fail({ type: 'NothingToPush' });
      const unfinished = ledger.runs.unfinished(destinationId);
      if (unfinished !== null) return fail({ type: 'RunUnfinished', runId: unfinished.id, state: unfinished.state });
      ledger.transact(() => settle(chosen.value, 'retried', '', null));
      return startRun(context, destinationId, chosen.value);
    },
    'dead-letter.correct': ({ deadLetterId, phone, because }) => {
      const letter = ledger.deadLetters.find(deadLetterId);
      if (letter === null) return fail({ type: 'NotFound', what: 'dead letter', id: deadLetterId });
      if (letter.state !== 'open') return fail({ type: 'AlreadySettled', state: letter.state });
      const unfinished = ledger.runs.unfinished(letter.destinationId);
      if (unfinished !== null) return fail({ type: 'RunUnfinished', runId: unfinished.id, state: unfinished.state });
      const typed = readTypedPhone(phone, 'US', false, areaCodesToday(ledger, context.needs.clock));
      if (!typed.ok) return typed;
      const corrected = typed.value;
      ledger.transact(() => {
        settle([letter], 'corrected', because, corrected.phone);
        ledger.entries.correctPhone(letter.phone, corrected);
      });
      return startRun(context, letter.destinationId, [{ listRef: letter.listRef, phone: corrected.phone }]);
    },
    'dead-letter.discard': ({ destinationId, deadLetterIds, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const chosen = choose(destinationId, deadLetterIds);
      if (!chosen.ok) return chosen;
      if (chosen.value.length > 0) ledger.transact(() => settle(chosen.value, 'discarded', because, null));
      hint({ type: 'ledger.changed' });
      return done;
    },
  };
};
