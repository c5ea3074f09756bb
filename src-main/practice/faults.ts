// The fault plan: which fault, if any, meets a request, decided by counting requests of its kind.
import type { Fault, FaultRule, RequestKind } from './practice.ts';

/** `polls`: the request asks whether an export is ready, the only one an older export can be answered to. */
export type Asked = { readonly kind: RequestKind; readonly polls: boolean };

export type FaultPlan = {
  readonly set: (rules: readonly FaultRule[]) => void;
  /** The fault for this request; every call counts. The first rule that fires wins. */
  readonly meet: (asked: Asked) => Fault | null;
};

export const createFaultPlan = (first: readonly FaultRule[]): FaultPlan => {
  let counted = first.map((rule) => ({ rule, seen: 0 }));
  return {
    set: (rules) => {
      counted = rules.map((rule) => ({ rule, seen: 0 }));
    },
    meet: (asked) => {
      let met: Fault | null = null;
      for (const entry of counted) {
        if (!concerns(entry.rule, asked)) continue;
        entry.seen += 1;
        if (met === null && fires(entry.rule, entry.seen)) met = entry.rule.fault;
      }
      return met;
    },
  };
};

/** Whether the n-th of a batch (0-based index) is hit by a fault that hits every n-th. */
export const isHit = (fault: Fault | null, kind: 'refuse-some' | 'omit-some' | 'duplicate-some' | 'forget-some', index: number): boolean =>
  fault !== null && fault.kind === kind && (index + 1) % Math.max(1, fault.every) === 0;

const concerns = (rule: FaultRule, asked: Asked): boolean => {
  if (rule.on !== 'any' && rule.on !== asked.kind) return false;
  switch (rule.fault.kind) {
    case 'older-export': return asked.polls;
    case 'omit-some': case 'duplicate-some': case 'refuse-some': return asked.kind === 'push' || asked.kind === 'remove';
    case 'forget-some': return asked.kind === 'push';
    default: return true;
  }
};

const fires = (rule: FaultRule, seen: number): boolean => {
  if (rule.nth === undefined) return seen <= (rule.times ?? Infinity);
  return seen >= rule.nth && seen < rule.nth + (rule.times ?? 1);
};
