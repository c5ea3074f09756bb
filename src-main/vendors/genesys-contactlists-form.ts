// The form of a destination that marks contacts of Genesys contact lists: its fields, what is wrong with a filled one, and which columns count.
import type { FormField } from '../../src-shared/contract/destinations.ts';
import type { Settings } from './connector.ts';
import { findGenesysFault, genesysFields } from './genesys-dnclists-form.ts';

const usualUnique = 'id';
const usualPhones = 'phone';

export const contactFields: readonly FormField[] = [
  ...genesysFields.map((field) => (field.name === 'clientId'
    ? { ...field, help: 'From Admin > Integrations > OAuth: a client with the grant "Client Credentials" and a role that may view, add and edit contacts and contact lists and view campaigns.' }
    : field)),
  {
    name: 'uniqueColumn', label: 'Unique id column', kind: 'text', required: true, choices: [], initial: usualUnique,
    help: 'The column of your contact lists that holds the unique id; for a contact that is added here it gets the number in E.164.',
  },
  {
    name: 'phoneColumns', label: 'Phone columns', kind: 'text', required: true, choices: [], initial: usualPhones,
    help: 'The columns that hold numbers in E.164, with commas between them; a contact is found by any of them, and a new one is added with the first.',
  },
];

/** `unique` and `phones` are never empty; `all` holds each once. */
export type Columns = { readonly unique: string; readonly phones: readonly [string, ...string[]]; readonly all: readonly string[] };

export const readColumns = (settings: Settings): Columns => {
  const unique = settings['uniqueColumn']?.trim() || usualUnique;
  const [first = usualPhones, ...more] = (settings['phoneColumns'] ?? '').split(',').map((column) => column.trim()).filter((column) => column !== '');
  return { unique, phones: [first, ...more], all: [...new Set([unique, first, ...more])] };
};

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findContactFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const fault = findGenesysFault(settings);
  if (fault !== null) return fault;
  const { unique, phones } = readColumns(settings);
  if (unique.length > 100) return { field: 'uniqueColumn', why: 'the name of a column has at most 100 characters' };
  return phones.length > 10 || phones.some((column) => column.length > 100) ? { field: 'phoneColumns', why: 'at most ten columns of at most 100 characters each' } : null;
};
