// A small real HTTP server on a free port: answers as the test says and remembers every request it was sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly headers: IncomingMessage['headers']; readonly body: string };
export type Answer = (response: ServerResponse, seen: Seen) => void;

export type VendorServer = {
  readonly base: string;
  readonly seen: readonly Seen[];
  /** Replaces the answer for what follows. */
  readonly answerWith: (answer: Answer) => void;
  readonly close: () => Promise<void>;
};

export const startVendorServer = async (first: Answer = json(404, {})): Promise<VendorServer> => {
  const seen: Seen[] = [];
  let answer = first;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const one: Seen = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(parts).toString() };
      seen.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answerWith: (next) => { answer = next; },
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
};

type Headers = Readonly<Record<string, string>>;

export const json = (status: number, body: unknown, headers: Headers = {}): Answer => (response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

export const text = (status: number, body: string, headers: Headers = {}): Answer => (response) => {
  response.writeHead(status, headers).end(body);
};

export const html = (status: number): Answer => text(status, '<!doctype html><title>Sign in</title><p>Please sign in', { 'content-type': 'text/html' });

export const empty = (status: number, headers: Headers = {}): Answer => (response) => { response.writeHead(status, headers).end(); };

/** The socket ends without a byte of an answer. */
export const dropped: Answer = (response) => { response.socket?.destroy(); };

/** Promises `length` bytes, sends `body`, and ends the socket. */
export const cut = (body: string, length = body.length * 2, headers: Headers = {}): Answer => (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(length), ...headers });
  response.write(body, () => setTimeout(() => response.socket?.destroy(), 5));
};

/** Answers by "METHOD /path-prefix", the longest prefix first; everything else is 404. */
export const routes = (table: Readonly<Record<string, Answer>>): Answer => {
  const rows = Object.entries(table).sort(([a], [b]) => b.length - a.length);
  return (response, seen) => {
    const hit = rows.find(([key]) => `${seen.method} ${seen.path}`.startsWith(key));
    (hit?.[1] ?? json(404, { code: 'not.found', status: 404, message: 'no such route in this test' }))(response, seen);
  };
};

/** One answer after the other; the last one stays. */
export const inTurn = (...answers: readonly Answer[]): Answer => {
  let next = 0;
  return (response, seen) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    answer?.(response, seen);
  };
};
