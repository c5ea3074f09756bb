// The last guard between a vendor's words and everything that keeps them: what a destination ever sent as a secret is taken out of every outcome, whatever its connector quotes.
import type { Http } from '../ports/http.ts';
import type { Connector } from './connector.ts';

export type Hider = {
  /** From now on this is hidden too. The newest are remembered: a vendor may repeat a token that ended, and not one of last week. */
  readonly learn: (secret: string) => void;
  readonly hide: (text: string) => string;
};

/** Shorter ones would be found in plain words. */
const leastLength = 8;

const mostRemembered = 30;

export const createHider = (): Hider => {
  let secrets: readonly string[] = [];
  let forms: readonly string[] = [];
  let shortest = Infinity;
  return {
    learn: (secret) => {
      if (secret.length < leastLength || secrets.includes(secret)) return;
      secrets = [...secrets, secret].slice(-mostRemembered);
      forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
      shortest = forms.at(-1)?.length ?? Infinity;
    },
    hide: (text) => (text.length < shortest ? text : forms.reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text)),
  };
};

/** Every way in which it may have been sent. */
const formsOf = (secret: string): readonly string[] =>
  [secret, encodeURIComponent(secret), new URLSearchParams({ s: secret }).toString().slice(2), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64')];

/** The same headers but for secrets: a vendor's own id of a request is kept as it came. */
export const hideInHeaders = (http: Http, { hide }: Hider): Http => {
  const clean = <R extends Awaited<ReturnType<Http['send'] | Http['stream']>>>(reply: R): R =>
    ('headers' in reply ? { ...reply, headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, hide(value)])) } : reply);
  return { send: async (request) => clean(await http.send(request)), stream: async (request) => clean(await http.stream(request)) };
};

/** The same connector. Tokens that signing in gives are learnt; numbers that a read-back lists are left as they are. */
export const guardConnector = (connector: Connector, hider: Hider): Connector => {
  const { readBack } = connector;
  // Every function keeps its own type: an outcome is plain data, and only its words change.
  return {
    ...guardAll(connector as unknown as Parts, hider) as unknown as Connector,
    facts: connector.facts, invalidSetting: connector.invalidSetting,
    signIn: async (call) => {
      const answer = await connector.signIn(call);
      if (answer.kind === 'failed') return hideIn(answer, hider);
      hider.learn(answer.token);
      return answer;
    },
    ...readBack === undefined ? {} : {
      readBack: async function* (...asked: Parameters<typeof readBack>) {
        for await (const step of readBack(...asked)) yield step.kind === 'listed' ? step : hideIn(step, hider);
      },
    },
  };
};

type Ask = (...asked: readonly unknown[]) => Promise<unknown>;
type Parts = Readonly<Record<string, unknown>>;

const guardAll = (parts: Parts, hider: Hider): Parts => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, guard(part, hider)]));

const guard = (part: unknown, hider: Hider): unknown => {
  // A connector's functions all ask the vendor; those that do not are put back by whoever guards it.
  if (typeof part === 'function') return async (...asked: readonly unknown[]) => hideIn(await (part as Ask)(...asked), hider);
  return typeof part === 'object' && part !== null && Object.values(part).some((one) => typeof one === 'function') ? guardAll(part as Parts, hider) : part;
};

const hideIn = <T>(value: T, { hide }: Hider): T => walk(value, hide) as T;

const walk = (value: unknown, hide: Hider['hide']): unknown => {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((one) => walk(one, hide));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, hide)])) : value;
};
