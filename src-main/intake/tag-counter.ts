// Counts the start tags of one name in XML text by itself: what a parser handed out can be held against it.

export interface TagCounter {
  readonly push: (text: string, last: boolean) => void;
  readonly count: () => number;
}

/** What is no tag, though it may hold the letters of one. */
const asides: readonly (readonly [string, string])[] = [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']];
/** No name of a tag is longer. */
const LONGEST_NAME = 1000;

/** `name` without its prefix, as the tokenizer has it. Knows nothing of nesting or attributes; keeps a few letters between pieces. */
export const createTagCounter = (name: string): TagCounter => {
  let count = 0;
  let rest = '';
  let closing: string | null = null;

  const push: TagCounter['push'] = (text, last) => {
    const all = rest + text;
    let at = 0;
    for (;;) {
      if (closing !== null) {
        const end = all.indexOf(closing, at);
        if (end < 0) {
          rest = all.slice(Math.max(at, all.length - closing.length + 1));
          return;
        }
        at = end + closing.length;
        closing = null;
      }
      const less = all.indexOf('<', at);
      if (less < 0) {
        rest = '';
        return;
      }
      const aside = asides.find(([opening]) => all.startsWith(opening, less));
      if (aside !== undefined) {
        closing = aside[1];
        at = less + aside[0].length;
        continue;
      }
      const end = nameEnd(all, less + 1);
      // The name, or what tells an aside, may go on in the next piece.
      if (end === all.length && end - less <= LONGEST_NAME && !last) {
        rest = all.slice(less);
        return;
      }
      if (all.slice(less + 1, end).split(':').at(-1) === name && end < all.length) count += 1;
      at = less + 1;
    }
  };

  return Object.freeze({ push, count: () => count });
};

const nameEnd = (all: string, from: number): number => {
  for (let at = from; at < all.length; at += 1) {
    const code = all.charCodeAt(at);
    if (code <= 32 || code === 47 || code === 62 || code === 60) return at;
    if (at - from > LONGEST_NAME) return at;
  }
  return all.length;
};
