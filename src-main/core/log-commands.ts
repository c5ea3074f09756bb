// Log and home commands: what is sealed, where secrets are, how to take the log out, and the one thing to do next.
import { open, rename, rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ExportView, HomeView, LogStatus, SecretsStatus } from '../../src-shared/contract/log.ts';
import { decideNext } from '../../src-shared/domain/next-step.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileFailure, SecretFailure } from '../../src-shared/failures.ts';
import { checkBundle } from '../sealed-log/check-bundle.ts';
import { bundleName, exportBundle } from '../sealed-log/export-bundle.ts';
import { originTail } from '../sealed-log/origin.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { countToPush } from './run-commands.ts';
import { viewDestination } from './views.ts';

type LogHandlers = Handlers<'home.get' | 'log.status' | 'log.page' | 'log.kinds' | 'log.export' | 'log.check' | 'secrets.status' | 'secrets.use-vault'>;

export type SecretsDoor = { readonly status: () => Promise<SecretsStatus>; readonly useVault: (passphrase: string) => Promise<Result<SecretsStatus, SecretFailure>> };

export const logCommands = (context: PushContext, secrets: SecretsDoor): LogHandlers => {
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

  const exportLog = async (to: string): Promise<Result<ExportView, FileFailure>> => {
    const signer = ledger.log.signer();
    if (signer === null) throw new Error('the log is unlocked before it is exported');
    const at = needs.clock.now();
    const before = ledger.log.lastExport();
    ledger.transact(() => {
      ledger.log.append({
        kind: 'export.seal',
        body: { level: 'L1', previous: before === null ? null : { root: before.root.toString('base64'), size: before.size } },
        open: { detail: { to: to.toWellFormed() } },
      });
    });
    const checkpoint = ledger.log.latest();
    if (checkpoint === null) throw new Error('a commit always leaves a checkpoint');
    const { size, note, root } = checkpoint;
    const folder = join(needs.home, 'exports');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = bundleName(originTail(signer.origin), size, at);
    const path = join(folder, name);
    const partial = `${path}.part`;
    const file = await open(partial, 'w', 0o600);
    try {
      const made = await exportBundle({
        to: async (chunk) => { await file.writeFile(chunk); },
        leaves: () => ledger.log.leaves(size), size, checkpoint: note, signer, at, appVersion: needs.appVersion,
        earlier: before === null ? null : { checkpoint: before.note, proof: ledger.log.consistency(before.size, size) },
      });
      if (!made.ok) return made;
      await file.sync();
      await file.close();
      await rename(partial, path);
      ledger.transact(() => ledger.log.recordExport({ at, size, root, note, file: name }));
      hint({ type: 'ledger.changed' });
      return ok({ file: name, ticket: needs.files.admit(path, name), bytes: made.value.bytes, sha256: made.value.sha256, leaves: made.value.leaves, checkpoint: made.value.root });
    } finally {
      await file.close().catch(() => {}); // closed already when all went well
      await rm(partial, { force: true });
    }
  };

  /** A dry run costs a look at every number, so it is made anew only when something was sealed since. */
  let planned: { readonly at: number; readonly toPush: ReadonlySet<number> } | null = null;
  const findToPush = (destinations: readonly DestinationView[]): ReadonlySet<number> => {
    if (destinations.some(({ state }) => state === 'PUSHING')) return new Set();
    const at = ledger.log.size();
    if (planned?.at !== at) {
      const resting = destinations.filter(({ state }) => state === 'DRAFT' || state === 'ACTIVE');
      planned = { at, toPush: new Set(resting.map(({ destinationId }) => destinationId).filter((id) => countToPush(context, id) > 0)) };
    }
    return planned.toPush;
  };

  const home = async (): Promise<HomeView> => {
    const now = needs.clock.now();
    const destinations = ledger.destinations.all().map((destination) => viewDestination(ledger, destination, context.connectors[destination.dialect], now));
    const { held } = ledger.quarantine.summary(null);
    const unmapped = ledger.codeMaps.unmappedNumbers(ledger.codeMaps.currentVersion());
    const choices = ledger.conflicts.choices();
    const conflictsOpen = ledger.conflicts.found(ledger.codeMaps.currentVersion(), 0).filter(({ kind, numbers }) => numbers > 0 && choices[kind] === null).length;
    const imports = ledger.imports.count();
    const log = status();
    const { usable } = await secrets.status();
    return {
      destinations, imports, numbers: ledger.imports.countNumbers(), held, unmapped, conflictsOpen, log,
      ...decideNext({ destinations, imports, held, unmapped, conflictsOpen, log, secretsUsable: usable, now, toPush: findToPush(destinations) }),
    };
  };

  return {
    'home.get': async () => ok(await home()),
    'log.status': () => {
      const now = status();
      if (now === null) throw new Error('an unlocked log has a checkpoint');
      return ok(now);
    },
    'log.page': ({ kind, search, offset, limit }) => ok(ledger.log.page({ kind: kind ?? null, search: search === undefined || search === '' ? null : search }, offset, limit)),
    'log.kinds': () => ok(ledger.log.kinds()),
    'log.export': ({ to }) => exportLog(to),
    'log.check': async ({ ticket }) => {
      const file = needs.files.find(ticket);
      return file.ok ? checkBundle(file.value.path, { name: file.value.name }) : fail(file.failure);
    },
    'secrets.status': async () => ok(await secrets.status()),
    'secrets.use-vault': ({ passphrase }) => secrets.useVault(passphrase),
  };
};
