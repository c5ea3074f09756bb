// The form of a destination that takes CXone DNC entries: its fields, what is wrong with a filled one, and where its calls go.
import type { FormField } from '../../src-shared/contract/destinations.ts';
import { findAddressFault, trimBase } from './base-address.ts';
import type { Settings } from './connector.ts';

export const entriesFields: readonly FormField[] = [
  {
    name: 'baseAddress', label: 'Address of the gateway', kind: 'address', required: true, choices: [], initial: '',
    help: 'Where the DNC entries of your tenant are kept: sign-in and all calls go there.',
  },
  {
    name: 'clientId', label: 'Client ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'An OAuth client with the grant "Client Credentials" and the scopes dnc:read, dnc:write and tenant:read.',
  },
  {
    name: 'clientSecret', label: 'Client secret', kind: 'secret', required: true, choices: [], initial: '',
    help: 'Shown beside the client ID. It is kept in the keychain of this computer and never shown again.',
  },
];

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findEntriesFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const base = settings['baseAddress']?.trim() ?? '';
  const addressFault = base === '' ? 'the address is missing: there is no common one' : findAddressFault(base);
  if (addressFault !== null) return { field: 'baseAddress', why: addressFault };
  return (settings['clientId']?.trim() ?? '') === '' ? { field: 'clientId', why: 'the client ID is missing' } : null;
};

/** Scheme, host and port (and a path where a gateway has one). */
export const findEntriesBase = (settings: Settings): string => trimBase(settings['baseAddress']?.trim() ?? '');
