// What a connector test needs besides a server: a signed-in call, a batch of fictitious numbers, and the steps of a read-back.
import { createHttp } from '../../src-main/ports/node-http.ts';
import type { Batch, Call, ReadBackStep, Settings } from '../../src-main/vendors/connector.ts';

export const testToken = 'token-never-to-be-seen-0815';

/** +1202555 0100 … 0199, then the same over further area codes. */
export const phoneAt = (index: number): string => `+1${200 + 2 + Math.floor(index / 100)}5550${100 + (index % 100)}`;

export const createTestCall = (apiBase: string, settings: Settings = {}, over: Partial<Call> = {}): Call => ({
  http: createHttp({ userAgent: 'dnc-desk-test' }), settings, apiBase, token: () => testToken, signal: new AbortController().signal, ...over,
});

export const createTestBatch = (count: number, over: Partial<Batch> = {}): Batch => ({
  listRef: '4711', dncType: 'FEDERAL', numbers: Array.from({ length: count }, (_, index) => ({ phone: phoneAt(index), jurisdiction: 'US-CA' })), expiresAt: null,
  idempotencyKey: '00000000-0000-4000-8000-000000000001', correlationId: '00000000-0000-4000-8000-000000000002', ...over,
});

/** Takes steps until the end; `act` is asked after each and ends the reading by returning false. */
export const readSteps = async (steps: AsyncGenerator<ReadBackStep, void, void> | undefined, act: (step: ReadBackStep) => boolean = () => true): Promise<readonly ReadBackStep[]> => {
  if (steps === undefined) throw new Error('this dialect reads nothing back');
  const taken: ReadBackStep[] = [];
  for await (const step of steps) {
    taken.push(step);
    if (!act(step) || taken.length > 200) break;
  }
  return taken;
};
