// Log and home commands: what is sealed, where secrets are, how to take the log out, and everything at a glance.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogStatus } from '../../src-shared/contract/log.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { AlreadySettled, FileFailure, LedgerFailure, ReasonRequired, SecretFailure } from '../../src-shared/failures.ts';
import { createLogExport } from './export-log.ts';
import { createHome } from './home.ts';
import { checkBundle } from '../sealed-log/check-bundle.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import type { SecretsDoor } from './secrets-door.ts';

type LogHandlers = Handlers<'home.get' | 'log.status' | 'log.page' | 'log.kinds' | 'log.export' | 'log.check' | 'log.verify-page' | 'log.accept-restore' | 'secrets.status' | 'secrets.use-vault'>;

export type LogDoor = {
  /** Why nothing may be changed, as far as can be told without the key. */
  readonly trouble: () => Promise<LedgerFailure | null>;
  readonly acceptRestore: (because: string) => Promise<Result<null, SecretFailure | LedgerFailure | AlreadySettled>>;
};

export const logCommands = (context: PushContext, secrets: Pick<SecretsDoor, 'status' | 'useVault'>, door: LogDoor): LogHandlers => {
  const { ledger, needs, hint } = context;

  const status = (): LogStatus | null => {
    const latest = ledger.log.latest();
    const exported = ledger.log.lastExport();
    if (latest === null) return null;
    return {
      origin: ledger.log.origin() ?? '', leaves: ledger.log.size(), root: latest.root.toString('base64'), checkpointAt: latest.at,
      fingerprint: ledger.log.fingerprint(), lastExportAt: exported?.at ?? null, lastExportLeaves: exported?.size ?? null,
    };
  };

  const exportLog = createLogExport(context);

  const home = createHome(context, { status, secrets: secrets.status, trouble: door.trouble });

  const stated = (): LogStatus => {
    const now = status();
    if (now === null) throw new Error('an unlocked log has a checkpoint');
    return now;
  };
  const acceptRestore = async (because: string): Promise<Result<LogStatus, ReasonRequired | AlreadySettled | SecretFailure | LedgerFailure>> => {
    if (because === '') return fail({ type: 'ReasonRequired' });
    const accepted = await door.acceptRestore(because);
    if (!accepted.ok) return accepted;
    hint({ type: 'ledger.changed' });
    return ok(stated());
  };
  const findVerifyPage = async (): Promise<Result<{ readonly file: string; readonly ticket: string }, FileFailure>> => {
    const path = join(needs.pages ?? '', verifyPage);
    const isThere = needs.pages !== undefined && await stat(path).then((found) => found.isFile(), () => false);
    return isThere ? ok({ file: verifyPage, ticket: needs.files.admit(path, verifyPage) }) : fail({ type: 'FileMissing', name: verifyPage });
  };

  return {
    'home.get': async () => ok(await home()),
    'log.status': () => ok(status() ?? notBegun),
    'log.page': ({ kind, search, offset, limit }) => ok(ledger.log.page({ kind: kind ?? null, search: search === undefined || search === '' ? null : search }, offset, limit)),
    'log.kinds': () => ok(ledger.logSearch.kinds()),
    'log.export': exportLog,
    'log.check': async ({ ticket, held }) => {
      const file = needs.files.find(ticket);
      return file.ok ? checkBundle(file.value.path, { name: file.value.name, ...(held === undefined ? {} : { held }) }) : fail(file.failure);
    },
    'log.verify-page': () => findVerifyPage(),
    'log.accept-restore': ({ because }) => acceptRestore(because),
    'secrets.status': async () => ok(await secrets.status()),
    'secrets.use-vault': ({ passphrase }) => secrets.useVault(passphrase),
  };
};

const verifyPage = 'verify.html';
const notBegun: LogStatus = { origin: '', leaves: 0, root: '', checkpointAt: null, fingerprint: '', lastExportAt: null, lastExportLeaves: null };
