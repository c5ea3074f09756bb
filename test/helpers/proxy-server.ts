// A CONNECT proxy and a TLS server with an authority of its own, made by openssl in a folder: what stands between a company's desk and the vendor.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Proxy = { readonly url: string; /** "host:port" of every CONNECT, with what it presented. */ readonly asked: { readonly host: string; readonly authorization: string | null }[]; readonly close: () => Promise<void> };

/** Every host leads to `port` on this machine; `refuse`: the status that answers instead. */
export const startProxy = async (port: number, refuse?: number): Promise<Proxy> => {
  const asked: { readonly host: string; readonly authorization: string | null }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => { response.writeHead(400).end(); });
  server.on('connect', (request, client: Socket, head) => {
    asked.push({ host: request.url ?? '', authorization: request.headers['proxy-authorization'] ?? null });
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const far = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      far.write(head);
      far.pipe(client).pipe(far);
    });
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
};

export type Authority = { readonly caFile: string; readonly key: string; readonly cert: string; readonly remove: () => void };

/** An authority nobody knows, and a certificate of it for vendor.test and 127.0.0.1. */
export const createAuthority = (): Authority => {
  const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-ca-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => { execFileSync('openssl', args, { stdio: 'ignore' }); };
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Test authority', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=vendor.test', '-keyout', at('key.pem'), '-out', at('request.pem'));
  writeFileSync(at('names'), 'subjectAltName=DNS:vendor.test,IP:127.0.0.1');
  openssl('x509', '-req', '-days', '2', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names'), '-out', at('cert.pem'));
  return { caFile: at('ca.pem'), key: readFileSync(at('key.pem'), 'utf8'), cert: readFileSync(at('cert.pem'), 'utf8'), remove: () => { rmSync(folder, { recursive: true, force: true }); } };
};

export const startTlsServer = async ({ key, cert }: Authority, answer: RequestListener): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const server = createTlsServer({ key, cert }, answer);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
};
