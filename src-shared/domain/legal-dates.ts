// How long calls may rest on a version of a registry's list, as data: each rule with its days and where it stands. Shown as a hint; not legal advice.
import type { KnownLayoutId } from './known-layouts/ids.ts';

export type VersionRule = {
  readonly layouts: readonly KnownLayoutId[];
  /** Counted from the day the list was obtained, not imported. */
  readonly days: number;
  /** Null: where it stands was not looked up. */
  readonly source: string | null;
};

const rules: readonly VersionRule[] = [
  { layouts: ['us-registry', 'us-registry-xml'], days: 31, source: '16 CFR 310.4(b)(3)(iv); 47 CFR 64.1200(c)(2)(i)(D)' },
  { layouts: ['ca-registry', 'ca-registry-xml'], days: 31, source: null },
];

export const findVersionRule = (known: KnownLayoutId | null): VersionRule | null => rules.find(({ layouts }) => known !== null && layouts.includes(known)) ?? null;

/** The last day (yyyy-mm-dd) on which a version obtained on a day may be called on. */
export const lastDayOf = ({ days }: VersionRule, obtained: string): string =>
  new Date(Date.parse(`${obtained}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
