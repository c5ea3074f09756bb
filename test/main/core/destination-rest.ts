// Waits until a destination has come to rest: pushed, cooled and read back.
import { valueOf, type TestCore } from '../../helpers/create-test-core.ts';

export const restOf = async ({ client }: TestCore, destinationId: number): Promise<void> => {
  for (let i = 0; i < 400; i += 1) {
    const { state } = valueOf(await client.call('destination.get', { destinationId }));
    if (state === 'ACTIVE' || state === 'ATTENTION') return;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  throw new Error('the run did not end');
};
