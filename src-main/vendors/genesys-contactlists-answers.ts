// Reads the answers of Genesys contact lists and their contacts; pure, and certain of nothing the answer does not say.
import { z } from 'zod';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { HttpReply } from '../ports/http.ts';
import type { PushOutcome } from './connector.ts';
import type { Columns } from './genesys-contactlists-form.ts';
import type { Contact } from './genesys-contactlists-requests.ts';
import { readFailure, readWait } from './genesys-dnclists-answers.ts';
import type { ListsPage } from './genesys-pages-of-lists.ts';
import type { Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

/** "409 = the dialler holds the record: wait 500 ms and repeat, never drop it." */
export const heldMs = 500;

const listSchema = z.object({ id: z.string(), name: z.string(), size: z.number().nullish(), columnNames: z.array(z.string()) });
const listsSchema = z.object({ entities: z.array(listSchema), pageCount: z.number().nullish() });
const contactSchema = z.looseObject({ id: z.string(), data: z.record(z.string(), z.string().nullish()), callable: z.boolean().nullish() });
const contactsSchema = z.object({ entities: z.array(contactSchema), total: z.number().nullish(), contactsCount: z.number().nullish() });
const errorSchema = z.object({ code: z.string().nullish(), message: z.string().nullish() });

/** Null when the answer is no page of lists. `page` counts from 1. */
export const readLists = (reply: Reply, page: number, columns: Columns): ListsPage | null => {
  const read = reply.status === 200 ? readAnswer(listsSchema, reply.body) : null;
  if (read === null) return null;
  const last = read.entities.length === 0 || (typeof read.pageCount === 'number' ? page >= read.pageCount : read.entities.length < 100);
  return { lists: read.entities.map((list) => toRemoteList(list, columns)), last };
};

/** Null when the answer is no list. */
export const readList = (reply: Reply, columns: Columns): RemoteList | null => {
  const read = reply.status === 200 || reply.status === 201 ? readAnswer(listSchema, reply.body) : null;
  return read === null ? null : toRemoteList(read, columns);
};

const toRemoteList = ({ id, name, size, columnNames }: z.output<typeof listSchema>, { all }: Columns): RemoteList => {
  const lacking = all.filter((column) => !columnNames.includes(column));
  return { listRef: id, name, size: size ?? null, unsuitable: lacking.length === 0 ? null : `has no column ${lacking.join(', ')}` };
};

export type ContactPage = { readonly contacts: readonly Contact[]; readonly total: number | null };

/** Null when the answer is no page of contacts. */
export const readContacts = (reply: Reply): ContactPage | null => {
  const read = reply.status === 200 ? readAnswer(contactsSchema, reply.body) : null;
  return read === null ? null : { contacts: read.entities.map(toContact), total: read.total ?? read.contactsCount ?? null };
};

/** The contacts as they were kept; null when the answer does not say. */
export const readKept = (reply: Reply): readonly Contact[] | null =>
  (reply.status === 200 || reply.status === 201 ? (readAnswer(z.union([z.array(contactSchema), contactSchema.transform((one) => [one])]), reply.body)?.map(toContact) ?? null) : null);

/** A contact is called unless it says that it is not. */
const toContact = (whole: z.output<typeof contactSchema>): Contact => ({
  id: whole.id, callable: whole.callable !== false, whole,
  data: Object.fromEntries(Object.entries(whole.data).flatMap(([column, value]) => (value == null ? [] : [[column, value]]))),
});

/** What a reply that brought no contacts means for the batch; `hidden` are secrets. */
export const readTrouble = (reply: HttpReply, url: string, listRef: string, hidden: readonly string[]): PushOutcome => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status, body } = reply;
  if (status === 401) return { kind: 'token-ended' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: readWait(reply) };
  if (status === 409) return { kind: 'throttled', retryAfterMs: heldMs };
  const error = readAnswer(errorSchema, body);
  const failure = readFailure(reply, { url, list: listRef, hidden });
  const why = 'why' in failure && typeof failure.why === 'string' ? failure.why : `answered ${status}`;
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  if (status === 413 || error?.code === 'request.entity.too.large') return { kind: 'too-large' };
  return { kind: 'refused', code: quoteVendor(error?.code ?? '', hidden) || `http.${status}`, why, failure, receipt: readReceipt(reply, hidden) };
};

/** The id under which Genesys support finds the request again. */
export const readReceipt = ({ headers }: Reply, hidden: readonly string[]): string | null => {
  const receipt = headers['inin-correlation-id'];
  return receipt === undefined ? null : quoteVendor(receipt, hidden);
};
