// What the shared shell needs of a dialect: routes, the kind of each request, and its words for an error.
import type { Hono } from 'hono';
import type { Asked } from './faults.ts';
import type { Journal } from './journal.ts';
import type { ListEvent, NumberLists } from './number-lists.ts';
import type { Fault, PracticeEntry, Rate } from './practice.ts';

/** The body is read once, by the shell; `fault` is one the routes themselves play, or null. */
export type Given = { readonly fault: Fault | null; readonly body: string };

export type TenantNeeds = {
  readonly lists: NumberLists;
  readonly journal: Journal<ListEvent>;
  readonly now: () => number;
  readonly propagationMs: number;
  readonly tokenSeconds: number;
  readonly rate: Rate | null;
  readonly listLimit: number;
  /** Known once the port is. */
  readonly baseUrl: () => string;
};

export type Far = {
  readonly fetch: Hono<{ Bindings: Given }>['fetch'];
  readonly credentials: Readonly<Record<string, string>>;
  readonly asked: (method: string, path: string, body: string) => Asked;
  /** The dialect's error body, for faults. */
  readonly errorBody: (status: number) => string;
  /** What else such an answer carries: the id under which the vendor's support finds the request. */
  readonly errorHeaders?: () => Readonly<Record<string, string>>;
  readonly endToken: (authorization: string | undefined) => void;
  /** The list's id in the journal for the reference a client uses. */
  readonly listId: (listRef: string) => string | undefined;
  /** What a list holds, where it is no list of numbers. */
  readonly contents?: (listRef: string) => readonly PracticeEntry[];
};
