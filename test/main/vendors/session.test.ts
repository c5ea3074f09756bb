// One token for all workers: signed in once, renewed ahead, and once only when several find it ended.
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import type { SignIn, VendorFacts } from '../../../src-main/vendors/connector.ts';
import { createSession } from '../../../src-main/vendors/session.ts';

const refused: SignIn = { kind: 'failed', failure: { type: 'CredentialRefused', address: 'https://x.example', why: 'no' } };

const createWorld = (expiresInMs = 3_600_000, facts: Pick<VendorFacts, 'renewal'> = {}) => {
  let time = 1_000_000;
  let count = 0;
  let answer: SignIn | null = null;
  const session = createSession({
    connector: {
      facts,
      signIn: async () => {
        count += 1;
        const token = `token-${count}`;
        await Promise.resolve();
        return answer ?? { kind: 'signed-in', token, apiBase: 'https://api.example', expiresInMs };
      },
    },
    http: createHttp({ userAgent: 'test' }), settings: {}, secrets: { clientSecret: 's' }, now: () => time, signal: new AbortController().signal,
  });
  const tokenOf = async (): Promise<string> => {
    const call = await session.call();
    return call.ok ? call.value.token() : call.failure.type;
  };
  return { session, tokenOf, signIns: () => count, wait: (ms: number) => { time += ms; }, answerWith: (next: SignIn | null) => { answer = next; } };
};

describe('a session', () => {
  it('signs in once, however many workers ask', async () => {
    const { tokenOf, signIns } = createWorld();
    expect(await Promise.all([tokenOf(), tokenOf(), tokenOf()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(await tokenOf()).toBe('token-1');
    expect(signIns()).toBe(1);
  });

  it.each([[3_600_000, 3_540_000], [300_000, 240_000], [299_000, 239_200], [10_000, 8_000]])('renews a token of %i ms after %i ms', async (life, usable) => {
    const { tokenOf, wait } = createWorld(life);
    await tokenOf();
    wait(usable - 1);
    expect(await tokenOf()).toBe('token-1');
    wait(1);
    expect(await tokenOf()).toBe('token-2');
  });

  it.each<readonly [number, NonNullable<VendorFacts['renewal']>, number]>([
    [3_600_000, { aheadMs: 30_000 }, 3_570_000], [60_000, { aheadMs: 30_000 }, 30_000], [40_000, { aheadMs: 30_000 }, 20_000], [3_600_000, { afterShare: 0.8 }, 2_880_000], [10_000, { afterShare: 0.8 }, 8_000],
  ])('renews a token of %i ms as the dialect says (%j): after %i ms', async (life, renewal, usable) => {
    const { tokenOf, wait } = createWorld(life, { renewal });
    await tokenOf();
    wait(usable - 1);
    expect(await tokenOf()).toBe('token-1');
    wait(1);
    expect(await tokenOf()).toBe('token-2');
  });

  it('renews once when several workers find the same token ended, and hands the new one to calls under way', async () => {
    const { session, signIns } = createWorld();
    const first = await session.call();
    if (!first.ok) throw new Error(first.failure.type);
    const renewed = await Promise.all([session.renew('token-1'), session.renew('token-1'), session.renew('token-1')]);
    expect(renewed.map((call) => call.ok && call.value.token())).toEqual(['token-2', 'token-2', 'token-2']);
    expect(first.value.token()).toBe('token-2');
    expect((await session.renew('token-1')).ok).toBe(true);
    expect(signIns()).toBe(2);
  });

  it('tells why it cannot sign in, and tries again when asked again', async () => {
    const { session, tokenOf, answerWith } = createWorld();
    answerWith(refused);
    expect(await tokenOf()).toBe('CredentialRefused');
    answerWith(null);
    expect(await tokenOf()).toBe('token-2');
    answerWith(refused);
    expect(await session.renew('token-2')).toMatchObject({ ok: false, failure: { type: 'CredentialRefused' } });
  });

  it('goes on with the old token while renewing ahead fails, until that token ends', async () => {
    const { tokenOf, wait, answerWith } = createWorld(600_000);
    await tokenOf();
    answerWith(refused);
    wait(550_000);
    expect(await tokenOf()).toBe('token-1');
    wait(50_000);
    expect(await tokenOf()).toBe('CredentialRefused');
  });
});
