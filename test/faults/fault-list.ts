// Every fault of the far side that the table runs, and what may honestly be left behind while it lasts.
import type { FaultRule } from '../../src-main/practice/practice.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import { mayMount } from '../helpers/may-mount.ts';
import { createConnectors } from '../../src-main/vendors/registry.ts';

export type TableFault = {
  readonly name: string;
  readonly rules: readonly FaultRule[];
  /** The tenant's clock beside ours. */
  readonly skewMs?: number;
  readonly propagationMs?: number;
  /** The list cannot be seen as it is while this lasts, so nothing may be called ACTIVE. */
  readonly blinds?: true;
  /** What is shown instead may be an export of the second before, by a process that died since: then it is true after all. */
  readonly mayBeTrue?: true;
  /** Comes once all is pushed: some dialects read before they push, and would never come so far. */
  readonly afterPush?: true;
  /** The tenant says that it kept what it did not keep. */
  readonly lies?: (dialect: Dialect) => boolean;
  /** A batch may be kept in part, so that its repeat asks for less. */
  readonly parts?: true;
  /** Where it can come at all; everywhere by default. */
  readonly meets?: (dialect: Dialect) => boolean;
  /** What goes on under it: numbers are taken off instead of being put there. */
  readonly releases?: true;
  /** What the operator or the disk does besides: presses Stop again and again, or is full for a while. */
  readonly blow?: 'stop' | 'disk-full';
};

const dayMs = 86_400_000;
const facts = createConnectors();
export const isRead = (dialect: Dialect): boolean => facts[dialect].facts.verifies === 'read-back';
export const canRemove = (dialect: Dialect): boolean => facts[dialect].facts.removes !== false;

/** Two requests in a row, and another later: what is repeated meets it again. */
const twice = (fault: FaultRule['fault']): readonly FaultRule[] => [{ on: 'push', nth: 2, times: 2, fault }, { on: 'push', nth: 7, fault }];
const answer = (status: number): FaultRule['fault'] => ({ kind: 'status', status });
const reading = (fault: FaultRule['fault']): Pick<TableFault, 'rules' | 'blinds' | 'afterPush' | 'meets'> => ({ rules: [{ on: 'read', fault }], blinds: true, afterPush: true, meets: isRead });

const storm: readonly FaultRule['fault'][] = [
  answer(503), { kind: 'reset-after-applying' }, { kind: 'html' }, { kind: 'omit-some', every: 4 }, { kind: 'half-json' }, answer(429), { kind: 'reset-before' },
  { kind: 'token-ended' }, answer(413), { kind: 'reset-mid-body' }, { kind: 'duplicate-some', every: 3 },
];

export const meets = (fault: TableFault, dialect: Dialect): boolean => fault.meets?.(dialect) ?? true;

const pushFaults: readonly TableFault[] = [
  { name: '429 with Retry-After', rules: twice({ kind: 'status', status: 429, retryAfterSeconds: 1 }) },
  { name: '429 without Retry-After', rules: twice(answer(429)) },
  { name: '500', rules: twice(answer(500)) },
  { name: '502', rules: twice(answer(502)) },
  { name: '503', rules: twice(answer(503)) },
  { name: '504', rules: twice(answer(504)) },
  { name: 'slow', rules: twice({ kind: 'slow', ms: 300 }) },
  { name: 'reset before the answer', rules: twice({ kind: 'reset-before' }) },
  { name: 'reset during the answer', rules: twice({ kind: 'reset-mid-body' }) },
  { name: 'reset after applying', rules: twice({ kind: 'reset-after-applying' }) },
  { name: 'half JSON', rules: twice({ kind: 'half-json' }) },
  { name: 'HTML', rules: twice({ kind: 'html' }) },
  { name: 'wrong content type', rules: twice({ kind: 'status', status: 200, body: 'OK', contentType: 'text/plain' }) },
  // Genesys lists answer nothing but a status: what is not kept shows when it is read back.
  { name: '200/207 partial', rules: twice({ kind: 'refuse-some', every: 5 }), parts: true, lies: (dialect) => dialect === 'genesys-dnclists' },
  { name: 'entry missing', rules: twice({ kind: 'omit-some', every: 5 }) },
  { name: 'entry twice', rules: twice({ kind: 'duplicate-some', every: 5 }) },
  { name: 'entry forgotten', rules: twice({ kind: 'forget-some', every: 5 }), parts: true, lies: () => true },
  { name: '401 in mid-run', rules: [2, 7].map((nth) => ({ on: 'push', nth, fault: { kind: 'token-ended' } })) },
  { name: 'token endpoint down', rules: [{ on: 'push', nth: 3, fault: { kind: 'token-ended' } }, { on: 'token', nth: 2, times: 1_000_000, fault: answer(503) }] },
  { name: '413', rules: [{ on: 'push', nth: 2, times: 3, fault: answer(413) }] },
  { name: 'one after the other', rules: storm.map((fault, i): FaultRule => ({ on: 'push', nth: i + 2, fault })) },
  { name: 'clock a day ahead', rules: [], skewMs: dayMs },
  { name: 'clock a day behind', rules: [], skewMs: -dayMs },
  { name: 'endless propagation', rules: [], propagationMs: 30 * dayMs, blinds: true, meets: isRead },
  { name: 'older export', rules: [{ on: 'read', fault: { kind: 'older-export' } }], blinds: true, mayBeTrue: true, meets: (dialect) => dialect === 'genesys-dnclists' },
  { name: 'read-back 503', ...reading(answer(503)) },
  { name: 'read-back half', ...reading({ kind: 'half-json' }) },
  { name: 'read-back reset', ...reading({ kind: 'reset-mid-body' }) },
  { name: 'read-back HTML', ...reading({ kind: 'html' }) },
  { name: 'Stop, three times', rules: [{ on: 'push', fault: { kind: 'slow', ms: 25 } }], blow: 'stop' },
  // Only who may mount one can have a disk that is small enough to fill.
  { name: 'disk full', rules: [{ on: 'push', fault: { kind: 'slow', ms: 25 } }], blow: 'disk-full', meets: mayMount },
];

/** Those that say nothing of a removal: they concern a push alone, or what a list shows that nothing was taken from. */
const ofPushesAlone: ReadonlySet<string> = new Set(['entry forgotten', 'entry twice', 'endless propagation', 'disk full']);

/** Whoever releases has signed in already: the first token asked for is a new one. */
const asRemoval = (rule: FaultRule): FaultRule => {
  if (rule.on === 'push') return { ...rule, on: 'remove' };
  return rule.on === 'token' ? { ...rule, nth: 1 } : rule;
};

/** The same trouble while numbers are taken off, where there is a call for it. */
const releaseFaults: readonly TableFault[] = [
  { name: 'release: no trouble', rules: [], releases: true },
  ...pushFaults.filter(({ name }) => !ofPushesAlone.has(name)).map((fault): TableFault => ({
    ...fault, name: `release: ${fault.name}`, releases: true, rules: fault.rules.map(asRemoval),
    meets: (dialect) => canRemove(dialect) && meets(fault, dialect),
  })),
];

export const tableFaults: readonly TableFault[] = [...pushFaults, ...releaseFaults];
