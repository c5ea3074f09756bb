// HTTP over undici's fetch, through the proxies and authorities of the environment: says "unsent" only where the request certainly never left, and quotes nothing that could hold a secret.
import { Agent, EnvHttpProxyAgent, fetch, Request, type Dispatcher, type Response } from 'undici';
import { createBodyCut, isBodyCut } from './body-cut.ts';
import type { Http, HttpReply, HttpRequest, HttpStream } from './http.ts';
import { isLoopback } from './loopback.ts';
import { directNetwork, type Network } from './network.ts';

type NoReply = Exclude<HttpReply, { readonly kind: 'reply' }>;
type Opened = { readonly kind: 'opened'; readonly response: Response; readonly leash: Leash; readonly millis: () => number };

/** Answers never reject: whatever goes wrong is one of the three kinds. Redirects come back as replies with their own status. */
export const createHttp = ({ userAgent, network = directNetwork }: { readonly userAgent: string; readonly network?: Network }): Http => {
  const ways = createWays(network);
  return { send: (request) => send(request, userAgent, ways), stream: (request) => stream(request, userAgent, ways) };
};

/** `flaw`: what of the environment could not be used. */
type Ways = { readonly to: (url: string) => { readonly dispatcher: Dispatcher; readonly isDirect: boolean }; readonly flaw: string | null };

/** This machine itself is never asked through a proxy. Certificates are always verified, whatever the environment says. */
const createWays = ({ httpsProxy, httpProxy, noProxy, authorities, flaw }: Network): Ways => {
  const tls = { rejectUnauthorized: true, ...(authorities === null ? {} : { ca: [...authorities] }) };
  const direct = new Agent({ connect: tls });
  const outside = httpsProxy === '' && httpProxy === '' ? direct : new EnvHttpProxyAgent({ httpsProxy, httpProxy, noProxy, connect: tls, requestTls: tls, proxyTls: tls });
  return {
    to: (url) => (outside === direct || isLoopback(URL.parse(url)?.hostname ?? '') ? { dispatcher: direct, isDirect: true } : { dispatcher: outside, isDirect: false }),
    flaw,
  };
};

const send = async (request: HttpRequest, userAgent: string, ways: Ways): Promise<HttpReply> => {
  const opened = await open(request, userAgent, ways);
  if (opened.kind !== 'opened') return opened;
  const { response, leash, millis } = opened;
  try {
    const body = await readWhole(response, request.maxBytes);
    if (body === null) return { kind: 'unanswered', why: `the answer is longer than ${request.maxBytes} bytes` };
    return { kind: 'reply', status: response.status, headers: plainHeaders(response), body, millis: millis() };
  } catch (thrown) {
    return { kind: 'unanswered', why: leash.why() ?? brokenOff(codeOf(thrown), 'the answer') };
  } finally {
    leash.end();
  }
};

const stream = async (request: HttpRequest, userAgent: string, ways: Ways): Promise<HttpStream> => {
  const opened = await open(request, userAgent, ways);
  if (opened.kind !== 'opened') return opened;
  return { kind: 'stream', status: opened.response.status, headers: plainHeaders(opened.response), chunks: readChunks(opened, request) };
};

const open = async (request: HttpRequest, userAgent: string, ways: Ways): Promise<Opened | NoReply> => {
  const objection = findObjection(request.url);
  if (objection !== null) return { kind: 'unsent', cause: 'address', why: objection };
  if (request.signal?.aborted === true) return { kind: 'unsent', cause: 'called-off', why: 'called off before it left' };
  const leash = createLeash(request);
  const way = ways.to(request.url);
  const startedAt = performance.now();
  try {
    const built = buildRequest(request, userAgent, leash.signal);
    if (built === null) {
      leash.end();
      return { kind: 'unsent', cause: 'address', why: 'the request cannot be written as HTTP' };
    }
    const response = await fetch(built, { dispatcher: way.dispatcher });
    return { kind: 'opened', response, leash, millis: () => Math.round(performance.now() - startedAt) };
  } catch (thrown) {
    leash.end();
    return nameFailure(thrown, leash.why(), way.isDirect, ways.flaw);
  }
};

/** Null when the address may be asked. Never quotes the address: its query may hold a secret. */
const findObjection = (address: string): string | null => {
  const url = URL.parse(address);
  if (url === null) return 'the address cannot be read';
  if (url.username !== '' || url.password !== '') return 'the address carries a user name or password';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'the address is neither https nor http';
  return isLoopback(url.hostname) ? null : 'plain http is allowed to this machine only; use https://';
};

/** Null for headers or bodies fetch refuses; its message would quote them, so it is dropped. */
const buildRequest = (request: HttpRequest, userAgent: string, signal: AbortSignal): Request | null => {
  try {
    return new Request(request.url, {
      method: request.method,
      headers: { 'user-agent': userAgent, ...request.headers },
      body: request.bytes ?? request.body ?? null,
      redirect: 'manual',
      signal,
    });
  } catch {
    return null;
  }
};

type Leash = { readonly signal: AbortSignal; readonly why: () => string | null; readonly extend: () => void; readonly end: () => void };

