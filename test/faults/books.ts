// The books after a fault: every number accounted for once, the tenant's own list beside the ledger's, one payload for one key, and no word that was not verified.
import type { PracticeTenant } from '../../src-main/practice/practice.ts';
import type { DestinationState, Dialect, DncType } from '../../src-shared/domain/dnc.ts';
import { everyNumberOnce, everyRequestIsABatch, nothingWiped, type PushWorld } from '../main/runner/push-world.ts';
import { isRead, type TableFault } from './fault-list.ts';

/** From the worst to the least; `broken` is any other promise that did not hold. */
export const verdicts = ['falsely done', 'lost', 'doubled', 'broken', 'held'] as const;
export type Verdict = (typeof verdicts)[number];
export type Finding = { readonly verdict: Exclude<Verdict, 'held'>; readonly what: string };

export const worst = (findings: readonly Finding[]): Verdict => verdicts.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? 'held';

export type Wanted = { readonly phone: string; readonly dncType: DncType };
export type Books = Pick<PushWorld, 'query' | 'tenant'> & { readonly dialect: Dialect; readonly fault: TableFault; readonly wanted: readonly Wanted[] };
export type Found = (verdict: Finding['verdict'], what: string) => void;

/** What holds at any time, even of a ledger whose process has just been killed. */
export const checkAlways = async (books: Books): Promise<readonly Finding[]> => {
  const { query, tenant, dialect, fault } = books;
  return [
    ...await caught('doubled', () => everyNumberOnce(books)),
    // A contact list's repeat asks only for the contacts that are not there yet, which nobody can foretell of a batch kept in part; and a contact is taken off as a whole object.
    ...dialect === 'genesys-contactlists' && (fault.parts === true || fault.releases === true) ? [] : await caught('doubled', () => everyRequestIsABatch(books, dialect)),
    ...keysUsedTwice(tenant, dialect),
    ...query<{ code: string }>("SELECT code FROM dead_letter WHERE code IN ('key.reused', 'idempotency.key.reused')").map(({ code }): Finding => ({ verdict: 'doubled', what: `dead letter ${code}` })),
    ...await caught('lost', () => { (fault.releases === true ? neverWiped : nothingWiped)(tenant); }),
    ...query<{ integrity_check: string }>('PRAGMA integrity_check').filter(({ integrity_check }) => integrity_check !== 'ok').map((row): Finding => ({ verdict: 'broken', what: `ledger: ${row.integrity_check}` })),
  ];
};

/** Where numbers are taken off on purpose. */
const neverWiped = (tenant: PracticeTenant): void => {
  const wiped = tenant.requests().filter(({ kind }) => kind === 'wipe');
  if (wiped.length > 0) throw new Error(`a list was emptied: ${JSON.stringify(wiped)}`);
};

/** What counts of each number of a run is one result. */
export const checkRuns = ({ query }: Books, found: Found): number => {
  const runs = query<{ numbers: number; live: number; id: number }>("SELECT r.id, (SELECT count(DISTINCT b.list_ref || n.phone) FROM batch b JOIN batch_number n ON n.batch_id = b.id WHERE b.run_id = r.id) AS numbers, (SELECT count(*) FROM batch b JOIN batch_number n ON n.batch_id = b.id WHERE b.run_id = r.id AND n.result <> 'superseded') AS live FROM run r");
  for (const { id, numbers, live } of runs) if (numbers !== live) found(live < numbers ? 'lost' : 'doubled', `run ${id} has ${live} results for ${numbers} numbers`);
  return runs.length;
};

/** Numbers of batches without a certain answer; `true`: no request with it has ever left. */
export const readOpen = ({ query }: Books): ReadonlyMap<string, boolean> =>
  new Map(query<Placed & { sure: number }>("SELECT b.list_ref AS listRef, n.phone, b.unsure = 0 AND b.state = 'waiting' AS sure FROM batch_number n JOIN batch b ON b.id = n.batch_id WHERE n.result IN ('waiting', 'unknown')").map((row) => [keyOf(row), row.sure === 1]));

