// Gathers, row by row, what a registry's file is judged by.
import type { Layout } from '../../contract/imports.ts';
import type { RegistryFacts } from './judge-registry-file.ts';
import { readChange } from './us-changes.ts';

export type RegistryGathering = {
  /** The cells of each line that is data, as they stand in the file. */
  readonly see: (cells: readonly string[]) => void;
  readonly facts: (file: Pick<RegistryFacts, 'fileName' | 'member' | 'sha256'>) => RegistryFacts;
};

/** Null where the layout is no registry's: nothing is judged then. */
export const gatherRegistryFacts = (layout: Pick<Layout, 'known'>): RegistryGathering | null => {
  const { known } = layout;
  const isChanges = known === 'us-changes';
  if (!isChanges && known !== 'us-registry' && known !== 'us-registry-xml' && known !== 'ca-registry' && known !== 'ca-registry-xml') return null;
  const areaCodes = new Set<string>();
  let numbers = 0;
  let from: string | null = null;
  let until: string | null = null;

  const see: RegistryGathering['see'] = (cells) => {
    numbers += 1;
    const change = isChanges ? readChange(cells) : null;
    const areaCode = isChanges ? (change?.phone.slice(0, 3) ?? '') : (cells[0] ?? '').trim();
    if (/^\d{3}$/.test(areaCode)) areaCodes.add(areaCode);
    if (change === null) return;
    if (from === null || change.at < from) from = change.at;
    if (until === null || change.at > until) until = change.at;
  };

  return Object.freeze({ see, facts: (file) => ({ ...file, kind: isChanges ? 'changes' : 'full', numbers, areaCodes: [...areaCodes].sort(), from, until }) });
};
