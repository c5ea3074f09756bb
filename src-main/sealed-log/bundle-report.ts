// The list of checks of a bundle is closed, and a check that was not made counts as one that does not hold.
import type { CheckState, LogCheck } from '../../src-shared/contract/log.ts';
import type { BundleLevel } from './bundle-format.ts';

/** The checks in the order they are made, in the words they are shown with. */
export const bundleChecks = {
  zip: 'The ZIP file is built exactly as exports are',
  version: 'It has a form that this program knows',
  complete: 'Every file of an export is there',
  closed: 'No other file is in it',
  signature: 'The list of files is signed by the key in keys/allowed_signers',
  sums: 'Every file has the SHA-256 of the list',
  crc: 'Every file has the checksum of the ZIP',
  key: 'All files in keys/ hold one and the same key',
  note: 'The checkpoint is signed by that key',
  raw: 'The checkpoint in three lines and its plain signature agree with it',
  facts: 'bundle.json names the log and the size of the checkpoint',
  form: 'Every leaf is canonical and of a known kind',
  order: 'The leaves are numbered without a gap',
  log: 'Every leaf belongs to this log',
  proved: 'Every leaf in it is proved to stand in the log',
  beginning: 'The log begins with its founding and names its first key',
  history: 'Every key followed the one before it, and the last is this one',
  size: 'There are as many leaves as the checkpoint says',
  root: 'The leaves give the root of the checkpoint',
  openings: 'Every opening is what its leaf committed to',
  rows: 'Every list of rows is what its leaf committed to',
  subject: 'All that is opened is about one and the same number',
  index: 'The number\'s entry stands in the subject index',
  whole: 'The records are exactly those the entry counts',
  earlier: 'The log continues the earlier export named in it',
  anchors: 'What others stamped or cosigned was this log',
  held: 'The log continues the checkpoint you hold',
} as const;
export type CheckName = keyof typeof bundleChecks;

const wholeLogOnly: ReadonlySet<CheckName> = new Set(['form', 'order', 'log', 'size', 'root']);
const openedLogOnly: ReadonlySet<CheckName> = new Set(['rows']);
const certificateOnly: ReadonlySet<CheckName> = new Set(['proved', 'subject', 'index', 'whole']);

/** The checks a bundle of this level must pass; `withHeld`: the asker brought a checkpoint. */
export const checksOf = (level: BundleLevel, withHeld: boolean): readonly CheckName[] =>
  (Object.keys(bundleChecks) as CheckName[]).filter((name) => { // keys of a literal object
    if (name === 'held') return withHeld;
    if (name === 'openings') return level !== 'L1';
    if (openedLogOnly.has(name)) return level === 'L2';
    return !(level === 'L0' ? wholeLogOnly : certificateOnly).has(name);
  });

/** A LogCheck with what the levels add: whose certificate it is, and of how many records. */
export type BundleCheck = LogCheck & { readonly level: BundleLevel | null; readonly subject: { readonly phone: string; readonly records: number } | null };

type Facts = Pick<BundleCheck, 'origin' | 'leaves' | 'fingerprint' | 'level' | 'subject'>;
export type Settle = (name: CheckName, flaw: string | null, remark?: string) => void;
export type Report = {
  /** Records a check: `flaw` null means that it held. Checks after the first flaw are not recorded as made. */
  readonly settle: Settle;
  readonly know: (facts: Partial<Facts>) => void;
  readonly hasFailed: () => boolean;
  readonly end: () => BundleCheck;
};

export const createReport = (withHeld: boolean): Report => {
  const settled = new Map<CheckName, { readonly state: CheckState; readonly detail: string }>();
  const facts: { -readonly [name in keyof Facts]: Facts[name] } = { origin: null, leaves: null, fingerprint: null, level: null, subject: null };
  const hasFailed = (): boolean => [...settled.values()].some(({ state }) => state !== 'held');
  return {
    settle: (name, flaw, remark = '') => {
      if (!hasFailed()) settled.set(name, { state: flaw === null ? 'held' : 'wrong', detail: flaw ?? remark });
    },
    know: (more) => Object.assign(facts, more),
    hasFailed,
    end: () => {
      const checks = checksOf(facts.level ?? 'L1', withHeld).map((name) => {
        const { state, detail } = settled.get(name) ?? { state: 'not-checked' as const, detail: '' };
        return { what: bundleChecks[name], state, detail };
      });
      // Both: a flaw in a check that this level does not list would otherwise be lost.
      return { verdict: !hasFailed() && checks.every(({ state }) => state === 'held') ? 'valid' : 'invalid', ...facts, checks };
    },
  };
};
