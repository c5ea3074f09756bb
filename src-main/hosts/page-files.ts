// The built page's files by address, for the browser host and for Electron's app:// alike: what is not on the list does not exist.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export type PageFile = { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>>; readonly etag: string };

export type PageFiles = {
  readonly isBuilt: boolean;
  /** `path` as in a URL: "/" is the page itself. Null for anything not built. */
  readonly find: (path: string) => PageFile | null;
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
};

/** The list is made once, so no address can lead out of the folder. */
export const createPageFiles = (folder: string): PageFiles => {
  const pathByAddress = new Map<string, string>();
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && extname(path) in types) pathByAddress.set(path.slice(folder.length).replaceAll('\\', '/'), path);
    }
    pathByAddress.set('/', join(folder, 'index.html'));
  }
  const read = new Map<string, PageFile>();
  return {
    isBuilt,
    find: (address) => {
      const path = pathByAddress.get(address);
      if (path === undefined) return null;
      const file = read.get(path) ?? readPageFile(address, path);
      read.set(path, file);
      return file;
    },
  };
};

const readPageFile = (address: string, path: string): PageFile => {
  const bytes = readFileSync(path);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
  // Vite puts a hash of the content into the names under assets/.
  const lasting = address.startsWith('/assets/');
  return {
    bytes, etag,
    headers: {
      'content-type': types[extname(path)] ?? 'application/octet-stream', etag,
      'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  };
};

/** No inline script or style, nothing from elsewhere, no frame around it and none within. */
export const pageGuards: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};
