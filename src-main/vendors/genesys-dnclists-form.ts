// The form of a Genesys Cloud destination: which fields it has, what is wrong with a filled one, and where its calls go.
// Hosts: https://developer.genesys.cloud/platform/api/ (login.{host} gives tokens, api.{host} answers calls).
import type { FormField } from '../../src-shared/contract/destinations.ts';
import { findAddressFault, trimBase } from './base-address.ts';
import type { Settings } from './connector.ts';

export const genesysHosts = [
  'mypurecloud.com', 'mypurecloud.ie', 'mypurecloud.com.au', 'mypurecloud.jp', 'mypurecloud.de', 'usw2.pure.cloud', 'cac1.pure.cloud', 'apne2.pure.cloud',
  'euw2.pure.cloud', 'aps1.pure.cloud', 'use2.us-gov-pure.cloud', 'sae1.pure.cloud', 'mec1.pure.cloud', 'apne3.pure.cloud', 'euc2.pure.cloud', 'mxc1.pure.cloud',
  'apse1.pure.cloud', 'edee1.eusc-pure.cloud',
] as const;

export const genesysFields: readonly FormField[] = [
  {
    name: 'region', label: 'Region', kind: 'choice', required: true, choices: genesysHosts, initial: 'mypurecloud.com',
    help: 'The part after "apps." in the address at which you sign in to Genesys Cloud.',
  },
  {
    name: 'clientId', label: 'Client ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'From Admin > Integrations > OAuth: a client with the grant "Client Credentials" and a role that may view, add and edit DNC lists.',
  },
  {
    name: 'clientSecret', label: 'Client secret', kind: 'secret', required: true, choices: [], initial: '',
    help: 'Shown by Genesys beside the client ID. It is kept in the keychain of this computer and never shown again.',
  },
  {
    name: 'baseAddress', label: 'Other address', kind: 'address', required: false, choices: [], initial: '',
    help: 'Leave empty. Only for a gateway or a practice tenant: sign-in and all calls go there instead of the region.',
  },
];

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findGenesysFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  const addressFault = base === '' ? null : findAddressFault(base);
  if (addressFault !== null) return { field: 'baseAddress', why: addressFault };
  if (base === '' && !isGenesysHost(settings['region'] ?? '')) return { field: 'region', why: 'choose the region of your organisation' };
  return (settings['clientId']?.trim() ?? '') === '' ? { field: 'clientId', why: 'the client ID is missing' } : null;
};

/** Null for a region that does not exist. */
export const findGenesysAddresses = (settings: Settings): { readonly login: string; readonly api: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  if (base !== '') return { login: trimBase(base), api: trimBase(base) };
  const host = settings['region'] ?? '';
  return isGenesysHost(host) ? { login: `https://login.${host}`, api: `https://api.${host}` } : null;
};

const isGenesysHost = (host: string): boolean => genesysHosts.some((known) => known === host);
