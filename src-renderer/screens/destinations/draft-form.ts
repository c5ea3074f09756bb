// A destination's form as it is being filled in, and what of it goes to the core: settings to keep, secrets to save, nothing else.
import type { DestinationDraft, DestinationView, DialectForm } from '../../../src-shared/contract/destinations.ts';

export type DestinationFields = {
  readonly name: string;
  /** By field name; secrets stand apart and are forgotten once they are saved. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly countries: string;
  readonly lateExpiry: 'permanent' | 'limit';
  readonly shared: boolean;
};

export const fieldsOf = (form: DialectForm, destination: DestinationView | null): DestinationFields => ({
  name: destination?.name ?? '',
  settings: Object.fromEntries(form.fields.filter(({ kind }) => kind !== 'secret').map(({ name, initial }) => [name, destination?.settings[name] ?? initial])),
  secrets: {},
  countries: (destination?.countries ?? []).join(', '),
  lateExpiry: destination?.lateExpiry ?? 'permanent',
  shared: destination?.shared ?? false,
});

/** "us, ca" -> ["US", "CA"]; null when something in it is no two-letter code. */
export const readCountries = (text: string): readonly string[] | null => {
  const codes = text.split(/[\s,;]+/).filter((code) => code !== '').map((code) => code.toUpperCase());
  return codes.every((code) => /^[A-Z]{2}$/.test(code)) ? [...new Set(codes)] : null;
};

export type Mistakes = Readonly<Record<string, string>>;

/** What can be seen to be wrong before the core is asked; by field name, empty when nothing is. */
export const findMistakes = (form: DialectForm, fields: DestinationFields, savedSecrets: readonly string[]): Mistakes => {
  const lacking = form.fields.filter(({ name, kind, required }) => required && (kind === 'secret' ? (fields.secrets[name] ?? '') === '' && !savedSecrets.includes(name) : (fields.settings[name] ?? '').trim() === ''));
  return {
    ...(fields.name.trim() === '' ? { name: 'Give it a name you will recognise.' } : {}),
    ...(readCountries(fields.countries) === null ? { countries: 'Two-letter codes, separated by commas: US, CA.' } : {}),
    ...Object.fromEntries(lacking.map(({ name, label }) => [name, `${label} is needed.`])),
  };
};

/** Settings outside the form (a practice tenant's own) are kept as they are. */
export const draftOf = (fields: DestinationFields, destination: DestinationView | null): Omit<DestinationDraft, 'dialect'> => ({
  name: fields.name.trim(),
  settings: { ...destination?.settings, ...Object.fromEntries(Object.entries(fields.settings).map(([name, value]) => [name, value.trim()])) },
  countries: [...(readCountries(fields.countries) ?? [])],
  lateExpiry: fields.lateExpiry,
  shared: fields.shared,
});

export const typedSecrets = (fields: DestinationFields): readonly (readonly [string, string])[] => Object.entries(fields.secrets).filter(([, secret]) => secret !== '');
