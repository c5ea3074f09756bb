// Genesys read-back: an export is started, polled and downloaded, and a poll may answer with an older one.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { visibleAt, type Export, type NumberList, type Snapshot } from '../number-lists.ts';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, writeExpiration, type GenesysEnv } from './genesys-answers.ts';
import { findList, listNotFound, liveLists } from './genesys-lists.ts';

const path = '/api/v2/outbound/dnclists/:id/export';
const linesAtOnce = 5000;

export const addExports = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  app.post(path, async (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const id = randomUUID();
    await needs.journal.append({ t: 'export', l: list.id, at: needs.now(), id });
    const started = list.exports.find((other) => other.id === id);
    if (started !== undefined) fill(list, started);
    return c.json({ id, name: list.name, selfUri: `/api/v2/outbound/dnclists/${list.id}/export` });
  });

  // The first poll of a new export finds it unfinished: the one before it is answered, and 404 where there is none.
  app.get(path, (c) => {
    const list = findList(needs, c.req.param('id'));
    if (list === undefined) return listNotFound(c);
    const newest = list.exports.at(-1);
    const older = list.exports.at(-2);
    const answer = (id: string, at: number): Response => c.json({ uri: `${needs.baseUrl()}/api/v2/downloads/${id}`, exportTimestamp: new Date(at).toISOString() });
    if (newest === undefined) return refuse(c, 404, 'no.available.list.export.uri', 'There is no available download URI for the DNC list at this time.');
    newest.polls += 1;
    if (c.env.fault?.kind === 'older-export') return older === undefined ? answer(`before-${list.id}`, Math.min(list.createdAt, newest.at - 60_000)) : answer(older.id, older.at);
    if (newest.polls > 1) return answer(newest.id, newest.at);
    return older === undefined ? refuse(c, 404, 'no.available.list.export.uri', 'There is no available download URI for the DNC list at this time.') : answer(older.id, older.at);
  });

  app.get('/api/v2/downloads/:id', (c) => {
    const id = c.req.param('id');
    const snapshot = id.startsWith('before-') ? nothing : findSnapshot(needs, id);
    if (snapshot === undefined) return refuse(c, 404, 'not.found', 'There is no such download.');
    return c.body(csvOf(snapshot), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="export.csv"' });
  });
};

const nothing: Snapshot = { phones: [], stamps: [] };

const findSnapshot = (needs: TenantNeeds, id: string): Snapshot | undefined => {
  for (const list of liveLists(needs))
    for (const started of list.exports) if (started.id === id) return fill(list, started);
  return undefined;
};

/** An export another process or an earlier start began is filled from today's list, as of its own time. */
const fill = (list: NumberList, started: Export): Snapshot => {
  started.snapshot ??= visibleAt(list, started.at);
  return started.snapshot;
};

/** Column 0 the number, column 2 the expiration, empty for a permanent one. */
const csvOf = ({ phones, stamps }: Snapshot): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    start: (controller) => { controller.enqueue(encoder.encode('PhoneNumber,ContactMethod,ExpirationDate\r\n')); },
    pull: (controller) => {
      const lines: string[] = [];
      for (const end = Math.min(next + linesAtOnce, phones.length); next < end; next += 1) {
        const expiresAt = stamps[next]?.expiresAt ?? null;
        lines.push(`${phones[next]},Phone,${expiresAt === null ? '' : writeExpiration(expiresAt)}\r\n`);
      }
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
      if (next >= phones.length) controller.close();
    },
  });
};
