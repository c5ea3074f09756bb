// Cells to read twice: North American numbers as people and programs write them, and the same with a slip of the hand; the same ones for a seed.
import { createRandom } from '../helpers/seeded.ts';

export type MakeInput = () => string;

export const createInputs = (seed: number): MakeInput => {
  const random = createRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const digits = (count: number): string => Array.from({ length: count }, () => String(below(10))).join('');

  const ten = (): string => {
    const kind = random();
    if (kind < 0.7) return `${200 + below(800)}${2 + below(8)}${digits(6)}`;
    if (kind < 0.85) return `${pick(troubledCodes)}${2 + below(8)}${digits(6)}`;
    return digits(10);
  };
  const written = (number: string): string => {
    const [area, exchange, line] = [number.slice(0, 3), number.slice(3, 6), number.slice(6)];
    const sign = pick(['-', '.', ' ', '']);
    return pick([
      number, number, `1${number}`, `+1${number}`, `(${area}) ${exchange}-${line}`, `${area}-${exchange}-${line}`, `1-${area}-${exchange}-${line}`, `+1 ${area} ${exchange} ${line}`,
      `${area}.${exchange}.${line}`, `+1 (${area}) ${exchange}-${line}`, `${area}${sign}${exchange}${sign}${line}`, `1${sign}(${area})${sign}${exchange}${sign}${line}`, `${area}/${exchange}-${line}`,
    ]);
  };
  const dressed = (text: string): string => pick([
    text, `+${text}`, `011${text}`, `00${text}`, `${text}.0`, `${text} x${below(9999)}`, `${text}#${below(99)}`, `${text};${ten()}`, `${text}, ${ten()}`, `${text} / ${ten()}`, `${text} or ${ten()}`,
    `Tel: ${text}`, `DNC ${text}`, `$${text}`, `${text}@x.com`, ` ${text} `, text.replace(/ /g, '\u00a0'), `\u202a${text}\u202c`, `${text}\u200b`, text.replace(/-/g, '\u2013'), `'${text}`, `="${text}"`, `${text}E+0`,
    `1-800-${pick(['FLOWERS', 'GOFEDEX', 'CONTACT'])}`, text.replace(/\d{4}$/, 'xxxx'), pick(placeholders), Number(text.replace(/\D/g, '')).toExponential(below(12)),
  ]);
  /** One letter more, less or another, or two in the wrong order. */
  const slipped = (text: string): string => {
    const at = below(text.length + 1);
    const letter = '0123456789+-(). x#,;/a\n'.charAt(below(23));
    return pick([
      text.slice(0, at) + letter + text.slice(at), text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + letter + text.slice(at + 1),
      text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
    ]);
  };

  return () => {
    const kind = random();
    const text = written(ten());
    if (kind < 0.45) return text;
    if (kind < 0.7) return dressed(text);
    return random() < 0.7 ? slipped(text) : slipped(dressed(text));
  };
};

/** In service, and unknown to the metadata in whole or in part (measured over all exchanges). */
const troubledCodes = ['357', '436', '457', '621', '624', '679', '729', '837', '861', '924', '340', '670', '671', '684', '983'];
const placeholders = ['0000000000', '9999999999', '2147483647', '1234567890', '1111111111', '5555555555'];
