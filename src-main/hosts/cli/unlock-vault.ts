// A vault that is there and locked: whoever sits at the terminal is asked for its passphrase once, before the command begins.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../../src-shared/failures.ts';
import { done, type Result } from '../../../src-shared/result.ts';
import type { Desk } from '../open-desk.ts';
import type { CliWorld } from './world.ts';

/** An empty answer goes on without: much can be read while nothing can be signed. */
export const unlockVault = async (world: CliWorld, desk: Desk): Promise<Result<null, Failure>> => {
  if (!isVaultThere(desk)) return done;
  const status = await desk.client.call('secrets.status', {});
  if (!status.ok || status.value.usable) return done;
  if (!world.asks) return done;
  const passphrase = await world.ask('Passphrase of the vault (empty to go on without): ', true);
  if (passphrase === '') return done;
  const opened = await desk.client.call('secrets.use-vault', { passphrase });
  return opened.ok ? done : opened;
};

const isVaultThere = (desk: Desk): boolean => existsSync(join(desk.home, 'vault.json'));
