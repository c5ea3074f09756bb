// Says what is wrong with an answer by the vendor's OpenAPI document: an undocumented status, or a body of another shape.
import { readFileSync } from 'node:fs';
import addFormatsModule from 'ajv-formats';
import { Ajv } from 'ajv';

type Operation = { readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>> };
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** `under`: the part of a path before the document's own paths, as a pattern source. */
export const createOpenApiCheck = (dialect: string, under: string) => {
  const file = new URL(`../../fixtures/vendors/${dialect}.openapi.json`, import.meta.url);
  // The fixture is a committed OpenAPI document.
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, formats: { URL: true } });
  // A CommonJS module whose types put the function on `default`.
  (addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);
  ajv.addSchema({ ...document, $id: 'vendor' });
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    path, operations, pattern: new RegExp(`^${under}${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  // A literal segment such as /search goes before a parameter.
  .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

  /** Null when the answer is as documented, or when the address is no part of the document. */
  return (method: string, path: string, status: number, text: string): string | null => {
    const route = routes.find(({ pattern, operations }) => pattern.test(path) && operations[method.toLowerCase()] !== undefined);
    if (route === undefined) return null;
    const documented = route.operations[method.toLowerCase()]?.responses[String(status)];
    if (documented === undefined) return `${method} ${route.path} answers an undocumented ${status}`;
    const schema = documented.content?.['application/json']?.schema;
    if (schema === undefined || status === 204) return text === '' || status >= 400 ? null : `${method} ${route.path} ${status} has a body`;
    const pointer = `vendor#/paths/${route.path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
    const validate = ajv.getSchema(encodeURI(pointer)) ?? ajv.compile({ $ref: encodeURI(pointer) });
    return validate(JSON.parse(text)) ? null : `${method} ${route.path} ${status}: ${ajv.errorsText(validate.errors)}`;
  };
};
