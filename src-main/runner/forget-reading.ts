// Forgets a read-back, however long it is, without anybody having to wait for it.
import type { Ledger } from '../ledger/open-ledger.ts';
import { giveWay } from './give-way.ts';

export const forgetReading = async ({ reconciliations }: Ledger, reading: string): Promise<void> => {
  while (reconciliations.forgetSome(reading)) await giveWay();
};
