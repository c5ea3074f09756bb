// The export's files as they lie in this page, back to the very bytes they had.
import { fromBase64, utf8 } from '../proof/bytes.ts';
import { pieceSize, type Members } from '../proof/source.ts';

export type OwnFiles = Members & { readonly before: { readonly first: number; readonly peaks: readonly Uint8Array[] } | undefined };

/** Undoes what the exporter did to "%", "<", carriage return and NUL. */
export const unescapeData = (text: string): string =>
  text.includes('%') ? text.replace(/%(25|3C|0D|00)/gu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;

export const readOwnFiles = (page: ParentNode): OwnFiles => {
  const found = new Map([...page.querySelectorAll<HTMLScriptElement>('script[data-file]')].map((element) => [element.dataset['file'] ?? '', element]));
  const bytesOf = (element: HTMLScriptElement): Uint8Array =>
    element.dataset['encoding'] === 'base64' ? fromBase64(element.textContent) ?? new Uint8Array() : utf8(unescapeData(element.textContent));
  const leaves = found.get('leaves.ndjson');
  const first = Number(leaves?.dataset['first'] ?? 0);
  const peaks = (leaves?.dataset['peaks'] ?? '').split(' ').filter((text) => text !== '').map((text) => fromBase64(text) ?? new Uint8Array());
  return {
    names: [...found.keys()],
    bytes: async (name) => {
      const element = found.get(name);
      return element === undefined ? null : bytesOf(element);
    },
    pieces: async function* (name) {
      const text = found.get(name)?.textContent ?? '';
      // Cut at ends of lines, which are never part of what was done to a letter: a long file is turned back bit by bit.
      for (let at = 0, end = 0; at < text.length; at = end) {
        end = text.indexOf('\n', at + pieceSize) + 1 || text.length;
        yield utf8(unescapeData(text.slice(at, end)));
      }
    },
    before: first === 0 ? undefined : { first, peaks },
  };
};
