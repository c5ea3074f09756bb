// A text that names a country becomes its ISO 3166-1 code: two letters, three letters, or its name in our languages or in its own.
import { getCountries, isSupportedCountry } from 'libphonenumber-js/max';

/**
 * For many rows of one file: "gb", "GBR", "United Kingdom", "Großbritannien", "España" -> the code; null for anything else, and for
 * countries that have no numbers. The names are listed (in about 60 ms) when the first text is no code.
 */
export const createCountryReader = (): ((text: string) => string | null) => {
  const answered = new Map<string, string | null>();
  let names: ReadonlyMap<string, string> | null = null;
  const find = (plain: string): string | null => {
    if (/^[A-Z]{2}$/.test(plain)) return plain === 'UK' ? 'GB' : isSupportedCountry(plain) ? plain : null;
    names ??= listNames();
    return names.get(plain) ?? null;
  };
  return (text) => {
    const known = answered.get(text);
    if (known !== undefined) return known;
    const answer = find(plainOf(text));
    if (answered.size >= 5000) answered.clear();
    if (text.length <= 100) answered.set(text, answer);
    return answer;
  };
};

const plainOf = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().replace(/[^\p{L}]+/gu, ' ').replace(/^(?:THE|LA|LE|LES|EL|LOS|DIE) /, '').trim();

/** The four languages that columns are read in, and the one that most people of the country write (Unicode CLDR's likely subtags). */
const listNames = (): ReadonlyMap<string, string> => {
  const inLanguage = new Map<string, Intl.DisplayNames>();
  const nameIn = (language: string, country: string): string => {
    const display = inLanguage.get(language) ?? new Intl.DisplayNames([language], { type: 'region' });
    inLanguage.set(language, display);
    return display.of(country) ?? country;
  };
  const names = new Map<string, string>();
  for (const country of getCountries()) {
    const own = new Intl.Locale(`und-${country}`).maximize().language;
    for (const language of new Set(['en', 'es', 'fr', 'de', own])) {
      const name = plainOf(nameIn(language, country));
      // A name that two countries share (the Congos, without what stands in brackets) names neither; none does in these languages.
      if (name !== '') names.set(name, country);
    }
  }
  for (const [name, country] of otherNames) names.set(name, country);
  return names;
};

/** Three letters (ISO 3166-1 alpha-3) where the first two of them are not simply the code, and names that no table of languages has. */
const otherNames: readonly (readonly [string, string])[] = [
  ...('AFG AF ALB AL DZA DZ ARG AR ARM AM AUS AU AUT AT AZE AZ BHS BS BHR BH BGD BD BRB BB BLR BY BEL BE BLZ BZ BMU BM BOL BO BIH BA BWA BW BRA BR BGR BG KHM KH CMR CM CAN CA CYM KY CHL CL CHN CN '
    + 'COL CO CRI CR HRV HR CUB CU CYP CY CZE CZ DNK DK DMA DM DOM DO ECU EC EGY EG SLV SV EST EE ETH ET FJI FJ FIN FI FRA FR GEO GE DEU DE GHA GH GRC GR GRD GD GUM GU GTM GT GUY GY HTI HT HND HN '
    + 'HKG HK HUN HU ISL IS IND IN IDN ID IRN IR IRQ IQ IRL IE ISR IL ITA IT JAM JM JPN JP JOR JO KAZ KZ KEN KE KOR KR KWT KW LVA LV LBN LB LTU LT LUX LU MYS MY MLT MT MEX MX MDA MD MCO MC MAR MA '
    + 'NPL NP NLD NL NZL NZ NIC NI NGA NG NOR NO OMN OM PAK PK PAN PA PRY PY PER PE PHL PH POL PL PRT PT PRI PR QAT QA ROU RO RUS RU SAU SA SRB RS SGP SG SVK SK SVN SI ZAF ZA ESP ES LKA LK SWE SE '
    + 'CHE CH TWN TW THA TH TTO TT TUN TN TUR TR UKR UA ARE AE GBR GB USA US URY UY VEN VE VIR VI VNM VN').split(' ').flatMap((code, at, all): (readonly [string, string])[] => (at % 2 === 0 ? [[code, all[at + 1] ?? '']] : [])),
  ['UNITED STATES OF AMERICA', 'US'], ['U S A', 'US'], ['U S', 'US'], ['EE UU', 'US'], ['ETATS UNIS D AMERIQUE', 'US'], ['ESTADOS UNIDOS DE AMERICA', 'US'],
  ['GREAT BRITAIN', 'GB'], ['GROSSBRITANNIEN', 'GB'], ['GRANDE BRETAGNE', 'GB'], ['GRAN BRETANA', 'GB'], ['BRITAIN', 'GB'], ['U K', 'GB'], ['ENGLAND', 'GB'], ['SCOTLAND', 'GB'], ['WALES', 'GB'], ['NORTHERN IRELAND', 'GB'],
  ['HOLLAND', 'NL'], ['CZECH REPUBLIC', 'CZ'], ['KOREA', 'KR'], ['RUSSIAN FEDERATION', 'RU'], ['REPUBLIC OF IRELAND', 'IE'],
];
