// The product's connectors without the vendors' published ceilings: what a fault does is not a matter of pace.
import type { Connector } from '../../src-main/vendors/connector.ts';
import { createConnectors } from '../../src-main/vendors/registry.ts';
import { dialects, type Dialect } from '../../src-shared/domain/dnc.ts';

export const withoutRates = (): Readonly<Record<Dialect, Connector>> => {
  const connectors = createConnectors();
  // One for every dialect, since the list of dialects is walked.
  return Object.fromEntries(dialects.map((dialect) => [dialect, { ...connectors[dialect], facts: { ...connectors[dialect].facts, rate: null } }])) as Record<Dialect, Connector>;
};
