// Meets each request with its fault, or lets the dialect answer; what is cut or reset happens on the real socket.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { FaultPlan } from './faults.ts';
import type { Fault } from './practice.ts';
import type { OpenNote, RequestNotes } from './request-notes.ts';
import type { Far } from './tenant.ts';

export type Sockets = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };

type Needs = {
  readonly far: Far;
  readonly plan: FaultPlan;
  readonly notes: RequestNotes;
  readonly now: () => number;
  /** Reads what other processes appended. */
  readonly refresh: () => void;
  /** Aborted when the tenant closes. */
  readonly closing: AbortSignal;
};

const longestBody = 16 * 1024 * 1024;

export const createAnswerer = (needs: Needs) => async (request: Request, sockets: Sockets): Promise<Response> => {
  const { far, plan, notes, now } = needs;
  const url = new URL(request.url);
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) return json(413, far.errorBody(413));
  const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
  const asked = far.asked(request.method, url.pathname, body);
  const note = notes.note({
    at: now(), method: request.method, path: url.pathname, query: url.search, kind: asked.kind, status: 0,
    correlationId: request.headers.get('inin-correlation-id') ?? request.headers.get('x-correlation-id'),
    bodySha256: body === '' ? null : createHash('sha256').update(body).digest('hex'),
  });
  const fault = plan.meet(asked);
  const carryOut = async (): Promise<Response> => {
    needs.refresh();
    return far.fetch(request, { fault, body });
  };
  const response = await play(fault, { carryOut, far, request, sockets, closing: needs.closing });
  // Clients compare exports and expiries with the vendor's own clock, so the answer tells it.
  if (!sockets.outgoing.headersSent) sockets.outgoing.setHeader('date', new Date(now()).toUTCString());
  return complete(note, response);
};

type Scene = {
  readonly carryOut: () => Promise<Response>;
  readonly far: Far;
  readonly request: Request;
  readonly sockets: Sockets;
  readonly closing: AbortSignal;
};

const play = async (fault: Fault | null, scene: Scene): Promise<Response> => {
  switch (fault?.kind) {
    case 'status': {
      const retryAfter = fault.retryAfterSeconds ?? null;
      return new Response(bodyless(fault.status) ? null : (fault.body ?? scene.far.errorBody(fault.status)), {
        status: fault.status,
        headers: { ...scene.far.errorHeaders?.(), 'content-type': fault.contentType ?? 'application/json', ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }) },
      });
    }
    case 'html': return new Response('<!doctype html><title>Sign in</title><p>Please sign in to continue.</p>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'token-ended':
      scene.far.endToken(scene.request.headers.get('authorization') ?? undefined);
      return json(401, scene.far.errorBody(401), scene.far.errorHeaders?.());
    case 'reset-before': return reset(scene.sockets);
    case 'reset-after-applying':
      await scene.carryOut();
      return reset(scene.sockets);
    case 'reset-mid-body': return cutOff(await scene.carryOut(), scene.sockets);
    case 'half-json': return halve(await scene.carryOut());
    case 'slow':
      if (await waits(fault.ms, scene.closing)) return scene.carryOut();
      return RESPONSE_ALREADY_SENT;
    case 'hang':
      await new Promise<void>((resolve) => { scene.closing.addEventListener('abort', () => resolve(), { once: true }); });
      return RESPONSE_ALREADY_SENT;
    default: return scene.carryOut();
  }
};

const complete = (note: OpenNote, response: Response): Response => {
  if (response === RESPONSE_ALREADY_SENT) return response;
  note.status = response.status;
  note.correlationId ??= response.headers.get('inin-correlation-id');
  return response;
};

const reset = ({ incoming }: Sockets): Response => {
  incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
};

/** Promises the whole body, sends half of it, closes. */
const cutOff = async (response: Response, { incoming, outgoing }: Sockets): Promise<Response> => {
  const whole = Buffer.from(await response.arrayBuffer());
  const length = Math.max(2, whole.length);
  outgoing.writeHead(bodyless(response.status) ? 200 : response.status, {
    'content-type': response.headers.get('content-type') ?? 'application/json', 'content-length': String(length),
  });
  outgoing.write(whole.length === 0 ? '{' : whole.subarray(0, Math.floor(length / 2)), () => { incoming.socket.end(); });
  return RESPONSE_ALREADY_SENT;
};

const halve = async (response: Response): Promise<Response> => {
  const text = await response.text();
  return json(bodyless(response.status) ? 200 : response.status, text === '' ? '{"entities":[{"id":' : text.slice(0, Math.ceil(text.length / 2)));
};

/** False when the tenant closed first. */
const waits = (ms: number, signal: AbortSignal): Promise<boolean> => setTimeout(ms, true, { signal }).catch(() => false);

const bodyless = (status: number): boolean => status === 204 || status === 304;

const json = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response => new Response(body, { status, headers: { ...headers, 'content-type': 'application/json' } });
