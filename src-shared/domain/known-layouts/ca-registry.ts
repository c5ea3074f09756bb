// Canada's National Do Not Call List (LNNTE-DNCL): the US registry's two forms, one file for each area code (lnnte-dncl.gc.ca).
import { knownCodes } from './known-codes.ts';
import type { KnownLayout } from './known-layout.ts';
import { joinRegistryPair, registryCountry, registryLikeness } from './registry-shape.ts';

export const caRegistry: KnownLayout = {
  id: 'ca-registry',
  label: 'Canada’s National List (LNNTE)',
  looksLike: (head) => (!head.isRegistryXml && registryCountry(head) === 'CA' ? registryLikeness(head, 'CA', knownCodes.caRegistry) : null),
  view: () => joinRegistryPair,
};

export const caRegistryXml: KnownLayout = {
  id: 'ca-registry-xml',
  label: 'Canada’s National List (LNNTE) as XML',
  looksLike: (head) => (head.isRegistryXml && registryCountry(head) === 'CA' ? registryLikeness(head, 'CA', knownCodes.caRegistry) : null),
  view: () => joinRegistryPair,
};
