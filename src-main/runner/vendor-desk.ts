// Opens the way to a destination: its connector, its settings and secrets, and one session whose token all workers share.
import type { PracticeUnavailable, SecretFailure, VendorFailure } from '../../src-shared/failures.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Ids } from '../ports/ids.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Connector, VendorFacts } from '../vendors/connector.ts';
import { createHider, guardConnector, hideInHeaders, type Hider } from '../vendors/hide-secrets.ts';
import { createPacing, type Pacing } from '../vendors/pacing.ts';
import { createSession, type Session } from '../vendors/session.ts';

export type OpenDestination = { readonly connector: Connector; readonly session: Session; readonly pacing: Pacing };
export type OpenFailure = VendorFailure | SecretFailure | PracticeUnavailable;

export type PracticeAddress = { readonly baseUrl: string; readonly credentials: Readonly<Record<string, string>> };

export type VendorDeskNeeds = {
  readonly connectors: Readonly<Record<Dialect, Connector>>;
  readonly http: Http;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keychain: () => Promise<Result<Keychain, SecretFailure>>;
  readonly practice: (dialect: Dialect, tenant: string) => Promise<Result<PracticeAddress, PracticeUnavailable>>;
  readonly signal: AbortSignal;
};

export type VendorDesk = {
  /** The same session for the same settings, until `forget`: one token, one pace. */
  readonly open: (destination: Destination) => Promise<Result<OpenDestination, OpenFailure>>;
  /** After a changed setting or secret. */
  readonly forget: (destinationId: number) => void;
};

export const secretAccount = (destinationId: number, field: string): string => `destination/${destinationId}/${field}`;

export const createVendorDesk = (needs: VendorDeskNeeds): VendorDesk => {
  const opened = new Map<number, OpenDestination>();
  const pacings = new Map<string, Pacing>();
  /** Outlives a changed setting: the vendor may still repeat what it was sent before. */
  const hiders = new Map<number, Hider>();
  /** Destinations of one tenant share its ceiling; a check or a changed list does not forget what it has counted. */
  const pacingOf = (destination: Destination, rate: VendorFacts['rate']): Pacing => {
    const tenant = tenantOf(destination);
    const pacing = pacings.get(tenant) ?? createPacing({ rate, now: needs.clock.now, random: needs.ids.random });
    pacings.set(tenant, pacing);
    return pacing;
  };
  return {
    open: async (destination) => {
      const known = opened.get(destination.id);
      if (known !== undefined) return ok(known);
      const access = await (destination.practiceTenant === null ? readAccess(destination, needs) : practiceAccess(destination, destination.practiceTenant, needs));
      if (!access.ok) return access;
      const { clock, signal } = needs;
      const hider = hiders.get(destination.id) ?? createHider();
      hiders.set(destination.id, hider);
      // The two halves of HTTP Basic travel as one.
      for (const secret of Object.values(access.value.secrets)) for (const sent of [secret, `${access.value.settings['clientId']?.trim() ?? ''}:${secret}`]) hider.learn(sent);
      const connector = guardConnector(needs.connectors[destination.dialect], hider);
      const pacing = pacingOf(destination, connector.facts.rate);
      const http = hideInHeaders(counted(needs.http, pacing), hider);
      const made: OpenDestination = {
        connector,
        session: createSession({ connector, http, ...access.value, now: clock.now, signal }),
        pacing,
      };
      opened.set(destination.id, made);
      return ok(made);
    },
    forget: (destinationId) => { opened.delete(destinationId); },
  };
};

/** Looking, signing in and reading back count against the vendor's ceiling as pushes do. */
const counted = (http: Http, { took }: Pacing): Http => ({
  send: (request) => {
    took();
    return http.send(request);
  },
  stream: (request) => {
    took();
    return http.stream(request);
  },
});

/** The same settings but for the batch size lead to the same tenant. */
const tenantOf = ({ dialect, practiceTenant, settings }: Destination): string =>
  JSON.stringify([dialect, practiceTenant, practiceTenant === null ? Object.entries(settings).filter(([name]) => name !== 'batchSize').toSorted(([one], [other]) => (one < other ? -1 : 1)) : []]);

type Access = { readonly settings: Readonly<Record<string, string>>; readonly secrets: Readonly<Record<string, string>> };

const readAccess = async (destination: Destination, needs: VendorDeskNeeds): Promise<Result<Access, OpenFailure>> => {
  const keychain = await needs.keychain();
  if (!keychain.ok) return keychain;
  const secrets: Record<string, string> = {};
  const missing: string[] = [];
  for (const field of needs.connectors[destination.dialect].facts.fields.filter(({ kind }) => kind === 'secret')) {
    const secret = await keychain.value.get(secretAccount(destination.id, field.name));
    if (!secret.ok) return secret;
    if (secret.value !== null) secrets[field.name] = secret.value;
    else if (field.required) missing.push(field.name);
  }
  if (missing.length > 0) return fail({ type: 'CredentialMissing', destinationId: destination.id, fields: missing });
  return ok({ settings: destination.settings, secrets });
};

/** A practice tenant's credentials are no secrets: it hands them out itself, and they are good for nothing else. */
const practiceAccess = async (destination: Destination, tenant: string, needs: VendorDeskNeeds): Promise<Result<Access, OpenFailure>> => {
  const door = await needs.practice(destination.dialect, tenant);
  if (!door.ok) return door;
  const { baseUrl, credentials } = door.value;
  return ok({ settings: { ...destination.settings, ...credentials, baseAddress: baseUrl }, secrets: credentials });
};
