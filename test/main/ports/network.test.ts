// A company's network: its proxies and authorities are honoured, this machine is never asked through them, and a certificate is always verified.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpRequest } from '../../../src-main/ports/http.ts';
import { readNetwork, type Network } from '../../../src-main/ports/network.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { createAuthority, startProxy, startTlsServer, type Authority, type Proxy } from '../../helpers/proxy-server.ts';
import { json, startVendorServer } from '../../helpers/vendor-server.ts';

let authority: Authority;
let far: Awaited<ReturnType<typeof startTlsServer>>;
const proxies: Proxy[] = [];
beforeAll(async () => {
  authority = createAuthority();
  far = await startTlsServer(authority, (_request, response) => { response.end('from afar'); });
});
afterEach(async () => { for (const proxy of proxies.splice(0)) await proxy.close(); });
afterAll(async () => {
  await far.close();
  authority.remove();
});

const proxyTo = async (port: number, refuse?: number): Promise<Proxy> => {
  const proxy = await startProxy(port, refuse);
  proxies.push(proxy);
  return proxy;
};
const httpOf = (network: Network) => createHttp({ userAgent: 'dnc-desk-test', network });
const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, timeoutMs: 2_000, maxBytes: 1_000 });

describe('what the environment says', () => {
  it('is read in small letters first, with or without a scheme', () => {
    expect(readNetwork({ HTTPS_PROXY: 'http://one:8080', https_proxy: 'two:3128', NO_PROXY: '.inside.test' }))
      .toMatchObject({ httpsProxy: 'http://two:3128/', httpProxy: '', noProxy: '.inside.test', authorities: null, flaw: null });
    expect(readNetwork({})).toEqual({ httpsProxy: '', httpProxy: '', noProxy: '', authorities: null, flaw: null });
  });

  it('is named where it cannot be used, and never quoted', () => {
    const { flaw } = readNetwork({ HTTPS_PROXY: 'http://user:hush@', NODE_EXTRA_CA_CERTS: '/nowhere/hush.pem' });
    expect(flaw).toContain('HTTPS_PROXY');
    expect(flaw).toContain('NODE_EXTRA_CA_CERTS');
    expect(flaw).not.toContain('hush');
  });
});

describe('a proxy', () => {
  it('is asked for the way, with its own password, and sees nothing else', async () => {
    const proxy = await proxyTo(far.port);
    const http = httpOf(readNetwork({ HTTPS_PROXY: proxy.url.replace('//', '//desk:pass@'), NODE_EXTRA_CA_CERTS: authority.caFile }));
    expect(await http.send(get('https://vendor.test/x?key=hush'))).toMatchObject({ kind: 'reply', status: 200, body: 'from afar' });
    expect(proxy.asked).toEqual([{ host: 'vendor.test:443', authorization: `Basic ${Buffer.from('desk:pass').toString('base64')}` }]);
  });

  it('is left out for hosts of NO_PROXY', async () => {
    const proxy = await proxyTo(far.port);
    const http = httpOf(readNetwork({ HTTPS_PROXY: proxy.url, NO_PROXY: 'other.test, .invalid' }));
    expect(await http.send(get('https://vendor.invalid/'))).toMatchObject({ kind: 'unsent', cause: 'dns' });
    expect(proxy.asked).toEqual([]);
  });

  it('is never asked for this machine itself', async () => {
    const near = await startVendorServer(json(200, { fine: true }));
    const proxy = await proxyTo(far.port);
    const http = httpOf(readNetwork({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.caFile }));
    expect(await http.send(get(near.base))).toMatchObject({ kind: 'reply', status: 200 });
    expect(await http.send(get(`https://127.0.0.1:${far.port}/`))).toMatchObject({ kind: 'reply', body: 'from afar' });
    expect(proxy.asked).toEqual([]);
    await near.close();
  });

  it('that refuses has certainly let nothing pass', async () => {
    const proxy = await proxyTo(far.port, 407);
    const reply = await httpOf(readNetwork({ HTTPS_PROXY: proxy.url })).send({ ...get('https://vendor.test/'), method: 'POST', body: '{}' });
    expect(reply).toEqual({ kind: 'unsent', cause: 'proxy', why: 'the proxy refused the way (407)' });
  });

  it('that is not there has certainly let nothing pass', async () => {
    const proxy = await startProxy(far.port);
    await proxy.close();
    const reply = await httpOf(readNetwork({ HTTPS_PROXY: proxy.url })).send(get('https://vendor.test/'));
    expect(reply).toMatchObject({ kind: 'unsent', cause: 'refused', why: expect.stringContaining('by way of the proxy') as string });
  });
});

describe('a certificate', () => {
  const own = (): string => `https://127.0.0.1:${far.port}/`;

  it('of an authority of the company is taken once its file is named', async () => {
    expect(await httpOf(readNetwork({})).send(get(own()))).toMatchObject({ kind: 'unsent', cause: 'tls' });
    expect(await httpOf(readNetwork({ NODE_EXTRA_CA_CERTS: authority.caFile })).send(get(own()))).toMatchObject({ kind: 'reply', body: 'from afar' });
  });

  it('for another host is refused, authority or not', async () => {
    const proxy = await proxyTo(far.port);
    const http = httpOf(readNetwork({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.caFile }));
    expect(await http.send(get('https://elsewhere.test/'))).toMatchObject({ kind: 'unsent', cause: 'tls' });
  });

  it('is verified even where the environment says not to, and a file that cannot be read is named', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const reply = await httpOf(readNetwork({ NODE_EXTRA_CA_CERTS: '/nowhere.pem' })).send(get(own()));
    vi.unstubAllEnvs();
    expect(reply).toMatchObject({ kind: 'unsent', cause: 'tls', why: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string });
  });
});
