// The browser host's addresses: a guard before everything, then the one door, events, uploads, downloads and the page.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Core } from '../../core/core.ts';
import type { Files } from '../../ports/files.ts';
import { pageGuards, type PageFiles } from '../page-files.ts';
import { openEventStream } from './event-stream.ts';
import { cookieName, findRefusal, readCookie } from './guard.ts';
import { callLimit, readJsonBody, receiveFile } from './read-body.ts';
import type { Sessions } from './sessions.ts';

export type AppNeeds = {
  readonly core: Core;
  readonly files: Files;
  readonly sessions: Sessions;
  readonly page: PageFiles;
  /** Uploads are kept here until the process ends. */
  readonly incoming: string;
  readonly port: () => number;
};

export const createApp = ({ core, files, sessions, page, incoming, port }: AppNeeds): Hono => {
  const app = new Hono();

  app.use(async (c, next) => {
    const refusal = findRefusal({ method: c.req.method, path: c.req.path, header: (name) => c.req.header(name) }, port());
    const session = readCookie(c.req.header('cookie'), cookieName(port()));
    if (refusal !== null) c.res = c.text(`Refused: ${refusal}.\n`, 403);
    else if (c.req.path !== '/start' && (session === null || !sessions.holds(session))) c.res = c.html(notSignedIn, 403);
    else await next();
    for (const [name, value] of Object.entries(pageGuards)) c.res.headers.set(name, value);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });

  app.get('/start', (c) => {
    // Asked for its head alone, as previews of links do: the code is left for whoever opens it.
    if (c.req.raw.method === 'HEAD') return c.body(null, 204);
    const session = sessions.redeem(c.req.query('code') ?? '');
    if (session === null) return c.html(codeUsed, 403);
    c.header('set-cookie', `${cookieName(port())}=${session}; HttpOnly; SameSite=Strict; Path=/`);
    // Sent on by a page of ours, not by a redirect: a Strict cookie does not follow a redirect that began at another site's link.
    return c.html(sendOn);
  });

  app.post('/call/:name', async (c) => {
    const body = await readJsonBody(c.req.raw);
    if (body.ok) return c.json((await core.call(c.req.param('name'), body.value)) as object);
    const [issue = ''] = body.failure.issues;
    return c.json(body, issue.includes('content type') ? 415 : (issue.includes(String(callLimit)) ? 413 : 200));
  });

  app.get('/events', () => openEventStream(core.listen));

  app.post('/upload', async (c) => {
    const name = (c.req.query('name') ?? '').replaceAll(/[\p{Cc}/\\]/gu, ' ').trim().slice(-200) || 'unnamed';
    const path = join(incoming, randomUUID());
    const received = await receiveFile(c.req.raw, path, name);
    return c.json(received.ok ? ok({ ticket: files.admit(path, name), name }) : received);
  });

  app.get('/file/:ticket', async (c) => {
    const found = files.find(c.req.param('ticket'));
    if (!found.ok) return c.json(found, 404);
    const { path, name } = found.value;
    const facts = await stat(path).catch(() => null);
    if (facts === null || !facts.isFile()) return c.json(fail({ type: 'FileMissing', name }), 404);
    return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, 200, {
      'content-type': 'application/octet-stream', 'content-length': String(facts.size),
      // RFC 6266: names beyond ASCII go into filename*.
      'content-disposition': `attachment; filename="${name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });

  app.get('*', (c) => {
    const file = page.find(c.req.path);
    if (file === null) return c.req.path === '/' ? c.html(notBuilt, 503) : c.text('There is nothing here.\n', 404);
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, file.headers);
    return c.body(new Uint8Array(file.bytes), 200, file.headers);
  });

  app.notFound((c) => c.text('There is nothing here.\n', 404));
  app.onError((_problem, c) => c.text('Something went wrong inside DNC Desk.\n', 500));
  return app;
};

const paper = (title: string, words: string, head = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}<title>${title}</title><h1>${title}</h1><p>${words}</p></html>`;

const notSignedIn = paper('DNC Desk', 'This browser has not been let in. Open the link that “dnc-desk serve” printed; if it was used already, start the command again for a new one.');
const codeUsed = paper('DNC Desk', 'This link has been used already or is too old. Start “dnc-desk serve” again for a new one.');
const sendOn = paper('DNC Desk', '<a href="/">Open DNC Desk</a>', '<meta http-equiv="refresh" content="0;url=/">');
const notBuilt = paper('DNC Desk', 'The page is not built yet. Run “npm run build” in the project folder and reload.');
