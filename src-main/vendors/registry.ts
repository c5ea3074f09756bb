// One connector for every dialect; forgetting one does not compile.
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { Connector } from './connector.ts';
import { createCxoneDncEntries } from './cxone-dnc-entries.ts';
import { createCxoneDncGroups } from './cxone-dnc-groups.ts';
import { createGenesysContactlists } from './genesys-contactlists.ts';
import { createGenesysDncEntriesBulk } from './genesys-dnc-entries-bulk.ts';
import { createGenesysDnclistEntries } from './genesys-dnclist-entries.ts';
import { createGenesysDnclists } from './genesys-dnclists.ts';

export const createConnectors = (): Readonly<Record<Dialect, Connector>> => ({
  'genesys-dnclists': createGenesysDnclists(),
  'cxone-dnc-groups': createCxoneDncGroups(),
  'genesys-dnc-entries-bulk': createGenesysDncEntriesBulk(),
  'genesys-dnclist-entries': createGenesysDnclistEntries(),
  'cxone-dnc-entries': createCxoneDncEntries(),
  'genesys-contactlists': createGenesysContactlists(),
});
