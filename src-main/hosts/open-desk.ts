// Opens the desk for any host: the home folder, the real things behind the ports, the core, and the vault where the environment names its passphrase.
import { createClient, type Client } from '../../src-shared/contract/contract.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { createCore } from '../core/create-core.ts';
import type { Core } from '../core/core.ts';
import type { Files } from '../ports/files.ts';
import { buildNeeds } from './build-needs.ts';
import { findHome, openHome, type Environment } from './home-folder.ts';

export type Desk = {
  readonly core: Core;
  readonly client: Client;
  readonly files: Files;
  readonly home: string;
  /** For hosts that stay open: goes on waiting for cooldowns that an earlier process began. */
  readonly stay: () => void;
  readonly close: () => Promise<void>;
};

/** How often hosts that stay look at the watched folders. */
const lookEveryMs = 5000;

/** `home` outranks the environment. A passphrase in DNC_DESK_VAULT_PASSPHRASE is a choice of the vault, made by whoever set it. */
export const openDesk = async (env: Environment, home?: string): Promise<Result<Desk, Failure>> => {
  const folder = openHome(findHome(home === undefined ? env : { ...env, DNC_DESK_HOME: home }));
  if (!folder.ok) return folder;
  const { needs, close: closeNeeds } = buildNeeds(folder.value, env);
  const opened = await createCore(needs);
  if (!opened.ok) {
    await closeNeeds();
    return opened;
  }
  const core = opened.value;
  const client = createClient(core);
  let looking: NodeJS.Timeout | undefined;
  const close = async (): Promise<void> => {
    clearInterval(looking);
    await core.close();
    await closeNeeds();
  };
  // A stop shows on Home; a locked vault or a busy ledger is asked again at the next look.
  const look = async (): Promise<void> => {
    const watched = await client.call('watch.list', {});
    if (watched.ok && watched.value.some(({ stopped, pausedAt = null }) => stopped === null && pausedAt === null)) await client.call('watch.sync', {});
  };
  const stay = (): void => {
    looking ??= setInterval(() => { void look(); }, lookEveryMs);
    looking.unref();
    core.continueCooling().catch((thrown: unknown) => needs.logger.defect(needs.ids.uuid().slice(0, 8), 'continue-cooling', thrown));
  };
  const passphrase = env['DNC_DESK_VAULT_PASSPHRASE'];
  if (passphrase !== undefined && passphrase !== '') {
    const vault = await client.call('secrets.use-vault', { passphrase });
    if (!vault.ok) {
      await close();
      return vault;
    }
  }
  return ok({ core, client, files: needs.files, home: folder.value, stay, close });
};
