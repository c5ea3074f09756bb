// Cuts XML text into tags and text as it arrives, with bounded memory; DOCTYPE and unknown entities are refused (XML 1.0, no DTD).
import { broken, large, type PartFault } from './part-fault.ts';

/** Names come without their prefix: strict and transitional OOXML differ in namespaces only. `depth` of the root is 1. */
export interface XmlSink {
  readonly open: (name: string, attributes: string, depth: number) => void;
  readonly close: (name: string, depth: number) => void;
  /** Decoded; one text may come in several pieces. */
  readonly text: (text: string) => void;
}

export interface XmlTokens {
  readonly push: (text: string, last: boolean) => PartFault | null;
}

const LONGEST_TOKEN = 1 << 20;
const DEEPEST = 100;

export const createXmlTokens = (sink: XmlSink): XmlTokens => {
  let rest = '';
  let rootSeen = false;
  const stack: string[] = [];

  const tag = (all: string, from: number, to: number): PartFault | null => {
    if (all.charCodeAt(from) === SLASH) {
      const name = localName(all, from + 1, nameEnd(all, from + 1, to));
      if (stack.at(-1) !== name) return broken('tags do not match');
      sink.close(name, stack.length);
      stack.pop();
      return null;
    }
    const end = nameEnd(all, from, to);
    if (end === from) return broken('a tag without a name');
    const name = localName(all, from, end);
    const empty = all.charCodeAt(to - 1) === SLASH;
    if (stack.length === 0 && rootSeen) return broken('text after the end');
    if (stack.length >= DEEPEST) return large(`${DEEPEST} levels of tags`);
    rootSeen = true;
    stack.push(name);
    sink.open(name, all.slice(end, empty ? to - 1 : to), stack.length);
    if (empty) {
      sink.close(name, stack.length);
      stack.pop();
    }
    return null;
  };

  const text = (raw: string): PartFault | null => {
    const decoded = decodeText(raw);
    if (decoded === null) return broken('an unknown entity');
    if (stack.length > 0) sink.text(decoded);
    else if (raw.trim() !== '') return broken('text outside the document');
    return null;
  };

  const push: XmlTokens['push'] = (piece, last) => {
    const all = rest + piece;
    // A byte order mark before the document is no text of it.
    let at = !rootSeen && all.startsWith('\uFEFF') ? 1 : 0;
    while (at < all.length) {
      const less = all.indexOf('<', at);
      if (less < 0) break;
      const fault = less > at ? text(all.slice(at, less)) : null;
      if (fault !== null) return fault;
      at = less;
      const second = all.charCodeAt(less + 1);
      if (second === BANG || second === QUESTION) {
        const special = readSpecial(all, less);
        if (special === 'more') break;
        if (special === 'refused') return broken('DOCTYPE');
        if (special.text !== null && stack.length > 0) sink.text(special.text);
        at = special.next;
        continue;
      }
      const inner = stack.at(-1);
      // Half of all tags end what is open, by its plain name.
      if (second === SLASH && inner !== undefined && all.charCodeAt(less + 2 + inner.length) === GREATER && all.startsWith(inner, less + 2)) {
        sink.close(inner, stack.length);
        stack.pop();
        at = less + 3 + inner.length;
        continue;
      }
      const greater = tagEnd(all, less + 1);
      if (greater < 0) break;
      const wrong = tag(all, less + 1, greater);
      if (wrong !== null) return wrong;
      at = greater + 1;
    }
    rest = all.slice(at);
    if (rest.length > LONGEST_TOKEN) return large('1 MB in one XML token');
    if (!last) return null;
    return stack.length > 0 || !rootSeen || rest.trim() !== '' ? broken('cut short') : null;
  };

  return Object.freeze({ push });
};

/** The value of one attribute by its local name, decoded; null where it is not there. */
export const attribute = (attributes: string, name: string): string | null => {
  let found: string | null = null;
  eachAttribute(attributes, (key, value) => {
    if (key === name) found = decodeText(value);
  });
  return found;
};

/** Every attribute by its local name, the value not decoded. */
export const eachAttribute = (attributes: string, visit: (name: string, value: string) => void): void => {
  let at = 0;
  for (;;) {
    const equals = attributes.indexOf('=', at);
    if (equals < 0) return;
    let open = equals + 1;
    while (isSpace(attributes.charCodeAt(open))) open += 1;
    const mark = attributes.charCodeAt(open);
    if (mark !== QUOTE && mark !== APOSTROPHE) return;
    const close = attributes.indexOf(mark === QUOTE ? '"' : "'", open + 1);
    if (close < 0) return;
    while (isSpace(attributes.charCodeAt(at))) at += 1;
    let end = equals;
    while (end > at && isSpace(attributes.charCodeAt(end - 1))) end -= 1;
    visit(localName(attributes, at, end), attributes.slice(open + 1, close));
    at = close + 1;
  }
};

const BANG = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const GREATER = 62;
const QUESTION = 63;
const COLON = 58;

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

const nameEnd = (all: string, from: number, to: number): number => {
  for (let at = from; at < to; at += 1) {
    const code = all.charCodeAt(at);
    if (code <= 32 || code === SLASH) return at;
  }
  return to;
};

const localName = (all: string, from: number, to: number): string => {
  for (let at = to - 1; at >= from; at -= 1) if (all.charCodeAt(at) === COLON) return all.slice(at + 1, to);
  return all.slice(from, to);
};

/** The `>` that ends the tag, which may also stand in an attribute's value; -1 where it has not come yet. */
const tagEnd = (all: string, from: number): number => {
  let quote = 0;
  for (let at = from; at < all.length; at += 1) {
    const code = all.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === GREATER) return at;
    else if (code === QUOTE || code === APOSTROPHE) quote = code;
  }
  return -1;
};

const specials = [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']] as const;

const readSpecial = (all: string, at: number): { readonly next: number; readonly text: string | null } | 'more' | 'refused' => {
  for (const [opening, closing] of specials) {
    if (!all.startsWith(opening, at)) continue;
    const end = all.indexOf(closing, at + opening.length);
    if (end < 0) return 'more';
    return { next: end + closing.length, text: opening === '<![CDATA[' ? all.slice(at + opening.length, end) : null };
  }
  return all.length - at < 9 && specials.some(([opening]) => opening.startsWith(all.slice(at))) ? 'more' : 'refused';
};

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Entities and line ends as XML 1.0 reads them (4.1, 2.11); null where an entity is none of the five that need no DTD. */
export const decodeText = (raw: string): string | null => {
  const text = raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw;
  if (!text.includes('&')) return text;
  let known = true;
  const decoded = text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([^;&]{0,10}));|&/gi, (_whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] ?? '';
    const code = decimal === undefined ? hex === undefined ? -1 : Number.parseInt(hex, 16) : Number(decimal);
    // Half of a surrogate pair is no character (XML 1.0, 2.2).
    if (code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code);
    known = false;
    return '';
  });
  return known ? decoded : null;
};
