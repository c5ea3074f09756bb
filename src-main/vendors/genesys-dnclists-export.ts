// Reads a whole Genesys DNC list back through its export: never an export older than our own request, never half a file, never from a foreign host.
// GET /export shows the one that lies there, POST /export starts ours, then GET /export until it is there (400 and 404 mean "not yet"), then the CSV behind `uri` with the same bearer:
// column 0 is the number, column 2 the expiration, as the vendor's own Terraform provider reads it.
import { z } from 'zod';
import { isBodyCut } from '../ports/body-cut.ts';
import type { HttpRequest, HttpStream } from '../ports/http.ts';
import { accessOf, type Access } from './access.ts';
import { isSameHouse } from './base-address.ts';
import type { Call, Listed, ReadBackStep } from './connector.ts';
import { readCsvRows } from './csv-rows.ts';
import { isSuccess, readFailure, readWait } from './genesys-dnclists-answers.ts';
import { downloadRequest, findExportRequest, isListRef, startExportRequest } from './genesys-dnclists-requests.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { readAnswer } from './read-answer.ts';
import { readExpiry } from './read-expiry.ts';
import { readRetryAfter, readVendorNow } from './retry-after.ts';

/** Small exports are there at once; large ones take minutes. */
const firstPollMs = 250;
const pollMs = 2_000;
/** The vendor documents that a start answers with a reference to the export. One that answers with nothing may have been swallowed on the way, and is not waited for as long. */
const muteWaitMs = 120_000;
const stepSize = 5_000;
const exportSchema = z.object({ uri: z.string().nullish(), exportTimestamp: z.string().nullish() });
const codeSchema = z.object({ code: z.string() });

type Steps<T> = AsyncGenerator<ReadBackStep, T, void>;
type Whole = { readonly uri: string; readonly madeAt: number };

export const readBackExport = async function* (call: Call, listRef: string, startedAt: number): Steps<void> {
  if (!isListRef(listRef)) {
    yield { kind: 'failed', failure: { type: 'ListMissing', list: listRef } };
    return;
  }
  const earlier = yield* findEarlier(call, listRef);
  if (earlier === undefined) return;
  const started = yield* ask(call, listRef, (access) => startExportRequest(access, listRef));
  if (started === null) return;
  // A 2xx that is a web page, or an error in disguise, has started nothing that could be waited for.
  if (!isSuccess(started)) {
    yield { kind: 'failed', failure: failureOf(call, started, listRef) };
    return;
  }
  const whole = yield* awaitExport(call, listRef, { floor: findFloor(started, startedAt), earlier }, started.body.trim() === '' ? started.status : null);
  if (whole !== null) yield* download(call, listRef, whole);
};

/** What tells our export from one before it. `earlier`: when the one that lay there beforehand was made; null where there was none. */
export type Since = { readonly floor: number; readonly earlier: number | null };

/** Asked before ours is started: two within one second could not be told apart by time alone. Undefined once `failed` was given. */
const findEarlier = async function* (call: Call, listRef: string): Steps<number | null | undefined> {
  const reply = yield* ask(call, listRef, (access) => findExportRequest(access, listRef));
  if (reply === null) return undefined;
  const found = readExport(reply, { floor: Number.NEGATIVE_INFINITY, earlier: null });
  if (found !== 'broken') return found === 'not-ready' ? null : found.madeAt;
  yield { kind: 'failed', failure: failureOf(call, reply, listRef) };
  return undefined;
};

/**
 * The earliest time, by the vendor's clock, at which our export can have been made: when our request left.
 * The answer's Date is that moment plus the time the request took; a second is taken off since Date counts whole ones.
 */
const findFloor = (started: Reply, startedAt: number): number => {
  const answeredAt = readVendorNow(started.headers);
  return answeredAt === null ? startedAt : answeredAt - started.millis - 1_000;
};

/** Sends until there is a reply that is neither 401 nor 429; null once `failed` was given. */
const ask = async function* (call: Call, listRef: string, build: (access: Access) => HttpRequest): Steps<Reply | null> {
  for (let refusals = 0; ; ) {
    const request = build(accessOf(call));
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') {
      yield { kind: 'failed', failure: failNoReply(reply, request.url) };
      return null;
    }
    if (reply.status === 429) yield { kind: 'not-ready', retryAfterMs: readWait(reply) ?? pollMs };
    else if (reply.status !== 401) return reply;
    else if ((refusals += 1) < 3) yield { kind: 'token-ended' };
    else {
      yield { kind: 'failed', failure: failureOf(call, reply, listRef) };
      return null;
    }
  }
};

/** `mute`: the status of a start that was answered with nothing; null where the vendor said what it started, and the caller alone decides how long to wait. */
const awaitExport = async function* (call: Call, listRef: string, since: Since, mute: number | null): Steps<Whole | null> {
  for (let polls = 0, waitedMs = 0; ; polls += 1) {
    const reply = yield* ask(call, listRef, (access) => findExportRequest(access, listRef));
    if (reply === null) return null;
    const found = readExport(reply, since);
    if (found === 'broken') {
      yield { kind: 'failed', failure: failureOf(call, reply, listRef) };
      return null;
    }
    if (found !== 'not-ready') return found;
    if (mute !== null && waitedMs >= muteWaitMs) {
      yield unreadable(call.apiBase, mute, `the start of the export was answered with nothing, and no export came within ${muteWaitMs / 60_000} minutes`);
      return null;
    }
    // Only a Retry-After: the rate window's end, which every answer carries, says nothing about the export.
    const retryAfterMs = readRetryAfter(reply.headers) ?? Math.min(pollMs, firstPollMs * 2 ** polls);
    waitedMs += retryAfterMs;
    yield { kind: 'not-ready', retryAfterMs };
  }
};

