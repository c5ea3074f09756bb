// The HTTP port against real servers: what certainly never left is told apart from what may have been carried out.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBodyCut } from '../../../src-main/ports/body-cut.ts';
import type { HttpRequest, HttpStream } from '../../../src-main/ports/http.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { cut, dropped, empty, json, startVendorServer, text, type VendorServer } from '../../helpers/vendor-server.ts';

const http = createHttp({ userAgent: 'dnc-desk-test' });
const secret = 'hush-hush-4711';
let server: VendorServer;

beforeEach(async () => { server = await startVendorServer(json(200, { fine: true })); });
afterEach(() => server.close());

const request = (over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST', url: `${server.base}/x?key=${secret}`, headers: { authorization: `Bearer ${secret}` }, body: `{"secret":"${secret}"}`, timeoutMs: 2_000, maxBytes: 10_000, ...over,
});

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
};

const readAll = async (stream: HttpStream): Promise<number> => {
  if (stream.kind !== 'stream') throw new Error(stream.kind);
  let bytes = 0;
  for await (const part of stream.chunks) bytes += part.byteLength;
  return bytes;
};

describe('a reply', () => {
  it('carries status, lower-case headers, body and time', async () => {
    server.answerWith(text(418, 'teapot', { 'X-Kind': 'pot' }));
    expect(await http.send(request())).toMatchObject({ kind: 'reply', status: 418, body: 'teapot', headers: { 'x-kind': 'pot' }, millis: expect.any(Number) as number });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/x', body: `{"secret":"${secret}"}` });
    expect(server.seen[0]?.headers['user-agent']).toBe('dnc-desk-test');
  });

  it('may be a redirect, which is reported and never followed', async () => {
    server.answerWith((response, seen) => {
      if (seen.path === '/x') response.writeHead(307, { location: `${server.base}/elsewhere` }).end();
      else response.end('followed');
    });
    expect(await http.send(request())).toMatchObject({ kind: 'reply', status: 307, headers: { location: `${server.base}/elsewhere` } });
    expect(await http.stream(request())).toMatchObject({ kind: 'stream', status: 307 });
    expect(server.seen.map((one) => one.path)).toEqual(['/x', '/x']);
  });

  it('may be empty', async () => {
    server.answerWith(empty(204));
    expect(await http.send(request())).toMatchObject({ kind: 'reply', status: 204, body: '' });
  });
});

describe('a request that certainly never left', () => {
  it.each([
    ['a refused connection', async () => `http://127.0.0.1:${await freePort()}/`, 'refused'],
    ['an unknown host name', async () => 'https://no-such-host.invalid/', 'dns'],
    ['plain http to another machine', async () => `http://192.0.2.1/?key=${secret}`, 'address'],
    ['an address that cannot be read', async () => `https://[${secret}`, 'address'],
    ['another protocol', async () => 'file:///etc/passwd', 'address'],
    ['a user name in the address', async () => `https://me:${secret}@example.com/`, 'address'],
    ['https asked of a plain server', async () => server.base.replace('http:', 'https:'), 'tls'],
  ])('is told for %s', async (_name, address, cause) => {
    const url = await address();
    for (const outcome of [await http.send(request({ url })), await http.stream(request({ url }))]) {
      expect(outcome).toMatchObject({ kind: 'unsent', cause });
      expect(JSON.stringify(outcome)).not.toContain(secret);
    }
    expect(server.seen).toEqual([]);
  });

  it('is told for a header that cannot be written, without quoting it', async () => {
    const outcome = await http.send(request({ headers: { authorization: `${secret}\nx: y` } }));
    expect(outcome).toMatchObject({ kind: 'unsent' });
    expect(JSON.stringify(outcome)).not.toContain(secret);
  });

  it('is told for a port that is kept from the web', async () => {
    expect(await http.send(request({ url: 'http://127.0.0.1:1/' }))).toEqual({ kind: 'unsent', cause: 'address', why: 'the port in the address is one that the web never uses; correct the port' });
  });

  it('is told when it was called off before', async () => {
    expect(await http.send(request({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'unsent', cause: 'called-off' });
    expect(server.seen).toEqual([]);
  });
});

describe('a request that may have been carried out', () => {
  it.each([
    ['the socket is dropped', dropped],
    ['the body is cut', cut('{"half":')],
    ['the body is too long', text(200, 'x'.repeat(10_001))],
  ])('is unanswered when %s', async (_name, answer) => {
    server.answerWith(answer);
    const outcome = await http.send(request());
    expect(outcome.kind).toBe('unanswered');
    expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['the other side closed the connection', dropped],
    ['what answers there does not speak HTTP', (response: ServerResponse) => { response.socket?.end('SSH-2.0-x\r\n'); }],
  ])('names the cause: %s', async (why, answer) => {
    server.answerWith(answer);
    expect(await http.send(request())).toMatchObject({ kind: 'unanswered', why: expect.stringContaining(why) });
  });

  it('is unanswered when it is slow, before or within the body', async () => {
    server.answerWith(() => {});
    expect(await http.send(request({ timeoutMs: 60 }))).toEqual({ kind: 'unanswered', why: 'no answer within 60 ms' });
    server.answerWith((response) => { response.writeHead(200); response.write('a'); });
    expect(await http.send(request({ timeoutMs: 60 }))).toEqual({ kind: 'unanswered', why: 'no answer within 60 ms' });
  });

  it('is unanswered when it is called off under way', async () => {
    const off = new AbortController();
    server.answerWith(() => off.abort());
    expect(await http.send(request({ signal: off.signal }))).toMatchObject({ kind: 'unanswered' });
  });
});

describe('a stream', () => {
  it('gives a large body piece by piece', async () => {
    server.answerWith(text(200, 'y'.repeat(5_000_000)));
    expect(await readAll(await http.stream(request({ maxBytes: 6_000_000 })))).toBe(5_000_000);
  });

  it.each([['cut short', cut('abc', 100), {}], ['too long', text(200, 'y'.repeat(200)), { maxBytes: 100 }], ['standing still', stuck(), { timeoutMs: 60 }]])(
    'throws BodyCut when it is %s',
    async (_name, answer, over) => {
      server.answerWith(answer);
      const stream = await http.stream(request(over));
      const thrown = await readAll(stream).catch((error: unknown) => error);
      expect(isBodyCut(thrown)).toBe(true);
    },
  );

  it('may be left half read', async () => {
    server.answerWith(text(200, 'y'.repeat(5_000_000)));
    const stream = await http.stream(request({ maxBytes: 6_000_000 }));
    if (stream.kind !== 'stream') throw new Error(stream.kind);
    for await (const part of stream.chunks) {
      expect(part.byteLength).toBeGreaterThan(0);
      break;
    }
  });
});

function stuck() {
  return (response: import('node:http').ServerResponse): void => { response.writeHead(200); response.write('a'); };
}

