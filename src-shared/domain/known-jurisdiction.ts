// Whether a text is a jurisdiction in exactly the form in which area codes and rows name one.
import { isSupportedCountry } from 'libphonenumber-js/max';
import { readJurisdiction } from './jurisdictions.ts';

/** "US-TX", "CA-ON", or a bare country ("US", "GB"); the US's territories are countries of their own ("PR", not "US-PR"). */
export const isJurisdiction = (text: string): boolean =>
  text.includes('-') ? readJurisdiction(text, 'US') === text : isSupportedCountry(text);
