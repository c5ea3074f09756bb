// What every dialect must hold to, asked of each through a real server: nothing is called done that the answer does not say.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Connector, PushOutcome, ReadBackStep } from '../../../src-main/vendors/connector.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { createTestBatch, createTestCall, readSteps, testToken } from '../../helpers/vendor-call.ts';
import { cut, dropped, empty, html, json, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const secrets = { clientSecret: 'hush client/secret+1', accessKeySecret: 'hush key secret=2&' };
const plainSettings = { clientId: 'client-1', tokenWay: 'password', tenantId: 'tenant-1', accessKeyId: 'key-1', apiVersion: 'v31.0', region: 'mypurecloud.de', campaignIds: 'c-1' };
/** A vendor that repeats to us what the request carried: secrets when signing in, the token afterwards. */
const blab = (carried: readonly string[]): string => {
  const said = carried.flatMap((one) => [one, encodeURIComponent(one), new URLSearchParams({ s: one }).toString().slice(2)]).join(' and ');
  return JSON.stringify({ code: said, message: said, error: said, error_description: said, contextId: said, resultSet: { recordResults: [{ success: false, error: said, formattedPhone: '2025550100' }] } });
};

const connectors: readonly (readonly [string, Connector])[] = Object.entries(createConnectors());
const writes = ['push', 'remove'] as const;

/** What an interface names otherwise or lacks; everything else is asked of every dialect. */
type Own = {
  readonly listRef: string;
  /** Its lists are asked for over the network. */
  readonly asksForLists: boolean;
  readonly removes: boolean;
  /** What 404 means to a removal: no such list, or the entry is gone already. */
  readonly removed404: PushOutcome['kind'];
};
const usual: Own = { listRef: '4711', asksForLists: true, removes: true, removed404: 'refused' };
const own: Partial<Record<Dialect, Partial<Own>>> = {
  'genesys-dnc-entries-bulk': { listRef: 'FEDERAL', asksForLists: false, removed404: 'answered' },
  'genesys-dnclist-entries': { removes: false },
};

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());

