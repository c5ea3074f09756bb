// What a leaf has beside it on this computer only, as names and values a person reads: no field’s name and no JSON reaches the page.
import type { JSX } from 'react';
import type { Fact } from '../../ui/layout.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './log.module.css';

const names: Readonly<Record<string, string>> = {
  phone: 'Number', because: 'Reason given', name: 'Name', file: 'File', bytes: 'Size in bytes', to: 'To', address: 'Address', url: 'Address', note: 'Note', failure: 'What failed', why: 'Why', status: 'Status of the answer',
  receipt: 'Vendor’s id of the request', sha256: 'SHA-256 of the answer', vendorDate: 'Vendor’s own clock', expires: 'Expires', list: 'List', probe: 'Numbers looked up by themselves', lines: 'Lines', settings: 'Settings',
};

/** "mustBeListed" -> "Must be listed"; a name with words of its own has them. */
const nameOf = (field: string): string => {
  const words = spaced(field);
  return (Object.hasOwn(names, field) ? names[field] : undefined) ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** "vendorRefused" -> "vendor refused". */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const openingFacts = (fields: Fields): readonly Fact[] => Object.entries(fields).map(([field, value]) => ({ name: nameOf(field), value: <Value value={field === 'failure' && typeof value === 'string' ? spaced(value) : value} /> }));

const Value = ({ value }: { readonly value: unknown }): JSX.Element => {
  if (!Array.isArray(value) || value.length < 2) return <>{wordsOf(value)}</>;
  // oxlint-disable-next-line react/no-array-index-key -- sealed once and for all: no line of it moves
  return <ul className={cx(styles['lines'])}>{value.map((one, index) => <li key={index}>{wordsOf(one)}</li>)}</ul>;
};

/** One line: records by their fields, a probe as a sentence. */
export const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(wordsOf).join('; ');
  if (isRecord(value)) return probeWords(value) ?? (Object.entries(value).map(([field, one]) => `${nameOf(field)}: ${wordsOf(one)}`).join(', ') || 'none');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const probeWords = ({ phone, listName, listed, mustBeListed }: Fields): string | null => {
  if (typeof phone !== 'string' || typeof mustBeListed !== 'boolean') return null;
  const found = listed === true ? 'is listed' : listed === false ? 'is not listed' : 'could not be looked up';
  return `${phone} ${found}${typeof listName === 'string' ? `, “${listName}”` : ''}: ${listed === mustBeListed ? 'as it must be' : 'not as it must be'}`;
};
