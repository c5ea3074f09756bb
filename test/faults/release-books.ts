// The books of a removal: what was approved leaves and nothing else does, nothing is called gone that is still there, and every number has one result.
import { checkAlways, checkRuns, keyOf, readLists, readOpen, sameExpiry, type Books, type Finding, type Found, type Rest, type Wanted } from './books.ts';
import { isRead } from './fault-list.ts';

/** `now`: the tenant's clock; what has expired by it no longer blocks anybody (CXone keeps removed records for days). */
export type ReleaseBooks = Books & { readonly released: ReadonlySet<string>; readonly now: () => number };

/** Of every third but the first: each list loses most of its numbers and keeps some. */
export const releasedOf = (wanted: readonly Wanted[]): ReadonlySet<string> => new Set(wanted.filter((_, i) => i % 4 !== 0).map(({ phone }) => phone));

/** While the fault lasts, or a process has just been killed. */
export const checkReleaseAtRest = async (books: ReleaseBooks, { state }: Rest): Promise<readonly Finding[]> => {
  const findings: Finding[] = [...await checkAlways(books)];
  const found: Found = (verdict, what) => { findings.push({ verdict, what }); };
  const { dialect, fault, query } = books;
  checkRuns(books, found);
  const open = readOpen(books);
  const there = readThere(books);
  const { listed } = readLists(books);
  checkKept(books, found);
  for (const { key, phone } of keysOf(books, true)) {
    if (!listed.has(key) && there.has(key)) found('falsely done', `${phone} is said to be gone and is there`);
    // A block that ended before we knew of any request for it.
    if (!there.has(key) && open.get(key) === true) found('lost', `${phone} waits as if its removal had never been sent, and is gone`);
  }
  const done = query<{ phone: number }>('SELECT phone FROM release WHERE done_at IS NOT NULL').map(({ phone }) => `+${phone}`);
  const stillThere = new Set([...there.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
  for (const phone of done) if (stillThere.has(phone)) found('falsely done', `the release of ${phone} is called done and it is there`);
  const leaving = query<{ n: number }>('SELECT count(*) AS n FROM listed WHERE leaving_batch_id IS NOT NULL')[0]?.n ?? 0;
  if (state === 'ACTIVE' && (fault.blinds === true || !isRead(dialect))) found('falsely done', 'ACTIVE unread');
  if (state === 'ACTIVE' && (leaving > 0 || open.size > 0)) found('falsely done', `ACTIVE with ${leaving} numbers leaving and ${open.size} without an answer`);
  return findings;
};

/** When the tenant is well again and a person has done what there was to do. */
export const checkReleaseAtEnd = async (books: ReleaseBooks, { state, attention }: Rest): Promise<readonly Finding[]> => {
  const findings: Finding[] = [...await checkAlways(books)];
  const found: Found = (verdict, what) => { findings.push({ verdict, what }); };
  if (isRead(books.dialect) ? state !== 'ACTIVE' : attention !== 'not-attested' && state !== 'ACTIVE') found('broken', `it came to no end: ${state} ${attention ?? ''}`);
  checkRuns(books, found);
  checkKept(books, found);
  const there = readThere(books);
  const { listed } = readLists(books);
  for (const { key, phone } of keysOf(books, true)) {
    if (there.has(key)) found(state === 'ACTIVE' ? 'falsely done' : 'lost', `${phone} was to be taken off and is there at the end`);
    if (state === 'ACTIVE' && listed.has(key)) found('broken', `${phone} is gone and still listed here`);
  }
  const undone = books.query<{ n: number }>("SELECT count(*) AS n FROM release WHERE state = 'approved' AND done_at IS NULL")[0]?.n ?? 0;
  if (state === 'ACTIVE' && undone > 0) found('lost', `${undone} releases were never done`);
  if (books.query('SELECT 1 FROM dead_letter').length > 0) found('broken', 'a removal left a dead letter');
  return findings;
};

const keysOf = ({ wanted, released, ...books }: ReleaseBooks, isReleased: boolean): readonly { readonly key: string; readonly phone: string }[] => {
  const { lists } = readLists({ wanted, ...books });
  return wanted.filter(({ phone }) => released.has(phone) === isReleased).map(({ phone, dncType }) => ({ phone, key: keyOf({ listRef: lists.get(dncType) ?? '', phone }) }));
};

const readThere = (books: ReleaseBooks): ReadonlyMap<string, number | null> => new Map([...readLists(books).there].filter(([, expiresAt]) => expiresAt === null || expiresAt > books.now()));

/** Whoever was not released is blocked as before, here and there. */
const checkKept = (books: ReleaseBooks, found: Found): void => {
  const there = readThere(books);
  const { listed } = readLists(books);
  for (const { key, phone } of keysOf(books, false)) {
    if (!there.has(key)) found('lost', `${phone} was not to be taken off and is gone`);
    else if (!listed.has(key) || !sameExpiry(books, listed.get(key), there.get(key))) found('broken', `${phone} is there and not listed here as it is`);
  }
};
