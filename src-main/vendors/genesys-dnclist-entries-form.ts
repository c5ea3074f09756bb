// The form of a destination that takes entries of Genesys DNC lists: its fields, what is wrong with a filled one, and where its calls go.
import type { FormField } from '../../src-shared/contract/destinations.ts';
import { findAddressFault, trimBase } from './base-address.ts';
import type { Settings } from './connector.ts';
import { genesysHosts } from './genesys-dnclists-form.ts';

export const entriesFields: readonly FormField[] = [
  {
    name: 'region', label: 'Region', kind: 'choice', required: true, choices: genesysHosts, initial: 'mypurecloud.com',
    help: 'The part after "apps." in the address at which you sign in to Genesys Cloud. It does not count where another address is given below.',
  },
  {
    name: 'clientId', label: 'Client ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'An OAuth client with the grant "Client Credentials" that may view DNC lists and add to them.',
  },
  {
    name: 'clientSecret', label: 'Client secret', kind: 'secret', required: true, choices: [], initial: '',
    help: 'Shown beside the client ID. It is kept in the keychain of this computer and never shown again.',
  },
  {
    name: 'baseAddress', label: 'Address of the gateway', kind: 'address', required: false, choices: [], initial: '',
    help: 'Where a gateway in front of Genesys offers this interface: sign-in and all calls go there instead of the region.',
  },
];

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findEntriesFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  const addressFault = base === '' ? null : findAddressFault(base);
  if (addressFault !== null) return { field: 'baseAddress', why: addressFault };
  if (findEntriesBase(settings) === null) return { field: 'region', why: 'choose the region of your organisation' };
  return (settings['clientId']?.trim() ?? '') === '' ? { field: 'clientId', why: 'the client ID is missing' } : null;
};

/** The guide gives tokens under the same address as everything else. Null for a region that does not exist. */
export const findEntriesBase = (settings: Settings): string | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  if (base !== '') return trimBase(base);
  const host = settings['region'] ?? '';
  return genesysHosts.some((known) => known === host) ? `https://api.${host}` : null;
};
