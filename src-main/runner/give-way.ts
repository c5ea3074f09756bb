// Lets others have their turn: what came in meanwhile is answered before the work goes on.
import { setImmediate } from 'node:timers/promises';

/** Two turns: what a socket brought is read in the first, and answered in the second. */
export const giveWay = async (): Promise<void> => {
  await setImmediate();
  await setImmediate();
};
