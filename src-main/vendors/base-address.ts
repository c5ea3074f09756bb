// Reads the base address of a destination: https anywhere, plain http to this machine only, and nothing but scheme, host, port and path.
import { isLoopback } from '../ports/loopback.ts';

/** Null when the address may be used. */
export const findAddressFault = (address: string): string | null => {
  const url = URL.parse(address);
  if (url === null) return 'not an address like https://host.example';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'plain http is allowed to this machine only; use https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  return url.search === '' && url.hash === '' ? null : 'must not contain ? or #';
};

/** Without the slash at the end. */
export const trimBase = (address: string): string => address.replace(/\/+$/, '');

/** Whether a bearer that belongs to `base` may go to `address`: same host or one below it (an "api." in front is the vendor's own habit), over https; loopback to loopback. */
export const isSameHouse = (base: string, address: string): boolean => {
  const home = URL.parse(base);
  const there = URL.parse(address);
  if (home === null || there === null || there.username !== '' || there.password !== '') return false;
  if (isLoopback(home.hostname)) return isLoopback(there.hostname) && /^https?:$/.test(there.protocol);
  if (there.protocol !== 'https:') return false;
  if (there.host === home.host) return true;
  const house = home.hostname.replace(/^api\./, '');
  return there.port === '' && (there.hostname === house || there.hostname.endsWith(`.${house}`));
};
