// Makes a list. A name that is taken is no failure when the list that has it takes numbers: the first attempt may have been answered into the void.
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { HttpRequest } from '../ports/http.ts';
import { ask, type ReadFailure } from './ask.ts';
import type { Call, CreateListOutcome, ListsOutcome } from './connector.ts';
import type { Reply } from './no-reply.ts';

export type ListMaking = {
  readonly request: HttpRequest;
  /** Null when the answer is no list. */
  readonly read: (reply: Reply) => RemoteList | null;
  /** Lists among which is the one of this name, if there is one. */
  readonly find: () => Promise<ListsOutcome>;
  readonly readFailure: ReadFailure;
};

export const makeList = async (call: Call, name: string, { request, read, find, readFailure }: ListMaking): Promise<CreateListOutcome> => {
  const asked = await ask(call, request, readFailure);
  if (asked.kind !== 'answered') return asked;
  const created = read(asked.reply);
  if (created !== null) return { kind: 'created', list: created };
  // 409 and 400 may both mean that the name is taken.
  if (asked.reply.status !== 409 && asked.reply.status !== 400) return asked.unreadable();
  const found = await find();
  if (found.kind !== 'lists') return found;
  const list = found.lists.find((one) => one.name === name);
  if (list === undefined) return asked.unreadable();
  return list.unsuitable === null ? { kind: 'created', list } : { kind: 'failed', failure: { type: 'ListUnsuitable', list: name, why: list.unsuitable } };
};
