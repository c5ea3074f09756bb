// How this computer reaches the outside: the proxies and certificate authorities that a company sets in the environment.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

export type Network = {
  /** Addresses with a scheme; '' for none. A password in them goes to the proxy and nowhere else. */
  readonly httpsProxy: string;
  readonly httpProxy: string;
  /** Hosts that are reached without a proxy, as NO_PROXY lists them. */
  readonly noProxy: string;
  /** All authorities to trust, in PEM; null: Node's own. */
  readonly authorities: readonly string[] | null;
  /** What of this could not be used, in words; null: all of it. Never a secret. */
  readonly flaw: string | null;
};

export const directNetwork: Network = { httpsProxy: '', httpProxy: '', noProxy: '', authorities: null, flaw: null };

type Env = Readonly<Record<string, string | undefined>>;

/** HTTPS_PROXY, HTTP_PROXY, NO_PROXY (small letters first, as curl does) and NODE_EXTRA_CA_CERTS, which Electron's own start may ignore. */
export const readNetwork = (env: Env = process.env): Network => {
  const said = (name: string): string => (env[name.toLowerCase()] ?? env[name] ?? '').trim();
  const [https, http] = [readProxy(said('HTTPS_PROXY')), readProxy(said('HTTP_PROXY'))];
  const extra = readAuthorities(env['NODE_EXTRA_CA_CERTS'] ?? '');
  const flaws = [
    ...(https === null ? ['HTTPS_PROXY is no address'] : []), ...(http === null ? ['HTTP_PROXY is no address'] : []),
    ...(extra === null ? ['the file that NODE_EXTRA_CA_CERTS names cannot be read'] : []),
  ];
  return {
    httpsProxy: https ?? '', httpProxy: http ?? '', noProxy: said('NO_PROXY'),
    authorities: extra === null || extra === '' ? null : [...rootCertificates, extra], flaw: flaws.length === 0 ? null : flaws.join('; '),
  };
};

/** "proxy:8080" means http://proxy:8080; null when it is no address of a proxy. */
const readProxy = (text: string): string | null => {
  if (text === '') return '';
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && url.hostname !== '' && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
};

const readAuthorities = (path: string): string | null => {
  if (path === '') return '';
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') ? pem : null;
  } catch {
    return null;
  }
};