/** Joins the caller's signal and the time limit; AbortSignal.any would hold on to a long-lived caller's signal for every request. */
const createLeash = (request: HttpRequest): Leash => {
  const controller = new AbortController();
  let why: string | null = null;
  const pull = (reason: string): void => {
    why ??= reason;
    controller.abort();
  };
  const callOff = (): void => pull('called off while it was under way');
  const late = (): void => pull(`no answer within ${request.timeoutMs} ms`);
  let timer = setTimeout(late, request.timeoutMs);
  request.signal?.addEventListener('abort', callOff, { once: true });
  return {
    signal: controller.signal,
    why: () => why,
    extend: () => {
      clearTimeout(timer);
      timer = setTimeout(late, request.timeoutMs);
    },
    end: () => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', callOff);
    },
  };
};

const readWhole = async (response: Response, maxBytes: number): Promise<string | null> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of bodyOf(response)) {
    bytes += part.byteLength;
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
};

/** `timeoutMs` counts from chunk to chunk here: a large body may take its time as long as it moves. */
const readChunks = async function* ({ response, leash }: Opened, request: HttpRequest): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0;
  try {
    for await (const part of bodyOf(response)) {
      bytes += part.byteLength;
      if (bytes > request.maxBytes) throw createBodyCut(`the answer is longer than ${request.maxBytes} bytes`);
      leash.extend();
      yield part;
    }
  } catch (thrown) {
    throw isBodyCut(thrown) ? thrown : createBodyCut(leash.why() ?? brokenOff(codeOf(thrown), 'the answer'));
  } finally {
    leash.end();
  }
};

/** Node can iterate a ReadableStream; leaving the loop early cancels it. */
const bodyOf = (response: Response): AsyncIterable<Uint8Array> => response.body ?? emptyBody();

const emptyBody = async function* (): AsyncGenerator<Uint8Array, void, void> {};

const plainHeaders = (response: Response): Readonly<Record<string, string>> => Object.fromEntries(response.headers.entries());

/** Codes raised before a request can be written to the socket; anything else may have left. */
const causeByCode: Readonly<Record<string, 'dns' | 'refused' | 'tls' | 'unreachable'>> = {
  ENOTFOUND: 'dns', EAI_AGAIN: 'dns', EAI_NODATA: 'dns', EAI_NONAME: 'dns', EAI_FAIL: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable', EADDRNOTAVAIL: 'unreachable', UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  CERT_HAS_EXPIRED: 'tls', CERT_NOT_YET_VALID: 'tls', CERT_REVOKED: 'tls', CERT_UNTRUSTED: 'tls', DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls', UNABLE_TO_GET_ISSUER_CERT: 'tls', UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls', UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls', ERR_SSL_WRONG_VERSION_NUMBER: 'tls', ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls', ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls',
};

const words = { dns: 'the host name is not known', refused: 'the connection was refused', tls: 'no secure connection could be made', unreachable: 'the host cannot be reached' };

const nameFailure = (thrown: unknown, pulled: string | null, isDirect: boolean, flaw: string | null): NoReply => {
  if (pulled !== null) return { kind: 'unanswered', why: pulled };
  const refusal = isDirect ? null : findProxyRefusal(thrown);
  if (refusal !== null) return { kind: 'unsent', cause: 'proxy', why: `the proxy refused the way (${refusal})` };
  const code = codeOf(thrown);
  if (code === badPort) return { kind: 'unsent', cause: 'address', why: 'the port in the address is one that the web never uses; correct the port' };
  const cause = causeByCode[code];
  return cause === undefined
    ? { kind: 'unanswered', why: brokenOff(code) }
    : { kind: 'unsent', cause, why: `${words[cause]} (${code})${isDirect ? '' : ', by way of the proxy'}${flaw === null ? '' : `; ${flaw}`}` };
};

/** CONNECT was answered with another status than 200: nothing of the request has passed. */
const findProxyRefusal = (thrown: unknown): string | null => {
  if (!(thrown instanceof Error)) return null;
  return thrown.cause === undefined ? (/^Proxy response \((\d{3})\) !== 200/.exec(thrown.message)?.[1] ?? null) : findProxyRefusal(thrown.cause);
};

/** The system's or undici's own code; where several addresses were tried, a code that might have sent wins over one that did not. */
const codeOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const tried = cause instanceof AggregateError ? cause.errors.map(ownCode) : [ownCode(cause)];
  return tried.find((code) => !(code in causeByCode)) ?? tried[0] ?? unnamed;
};

const ownCode = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string' && /^[A-Z_0-9]{1,60}$/.test(thrown.code)
    ? thrown.code
    : thrown instanceof Error ? (codeByWords[thrown.message] ?? codeByWords[thrown.name] ?? unnamed) : unnamed;

/** Fetch refuses some ports before it connects (Fetch standard, "bad port"), and says so, like an answer that is no HTTP, without a code. */
const badPort = 'BAD_PORT';
const notHttp = 'NOT_HTTP';
const unnamed = 'UNKNOWN';
const codeByWords: Readonly<Record<string, string>> = { 'bad port': badPort, HTTPParserError: notHttp };

const brokenWords: Readonly<Record<string, string>> = {
  ECONNRESET: 'the other side closed the connection', UND_ERR_SOCKET: 'the other side closed the connection', EPIPE: 'the other side closed the connection',
  ETIMEDOUT: 'the network fell silent', [notHttp]: 'what answers there does not speak HTTP', [unnamed]: 'the system named no cause',
};

const brokenOff = (code: string, what = 'the connection'): string => {
  const meaning = brokenWords[code] ?? (code.startsWith('HPE_') ? brokenWords[notHttp] : undefined);
  return `${what} broke off${meaning === undefined ? '' : `: ${meaning}`}${code === notHttp || code === unnamed ? '' : ` (${code})`}`;
};
