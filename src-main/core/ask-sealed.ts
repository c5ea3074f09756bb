// An act at the vendor that is neither push nor release: sealed before it is asked for and again with what came of it.
import type { Failure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import type { CoreContext } from './handlers.ts';

/** `body` holds no names and no addresses; `detail` may. */
export type SealedAct = { readonly act: string; readonly destination: number; readonly body: JsonObject; readonly detail: JsonObject };

/** A process that dies in between leaves the first leaf standing alone: then only the vendor knows. `told`: what the second leaf's opening says of a success. */
export const askSealed = async <T, F extends Failure>({ ledger }: Pick<CoreContext, 'ledger'>, { act, destination, body, detail }: SealedAct, ask: () => Promise<Result<T, F>>, told: (value: T) => JsonObject): Promise<Result<T, F>> => {
  const request = ledger.transact(() => ledger.log.append({ kind: 'decision', body: { act, destination, step: 'asked', ...body }, open: { detail } }));
  const answer = await ask();
  ledger.transact(() => {
    ledger.log.append({
      kind: 'decision', body: { act, destination, outcome: answer.ok ? 'done' : answer.failure.type, request, step: 'answered' },
      open: { detail: answer.ok ? told(answer.value) : { failure: answer.failure.type } },
    });
  });
  return answer;
};
