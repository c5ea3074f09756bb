// A contract command's flags, derived from its schema: what the core accepts and what `--help` shows cannot drift apart.
import { InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';

/** How one field of the input is written on the command line. */
export type Flag = {
  readonly field: string;
  readonly kind: 'text' | 'number' | 'flag' | 'choice' | 'list' | 'pairs' | 'json';
  readonly required: boolean;
  readonly choices: readonly string[];
  /** Numbers in a list are read as numbers. */
  readonly ofNumbers: boolean;
};

/** Pages start at the beginning and are 50 long unless asked otherwise; the contract itself leaves that open. */
const pageDefaults: Readonly<Record<string, number>> = { offset: 0, limit: 50 };

export const flagsOf = (schema: z.ZodType): readonly Flag[] => {
  const shape = defOf(schema)['shape'];
  return shape === undefined ? [] : Object.entries(shape as Record<string, z.ZodType>).map(([field, inner]) => flagOf(field, inner));
};

const flagOf = (field: string, schema: z.ZodType): Flag => {
  let def = defOf(schema);
  let required = !Object.hasOwn(pageDefaults, field);
  while (def.type === 'optional' || def.type === 'default' || def.type === 'nullable') {
    if (def.type !== 'nullable') required = false;
    def = defOf(def['innerType'] as z.ZodType);
  }
  const flag = { field, required, choices: [] as readonly string[], ofNumbers: false };
  switch (def.type) {
    case 'string': return { ...flag, kind: 'text' };
    case 'number': return { ...flag, kind: 'number' };
    case 'boolean': return { ...flag, kind: 'flag' };
    case 'enum': return { ...flag, kind: 'choice', choices: Object.values(def['entries'] as Record<string, string>) };
    case 'record': return { ...flag, kind: 'pairs' };
    case 'array': {
      const element = defOf(def['element'] as z.ZodType);
      if (element.type === 'number') return { ...flag, kind: 'list', ofNumbers: true };
      return { ...flag, kind: element.type === 'object' ? 'json' : 'list' };
    }
    default: return { ...flag, kind: 'json' };
  }
};

/** zod 4 keeps what a schema was made from in `_zod.def`, its documented place for libraries. */
type Def = { readonly type: string; readonly [more: string]: unknown };
const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def;

/** The commander option of a flag: `destinationId` becomes `--destination-id <number>`. `means` stands before whether it must be given. */
export const optionOf = (flag: Flag, means = ''): Option => {
  const name = `--${kebab(flag.field)}`;
  const must = flag.required ? 'required' : (pageDefaults[flag.field] === undefined ? '' : `default ${pageDefaults[flag.field]}`);
  const say = means === '' || must === '' ? `${means}${must}` : `${means} (${must})`;
  switch (flag.kind) {
    case 'flag': return new Option(`${name} [yes|no]`, say).argParser(readFlag);
    case 'choice': return new Option(`${name} <choice>`, say).choices([...flag.choices]);
    case 'number': return new Option(`${name} <number>`, say).argParser(readNumber);
    case 'list': return new Option(`${name} <a,b,…>`, say).argParser((text, before: unknown) => [
      ...(Array.isArray(before) ? (before as unknown[]) : []), ...text.split(',').filter((part) => part !== '').map((part) => (flag.ofNumbers ? readNumber(part) : part)),
    ]);
    case 'pairs': return new Option(`${name} <key=value>`, [say, 'may be repeated'].filter(Boolean).join(', ')).argParser(readPair);
    case 'json': return new Option(`${name} <json>`, say).argParser(readJson);
    case 'text': return new Option(`${name} <text>`, say);
    default: return flag.kind satisfies never;
  }
};

/** Flags over `--input` over page defaults, as the unknown input the core will check. */
export const inputOf = (flags: readonly Flag[], options: Readonly<Record<string, unknown>>, base: unknown): unknown => {
  if (base !== undefined && (typeof base !== 'object' || base === null || Array.isArray(base))) return base;
  const fields = flags.map(({ field }) => field);
  // Spread, not assigned: a "__proto__" in the JSON stays a key of its own, which the schema then refuses.
  return {
    ...Object.fromEntries(fields.filter((field) => Object.hasOwn(pageDefaults, field)).map((field) => [field, pageDefaults[field]])),
    ...base,
    ...Object.fromEntries(fields.filter((field) => options[field] !== undefined).map((field) => [field, options[field]])),
  };
};

export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('This is not JSON.');
  }
};

const readNumber = (text: string): number => {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('This is not a number.');
  return number;
};

const readFlag = (text: string): boolean => {
  if (['yes', 'true', '1'].includes(text)) return true;
  if (['no', 'false', '0'].includes(text)) return false;
  throw new InvalidArgumentError('Say yes or no.');
};

const readPair = (text: string, before: unknown): Readonly<Record<string, string>> => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...(before as Record<string, string> | undefined), [text.slice(0, at)]: text.slice(at + 1) };
};

/** Field names are camelCase in the contract and kebab-case on the command line. */
export const kebab = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
