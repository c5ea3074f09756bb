// The list of checks of a bundle is closed, and a check that was not made counts as one that does not hold.
import type { LogCheck } from '../../src-shared/contract/log.ts';

/** The checks in the order they are made, in the words they are shown with. */
export const bundleChecks = {
  zip: 'The ZIP file is built exactly as exports are',
  complete: 'Every file of an export is there',
  closed: 'No other file is in it',
  signature: 'The list of files is signed by the key in keys/allowed_signers',
  sums: 'Every file has the SHA-256 of the list',
  crc: 'Every file has the checksum of the ZIP',
  key: 'All files in keys/ hold one and the same key',
  note: 'The checkpoint is signed by that key',
  raw: 'The checkpoint in three lines and its plain signature agree with it',
  form: 'Every leaf is canonical and of a known kind',
  order: 'The leaves are numbered without a gap',
  log: 'Every leaf belongs to this log',
  beginning: 'The log begins with its founding and names this key',
  size: 'There are as many leaves as the checkpoint says',
  root: 'The leaves give the root of the checkpoint',
  earlier: 'The log continues the earlier export named in it',
  held: 'The log continues the checkpoint you hold',
} as const;
type CheckName = keyof typeof bundleChecks;

type Facts = Pick<LogCheck, 'origin' | 'leaves' | 'fingerprint'>;
export type Report = {
  /** Records a check: `flaw` null means that it held. Checks after the first flaw are not recorded as made. */
  readonly settle: (name: CheckName, flaw: string | null, remark?: string) => void;
  readonly know: (facts: Partial<Facts>) => void;
  readonly hasFailed: () => boolean;
  readonly end: () => LogCheck;
};

export const createReport = (withHeld: boolean): Report => {
  const names = (Object.keys(bundleChecks) as CheckName[]).filter((name) => withHeld || name !== 'held');
  const settled = new Map<CheckName, { readonly held: boolean; readonly detail: string }>();
  const facts: { -readonly [name in keyof Facts]: Facts[name] } = { origin: null, leaves: null, fingerprint: null };
  const hasFailed = (): boolean => [...settled.values()].some((each) => !each.held);
  return {
    settle: (name, flaw, remark = '') => {
      if (!hasFailed()) settled.set(name, { held: flaw === null, detail: flaw ?? remark });
    },
    know: (more) => Object.assign(facts, more),
    hasFailed,
    end: () => {
      const checks = names.map((name) => {
        const { held, detail } = settled.get(name) ?? { held: false, detail: 'Not checked.' };
        return { what: bundleChecks[name], held, detail };
      });
      return { verdict: checks.every((each) => each.held) ? 'valid' : 'invalid', ...facts, checks };
    },
  };
};
