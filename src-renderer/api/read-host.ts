// Believes an answer or an event line only when it has their shape: after a restart another program may hold the port.
import type { CoreEvent } from '../../src-shared/contract/contract.ts';

/** Whether a parsed answer is a Result; what is in it was built by our own core under the contract's types. */
export const isResult = (value: unknown): boolean => {
  if (!isRecord(value)) return false;
  return value['ok'] === true ? 'value' in value : value['ok'] === false && isNamed(value['failure']);
};

/** Events are hints: a line that is none is the hint to look at everything again. */
export const readEvent = (line: string): CoreEvent => {
  try {
    const event: unknown = JSON.parse(line);
    if (isNamed(event)) return event as CoreEvent; // who hears of an event they do not know does nothing
  } catch {
    // Not JSON: no event either.
  }
  return { type: 'ledger.changed', seq: 0 };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const isNamed = (value: unknown): boolean => isRecord(value) && typeof value['type'] === 'string';
