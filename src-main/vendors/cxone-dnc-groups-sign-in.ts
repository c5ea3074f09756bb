// Signs in to CXone in one of its two ways and asks where the tenant's API is; no token leaves for a place the discovery should not name.
import { z } from 'zod';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpRequest } from '../ports/http.ts';
import { isLoopback } from '../ports/loopback.ts';
import { findAddressFault, isSameHouse, trimBase } from './base-address.ts';
import { toBasic } from './basic-credentials.ts';
import type { SignIn, SignInCall } from './connector.ts';
import { describe, readFailure } from './cxone-dnc-groups-answers.ts';
import { findCxoneAddresses, findCxoneFault, readVersion } from './cxone-dnc-groups-form.ts';
import { accessKeyRequest, discoveryRequest, passwordRequest } from './cxone-dnc-groups-requests.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { isVendorsOwn, readAnswer } from './read-answer.ts';

/** "One hour", says the documentation; used where the answer leaves it out. */
const usualLifeS = 3_600;
const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.coerce.number().positive().default(usualLifeS) });
const discoverySchema = z.object({ api_endpoint: z.string() });

export const signInToCxone = async (call: SignInCall): Promise<SignIn> => {
  const { settings, secrets, signal } = call;
  const fault = findCxoneFault(settings);
  const addresses = findCxoneAddresses(settings);
  if (fault !== null) return failed({ type: 'VendorRefused', status: 0, code: `setting.${fault.field}`, why: fault.why });
  const key = { id: settings['accessKeyId']?.trim() ?? '', secret: secrets['accessKeySecret'] ?? '' };
  const client = { id: settings['clientId']?.trim() ?? '', secret: secrets['clientSecret'] ?? '' };
  const hidden = [...Object.values(secrets), toBasic(client.id, client.secret)];
  const byPassword = settings['tokenWay']?.trim() === 'password';

  const asked = byPassword ? passwordRequest(addresses, client, key, signal) : accessKeyRequest(addresses, key, signal);
  const answer = await send(call, asked);
  if (!('kind' in answer)) return failed(answer);
  const token = answer.status === 200 ? readAnswer(tokenSchema, answer.body) : null;
  if (token === null) return failed(readRefusal(answer, asked, hidden));

  const discovery = discoveryRequest(addresses, settings['tenantId']?.trim() ?? '', signal);
  const where = await send(call, discovery);
  if (!('kind' in where)) return failed(where);
  const endpoint = where.status === 200 ? (readAnswer(discoverySchema, where.body)?.api_endpoint ?? null) : null;
  if (endpoint === null) return failed(readLost(where, discovery, [...hidden, token.access_token]));
  if (!isTrusted(addresses.discovery, endpoint)) {
    return failed({ type: 'VendorAnswerUnreadable', address: addressOf(discovery.url), status: 200, why: 'the discovery names an API address that cannot be trusted; the token was not sent there' });
  }
  return { kind: 'signed-in', token: token.access_token, apiBase: `${trimBase(endpoint)}/inContactAPI/services/${readVersion(settings)}`, expiresInMs: token.expires_in * 1_000 };
};

const failed = (failure: VendorFailure): SignIn => ({ kind: 'failed', failure });

const send = async ({ http }: SignInCall, request: HttpRequest): Promise<Reply | VendorFailure> => {
  const reply = await http.send(request);
  return reply.kind === 'reply' ? reply : failNoReply(reply, request.url);
};

/** 400, 401 and 403 of the vendor's own mean the key or the client is wrong. */
const readRefusal = (reply: Reply, { url }: HttpRequest, hidden: readonly string[]): VendorFailure =>
  [400, 401, 403].includes(reply.status) && isVendorsOwn(reply.body)
    ? { type: 'CredentialRefused', address: addressOf(url), why: describe(reply, hidden) }
    : readFailure(reply, { url, list: null, hidden });

/** The token is good but the tenant is not known there. */
const readLost = (reply: Reply, { url }: HttpRequest, hidden: readonly string[]): VendorFailure =>
  [400, 404].includes(reply.status) && isVendorsOwn(reply.body)
    ? { type: 'VendorRefused', status: reply.status, code: 'tenant.unknown', why: `no configuration for this tenant ID: ${describe(reply, hidden)}` }
    : readFailure(reply, { url, list: null, hidden });

/** https anywhere for the real discovery, which TLS vouches for; from a base address on this machine only this machine. */
const isTrusted = (discovery: string, endpoint: string): boolean => {
  if (findAddressFault(endpoint) !== null) return false;
  return isLoopback(URL.parse(discovery)?.hostname ?? '') ? isSameHouse(discovery, endpoint) : URL.parse(endpoint)?.protocol === 'https:';
};