export type Rest = { readonly state: DestinationState; readonly attention: string | null };

/** While the fault lasts, once the run rests (or waits for what will not come). */
export const checkAtRest = async (books: Books, { state, attention }: Rest): Promise<readonly Finding[]> => {
  const { query, fault, dialect } = books;
  const findings: Finding[] = [...await checkAlways(books)];
  const found = (verdict: Finding['verdict'], what: string): void => { findings.push({ verdict, what }); };
  const { lists, listed, there } = readLists(books);
  const isLiar = fault.lies?.(dialect) ?? false;

  const dead = keysOf(query("SELECT list_ref AS listRef, phone FROM dead_letter WHERE state = 'open'"));
  const open = readOpen(books);
  const runs = checkRuns(books, found);

  for (const { phone, dncType } of books.wanted) {
    const key = keyOf({ listRef: lists.get(dncType) ?? '', phone });
    if (!listed.has(key) && !dead.has(key) && !open.has(key)) found('lost', `${phone} is nowhere in the ledger`);
    // Of a batch repeated whole, what was accepted the first time is listed while it is asked for again.
    if (dead.has(key) && open.has(key) && runs === 1) found('doubled', `${phone} is a dead letter and still to be sent`);
    if (listed.has(key) && !sameExpiry(books, listed.get(key), there.get(key)) && (state === 'ACTIVE' || !isLiar)) found(state === 'ACTIVE' ? 'falsely done' : 'lost', `${phone} is listed here and not there`);
    if (there.has(key) && !listed.has(key) && open.get(key) === true) found('doubled', `${phone} waits as if it had never been sent, and is there`);
  }
  const asked = new Set(books.wanted.map(({ phone, dncType }) => keyOf({ listRef: lists.get(dncType) ?? '', phone })));
  for (const key of there.keys()) if (!asked.has(key)) found('broken', `${key} is there, and nobody asked for it`);

  if (state === 'ACTIVE' && (fault.blinds === true || !isRead(dialect))) found('falsely done', 'ACTIVE unread');
  if (state === 'ACTIVE' && (dead.size > 0 || open.size > 0)) found('falsely done', `ACTIVE with ${dead.size} dead letters and ${open.size} open numbers`);
  if (attention === 'differences') {
    const named = keysOf(query('SELECT list_ref AS listRef, phone FROM difference WHERE reconciliation_id = (SELECT max(id) FROM reconciliation)'));
    for (const key of listed.keys()) if (!there.has(key) && !named.has(key)) found('broken', `${key} is missing there and not named as a difference`);
  }
  return findings;
};

/** When the tenant is well again and a person has done what there was to do. */
export const checkAtEnd = async (books: Books, { state, attention }: Rest): Promise<readonly Finding[]> => {
  const { dialect, fault, wanted } = books;
  const findings: Finding[] = [...await checkAlways(books)];
  const found = (verdict: Finding['verdict'], what: string): void => { findings.push({ verdict, what }); };
  if (isRead(dialect) ? state !== 'ACTIVE' : attention !== 'not-attested') found('broken', `it came to no end: ${state} ${attention ?? ''}`);
  const { lists, listed, there } = readLists(books);
  // What was forgotten without a word, where nobody can read, only the person who looks will find.
  const isHidden = !isRead(dialect) && fault.lies?.(dialect) === true;
  for (const { phone, dncType } of wanted) {
    const key = keyOf({ listRef: lists.get(dncType) ?? '', phone });
    if (!listed.has(key)) found('lost', `${phone} is not listed at the end`);
    else if (!isHidden && !sameExpiry(books, listed.get(key), there.get(key))) found(state === 'ACTIVE' ? 'falsely done' : 'lost', `${phone} is listed here and not there at the end`);
  }
  if (listed.size > wanted.length) found('doubled', `${listed.size} numbers listed for ${wanted.length}`);
  if (there.size > wanted.length) found('doubled', `${there.size} numbers there for ${wanted.length}`);
  return findings;
};

