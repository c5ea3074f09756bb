// The jurisdictions a code can mean: states, provinces and countries of the North American plan, as ISO 3166 codes with their names.
import { countriesOfThePlan, provincesOfCanada, statesOfTheUs } from '../../../src-shared/domain/jurisdiction-names.ts';
import type { Option } from '../../ui/select-field.tsx';

/** Stands for "no jurisdiction", since a choice needs a word. */
export const LEFT_OPEN = 'left-open';

const named = (prefix: string, names: Readonly<Record<string, string>>): readonly Option<string>[] =>
  Object.entries(names).map(([code, name]) => ({ value: `${prefix}${code}`, label: `${name} (${prefix}${code})` }));

const jurisdictionOptions: readonly Option<string>[] = [
  { value: LEFT_OPEN, label: 'Left to the row or the area code' },
  ...named('US-', statesOfTheUs), ...named('CA-', provincesOfCanada), ...named('', countriesOfThePlan),
];

const labels = new Map(jurisdictionOptions.map(({ value, label }) => [value, label]));

/** "US-CA" -> "California (US-CA)"; an unknown one stays as it is. */
export const jurisdictionLabel = (jurisdiction: string): string => labels.get(jurisdiction) ?? jurisdiction;

/** The options with the value at hand among them, should it be one that the list does not have. */
export const optionsWith = (jurisdiction: string | null): readonly Option<string>[] =>
  jurisdiction === null || labels.has(jurisdiction) ? jurisdictionOptions : [...jurisdictionOptions, { value: jurisdiction, label: jurisdiction }];