describe.each(connectors)('%s', (dialect, connector) => {
  const { listRef: list, asksForLists, removes, removed404 }: Own = { ...usual, ...own[connector.facts.dialect] };
  const batchOf = (count: number, over: Partial<Batch> = {}): Batch => {
    const made = createTestBatch(count, { listRef: list, ...over });
    return { ...made, numbers: made.numbers.map((number, index) => ({ ...number, vendorRef: `entry-${index}` })) };
  };
  const batch = batchOf(3);
  const call = () => createTestCall(server.base, { ...plainSettings, baseAddress: server.base });
  const signIn = () => connector.signIn({ ...call(), settings: { ...plainSettings, baseAddress: server.base }, secrets });
  const write = async (which: (typeof writes)[number], answer: Answer): Promise<PushOutcome> => {
    server.answerWith(answer);
    return connector[which](call(), batch);
  };

  it('declares itself under its own name, with words for every field', () => {
    const { facts } = connector;
    expect(facts.dialect).toBe(dialect);
    expect(facts.cooldownMs).toBeGreaterThanOrEqual(180_000);
    for (const field of facts.fields) {
      expect(field.label).not.toBe('');
      expect(field.help).toMatch(/\.$/);
      if (field.kind === 'choice') expect(field.choices).toContain(field.initial);
    }
    expect(new Set(facts.fields.map((field) => field.name)).size).toBe(facts.fields.length);
  });

  it('finds nothing wrong with a filled form and names the field of a bad one', () => {
    const isOptional = connector.facts.fields.some(({ name, required }) => name === 'baseAddress' && !required);
    expect(connector.invalidSetting(plainSettings) === null).toBe(isOptional);
    for (const baseAddress of ['ftp://a', 'http://example.com', 'no address', 'https://a:b@c.example', 'https://c.example/?x=1']) {
      expect(connector.invalidSetting({ ...plainSettings, baseAddress })).toMatchObject({ field: 'baseAddress' });
    }
    for (const baseAddress of [...(isOptional ? [''] : []), 'http://127.0.0.1:4010', 'http://localhost:1/', 'https://gateway.example/cloud']) {
      expect(connector.invalidSetting({ ...plainSettings, baseAddress })).toBeNull();
    }
    expect(connector.invalidSetting({})).not.toBeNull();
  });

  describe.each(writes.filter((which) => which === 'push' || removes))('%s', (which) => {
    it.each<readonly [string, Answer, PushOutcome['kind']]>([
      ['429', json(429, {}), 'throttled'],
      ['500', json(500, { message: 'oh' }), 'unknown'],
      ['502 from a gateway', html(502), 'unknown'],
      ['503', empty(503), 'unknown'],
      ['408', empty(408), 'unknown'],
      ['a dropped socket', dropped, 'unknown'],
      ['a cut body', cut('{"resultSet":{'), 'unknown'],
      ['half a body that looks whole', text(200, '{"resultSet":{"recordResults":['), 'unknown'],
      ['HTML with 200', html(200), 'unknown'],
      ['a redirect', text(302, '', { location: 'https://login.example/' }), 'unknown'],
      ['207', json(207, []), 'unknown'],
      ['401', json(401, { code: 'bad.credentials' }), 'token-ended'],
      ['413', json(413, {}), 'too-large'],
      ['403', json(403, { code: 'missing.permissions' }), 'refused'],
      ['404', json(404, {}), 'refused'],
      ['HTML with 403', html(403), 'refused'],
      ['400', json(400, { message: 'no' }), 'refused'],
    ])('takes %s for what it is', async (name, answer, kind) => {
      const meant = which === 'remove' && name === '404' ? removed404 : kind;
      expect((await write(which, answer)).kind).toBe(meant);
      expect(server.seen).toHaveLength(meant === 'answered' ? batch.numbers.length : 1);
    });

    it('reads Retry-After in seconds and as a date', async () => {
      expect(await write(which, json(429, {}, { 'retry-after': '7' }))).toEqual({ kind: 'throttled', retryAfterMs: 7_000 });
      const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
      expect(await write(which, json(429, {}, { date, 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT' }))).toEqual({ kind: 'throttled', retryAfterMs: 90_000 });
      expect(await write(which, json(429, {}))).toEqual({ kind: 'throttled', retryAfterMs: null });
    });

    it('is unsent when nobody listens', async () => {
      const { base } = server;
      await server.close();
      expect((await connector[which](createTestCall(base), batch)).kind).toBe('unsent');
      server = await startVendorServer();
    });

    it('never sends more than a batch may hold, nor an empty one', async () => {
      expect(await connector[which](call(), batchOf(connector.facts.maxBatch + 1))).toEqual({ kind: 'too-large' });
      expect(await connector[which](call(), batchOf(0))).toMatchObject({ kind: 'answered', entries: [] });
      expect(server.seen).toEqual([]);
    });

    it('never lets a list id change the path', async () => {
      for (const listRef of ['', '..', '.', 'a/b', '1?x=2', '%2e%2e']) {
        expect(await connector[which](call(), batchOf(1, { listRef }))).toMatchObject({ kind: 'refused', failure: { type: 'ListMissing' } });
      }
      expect(server.seen).toEqual([]);
    });
  });

  it('gives a failure, not an outcome of its own making, to bad answers when reading', async () => {
    for (const answer of [html(200), dropped, cut('{"entities":['), json(500, {}), html(404), json(200, [1]), json(200, 'x')]) {
      server.answerWith(answer);
      if (asksForLists) expect((await connector.lists(call())).kind).toBe('failed');
      expect((await connector.createList(call(), 'A')).kind).toBe('failed');
      if (connector.readBack === undefined) continue;
      const steps = await readSteps(connector.readBack(call(), '4711', 0), (step) => step.kind === 'listed' || step.kind === 'failed');
      expect(steps.some((step) => step.kind === 'listed')).toBe(false);
    }
  });

  it('reads back exactly where its form says so', () => {
    expect(connector.readBack === undefined).toBe(connector.facts.verifies === 'attestation');
  });

  if (connector.readBack !== undefined) it('asks for a new token at most twice while reading back, then fails', async () => {
    server.answerWith(json(401, { code: 'bad.credentials' }));
    expect((await readSteps(connector.readBack?.(call(), '4711', 0))).map((step) => step.kind)).toEqual(['token-ended', 'token-ended', 'failed']);
  });

  if (connector.readBack !== undefined) it('waits when it is throttled while reading back', async () => {
    server.answerWith(json(429, {}, { 'retry-after': '3' }));
    const first: ReadBackStep | undefined = (await readSteps(connector.readBack?.(call(), '4711', 0), () => false))[0];
    expect(first).toEqual({ kind: 'not-ready', retryAfterMs: 3_000 });
  });

  it.each([
    ['wrong credentials', json(400, { error: 'invalid_client', error_description: 'client not found' }), 'CredentialRefused'],
    ['refused credentials', json(401, { error: 'invalid_grant' }), 'CredentialRefused'],
    ['HTML', html(200), 'VendorAnswerUnreadable'],
    ['HTML with 403', html(403), 'VendorAnswerUnreadable'],
    ['another shape', json(200, { hello: 'world' }), 'VendorAnswerUnreadable'],
    ['a token that would break a header', json(200, { access_token: 'a\nb', expires_in: 10 }), 'VendorAnswerUnreadable'],
    ['a redirect', text(302, '', { location: 'https://x.example/' }), 'VendorAnswerUnreadable'],
    ['429', json(429, {}), 'VendorBusy'],
    ['500', json(500, { message: 'oh' }), 'VendorRefused'],
    ['half an answer', cut('{"access_token":'), 'VendorNoAnswer'],
    ['nothing', dropped, 'VendorNoAnswer'],
  ])('names what is wrong when signing in brings %s', async (_name, answer, type) => {
    server.answerWith(answer);
    expect(await signIn()).toMatchObject({ kind: 'failed', failure: { type } });
  });

  it('names an address at which nobody listens', async () => {
    await server.close();
    expect(await signIn()).toMatchObject({ kind: 'failed', failure: { type: 'VendorUnreachable', address: server.base } });
    server = await startVendorServer();
  });

  it('lets no secret and no token out of any answer, whatever the vendor repeats', async () => {
    const carried = [...Object.values(secrets), Buffer.from(`client-1:${secrets.clientSecret}`).toString('base64')];
    const leaks: string[] = [];
    const look = (outcome: unknown): void => {
      const said = JSON.stringify(outcome ?? null);
      for (const secret of [testToken, ...carried]) {
        for (const form of [secret, encodeURIComponent(secret), new URLSearchParams({ s: secret }).toString().slice(2)]) if (said.includes(form)) leaks.push(said);
      }
    };
    for (const status of [200, 201, 207, 302, 400, 401, 403, 404, 409, 413, 429, 500]) {
      for (const type of ['application/json', 'text/html', testToken]) {
        server.answerWith(text(status, blab(carried), { 'content-type': type === testToken ? secrets.clientSecret : type }));
        look(await signIn());
        server.answerWith(text(status, blab([testToken]), { 'content-type': type, 'inin-correlation-id': testToken, 'x-request-id': testToken }));
        look(await connector.push(call(), batch));
        look(await connector.remove(call(), batch));
        look(await connector.lists(call()));
        look(await connector.createList(call(), 'A'));
        if (connector.readBack !== undefined) look(await readSteps(connector.readBack(call(), '4711', 0), (step) => step.kind === 'token-ended'));
        look(await connector.uses?.(call(), [list]));
        look(await connector.lookUp?.(call(), '4711', '+12025550100'));
      }
    }
    expect(leaks).toEqual([]);
  });
});
