// Names what a file is by its first bytes, so that a wrong extension misleads nobody and a refusal can say what was given.

export type Sniffed =
  | { readonly kind: 'zip' }
  /** A compound file: a legacy .xls, or any Office document under a password. */
  | { readonly kind: 'compound' }
  | { readonly kind: 'other'; readonly looksLike: string }
  | { readonly kind: 'text' };

/** Signatures as their owners publish them, in Latin-1; what none of them claims is taken for text and proved or refused by reading it. */
const signatures: readonly (readonly [string, string])[] = [
  ['%PDF-', 'pdf'],
  ['\u0089PNG\r\n\u001A\n', 'png'],
  ['\u00FF\u00D8\u00FF', 'jpeg'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['II*\u0000', 'tiff'],
  ['MM\u0000*', 'tiff'],
  ['\u001F\u008B', 'gzip'],
  ['BZh91AY&SY', 'bzip2'],
  ['\u00FD7zXZ\u0000', 'xz'],
  ['(\u00B5/\u00FD', 'zstd'],
  ['7z\u00BC\u00AF\u0027\u001C', '7z'],
  ['Rar!\u001A\u0007', 'rar'],
  ['\u007FELF', 'program'],
  ['\u00CF\u00FA\u00ED\u00FE', 'program'],
  ['\u00CA\u00FE\u00BA\u00BE', 'program'],
  ['SQLite format 3\u0000', 'sqlite'],
  ['PAR1', 'parquet'],
  ['{\\rtf', 'rtf'],
  ['-----BEGIN ', 'pem'],
  ['BEGIN:VCARD', 'vcard'],
];

export const sniff = (head: Buffer): Sniffed => {
  const start = head.toString('latin1', 0, 4096);
  if (start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006')) return { kind: 'zip' };
  if (start.startsWith('\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1')) return { kind: 'compound' };
  const found = signatures.find(([signature]) => start.startsWith(signature));
  if (found !== undefined) return { kind: 'other', looksLike: found[1] };
  // "MZ" may well begin a column name; a DOS header holds zero bytes.
  if (start.startsWith('MZ') && start.slice(0, 64).includes('\u0000')) return { kind: 'other', looksLike: 'program' };
  const markup = sniffMarkup(start);
  return markup === null ? { kind: 'text' } : { kind: 'other', looksLike: markup };
};

/** Text, but none with rows in it: web pages saved as .xls, XML, JSON. */
const sniffMarkup = (start: string): string | null => {
  const text = start.replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  if (/^<(?:!doctype html|html|head|body|table|meta|style|div)\b/i.test(text)) return 'html';
  if (/^<\?xml\b/.test(text)) return /<(?:\w+:)?html\b/i.test(text) ? 'html' : 'xml';
  if (/^(?:\{\s*"[^"]*"\s*:|\[\s*\{\s*"[^"]*"\s*:)/.test(text)) return 'json';
  return null;
};
