// Secrets go in and never come out: after whole runs of all dialects, with failures that repeat to us what we sent, no file, reply, event, defect, line or diary holds one.
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Http } from '../../../src-main/ports/http.ts';
import { createFiles } from '../../../src-main/ports/files.ts';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { createFileLogger } from '../../../src-main/ports/logger.ts';
import { readNetwork } from '../../../src-main/ports/network.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import type { Fault, PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import type { CommandName } from '../../../src-shared/contract/contract.ts';
import type { DestinationView, DialectForm } from '../../../src-shared/contract/destinations.ts';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { startProxy, type Proxy } from '../../helpers/proxy-server.ts';
import { runLine } from '../../support/command-line.ts';
import { findSecrets, secretsIn } from './find-secrets.ts';
import { codeMap, phones } from './push-world.ts';

let desk: TestCore | undefined;
let proxy: Proxy | undefined;
const tenants = new Map<Dialect, PracticeTenant>();
afterEach(async () => {
  await desk?.close();
  await proxy?.close();
  for (const tenant of tenants.values()) await tenant.close();
});

const proxyPassword = 'pr/oxy+pässword';
/** Further than the cooldown of a real destination, the life of a back-off and a probe. */
const jumpMs = 200_000;

it('keeps secrets, tokens and the password of a proxy out of everything it writes and says, whatever six vendors repeat to it', async () => {
  let ahead = 0;
  const clock = createSystemClock();
  proxy = await startProxy(1, 407);
  const network = readNetwork({ HTTPS_PROXY: proxy.url.replace('//', `//desk:${encodeURIComponent(proxyPassword)}@`) });
  const tokens = new Set<string>();
  /** By the address of the tenant that gave them. */
  const given = new Map<string, Set<string>>();
  const diary = { lines: '' };
  desk = await createTestCore({
    needs: {
      http: overhear(createHttp({ userAgent: 'DNC-Desk-test', network }), (token, origin) => {
        tokens.add(token);
        given.set(origin, (given.get(origin) ?? new Set()).add(token));
      }),
      clock: { now: () => clock.now() + ahead, sleepUntil: (until, signal) => clock.sleepUntil(until - ahead, signal) },
    },
  });
  const { client, home } = desk;
  const heard: unknown[] = [];
  client.listen((event) => { heard.push(event); });
  const call = async (name: CommandName, input: Record<string, unknown>): Promise<unknown> => {
    const reply = await desk?.core.call(name, input);
    heard.push(reply);
    return reply;
  };
  // The reply is the contract's own; each caller names what it reads of it.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what it reads
  const valueFrom = async <T>(name: CommandName, input: Record<string, unknown>): Promise<T> => {
    const reply = await call(name, input) as { readonly ok: boolean; readonly value: T };
    expect(reply, name).toMatchObject({ ok: true });
    return reply.value;
  };
  const secrets = new Set<string>();
  /** What a vendor can repeat: all that it was ever sent under the secrets that are saved now. */
  const toldTo = (dialect: Dialect): readonly string[] => {
    const tenant = tenants.get(dialect);
    return [...Object.entries(tenant?.credentials ?? {}).filter(([name]) => /secret/i.test(name)).map(([, secret]) => secret), ...given.get(tenant?.baseUrl ?? '') ?? []];
  };

  await valueFrom('import.store', { ticket: desk.ticketFor('rows.csv', `phone,code\n${phones(8).map((phone) => `${phone},FTC`).join('\n')}\n`) });
  await valueFrom('code-map.save', { lines: codeMap });
  const forms = await valueFrom<readonly DialectForm[]>('destination.forms', {});
  const runs: { readonly dialect: Dialect; readonly destinationId: number; readonly runId: number }[] = [];
  for (const dialect of dialects) {
    const tenant = valueOf(await startPractice(dialect, { propagationMs: 0, rate: null, now: () => clock.now() + ahead }));
    tenants.set(dialect, tenant);
    const { credentials, baseUrl } = tenant;
    const fields = forms.find((form) => form.dialect === dialect)?.fields ?? [];
    const hidden = fields.filter(({ kind }) => kind === 'secret').map(({ name }) => name);
    const settings = Object.fromEntries(fields.filter(({ kind }) => kind !== 'secret').map(({ name, initial }) => [name, name === 'baseAddress' ? baseUrl : (credentials[name] ?? initial)]));
    const { destinationId } = await valueFrom<DestinationView>('destination.create', { name: `The real form of ${dialect}`, dialect, settings: { ...settings, batchSize: '2' }, countries: [], lateExpiry: 'permanent', shared: false });
    expect(await call('destination.check', { destinationId })).toMatchObject({ ok: false, failure: { type: 'CredentialMissing' } });
    for (const field of hidden) {
      const right = credentials[field] ?? '';
      const wrong = `${right}&wr/öng+`;
      [right, wrong].forEach((secret) => { secrets.add(secret); });
      await valueFrom('destination.save-secret', { destinationId, field, secret: wrong });
    }
    // A door that repeats what it was given, as an error, as a failure of its own and as a web page.
    for (const fault of blabbing(hidden.map((field) => `${credentials[field]}&wr/öng+`), [400, 401, 500])) {
      tenant.setFaults([{ on: 'token', fault }]);
      expect(await call('destination.check', { destinationId })).toMatchObject({ ok: false });
    }
    tenant.setFaults([]);
    expect(await call('destination.check', { destinationId })).toMatchObject({ ok: false, failure: { type: 'CredentialRefused' } });
    for (const field of hidden) await valueFrom('destination.save-secret', { destinationId, field, secret: credentials[field] });
    await valueFrom('destination.check', { destinationId });
    await valueFrom('destination.create-list', { destinationId, dncType: 'FEDERAL', name: dialect === 'genesys-dnc-entries-bulk' ? 'FEDERAL' : 'DNC FEDERAL' });

    // What signing in has shown until now is repeated to every push: an ended token, numbers refused, no answer of theirs, and no permission.
    const told = toldTo(dialect);
    const [ended, refused, broken, page, forbidden] = blabbing(told, [401, 400, 500, 200, 403]);
    tenant.setFaults([ended, refused, broken, page, forbidden].flatMap((fault, i) => (fault === undefined ? [] : [{ on: 'push' as const, nth: i + 1, fault }])));
    const { runId } = await valueFrom<{ runId: number }>('run.start', { destinationId });
    runs.push({ dialect, destinationId, runId });
  }

  // Each run meets its five faults and stops; then goes on, cools down, and reads back what is repeated to it as well.
  for (const { dialect, destinationId, runId } of runs) {
    const tenant = tenants.get(dialect);
    for (const end = Date.now() + 1_500; ;) {
      const { working, state } = await valueFrom<{ working: boolean; state: string }>('run.get', { runId });
      const pushes = tenant?.requests().filter(({ kind }) => kind === 'push').length ?? 0;
      if (!working || state === 'cooling' || pushes >= 5 || Date.now() > end) break;
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    await call('run.stop', { runId });
    tenant?.setFaults(blabbing(toldTo(dialect), [500]).map((fault) => ({ on: 'read', times: 2, fault })));
    await call('run.resume', { runId });
    await call('dead-letter.page', { destinationId, offset: 0, limit: 100 });
  }
  ahead += jumpMs;
  await new Promise((resolve) => { setTimeout(resolve, 1_200); });
  for (const { destinationId, runId } of runs) {
    await call('verify.start', { destinationId });
    await call('run.stop', { runId });
    await valueFrom('run.batches', { runId, offset: 0, limit: 100 });
    await valueFrom('destination.get', { destinationId });
  }

  // The way through a proxy that does not let us by, with its own password.
  const far = await valueFrom<DestinationView>('destination.create', { name: 'Far away', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: 'c', baseAddress: '' }, countries: [], lateExpiry: 'permanent', shared: false });
  await valueFrom('destination.save-secret', { destinationId: far.destinationId, field: 'clientSecret', secret: [...secrets][0] ?? '' });
  expect(await call('destination.check', { destinationId: far.destinationId })).toMatchObject({ ok: false, failure: { type: 'VendorUnreachable' } });
  expect(proxy.asked).not.toEqual([]);

  // What people see: every screen's reads, the words of the command line, the exports, and the diary of what nobody expected.
  for (const to of ['counsel', undefined]) {
    const { ticket } = await valueFrom<{ ticket: string }>('log.export', to === undefined ? {} : { to });
    await valueFrom('log.check', { ticket });
  }
  for (const name of ['home.get', 'destination.page', 'destination.forms', 'log.status', 'log.kinds', 'secrets.status'] as const) await valueFrom(name, {});
  await valueFrom('log.page', { offset: 0, limit: 500 });
  for (const argv of [['status'], ['status', '--json'], ['destination', 'page', '--json'], ['destination', 'check', '--destination-id', String(runs[0]?.destinationId)], ['dead-letter', 'page', '--json']]) {
    const { out, err } = await runLine(argv, { desk: { core: desk.core, client, home, files: createFiles(createSystemIds()), stay: () => {}, close: async () => {} } });
    diary.lines += out + err;
  }
  const thrown = Object.assign(new Error('nobody expected this'), { request: { headers: { authorization: `Bearer ${[...tokens][0]}` } }, cause: new Error([...secrets].join(' ')) });
  createFileLogger(join(home, 'defects.log')).defect('1', 'here', thrown);

  expect(secrets.size).toBeGreaterThanOrEqual(4);
  expect(tokens.size).toBeGreaterThanOrEqual(dialects.length);
  // A fault that nobody met proves nothing.
  for (const tenant of tenants.values()) expect(tenant.requests().filter(({ kind, status }) => kind === 'push' && status >= 400).length).toBeGreaterThanOrEqual(2);
  const sought = [...secrets, ...tokens, proxyPassword, encodeURIComponent(proxyPassword)];
  expect(secretsIn(Buffer.from(JSON.stringify(heard)), sought)).toEqual([]);
  expect(secretsIn(Buffer.from(diary.lines), sought)).toEqual([]);
  expect(desk.defects).toEqual([]);
  // Before and after closing: the write-ahead log is a file of the home too.
  expect(findSecrets(home, sought)).toEqual([]);
  desk = await desk.reopen();
  expect(findSecrets(home, sought)).toEqual([]);
  expect([...desk.keychain.secrets.values()]).toEqual(expect.arrayContaining([...tenants.values()].map(({ credentials }) => credentials['clientSecret'])));
}, 60_000);

