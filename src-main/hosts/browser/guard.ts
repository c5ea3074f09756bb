// Refuses whatever does not come from our own page in a browser that was let in: names that resolve here, other sites, other programs.

export type Seen = { readonly method: string; readonly path: string; readonly header: (name: string) => string | undefined };

/** Why a request is refused, or null. `port` is the one we listen on. Cookies are checked apart: the start link has none yet. */
export const findRefusal = ({ method, path, header }: Seen, port: number): string | null => {
  const host = header('host');
  // DNS rebinding: a foreign name that resolves to 127.0.0.1 still says its own name here.
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return 'this host answers to 127.0.0.1 only';
  const origin = header('origin');
  if (origin !== undefined && origin !== `http://${host}`) return 'another site asked';
  if (method !== 'GET' && method !== 'HEAD') {
    // Every browser says where a POST comes from; what does not say is no page of ours.
    return origin === undefined ? 'the origin is missing' : null;
  }
  // Fetch Metadata (W3C): a link from elsewhere may lead to the start address, and to nothing behind it.
  const site = header('sec-fetch-site');
  if (path !== '/start' && site !== undefined && site !== 'same-origin' && site !== 'none') return 'another site asked';
  return null;
};

/** Cookies know no ports, so each port has a name of its own. */
export const cookieName = (port: number): string => `dnc-desk-${port}`;

export const readCookie = (header: string | undefined, name: string): string | null => {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
};