/** Not ready: 400 or 404 (but not of the list itself), no uri yet, or an export made before ours (the vendor keeps the last one). */
const readExport = (reply: Reply, { floor, earlier }: Since): Whole | 'not-ready' | 'broken' => {
  if (reply.status === 400 || reply.status === 404) return readAnswer(codeSchema, reply.body)?.code === 'dnc.list.not.found' ? 'broken' : 'not-ready';
  const read = reply.status === 200 ? readAnswer(exportSchema, reply.body) : null;
  if (read === null) return 'broken';
  if (typeof read.uri !== 'string') return 'not-ready';
  const madeAt = readExpiry(read.exportTimestamp);
  if (madeAt === undefined || madeAt === null) return 'broken';
  return madeAt < floor || madeAt === earlier ? 'not-ready' : { uri: read.uri, madeAt };
};

const download = async function* (call: Call, listRef: string, { uri, madeAt }: Whole): Steps<void> {
  const url = URL.parse(uri, call.apiBase)?.href ?? '';
  if (!isSameHouse(call.apiBase, url)) {
    yield unreadable(uri, 200, 'the export lies at an address that is not the vendor\'s; the token was not sent there');
    return;
  }
  const stream = yield* open(call, url);
  if (stream === null) return;
  const { status, headers } = stream;
  if (status !== 200) {
    await letGo(stream);
    if (status === 404) {
      yield { kind: 'failed', failure: { type: 'ListMissing', list: listRef } };
      return;
    }
    yield unreadable(url, status, status >= 300 && status < 400 ? 'the download is a redirect, which is not followed' : `the download answered ${status}`);
    return;
  }
  // Without either, the end of the connection is the end of the body, and half a list would look like a whole one.
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    await letGo(stream);
    yield unreadable(url, status, 'the download does not say how long it is');
    return;
  }
  try {
    yield* readEntries(stream.chunks, url, madeAt);
  } catch (thrown) {
    if (!isBodyCut(thrown)) throw thrown;
    yield { kind: 'failed', failure: { type: 'VendorNoAnswer', address: addressOf(url), why: thrown.message } };
  }
};

type Open = Extract<HttpStream, { readonly kind: 'stream' }>;

const open = async function* (call: Call, url: string): Steps<Open | null> {
  for (let refusals = 0; ; ) {
    const stream = await call.http.stream(downloadRequest(accessOf(call), url));
    if (stream.kind !== 'stream') {
      yield { kind: 'failed', failure: failNoReply(stream, url) };
      return null;
    }
    if (stream.status !== 401 && stream.status !== 429) return stream;
    await letGo(stream);
    if (stream.status === 429) yield { kind: 'not-ready', retryAfterMs: readWait({ ...stream, kind: 'reply', body: '', millis: 0 }) ?? pollMs };
    else if ((refusals += 1) < 3) yield { kind: 'token-ended' };
    else {
      yield { kind: 'failed', failure: { type: 'CredentialRefused', address: addressOf(url), why: 'the download refuses the token' } };
      return null;
    }
  }
};

/** A stream must be read or left, or its connection stays open. */
const letGo = async (stream: Open): Promise<void> => {
  try {
    for await (const chunk of stream.chunks) if (chunk.byteLength > 0) break;
  } catch (thrown) {
    if (!isBodyCut(thrown)) throw thrown;
  }
};

/** `madeAt`: what had expired when the export was made no longer blocks anybody and is not listed. */
const readEntries = async function* (chunks: AsyncIterable<Uint8Array>, url: string, madeAt: number): Steps<void> {
  let width: number | null = null;
  let entries: Listed[] = [];
  for await (const piece of readCsvRows(chunks)) {
    if (piece.kind === 'unreadable') {
      yield unreadable(url, 200, `the export cannot be read: ${piece.why}`);
      return;
    }
    for (const row of piece.rows) {
      if (width === null) {
        if (!isHeader(row)) {
          yield unreadable(url, 200, 'the export has no header line with at least three columns');
          return;
        }
        width = row.length;
        continue;
      }
      const listed = row.length === width ? readRow(row) : null;
      if (listed === null) {
        yield unreadable(url, 200, 'a line of the export is not number, …, expiration');
        return;
      }
      if (listed.expiresAt !== null && listed.expiresAt <= madeAt) continue;
      entries.push(listed);
      if (entries.length < stepSize) continue;
      yield { kind: 'listed', entries };
      entries = [];
    }
  }
  if (width === null) {
    yield unreadable(url, 200, 'the export is empty: it has not even a header line');
    return;
  }
  if (entries.length > 0) yield { kind: 'listed', entries };
};

const isHeader = (row: readonly string[]): boolean => row.length >= 3 && /\p{L}/u.test(row[0] ?? '') && /\p{L}/u.test(row[2] ?? '');

/** What others put on the list without a "+" is given back as it stands: it is no number of ours. */
const readRow = (row: readonly string[]): Listed | null => {
  const phone = (row[0] ?? '').trim();
  const expiresAt = readExpiry(row[2]);
  return expiresAt === undefined || !/\d{3}/.test(phone) ? null : { phone, expiresAt, jurisdiction: null };
};

const unreadable = (url: string, status: number, why: string): ReadBackStep =>
  ({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why } });

const failureOf = (call: Call, reply: Reply, list: string) => readFailure(reply, { url: call.apiBase, list, hidden: [call.token()] });
