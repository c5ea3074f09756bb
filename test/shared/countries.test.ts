// Countries are known by their codes and by their names in many languages; what is none stays unread.
import { expect, it } from 'vitest';
import { createCountryReader } from '../../src-shared/domain/countries.ts';

const readCountry = createCountryReader();

it.each([
  ['us', 'US'], ['GB', 'GB'], ['UK', 'GB'], ['usa', 'US'], ['GBR', 'GB'], ['DEU', 'DE'], ['U.S.A.', 'US'], ['United States', 'US'], ['The Netherlands', 'NL'], ['United Kingdom', 'GB'], ['england', 'GB'],
  ['Deutschland', 'DE'], ['Großbritannien', 'GB'], ['Vereinigtes Königreich', 'GB'], ['España', 'ES'], ['Espana', 'ES'], ['Royaume-Uni', 'GB'], ['Estados Unidos', 'US'], ['México', 'MX'], ['Österreich', 'AT'],
  ['日本', 'JP'], ['Россия', 'RU'], ['Polska', 'PL'], ['Puerto Rico', 'PR'], ['Côte d’Ivoire', 'CI'], [' canada ', 'CA'],
])('%s is %s', (text, country) => expect(readCountry(text)).toBe(country));

it.each(['', 'XX', '1', '+44', 'Atlantis', 'N/A', 'unknown', 'ZZZ'])('%j is none', (text) => expect(readCountry(text)).toBeNull());
