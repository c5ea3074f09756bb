// The country of numbers written without a country code: from a country column, from the numbers' own codes, or from the country in which most of them exist.
import { isSupportedCountry } from 'libphonenumber-js/max';
import { createCountryReader } from './countries.ts';
import { readPhones } from './phone.ts';

/** ISO 3166-1. The US where nothing speaks clearly for another: British numbers without their 0 can be numbers in Maine. */
export const guessRegion = (numbers: readonly string[], countries: readonly string[]): string => {
  const named = mostFrequent(countries.map(createCountryReader()).filter((code) => code !== null));
  if (named !== null && named.share >= 0.5) return named.value;
  const samples = numbers.slice(0, 100);
  const international = samples.filter((number) => number.trim().startsWith('+'));
  if (international.length > samples.length / 2) {
    const home = mostFrequent(international.flatMap((number) => readPhones(number, 'US')).flatMap((reading) => (reading.verdict === 'accepted' ? [reading.country] : [])));
    return home !== null && home.share >= 0.8 && isSupportedCountry(home.value) ? home.value : 'US';
  }
  const american = shareIn(samples, 'US');
  if (samples.length === 0 || american >= 0.5) return 'US';
  const clear = bestOf(fixedPlans, samples);
  if (clear.share >= 0.7 && clear.share > american + 0.3) return clear.region;
  const loose = bestOf(loosePlans, samples);
  return loose.share >= 0.9 && loose.share > american + 0.3 && clear.share < 0.4 ? loose.region : 'US';
};

/** Asked in this order; the first of equals wins. */
const fixedPlans = ['GB', 'FR', 'ES', 'NL', 'BE', 'AU', 'IE', 'MX', 'BR', 'ZA', 'NZ', 'CH', 'PT', 'PL', 'SE', 'NO', 'DK', 'CO', 'AR', 'CL', 'PH', 'SG', 'JP'] as const;

/** Plans whose numbers have many lengths: nearly any digits are a number there, so they are proposed only where no other plan fits at all. */
const loosePlans = ['DE', 'IT', 'AT', 'IN'] as const;

const bestOf = (regions: readonly string[], samples: readonly string[]): { readonly region: string; readonly share: number } =>
  regions.map((region) => ({ region, share: shareIn(samples, region) })).reduce((one, next) => (next.share > one.share ? next : one));

/** Numbers of the country itself; a leading zero that had to be restored is half a proof. */
const shareIn = (numbers: readonly string[], region: string): number => {
  const points = numbers.map((number) => {
    const [first] = readPhones(number, region);
    if (first?.verdict !== 'accepted' || (region !== 'US' && first.country !== region)) return 0;
    return first.notes.includes('leading_zero_restored') ? 0.5 : 1;
  });
  return numbers.length === 0 ? 0 : points.reduce<number>((sum, point) => sum + point, 0) / numbers.length;
};

const mostFrequent = (values: readonly string[]): { readonly value: string; readonly share: number } | null => {
  const tally = new Map<string, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  const [most] = [...tally].sort((one, other) => other[1] - one[1]);
  return most === undefined ? null : { value: most[0], share: most[1] / values.length };
};
