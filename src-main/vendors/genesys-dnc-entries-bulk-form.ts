// The form of a destination that takes Genesys telephony DNC entries: its fields, what is wrong with a filled one, and where its calls go.
import type { FormField } from '../../src-shared/contract/destinations.ts';
import { findAddressFault, trimBase } from './base-address.ts';
import type { Settings } from './connector.ts';
import { genesysHosts } from './genesys-dnclists-form.ts';

export const bulkFields: readonly FormField[] = [
  {
    name: 'region', label: 'Region', kind: 'choice', required: true, choices: genesysHosts, initial: 'mypurecloud.com',
    help: 'The part after "apps." in the address at which you sign in to Genesys Cloud. It does not count where another address is given below.',
  },
  {
    name: 'clientId', label: 'Client ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'An OAuth client with the grant "Client Credentials" and the scopes dnc:write, dnc:read and campaign:read.',
  },
  {
    name: 'clientSecret', label: 'Client secret', kind: 'secret', required: true, choices: [], initial: '',
    help: 'Shown beside the client ID. It is kept in the keychain of this computer and never shown again.',
  },
  {
    name: 'campaignIds', label: 'Campaigns', kind: 'text', required: false, choices: [], initial: '',
    help: 'The ids of your outbound campaigns, with commas between them: their rules show whether these entries block anybody.',
  },
  {
    name: 'baseAddress', label: 'Address of the gateway', kind: 'address', required: false, choices: [], initial: '',
    help: 'Where a gateway in front of Genesys offers this interface: sign-in and all calls go there instead of the region.',
  },
];

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findBulkFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  const addressFault = base === '' ? null : findAddressFault(base);
  if (addressFault !== null) return { field: 'baseAddress', why: addressFault };
  if (base === '' && !isGenesysHost(settings['region'] ?? '')) return { field: 'region', why: 'choose the region of your organisation' };
  if ((settings['clientId']?.trim() ?? '') === '') return { field: 'clientId', why: 'the client ID is missing' };
  return readCampaignIds(settings).every(isCampaignId) ? null : { field: 'campaignIds', why: 'ids of campaigns hold letters, digits, "-" and "_" only' };
};

/** Null for a region that does not exist. */
export const findBulkAddresses = (settings: Settings): { readonly login: string; readonly api: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  if (base !== '') return { login: trimBase(base), api: trimBase(base) };
  const host = settings['region'] ?? '';
  return isGenesysHost(host) ? { login: `https://login.${host}`, api: `https://api.${host}` } : null;
};

export const readCampaignIds = (settings: Settings): readonly string[] => [...new Set((settings['campaignIds'] ?? '').split(/[\s,;]+/).filter((id) => id !== ''))];

/** Anything that would change the path is no id. */
export const isCampaignId = (id: string): boolean => /^[\w-]{1,100}$/.test(id);

const isGenesysHost = (host: string): boolean => genesysHosts.some((known) => known === host);
