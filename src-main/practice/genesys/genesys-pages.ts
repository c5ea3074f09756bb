// Genesys listings: filtered by name, sorted, cut into pages, with the addresses of their neighbours.
import { refuse, type GenesysContext } from './genesys-answers.ts';

const largestPage = 100;
/** The one division of a practice organisation. */
export const home = { id: 'practice-division', name: 'Home', selfUri: '/api/v2/authorization/divisions/practice-division' };

type Named = { readonly id: string; readonly name: string };

/** What the query keeps of `all`, in its order: name with filterType, id, divisionId, sortOrder. */
export const pick = <T extends Named>(c: GenesysContext, all: readonly T[]): readonly T[] => {
  const fits = nameFilter(c.req.query('name') ?? '', c.req.query('filterType') ?? 'Prefix');
  const [ids, divisions] = [c.req.queries('id') ?? [], c.req.queries('divisionId') ?? []];
  if (divisions.length > 0 && !divisions.includes(home.id)) return [];
  const found = all
    .filter(({ id, name }) => fits(name.toLowerCase()) && (ids.length === 0 || ids.includes(id)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return c.req.query('sortOrder') === 'descending' ? found.toReversed() : found;
};

export type Paging = { readonly pageSize: number; readonly pageNumber: number };

/** Null where pageSize or pageNumber are not what the vendor takes. */
export const readPaging = (pageSize: unknown, pageNumber: unknown): Paging | null => {
  const read = { pageSize: readWhole(pageSize, 25), pageNumber: readWhole(pageNumber, 1) };
  return read.pageSize >= 1 && read.pageSize <= largestPage && read.pageNumber >= 1 ? read : null;
};

export const refusePaging = (c: GenesysContext): Response => refuse(c, 400, 'invalid.value', `pageSize is 1 to ${largestPage}, pageNumber from 1.`);

/** One page of `found`; only what is shown is turned into bodies. */
export const pageOf = <T>(path: string, { pageSize, pageNumber }: Paging, found: readonly T[], bodyOf: (one: T) => object) => {
  const pageCount = Math.ceil(found.length / pageSize);
  const uri = (page: number): string => `${path}?pageSize=${pageSize}&pageNumber=${page}`;
  return {
    entities: found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(bodyOf),
    pageSize, pageNumber, total: found.length, pageCount, firstUri: uri(1), selfUri: uri(pageNumber), lastUri: uri(Math.max(1, pageCount)),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
  };
};

/** Answers a GET with one page of what the query picks. */
export const answerPage = <T extends Named>(c: GenesysContext, all: readonly T[], bodyOf: (one: T) => object): Response => {
  const paging = readPaging(c.req.query('pageSize'), c.req.query('pageNumber'));
  return paging === null ? refusePaging(c) : c.json(pageOf(c.req.path, paging, pick(c, all), bodyOf));
};

const nameFilter = (asked: string, type: string): ((name: string) => boolean) => {
  const wanted = asked.toLowerCase();
  if (wanted === '') return () => true;
  switch (type) {
    case 'Equals': return (name) => name === wanted;
    case 'Contains': case 'RegEx': return (name) => name.includes(wanted);
    case 'EndsWith': return (name) => name.endsWith(wanted);
    default: return (name) => name.startsWith(wanted);
  }
};

/** 0, which no page allows, where it is no whole number. */
const readWhole = (value: unknown, otherwise: number): number => {
  if (value === undefined) return otherwise;
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
};