it('finds a secret that does lie there, in whatever way it is written', () => {
  const secret = 'p/ractice+sécret';
  for (const text of [secret, encodeURIComponent(secret), Buffer.from(`id:${secret}`).toString('base64'), Buffer.from(`client:${secret}`).toString('base64url'), Buffer.from(secret).toString('hex')]) {
    expect(secretsIn(Buffer.from(`before ${text} after`), [secret]).length, text).toBeGreaterThan(0);
  }
  expect(secretsIn(Buffer.from('nothing here'), [secret])).toEqual([]);
});

/** The one thing put in the way: it writes down the tokens that come by, so that they can be looked for. */
const overhear = (real: Http, hear: (token: string, origin: string) => void): Http => ({
  ...real,
  send: (request) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
    if (bearer !== undefined) hear(bearer, new URL(request.url).origin);
    return real.send(request);
  },
});

/** Answers that repeat what they were told, in every field a dialect may quote and in every way it was sent. */
const blabbing = (told: Iterable<string>, statuses: readonly number[]): readonly Fault[] =>
  statuses.map((status) => {
    const said = [...told].flatMap((one) => [one, encodeURIComponent(one), Buffer.from(`practice-client:${one}`).toString('base64')]).join(' ');
    const body = { code: said, message: said, status, error: said, error_description: said, contextId: said, errors: [{ message: said }], resultSet: { recordResults: [{ success: false, error: said, formattedPhone: '2025550100' }] } };
    return { kind: 'status', status, body: status === 200 ? `<!doctype html><title>${said}</title>` : JSON.stringify(body), ...(status === 200 ? { contentType: `text/html; said="${encodeURIComponent(said)}"` } : {}) };
  });
