// Genesys imports: an address to upload a CSV file to, its numbers put on the list, and a status that tells only of failure.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { changedBy, type NumberList } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { readExpiration, refuse, type GenesysEnv } from './genesys-answers.ts';
import { isE164, isRecord, readJson } from '../read-body.ts';
import { createDocuments } from './genesys-documents.ts';
import { findList, importOf, listNotFound } from './genesys-lists.ts';
import { furthestExpirationMs, limitMet } from './genesys-numbers.ts';

/** Signed addresses need no token: who has the address may upload. */
export const uploadPath = '/uploads/';
const lists = '/api/v2/outbound/dnclists';
const linesAtOnce = 1000;

type Upload = { readonly id: string; readonly listId: string; readonly phoneColumns: readonly string[]; readonly expirationColumn: string | null };

export const addUploads = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const uploads = createDocuments<Upload>(needs, 'upload');

  app.post(`${lists}/uploads`, async (c) => {
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const { id, contentType, phoneColumns, expirationDateTimeColumn } = draft;
    const list = typeof id === 'string' ? findList(needs, id) : undefined;
    if (list === undefined) return listNotFound(c);
    if (typeof contentType !== 'string' || !/csv/i.test(contentType)) return refuse(c, 400, 'invalid.value', 'contentType is missing, or a kind of file that is not practised here: only CSV is.');
    if (list.about['dncSourceType'] !== 'rds') return refuse(c, 400, 'dnc.source.operation.not.supported', 'Only lists of type Internal take files.');
    const upload: Upload = {
      id: randomUUID(), listId: list.id, phoneColumns: typeof phoneColumns === 'string' ? phoneColumns.split(',').map((column) => column.trim()) : [],
      expirationColumn: typeof expirationDateTimeColumn === 'string' ? expirationDateTimeColumn : null,
    };
    await uploads.keep(upload);
    return c.json({ url: `${needs.baseUrl()}${uploadPath}${upload.id}`, uploadKey: upload.id, headers: { 'content-type': 'text/csv' } });
  });

  app.put(`${uploadPath}:key`, async (c) => {
    const upload = uploads.byId(c.req.param('key'));
    const list = upload === undefined ? undefined : findList(needs, upload.listId);
    if (upload === undefined || list === undefined) return refuse(c, 404, 'not.found', 'There is no such upload.');
    await uploads.drop(upload.id);
    const read = readFile(c.env.body, upload, needs.now());
    const failure = typeof read === 'string' ? read : (limitMet(needs, list, [...read.keys()])?.message ?? null);
    await needs.journal.append({ t: 'about', l: list.id, at: needs.now(), name: list.name, about: { ...list.about, importFailed: failure ?? '' } });
    if (failure === null && typeof read !== 'string') await keep(needs, list, read);
    return c.body(null, 200);
  });

  app.get(`${lists}/:id/importstatus`, (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const { importStatus } = importOf(list);
    return importStatus === undefined ? refuse(c, 404, 'not.found', 'This list has no import.') : c.json(importStatus);
  });
};

type Numbers = ReadonlyMap<string, number | null>;

/** Each number with its expiry, or why the file as a whole is refused. */
const readFile = (text: string, { phoneColumns, expirationColumn }: Upload, at: number): Numbers | string => {
  const [header = [], ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line !== '').map(readLine);
  const places = phoneColumns.length === 0 ? [0] : phoneColumns.map((column) => header.indexOf(column));
  const expires = expirationColumn === null ? null : header.indexOf(expirationColumn);
  if (places.includes(-1) || expires === -1) return 'A column that was named is not in the file.';
  const numbers = new Map<string, number | null>();
  for (const row of rows) {
    const date = expires === null ? '' : (row[expires] ?? '');
    const expiresAt = date === '' ? null : readExpiration(date);
    if (date !== '' && (expiresAt === null || expiresAt > at + furthestExpirationMs)) return 'An expiration cannot be read or is more than 180 days ahead.';
    for (const place of places) {
      const phone = row[place] ?? '';
      if (phone === '') continue;
      if (!isE164(phone)) return 'A phone number is not in E.164 format.';
      numbers.set(phone, expiresAt);
    }
  }
  return numbers;
};

/** RFC 4180 without line breaks inside of quotes. */
const readLine = (line: string): readonly string[] =>
  [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');

const keep = async ({ journal, now, propagationMs }: TenantNeeds, list: NumberList, numbers: Numbers): Promise<void> => {
  const at = now();
  for (const [expiresAt, together] of Map.groupBy(numbers.keys(), (phone) => numbers.get(phone) ?? null)) {
    const changed = changedBy(list, together, expiresAt);
    for (let from = 0; from < changed.length; from += linesAtOnce)
      await journal.append({ t: 'add', l: list.id, at, v: at + propagationMs, x: expiresAt, p: changed.slice(from, from + linesAtOnce) });
  }
};