type Placed = { readonly listRef: string; readonly phone: string };
export const keyOf = ({ listRef, phone }: Placed): string => `${listRef} ${phone}`;
const keysOf = (rows: readonly Placed[]): ReadonlySet<string> => new Set(rows.map(keyOf));
type ByKey = ReadonlyMap<string, number | null>;

export const readLists = ({ query, tenant }: Books): { readonly lists: ReadonlyMap<string, string>; readonly listed: ByKey; readonly there: ByKey } => {
  const lists = new Map(query<{ dncType: string; listRef: string }>('SELECT dnc_type AS dncType, list_ref AS listRef FROM destination_list').map(({ dncType, listRef }) => [dncType, listRef]));
  return {
    lists,
    listed: new Map(query<Placed & { expiresAt: number | null }>('SELECT list_ref AS listRef, phone, expires_at AS expiresAt FROM listed').map((row) => [keyOf(row), row.expiresAt])),
    there: new Map([...lists.values()].flatMap((listRef) => tenant.contents(listRef).map(({ phone, expiresAt }) => [keyOf({ listRef, phone }), expiresAt] as const))),
  };
};

/** Said while the fault lasted, by a process that may be dead by now. */
export const checkActive = (books: Books): readonly Finding[] => {
  const { fault, dialect, wanted } = books;
  const { lists, listed, there } = readLists(books);
  const wrong = wanted.map(({ phone, dncType }) => keyOf({ listRef: lists.get(dncType) ?? '', phone })).filter((key) => !sameExpiry(books, listed.get(key), there.get(key)));
  return [
    ...!isRead(dialect) || (fault.blinds === true && fault.mayBeTrue !== true) ? [{ verdict: 'falsely done' as const, what: 'ACTIVE unread' }] : [],
    ...wrong.map((key): Finding => ({ verdict: 'falsely done', what: `ACTIVE without ${key}` })),
  ];
};

export const countThere = (books: Books): number => readLists(books).there.size;

/** To the minute, the coarsest grain a vendor keeps; a contact knows no expiry. */
export const sameExpiry = ({ dialect }: Books, ours: number | null | undefined, theirs: number | null | undefined): boolean =>
  ours !== undefined && theirs !== undefined && (dialect === 'genesys-contactlists' || minute(ours) === minute(theirs));
const minute = (at: number | null): number | null => (at === null ? null : Math.floor(at / 60_000));

const faultRef = 'practice-fault';

/** A batch has one correlation id and one key: under it there may be one payload only. */
const keysUsedTwice = (tenant: PracticeTenant, dialect: Dialect): readonly Finding[] => {
  const pushes = tenant.requests().filter(({ kind, bodySha256 }) => (kind === 'push' || kind === 'remove') && bodySha256 !== null);
  const refused = pushes.filter(({ status }) => status === 422).map(({ path }): Finding => ({ verdict: 'doubled', what: `a key for two payloads was refused at ${path}` }));
  if (dialect === 'genesys-contactlists') return refused;
  // Who sends no id of his own is given one, and a fault gives every request the same.
  const byId = Map.groupBy(pushes.filter(({ correlationId }) => correlationId !== null && correlationId !== faultRef), ({ correlationId }) => correlationId);
  return [...refused, ...[...byId].filter(([, sent]) => new Set(sent.map(({ bodySha256 }) => bodySha256)).size > 1).map(([id]): Finding => ({ verdict: 'doubled', what: `${id} was sent with two payloads` }))];
};

const caught = async (verdict: Finding['verdict'], check: () => void | Promise<void>): Promise<readonly Finding[]> => {
  try {
    await check();
    return [];
  } catch (thrown) {
    return [{ verdict, what: (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 600) }];
  }
};
