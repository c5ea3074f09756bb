// Reads all lists of a Genesys organisation page by page; a list that two pages show counts once.
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { HttpRequest } from '../ports/http.ts';
import { ask, type ReadFailure } from './ask.ts';
import type { Call, ListsOutcome } from './connector.ts';
import type { Reply } from './no-reply.ts';

/** A list of lists longer than this repeats itself. */
const mostPages = 500;

export type ListsPage = { readonly lists: readonly RemoteList[]; readonly last: boolean };

/** Pages count from 1. `read`: null when the answer is no page. */
export const readListPages = async (
  call: Call, build: (page: number) => HttpRequest, read: (reply: Reply, page: number) => ListsPage | null, readFailure: ReadFailure,
): Promise<ListsOutcome> => {
  const lists = new Map<string, RemoteList>();
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = await ask(call, build(page), readFailure);
    if (asked.kind !== 'answered') return asked;
    const found = read(asked.reply, page);
    if (found === null) return asked.unreadable();
    for (const list of found.lists) lists.set(list.listRef, list);
    if (found.last) break;
  }
  return { kind: 'lists', lists: [...lists.values()] };
};
