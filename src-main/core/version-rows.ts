// What the reading thread learns of a file as a version of a list: a registry's facts, the last word of a change list, and which rows are older than the last version.
import type { Layout } from '../../src-shared/contract/imports.ts';
import type { RegistryFacts } from '../../src-shared/domain/known-layouts/judge-registry-file.ts';
import { gatherRegistryFacts } from '../../src-shared/domain/known-layouts/registry-facts.ts';
import { createSettledChanges, readChange, type SettledChanges } from '../../src-shared/domain/known-layouts/us-changes.ts';
import type { SetAside } from '../../src-shared/domain/reject.ts';
import { isBefore, readWatermark } from '../../src-shared/domain/watermark.ts';
import type { Source } from '../intake/source.ts';

/** `after`: the latest change that the version before told; null: there was none. */
export type Watermark = { readonly column: number; readonly after: string | null };

export type VersionFacts = {
  readonly registry: RegistryFacts | null;
  /** Numbers whose last word in a change list is D: the digits of E.164. */
  readonly removed: readonly number[];
  readonly watermark: string | null;
};

export type VersionReader = {
  /** The cells of each line that is data; why it is no request, or null where its own words decide. */
  readonly see: (cells: readonly string[]) => SetAside | null;
  readonly facts: () => VersionFacts;
};

/** Null where there is nothing to learn: a plain table pays nothing. A change list is read once more, since its last word comes last. */
export const createVersionReader = async (source: Source, layout: Layout, watermark: Watermark | null): Promise<VersionReader | null> => {
  const gathering = gatherRegistryFacts(layout);
  if (gathering === null && watermark === null) return null;
  const settled = layout.known === 'us-changes' ? await settle(source, layout) : null;
  const { name, member = null, sha256 } = source.facts;
  let latest: string | null = null;

  const isOlder = (cell: string): boolean => {
    const changed = readWatermark(cell, layout.dateOrder);
    if (changed === null) return false;
    if (latest === null || changed > latest) latest = changed;
    return watermark?.after != null && isBefore(changed, watermark.after);
  };
  return {
    see: (cells) => {
      gathering?.see(cells);
      if (settled !== null) {
        const change = readChange(cells);
        if (change?.action === 'A' && settled.isRemoved(change.phone)) return 'removed';
      }
      return watermark !== null && isOlder(cells[watermark.column] ?? '') && holdsNumber(cells, layout) ? 'older' : null;
    },
    facts: () => ({ registry: gathering?.facts({ fileName: name, member, sha256 }) ?? null, removed: settled?.removed() ?? [], watermark: latest }),
  };
};

const settle = async (source: Source, layout: Layout): Promise<SettledChanges> => {
  const settled = createSettledChanges();
  const batches = source.rows({ sheet: layout.sheet, delimiter: layout.delimiter, cuts: layout.cuts ?? null });
  // A file that cannot be read to its end says so when its rows are.
  for await (const rows of batches) {
    for (const { cells } of rows) {
      const change = readChange(cells);
      if (change !== null) settled.add(change);
    }
  }
  return settled;
};

const holdsNumber = (cells: readonly string[], { phoneColumns }: Layout): boolean => phoneColumns.some((column) => (cells[column] ?? '').trim() !== '');
