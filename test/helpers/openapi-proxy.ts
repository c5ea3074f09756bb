// Stands between a client and a practice tenant, passes everything on as it is, and holds both directions of every exchange against the vendor's documents.
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PracticeTenant } from '../../src-main/practice/practice.ts';
import { createOpenApiCheck, type Vendor } from './check-openapi.ts';

export type OpenApiProxy = {
  /** To be used in place of the tenant's own; addresses inside answers are moved here too. */
  readonly baseUrl: string;
  /** All objections so far, in order, and forgets them. */
  readonly takeObjections: () => readonly string[];
  /** Operations that were asked and answered whole, each with its status: "GET /dnc-groups 204". */
  readonly met: () => readonly string[];
  /** Operations of the documents that never were, by name. */
  readonly missed: () => readonly string[];
  /** How many requests came, and how many of them were cut off before a whole answer. */
  readonly counts: () => { readonly asked: number; readonly cut: number };
  readonly close: () => Promise<void>;
};

type Upstream = { readonly response: IncomingMessage; readonly body: Buffer };

export const startOpenApiProxy = async (vendor: Vendor, tenant: Pick<PracticeTenant, 'baseUrl'>): Promise<OpenApiProxy> => {
  const check = createOpenApiCheck(vendor);
  const met = new Set<string>();
  const operations = new Set<string>();
  let objections: string[] = [];
  let [asked, cut] = [0, 0];
  let baseUrl = '';

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await collect(request);
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', baseUrl);
    const one = { method: request.method ?? '', path, query, body: body.toString(), type: request.headers['content-type'] };
    asked += 1;
    objections.push(...check.request(one));
    const upstream = await forward(tenant.baseUrl, request, body);
    if (upstream === null || !upstream.response.complete) {
      cut += 1;
      if (upstream !== null) {
        response.writeHead(upstream.response.statusCode ?? 502, upstream.response.headers);
        await new Promise<void>((resolve) => { response.write(upstream.body, () => resolve()); });
      }
      request.socket.destroy();
      return;
    }
    const { statusCode: status = 0, headers } = upstream.response;
    const text = upstream.body.toString();
    objections.push(...check.answer(one, { status, type: headers['content-type'] ?? '', text }));
    const operation = check.operationOf(one);
    if (operation !== null) {
      operations.add(operation);
      met.add(`${operation} ${status}`);
    }
    const moved = Buffer.from(text.replaceAll(tenant.baseUrl, baseUrl));
    const { 'transfer-encoding': _chunked, ...kept } = headers;
    response.writeHead(status, { ...kept, ...(status === 204 ? {} : { 'content-length': String(moved.length) }) }).end(status === 204 ? undefined : moved);
  };

  const server = createServer((request, response) => {
    pass(request, response).catch((problem: unknown) => {
      objections.push(`the proxy itself failed: ${String(problem)}`);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  // A listening TCP server has an AddressInfo.
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    takeObjections: () => {
      const taken = objections;
      objections = [];
      return taken;
    },
    met: () => [...met].toSorted(),
    missed: () => check.operations.filter((operation) => !operations.has(operation)).toSorted(),
    counts: () => ({ asked, cut }),
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
};

/** Whatever came before the end, whole or not. */
const collect = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  try {
    for await (const part of message) parts.push(part as Buffer);
  } catch {
    // The other side ended the connection; `complete` tells.
  }
  return Buffer.concat(parts);
};

/** Null where no answer began. */
const forward = (baseUrl: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Upstream | null> => {
  const { connection: _connection, 'transfer-encoding': _chunked, ...kept } = headers;
  const length = body.length === 0 && headers['content-length'] === undefined ? {} : { 'content-length': String(body.length) };
  return new Promise((resolve) => {
    const upstream = ask(new URL(url ?? '/', baseUrl), { method, agent: false, headers: { ...kept, ...length, host: new URL(baseUrl).host } });
    upstream.on('response', (response) => { void collect(response).then((whole) => resolve({ response, body: whole })); });
    upstream.on('error', () => resolve(null));
    upstream.end(body);
  });
};
