// Judges a file that is staged whole as a version of its list: a registry's by the registry's rules, any by how far it strays from the version before.
import { setImmediate } from 'node:timers/promises';
import type { Layout, ListChange } from '../../src-shared/contract/imports.ts';
import type { ImportMode } from '../../src-shared/contract/layouts.ts';
import { judgeRegistryFile, leastShareOfLast, type RegistryFacts } from '../../src-shared/domain/known-layouts/judge-registry-file.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Staging } from '../ledger/open-staging.ts';
import type { RegistryRecord } from '../ledger/repositories/list-versions.ts';
import type { VersionFacts } from './version-rows.ts';

export type VersionTask = {
  /** The saved layout it is read under, and whether its files are whole lists. */
  readonly layoutId: number | null; readonly mode: ImportMode | null;
  /** What a person answers for: the day a list was obtained (yyyy-mm-dd), and that it is as short as it is. */
  readonly obtained: string | null; readonly isShorter: boolean;
  /** Nobody looks on: at most these shares (0 to 1) may be gone, or held beyond the version before. Null: a person decided to import. */
  readonly limits: { readonly gone: number; readonly held: number } | null;
};

/** What a version is sealed and stored with. */
export type Version = {
  readonly listKey: string; readonly mode: ImportMode | null;
  readonly change: ListChange | null; readonly registry: RegistryRecord | null; readonly watermark: string | null;
  /** Releases whose numbers stand in it again. */
  readonly again: readonly number[];
};

export type VersionQuestion = {
  readonly importId: number; readonly name: string; readonly task: VersionTask; readonly layout: Layout; readonly facts: VersionFacts | null;
  /** Rows with numbers, and those of them that are held. */
  readonly rows: number; readonly held: number;
};

/** What its name and bytes already say against a registry's file, before a row of it is staged; `facts` without its rows. */
export const refuseEarly = (staging: Staging, layout: Layout, file: Pick<RegistryFacts, 'fileName' | 'member' | 'sha256'>, task: VersionTask, on: string): Result<null, FileFailure> => {
  const country = countryOf(layout);
  if (country === null) return ok(null);
  const facts: RegistryFacts = { ...file, kind: kindOf(layout), numbers: Number.POSITIVE_INFINITY, areaCodes: [], from: null, until: null };
  const judged = judgeRegistryFile(facts, staging.versions.registryFiles(country), obtainedOf(layout, task, on));
  if (judged.ok || (judged.failure.why !== 'name-wrong' && judged.failure.why !== 'seen-before')) return ok(null);
  return fail({ type: 'RegistryRefused', name: file.fileName, refusal: judged.failure });
};

/** The import is staged and settled, and stays so. On a failure the caller drops it. */
export const judgeVersion = async (staging: Staging, question: VersionQuestion, on: string): Promise<Result<Version, FileFailure>> => {
  const { importId, name, task, layout, facts } = question;
  const registry = judgeRegistry(staging, question, on);
  if (!registry.ok) return registry;
  const listKey = registry.value !== null
    ? `registry ${registry.value.country}${registry.value.areaCode === null ? '' : ` ${registry.value.areaCode}`}`
    : (task.layoutId === null ? '' : `layout ${task.layoutId}`);
  const watermark = facts?.watermark ?? null;
  // A change list is never the whole, and a registry's full list always is.
  const mode = listKey === '' ? null : layout.known === 'us-changes' ? 'additions' : (task.mode ?? (registry.value === null ? 'additions' : 'full'));
  const last = listKey === '' ? null : staging.versions.last(listKey);
  const heldLimit = task.limits === null ? 1 : Math.min(1, (last?.heldShare ?? 0) + task.limits.held);
  const heldShare = question.rows === 0 ? 0 : question.held / question.rows;
  if (heldShare > heldLimit) return fail({ type: 'ImportDoubtful', name, doubt: 'held', share: heldShare, limit: heldLimit });
  if (last === null || mode === null) return ok({ listKey, mode, change: null, registry: registry.value, watermark, again: [] });

  const found = staging.versions.compare(importId, listKey, mode, facts?.removed ?? []);
  if (task.limits !== null && found.before > 0) {
    if (mode === 'full' && found.now < found.before * leastShareOfLast) return fail({ type: 'ImportDoubtful', name, doubt: 'shorter', share: found.now / found.before, limit: leastShareOfLast });
    const goneShare = found.gone.length / found.before;
    if (goneShare > task.limits.gone) return fail({ type: 'ImportDoubtful', name, doubt: 'gone', share: goneShare, limit: task.limits.gone });
  }
  for (let at = 0; at < found.toPropose.length; at += writtenAtOnce) {
    staging.chunk(() => { staging.versions.addGone(importId, found.toPropose.slice(at, at + writtenAtOnce)); });
    await setImmediate();
  }
  const change = { against: last.importId, added: found.added, changed: found.changed, gone: found.gone.length, proposed: found.toPropose.length, again: found.again.length };
  return ok({ listKey, mode, change, registry: registry.value, watermark, again: found.again });
};

const writtenAtOnce = 2000;

const judgeRegistry = (staging: Staging, { name, task, layout, facts }: VersionQuestion, on: string): Result<RegistryRecord | null, FileFailure> => {
  const country = countryOf(layout);
  if (country === null || facts?.registry == null) return ok(null);
  const { kind, numbers, until } = facts.registry;
  const judged = judgeRegistryFile(facts.registry, staging.versions.registryFiles(country), obtainedOf(layout, task, on), task.isShorter);
  return judged.ok ? ok({ country, kind, numbers, until, ...judged.value }) : fail({ type: 'RegistryRefused', name, refusal: judged.failure });
};

const countryOf = ({ known }: Layout): 'US' | 'CA' | null => {
  if (known === 'ca-registry' || known === 'ca-registry-xml') return 'CA';
  return known === 'us-registry' || known === 'us-registry-xml' || known === 'us-changes' ? 'US' : null;
};
const kindOf = ({ known }: Layout): RegistryFacts['kind'] => (known === 'us-changes' ? 'changes' : 'full');
/** Change lists carry their own times: the day of the import is evidence enough of when they came. */
const obtainedOf = (layout: Layout, { obtained }: VersionTask, on: string): string | null => obtained ?? (kindOf(layout) === 'changes' ? on : null);
