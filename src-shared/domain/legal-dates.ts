// The rules that carry dates, as data: each with its value, its unit, where it stands and since when it holds. Not legal advice.
//
// A deployment may replace a rule by one with the same id; nothing in the program knows these numbers by itself.

export type LegalUnit = 'days' | 'business days' | 'months' | 'years' | 'hour of the day';

export type LegalRule = {
  readonly id: string;
  /** ISO 3166-1, or 3166-2 for a state. */
  readonly jurisdiction: string;
  readonly what: string;
  readonly value: number;
  readonly unit: LegalUnit;
  /** What the time counts from; null where it is no span. */
  readonly from: string | null;
  readonly source: string;
  /** First day on which it holds, yyyy-mm-dd; null: it holds, and since when was not looked up. */
  readonly since: string | null;
};

const rule = (
  id: string, jurisdiction: string, what: string, value: number, unit: LegalUnit, from: string | null, source: string, since: string | null,
): LegalRule => Object.freeze({ id, jurisdiction, what, value, unit, from, source, since });

export const legalRules: readonly LegalRule[] = Object.freeze([
  rule('us-registry-version', 'US', 'A call may rest on a version of the National Registry no older than this', 31, 'days', 'the day the list was obtained, not imported',
    '16 CFR 310.4(b)(3)(iv); 47 CFR 64.1200(c)(2)(i)(D)', '2005-01-01'),
  rule('gb-tps-version', 'GB', 'A call may rest on a version of the TPS no older than this', 28, 'days', 'the day the list was obtained', 'SI 2003/2426 reg. 21', '2003-12-11'),
  rule('ca-lnnte-version', 'CA', 'A call may rest on a version of the National List no older than this', 31, 'days', 'the day the list was obtained', 'CRTC Unsolicited Telecommunications Rules, Part II', '2008-09-30'),
  rule('us-internal-request', 'US', 'A request to the company itself is honoured within', 10, 'business days', 'the day of the request', '47 CFR 64.1200(d)(3), as amended', '2025-04-11'),
  rule('ca-internal-request', 'CA', 'A request to the company itself is honoured within', 14, 'days', 'the day of the request', 'CRTC Unsolicited Telecommunications Rules, Part III', null),
  rule('us-request-kept', 'US', 'A request to the company itself is kept', 5, 'years', 'the day of the request', '47 CFR 64.1200(d)(6)', null),
  rule('ca-request-kept', 'CA', 'A request to the company itself is kept', 3, 'years', '14 days after the request', 'CRTC Unsolicited Telecommunications Rules, Part III', null),
  rule('us-version-record-kept', 'US', 'The record of each version obtained (entity, date accessed, SAN, campaign) is kept', 5, 'years', 'the day the record was made', '16 CFR 310.5 (89 FR 26760)', '2024-05-16'),
  rule('us-request-record-kept', 'US', 'The record of each request (name, number, seller, telemarketer, date, offer) is kept', 5, 'years', 'the day the record was made', '16 CFR 310.5 (89 FR 26760)', '2024-05-16'),
  rule('us-first-hour', 'US', 'Calls begin, in the called person’s time, at', 8, 'hour of the day', null, '47 CFR 64.1200(c)(1); 16 CFR 310.4(c)', null),
  rule('us-last-hour', 'US', 'Calls end, in the called person’s time, at', 21, 'hour of the day', null, '47 CFR 64.1200(c)(1); 16 CFR 310.4(c)', null),
  rule('us-strictest-first-hour', 'US', 'Calls begin in the strictest state checked, Monday to Saturday, at', 9, 'hour of the day', null, 'the strictest of the state laws that were checked', null),
  rule('us-strictest-last-hour', 'US', 'Calls end in the strictest state checked, Monday to Saturday, at', 20, 'hour of the day', null, 'the strictest of the state laws that were checked', null),
  rule('us-strictest-sunday-first-hour', 'US', 'Calls begin in the strictest state checked, on Sunday, at', 12, 'hour of the day', null, 'the strictest of the state laws that were checked', null),
  rule('us-strictest-sunday-last-hour', 'US', 'Calls end in the strictest state checked, on Sunday, at', 20, 'hour of the day', null, 'the strictest of the state laws that were checked', null),
]);

export type StateList = {
  /** ISO 3166-2. */
  readonly state: string;
  /** Months between two versions of the list; null where its cadence was not found: the federal one is the least. */
  readonly everyMonths: number | null;
};

/** States with a list of their own beside the national one. */
export const stateLists: readonly StateList[] = Object.freeze(
  [...['FL', 'IN', 'MA', 'MO', 'TX'].map((state) => ({ state: `US-${state}`, everyMonths: 3 })),
    ...['CO', 'LA', 'OK', 'PA', 'TN', 'WY'].map((state) => ({ state: `US-${state}`, everyMonths: null }))].map((list) => Object.freeze(list)));

/** The rule that holds on a day (yyyy-mm-dd); `own` replaces rules of the same id. Null where there is none, or none yet. */
export const findLegalRule = (id: string, day: string, own: readonly LegalRule[] = []): LegalRule | null => {
  const found = own.find((one) => one.id === id) ?? legalRules.find((one) => one.id === id);
  return found === undefined || (found.since !== null && found.since > day) ? null : found;
};

/** The last day (yyyy-mm-dd) on which a version obtained on a day may be called on; null where the rule counts no days. */
export const lastDayOf = ({ unit, value }: LegalRule, obtained: string): string | null => {
  if (unit !== 'days') return null;
  return new Date(Date.parse(`${obtained}T00:00:00Z`) + value * 86_400_000).toISOString().slice(0, 10);
};
