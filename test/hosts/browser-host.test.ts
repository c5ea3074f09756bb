// The browser host over real HTTP: one link opens once, one browser gets in, everything malformed or foreign is refused by name.
import { request } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type BrowserHost } from '../../src-main/hosts/browser/start-server.ts';
import { createSessions } from '../../src-main/hosts/browser/sessions.ts';
import { httpPaths } from '../../src-shared/contract/http-paths.ts';
import { ok } from '../../src-shared/result.ts';
import { createTinyCore, createTinyDesk } from '../support/tiny-core.ts';

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: string };

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-browser-'));
const renderer = join(folder, 'renderer');
const core = createTinyCore({ 'run.page': () => ok({ total: 0, rows: [] }) });
const desk = createTinyDesk(core, folder);
let host: BrowserHost;
let cookie = '';
let setCookie = '';

type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer };

/** node:http, since fetch does not let a test choose Host and Origin. */
const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: host.port, path, method, headers: { cookie, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject).end(body);
  });

const origin = (): string => `http://127.0.0.1:${host.port}`;
const call = (name: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  ask(httpPaths.call(name), { method: 'POST', body, headers: { origin: origin(), 'content-type': 'application/json', ...headers } });

beforeAll(async () => {
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>DNC Desk</title>');
  writeFileSync(join(renderer, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(join(folder, 'secret.html'), 'not for anybody');
  const started = await startServer({ desk, renderer, now: Date.now }, 0);
  if (!started.ok) throw new Error(started.failure.why);
  host = started.value;
  const link = new URL(host.newLink());
  const welcomed = await ask(link.pathname + link.search);
  setCookie = String(welcomed.headers['set-cookie']);
  cookie = setCookie.split(';')[0] ?? '';
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the start link', () => {
  it('leaves a cookie that is HttpOnly, Strict and not the code', async () => {
    expect(setCookie).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
    const link = new URL(host.newLink());
    expect(setCookie).not.toContain(link.searchParams.get('code'));
  });

  it('is not used up by a look at its head, as a mail program takes to preview a link', async () => {
    const link = new URL(host.newLink());
    await ask(link.pathname + link.search, { method: 'HEAD', headers: { cookie: '' } });
    expect((await ask(link.pathname + link.search, { headers: { cookie: '' } })).status).toBe(200);
  });

  it('opens once', async () => {
    const link = new URL(host.newLink());
    const path = link.pathname + link.search;
    expect((await ask(path, { headers: { cookie: '' } })).status).toBe(200);
    expect((await ask(path, { headers: { cookie: '' } })).status).toBe(403);
  });

  it('opens soon or not at all', () => {
    let now = 0;
    let count = 0;
    const sessions = createSessions({ now: () => now, secret: () => `secret ${(count += 1)}` });
    const late = sessions.newCode();
    now = 5 * 60_000 + 1;
    expect(sessions.redeem(late)).toBeNull();
    expect(sessions.redeem('invented')).toBeNull();
    const session = sessions.redeem(sessions.newCode());
    expect(session !== null && sessions.holds(session)).toBe(true);
    expect(sessions.holds('secret 1')).toBe(false);
  });
});

describe('who is let in', () => {
  it.each(['/', '/events', '/file/x', '/assets/index-abc123.js', '/nowhere'])('nobody without the cookie to %s', async (path) => {
    expect((await ask(path, { headers: { cookie: 'dnc-desk=guess' } })).status).toBe(403);
  });

  it('nobody without the cookie to a call', async () => {
    expect((await call('run.page', '{"offset":0,"limit":1}', { cookie: '' })).status).toBe(403);
  });

  it.each([
    ['a foreign name that resolves here', { host: 'evil.example' }],
    ['another port’s name', { host: '127.0.0.1:1' }],
    ['another site', { origin: 'https://evil.example' }],
    ['another program on this machine', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site’s image or script', { 'sec-fetch-site': 'cross-site' }],
  ])('not %s', async (_who, headers) => {
    const answer = await ask('/', { headers });
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('not a POST that hides where it comes from', async () => {
    expect((await ask('/call/run.page', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(403);
  });

  it('not a preflight of another site', async () => {
    const answer = await ask('/call/run.page', { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the page', () => {
  it('comes under a strict policy without inline code, and is never kept unasked', async () => {
    const { status, headers } = await ask('/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'cache-control': 'no-cache' });
    expect((await ask('/', { headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(304);
  });

  it('keeps hashed assets for good', async () => {
    expect((await ask('/assets/index-abc123.js')).headers['cache-control']).toContain('immutable');
  });

  it.each(['/../secret.html', '/%2e%2e/secret.html', '/assets/..%2f..%2fsecret.html', '/assets/../../secret.html', '/secret.html'])('leads nowhere else: %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('not for anybody');
  });
});

describe('a call', () => {
  it('is answered with its Result', async () => {
    const { status, body } = await call('run.page', '{"offset":0,"limit":1}');
    expect([status, JSON.parse(body)]).toEqual([200, { ok: true, value: { total: 0, rows: [] } }]);
  });

  it.each([
    ['no JSON', 'run.page', '{"offset":', 200, 'InputInvalid'],
    ['nothing', 'run.page', '', 200, 'InputInvalid'],
    ['bytes that are no text', 'run.page', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 200, 'InputInvalid'],
    ['a wrong type', 'run.page', '{"offset":"0","limit":1}', 200, 'InputInvalid'],
    ['a key of every object', 'run.page', '{"offset":0,"limit":1,"__proto__":{"polluted":true}}', 200, 'InputInvalid'],
    ['a bare value', 'run.page', 'null', 200, 'InputInvalid'],
    ['an unknown name', 'run.fly', '{}', 200, 'CommandUnknown'],
    ['a name of every object', '__proto__', '{}', 200, 'CommandUnknown'],
    ['another such name', 'constructor', '{}', 200, 'CommandUnknown'],
    ['a huge body', 'run.page', `"${'x'.repeat(1024 * 1024)}"`, 413, 'InputInvalid'],
    ['deep nesting', 'run.page', '['.repeat(200_000), 200, 'InputInvalid'],
  ])('with %s gets a named failure', async (_what, name, body, status, type) => {
    const answer = await call(name, body);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([status, { ok: false, failure: { type } }]);
  });

  it('must say that it is JSON', async () => {
    const answer = await call('run.page', '{"offset":0,"limit":1}', { 'content-type': 'text/plain' });
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([415, { ok: false, failure: { type: 'InputInvalid' } }]);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('files', () => {
  it('go up to a ticket and come down under their name', async () => {
    const up = await ask(httpPaths.upload('../liste éé.csv'), { method: 'POST', headers: { origin: origin() }, body: 'phone\n+12025550123\n' });
    const { value } = JSON.parse(up.body) as { readonly value: { readonly ticket: string; readonly name: string } };
    expect(value.name).toBe('.. liste éé.csv');
    const down = await ask(httpPaths.file(value.ticket));
    expect(down.body).toBe('phone\n+12025550123\n');
    expect(down.headers['content-disposition']).toBe(`attachment; filename=".. liste __.csv"; filename*=UTF-8''..%20liste%20%C3%A9%C3%A9.csv`);
  });

  it('that stop half-way are not kept', async () => {
    const before = readdirSync(join(folder, 'incoming', String(process.pid)));
    await new Promise<void>((resolve) => {
      const sent = request({ host: '127.0.0.1', port: host.port, path: httpPaths.upload('half.csv'), method: 'POST', headers: { cookie, origin: origin(), 'content-length': '1000' } });
      sent.on('error', () => resolve());
      sent.write('half', () => setTimeout(() => sent.destroy(), 50));
    });
    await expect.poll(() => readdirSync(join(folder, 'incoming', String(process.pid)))).toEqual(before);
  });

  it('larger than the disk are refused before they are written', async () => {
    const refused = await new Promise<string>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: host.port, path: httpPaths.upload('huge.csv'), method: 'POST', headers: { cookie, origin: origin(), 'content-length': String(2 ** 52) } }, (answer) => {
        answer.setEncoding('utf8').on('data', resolve);
      });
      sent.on('error', reject).flushHeaders();
    });
    expect(JSON.parse(refused)).toMatchObject({ ok: false, failure: { type: 'FileTooLarge', name: 'huge.csv' } });
  });

  it('are known by ticket only', async () => {
    const answer = await ask('/file/..%2F..%2Fsecret.html');
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([404, { failure: { type: 'TicketExpired' } }]);
  });
});

describe('events', () => {
  it('reach the page as they come', async () => {
    const heard = await new Promise<string>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: host.port, path: httpPaths.events, headers: { cookie } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          if (text.includes('retry') && !text.includes('data')) core.emit({ type: 'run.changed', seq: 1, runId: 7, destinationId: 1 });
          if (text.includes('data')) {
            sent.destroy();
            resolve(`${answer.headers['content-type']}\n${text}`);
          }
        });
      });
      sent.on('error', reject).end();
    });
    expect(heard).toBe('text/event-stream\nretry: 1000\n\ndata: {"type":"run.changed","seq":1,"runId":7,"destinationId":1}\n\n');
  });
});

describe('a port that is taken', () => {
  it('is named', async () => {
    expect(await startServer({ desk, renderer, now: Date.now }, host.port)).toMatchObject({ failure: { type: 'SettingInvalid', field: 'port' } });
  });
});
