// Secrets go in and never come out: after a whole run against a real form with saved secrets, no file, reply, event or defect holds one.
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandName } from '../../../src-shared/contract/contract.ts';
import { liveDialects } from '../../../src-shared/domain/dnc.ts';
import type { PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { findSecrets, secretsIn } from './find-secrets.ts';
import { codeMap, phones } from './push-world.ts';

let desk: TestCore | undefined;
let tenant: PracticeTenant | undefined;
afterEach(async () => {
  await desk?.close();
  await tenant?.close();
});

describe.each(liveDialects)('%s', (dialect) => {
  it('keeps the saved secrets and the tokens it was given out of everything it writes and says', async () => {
    tenant = valueOf(await startPractice(dialect, { propagationMs: 0, rate: null }));
    const { credentials, baseUrl } = tenant;
    const secretFields = Object.keys(credentials).filter((name) => /secret/i.test(name));
    const secrets = secretFields.map((name) => credentials[name] ?? '');
    const tokens: string[] = [];
    // The one thing put in the way: it writes down the tokens that come by, so that they can be looked for.
    const { createHttp } = await import('../../../src-main/ports/node-http.ts');
    const real = createHttp({ userAgent: 'DNC-Desk-test' });
    desk = await createTestCore({
      needs: {
        http: {
          ...real,
          send: async (request) => {
            const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
            if (bearer !== undefined) tokens.push(bearer);
            return real.send(request);
          },
        },
      },
    });
    const heard: unknown[] = [];
    const { client, home } = desk;
    client.listen((event) => { heard.push(event); });
    const call = async (name: CommandName, input: Record<string, unknown>): Promise<unknown> => {
      const reply = await desk?.core.call(name, input);
      heard.push(reply);
      return reply;
    };
    const valueFrom = async <T>(name: CommandName, input: Record<string, unknown>): Promise<T> => {
      const reply = await call(name, input) as { readonly ok: boolean; readonly value: T };
      expect(reply, name).toMatchObject({ ok: true });
      return reply.value;
    };

    await valueFrom('import.store', { ticket: desk.ticketFor('rows.csv', `phone,code\n${phones(60).map((phone) => `${phone},INT`).join('\n')}\n`) });
    await valueFrom('code-map.save', { lines: codeMap });
    const settings = dialect === 'genesys-dnclists'
      ? { region: 'mypurecloud.com', clientId: credentials['clientId'], baseAddress: baseUrl }
      : { tokenWay: 'password', tenantId: credentials['tenantId'], accessKeyId: credentials['accessKeyId'], clientId: credentials['clientId'], apiVersion: 'v31.0', baseAddress: baseUrl };
    const { destinationId } = await valueFrom<{ destinationId: number }>('destination.create', { name: 'The real form', dialect, settings, countries: [], lateExpiry: 'permanent', shared: false });
    expect(await call('destination.check', { destinationId })).toMatchObject({ ok: false, failure: { type: 'CredentialMissing' } });
    for (const field of secretFields) await valueFrom('destination.save-secret', { destinationId, field, secret: `${credentials[field]}-wrong` });
    expect(await call('destination.check', { destinationId })).toMatchObject({ ok: false, failure: { type: 'CredentialRefused' } });
    for (const field of secretFields) await valueFrom('destination.save-secret', { destinationId, field, secret: credentials[field] });
    await valueFrom('destination.check', { destinationId });
    await valueFrom('destination.create-list', { destinationId, dncType: 'CORPORATE', name: 'DNC CORPORATE' });
    tenant.setFaults([{ on: 'push', nth: 1, fault: { kind: 'token-ended' } }, { on: 'push', nth: 2, fault: { kind: 'html' } }, { on: 'push', nth: 3, fault: { kind: 'status', status: 403 } }]);
    const { runId } = await valueFrom<{ runId: number }>('run.start', { destinationId });
    for (let done = false; !done;) {
      const run = await valueFrom<{ state: string; working: boolean }>('run.get', { runId });
      if (!run.working && run.state === 'stopped') await valueFrom('run.resume', { runId });
      // CXone looks at a lost answer only after the real cooldown of three minutes; the push itself is over then.
      done = run.state === 'cooling' || (run.state === 'running' && tenant.requests().filter(({ kind }) => kind === 'push').length >= 2 && dialect === 'cxone-dnc-groups');
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    if (dialect === 'genesys-dnclists') {
      const run = await valueFrom<{ readyAt: number }>('run.get', { runId });
      expect(run.readyAt - Date.now()).toBeGreaterThan(170_000);
      expect(await call('verify.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'NotReady' } });
    }
    await valueFrom('run.stop', { runId });
    const exported = await valueFrom<{ ticket: string }>('log.export', { to: 'counsel' });
    await valueFrom('log.check', { ticket: exported.ticket });
    for (const name of ['home.get', 'destination.page', 'destination.forms', 'log.status', 'log.kinds', 'secrets.status'] as const) await valueFrom(name, {});
    await valueFrom('destination.get', { destinationId });
    await valueFrom('run.batches', { runId, offset: 0, limit: 100 });
    await valueFrom('log.page', { offset: 0, limit: 100 });

    expect(secrets.length).toBeGreaterThan(0);
    expect(new Set(tokens).size).toBeGreaterThan(1);
    const sought = [...secrets, ...new Set(tokens)];
    expect(secretsIn(Buffer.from(JSON.stringify(heard)), sought)).toEqual([]);
    expect(secretsIn(Buffer.from(desk.defects.join('\n')), sought)).toEqual([]);
    expect(desk.defects).toEqual([]);
    // Before and after closing: the write-ahead log is a file of the home too.
    expect(findSecrets(home, sought)).toEqual([]);
    desk = await desk.reopen();
    expect(findSecrets(home, sought)).toEqual([]);
    expect([...desk.keychain.secrets.values()]).toEqual(expect.arrayContaining(secrets));
  });

  it('finds a secret that does lie there, in whatever way it is written', () => {
    const secret = 'p/ractice+sécret';
    for (const text of [secret, encodeURIComponent(secret), Buffer.from(`id:${secret}`).toString('base64'), Buffer.from(`client:${secret}`).toString('base64url'), Buffer.from(secret).toString('hex')]) {
      expect(secretsIn(Buffer.from(`before ${text} after`), [secret]).length, text).toBeGreaterThan(0);
    }
    expect(secretsIn(Buffer.from('nothing here'), [secret])).toEqual([]);
  });
});
