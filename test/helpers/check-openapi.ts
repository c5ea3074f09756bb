// Holds a request that a real server received against a vendor's OpenAPI document: path, method, query and body.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type { Seen } from './vendor-server.ts';

type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: { readonly type?: string } }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: { readonly 'application/json': { readonly schema: object } } };
};
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: object };

/** Answers with every objection; an empty list means that the request is one the document describes. */
export const createRequestCheck = (file: string, basePath: string): ((seen: Seen) => readonly string[]) => {
  const document = JSON.parse(readFileSync(new URL(`../fixtures/vendors/${file}`, import.meta.url), 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
  addFormats(ajv);
  ajv.addSchema({ $id: 'doc', ...document });
  const coercing = new Ajv({ strict: false, coerceTypes: true });
  const pointTo = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as object;

  return (seen) => {
    if (!seen.path.startsWith(basePath)) return [`${seen.path} is not below ${basePath}`];
    const path = seen.path.slice(basePath.length);
    const template = Object.keys(document.paths).sort((a, b) => countHoles(a) - countHoles(b)).find((one) => toPattern(one).test(path));
    const operation = template === undefined ? undefined : document.paths[template]?.[seen.method.toLowerCase()];
    if (operation === undefined) return [`${seen.method} ${path} is not in the document`];
    const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const objections = [...seen.query.keys()].filter((name) => !known.some((parameter) => parameter.name === name)).map((name) => `unknown query ${name}`);
    for (const { name, required, schema } of known) {
      const value = seen.query.get(name);
      if (value === null) {
        if (required === true) objections.push(`query ${name} is missing`);
      } else if (!coercing.validate({ type: 'object', properties: { value: schema } }, { value })) objections.push(`query ${name}: ${coercing.errorsText()}`);
    }
    if (operation.requestBody === undefined) return seen.body === '' ? objections : [...objections, 'a body is not expected'];
    if (seen.body === '') return operation.requestBody.required === true ? [...objections, 'the body is missing'] : objections;
    const valid = ajv.validate(pointTo(operation.requestBody.content['application/json'].schema), JSON.parse(seen.body));
    return valid ? objections : [...objections, ajv.errorsText()];
  };
};

/** ajv-formats is CommonJS: its function is the default or the module itself, depending on who loads it. */
const addFormats = ((addFormatsModule as unknown as { readonly default?: unknown }).default ?? addFormatsModule) as (ajv: Ajv) => void;

const countHoles = (template: string): number => template.split('{').length;

const toPattern = (template: string): RegExp => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
