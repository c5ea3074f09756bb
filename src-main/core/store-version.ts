// What a file means as a version of its list when it is stored: its list and change are kept, the proposals that follow are made in short pieces.
import { setImmediate } from 'node:timers/promises';
import type { FileFailure, LedgerFailure, ImportBusy } from '../../src-shared/failures.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import type { CoreContext } from './handlers.ts';
import type { Version, VersionTask } from './judge-version.ts';
import type { Watermark } from './version-rows.ts';

/** What a person answers for, with the written reason. */
export type Vouched = { readonly obtained?: string | undefined; readonly shorter?: boolean | undefined; readonly because: string };
export type Limits = VersionTask['limits'];

/** How the worker is to judge a file under this saved layout. A whole list is read whole: what it lacks is only known then. */
export const versionTask = ({ layouts, versions }: Ledger, layoutId: number | null, vouched: Vouched | null, limits: Limits): { readonly version: VersionTask; readonly watermark: Watermark | null } => {
  const saved = layoutId === null ? null : layouts.find(layoutId);
  const column = saved === null || saved.mode === 'full' ? null : saved.watermarkColumn;
  return {
    version: { layoutId, mode: saved?.mode ?? null, obtained: vouched?.obtained ?? null, isShorter: vouched?.shorter === true, limits },
    watermark: column === null ? null : { column, after: versions.last(`layout ${layoutId}`)?.watermark ?? null },
  };
};

/** The part of an import's leaf that tells of it as a version; nothing where it is none. */
export const versionBody = ({ change, mode, registry }: Version, vouched: Vouched | null): JsonObject => ({
  ...(mode === null ? {} : { mode }),
  ...(change === null ? {} : { change: { ...change } }),
  ...(registry === null ? {} : { registry: { areaCode: registry.areaCode, date: registry.date, kind: registry.kind } }),
  ...(vouched === null ? {} : { vouched: { obtained: vouched.obtained ?? null, shorter: vouched.shorter === true } }),
});

/** A registry's file that is not taken is recorded as well. */
export const sealRefusal = (ledger: Ledger, failure: FileFailure | LedgerFailure | ImportBusy): void => {
  if (failure.type !== 'RegistryRefused') return;
  const { name, refusal } = failure;
  ledger.transact(() => ledger.log.append({ kind: 'decision', body: { act: 'import.refused', why: refusal.why }, open: { detail: { file: name.toWellFormed(), refusal: JSON.stringify(refusal) } } }));
};

/** What a process that died had not proposed yet, the next that imports does. */
export const proposeGone = async ({ ledger, needs, signal }: CoreContext & { readonly signal: AbortSignal }): Promise<void> => {
  if (!ledger.versions.hasGone()) return;
  while (!ledger.transact(() => ledger.versions.proposeSome(needs.clock.now()))) {
    await setImmediate();
    if (signal.aborted) return;
  }
};
