// Holds requests and answers against a vendor's OpenAPI documents, whole exchanges of them, and tells which operations never came up.
import { readFileSync } from 'node:fs';
import addFormatsModule from 'ajv-formats';
import { Ajv, type ValidateFunction } from 'ajv';
import { addenda } from './openapi-addenda.ts';
import type { Seen } from './vendor-server.ts';

type Media = Readonly<Record<string, { readonly schema?: object }>>;
export type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: object }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Media };
  readonly responses: Readonly<Record<string, { readonly content?: Media }>>;
};
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
type Document = { readonly paths: Paths };

export type Vendor = 'genesys' | 'cxone';
export type Asked = Pick<Seen, 'method' | 'path' | 'query' | 'body'> & { readonly type?: string | undefined };
export type Answered = { readonly status: number; readonly type: string; readonly text: string };

export type OpenApiCheck = {
  /** "POST /dnc-groups/{groupId}/records"; null for an address that no document names. */
  readonly operationOf: (asked: Pick<Asked, 'method' | 'path'>) => string | null;
  /** Every objection to what is asked; none when the documents describe it. */
  readonly request: (asked: Asked) => readonly string[];
  /** Every objection to an answer. An address that no document names is objected to by `request`. */
  readonly answer: (asked: Pick<Asked, 'method' | 'path'>, answered: Answered) => readonly string[];
  /** By name, all there are. */
  readonly operations: readonly string[];
};

const anyVersion = '/inContactAPI/services/v[0-9.]+';
const sources: Readonly<Record<Vendor, readonly { readonly file: string; readonly under: string }[]>> = {
  genesys: [{ file: 'genesys-dnclists', under: '' }, { file: 'genesys-outbound', under: '' }],
  cxone: [{ file: 'cxone-dnc-groups', under: anyVersion }],
};

type Route = { readonly name: string; readonly method: string; readonly pattern: RegExp; readonly operation: Operation; readonly pointer: string };

export const createOpenApiCheck = (vendor: Vendor): OpenApiCheck => {
  const [exact, coercing] = [newAjv(false), newAjv('array')];
  const documents = [...sources[vendor].map(({ file, under }) => ({ id: file, under, document: readDocument(file) })), { id: 'addenda', under: '', document: { paths: addenda[vendor] } }];
  for (const { id, document } of documents) for (const ajv of [exact, coercing]) ajv.addSchema({ ...document, $id: id });
  const routes = documents.flatMap(({ id, under, document }) => Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).filter(([method]) => /^(?:get|put|post|patch|delete)$/.test(method)).map(([method, operation]): Route => ({
      name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), operation, pattern: toPattern(under, path), pointer: `${id}#/paths/${escape(path)}/${method}`,
    }))))
    // A literal segment such as /search goes before a parameter.
    .sort((a, b) => countHoles(a.name) - countHoles(b.name));
  const find = ({ method, path }: Pick<Asked, 'method' | 'path'>): Route | undefined => routes.find((route) => route.method === method && route.pattern.test(path));
  const compiled = new Map<string, ValidateFunction>();
  const validate = (ajv: Ajv, pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: encodeURI(pointer) });
    compiled.set(pointer, known);
    return known;
  };

  return {
    operations: [...new Set(routes.map(({ name }) => name))],
    operationOf: (asked) => find(asked)?.name ?? null,
    request: (asked) => {
      const route = find(asked);
      if (route === undefined) return [`${asked.method} ${asked.path} is in no document`];
      const { operation, name, pointer } = route;
      const objections: string[] = [];
      const known = new Map((operation.parameters ?? []).map((parameter, index) => [parameter.name, { ...parameter, index }] as const).filter(([, parameter]) => parameter.in === 'query'));
      for (const parameter of new Set(asked.query.keys())) if (!known.has(parameter)) objections.push(`${name}: unknown query ${parameter}`);
      for (const [parameter, { required, index }] of known) {
        const values = asked.query.getAll(parameter);
        if (values.length === 0 && required === true) objections.push(`${name}: query ${parameter} is missing`);
        if (values.length === 0) continue;
        const check = validate(coercing, `${pointer}/parameters/${index}/schema`);
        if (!check(values.length === 1 ? values[0] : values)) objections.push(`${name}: query ${parameter} ${coercing.errorsText(check.errors)}`);
      }
      const { requestBody } = operation;
      if (asked.body === '') return requestBody?.required === true ? [...objections, `${name}: the body is missing`] : objections;
      if (requestBody === undefined) return [...objections, `${name}: a body is not expected`];
      const type = mediaOf(asked.type ?? 'application/json');
      if (requestBody.content[type] === undefined) return [...objections, `${name}: a body of ${type} is not described`];
      if (!type.includes('json') && !type.includes('form')) return objections;
      const value = type === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(asked.body)) : parse(asked.body);
      if (value === undefined) return [...objections, `${name}: the body is no JSON`];
      const check = validate(exact, `${pointer}/requestBody/content/${escape(type)}/schema`);
      return check(value) ? objections : [...objections, `${name}: ${exact.errorsText(check.errors)}`];
    },
    answer: (asked, { status, type, text }) => {
      const route = find(asked);
      if (route === undefined) return [];
      const { operation, name, pointer } = route;
      const documented = operation.responses[String(status)];
      if (documented === undefined) return [`${name} answers an undocumented ${status}`];
      const media = mediaOf(type);
      const described = Object.keys(documented.content ?? {});
      // A refusal whose body the documents leave open may have one, in JSON.
      if (described.length === 0 || status === 204) return text === '' || (status >= 400 && parse(text) !== undefined) ? [] : [`${name} ${status} has a body`];
      if (!described.includes(media)) return [`${name} ${status} is ${media === '' ? 'of no type' : media}, not ${described.join(' or ')}`];
      if (!media.includes('json')) return [];
      const value = parse(text);
      if (value === undefined) return [`${name} ${status} is no JSON`];
      const check = validate(exact, `${pointer}/responses/${status}/content/${escape(media)}/schema`);
      return check(value) ? [] : [`${name} ${status}: ${exact.errorsText(check.errors)}`];
    },
  };
};

/** What a server of a test was sent, held against the documents. */
export const createRequestCheck = (vendor: Vendor): ((seen: Seen) => readonly string[]) => {
  const { request } = createOpenApiCheck(vendor);
  return (seen) => request({ ...seen, type: seen.headers['content-type'] });
};

// Committed OpenAPI documents.
const readDocument = (name: string): Document => JSON.parse(readFileSync(new URL(`../fixtures/vendors/${name}.openapi.json`, import.meta.url), 'utf8')) as Document;

const newAjv = (coerceTypes: false | 'array'): Ajv => {
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes, formats: { URL: true } });
  addFormats(ajv);
  return ajv;
};

/** ajv-formats is CommonJS: its function is the default or the module itself, depending on who loads it. */
const addFormats = ((addFormatsModule as unknown as { readonly default?: unknown }).default ?? addFormatsModule) as (ajv: Ajv) => void;

const toPattern = (under: string, path: string): RegExp => new RegExp(`^${under}${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

const countHoles = (path: string): number => path.split('{').length;

const escape = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

const mediaOf = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
