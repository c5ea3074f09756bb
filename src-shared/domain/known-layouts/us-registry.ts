// The US National Do Not Call Registry, full lists: `818,2596712` without a header, or the same as XML (telemarketing.donotcall.gov).
import { knownCodes } from './known-codes.ts';
import type { KnownLayout } from './known-layout.ts';
import { joinRegistryPair, registryCountry, registryLikeness } from './registry-shape.ts';

export const usRegistry: KnownLayout = {
  id: 'us-registry',
  label: 'US National Registry, full list',
  looksLike: (head) => (!head.isRegistryXml && registryCountry(head) === 'US' ? registryLikeness(head, 'US', knownCodes.usRegistry) : null),
  view: () => joinRegistryPair,
};

export const usRegistryXml: KnownLayout = {
  id: 'us-registry-xml',
  label: 'US National Registry, full list as XML',
  looksLike: (head) => (head.isRegistryXml && head.rows.length > 0 && registryCountry(head) !== 'CA' ? registryLikeness(head, 'US', knownCodes.usRegistry) : null),
  view: () => joinRegistryPair,
};
