// A push world that lives as long as the test that opened it, whatever becomes of the test.
import { onTestFinished } from 'vitest';
import { createPushWorld, type PushWorld, type WorldOptions } from './push-world.ts';

export const openWorld = async (options: WorldOptions): Promise<PushWorld> => {
  const world = await createPushWorld(options);
  onTestFinished(() => world.close());
  return world;
};
