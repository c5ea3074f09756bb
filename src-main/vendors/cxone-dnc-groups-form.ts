// The form of a NICE CXone destination: which fields it has, what is wrong with a filled one, and where signing in begins.
// https://developer.niceincontact.com/Documentation/GettingStarted (access keys, tenant discovery).
import type { FormField } from '../../src-shared/contract/destinations.ts';
import { findAddressFault, trimBase } from './base-address.ts';
import type { Settings } from './connector.ts';

const tokenWays = ['password', 'access-key'] as const;

export const cxoneFields: readonly FormField[] = [
  {
    name: 'tokenWay', label: 'Way of signing in', kind: 'choice', required: true, choices: tokenWays, initial: 'password',
    help: '"password": a registered application (client ID and secret) together with an access key. "access-key": the access key alone.',
  },
  {
    name: 'tenantId', label: 'Tenant ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'The ID of your CXone tenant; it tells where its API is.',
  },
  {
    name: 'accessKeyId', label: 'Access key ID', kind: 'text', required: true, choices: [], initial: '',
    help: 'From My Profile > Access Keys of a user who may view and edit DNC groups.',
  },
  {
    name: 'accessKeySecret', label: 'Access key secret', kind: 'secret', required: true, choices: [], initial: '',
    help: 'Shown by CXone once, when the key is made. It is kept in the keychain of this computer and never shown again.',
  },
  {
    name: 'clientId', label: 'Client ID', kind: 'text', required: false, choices: [], initial: '',
    help: 'Only for "password": the client ID that NICE gave your application.',
  },
  {
    name: 'clientSecret', label: 'Client secret', kind: 'secret', required: false, choices: [], initial: '',
    help: 'Only for "password": the secret of that client ID. It is kept in the keychain of this computer and never shown again.',
  },
  {
    name: 'apiVersion', label: 'API version', kind: 'text', required: true, choices: [], initial: 'v31.0',
    help: 'The version of the Admin API to speak; leave it unless NICE tells you otherwise.',
  },
  {
    name: 'baseAddress', label: 'Other address', kind: 'address', required: false, choices: [], initial: '',
    help: 'Leave empty. Only for a gateway or a practice tenant: signing in begins there instead of at NICE.',
  },
];

/** What is wrong with the settings, without asking the network; null when nothing is. */
export const findCxoneFault = (settings: Settings): { readonly field: string; readonly why: string } | null => {
  const base = read(settings, 'baseAddress');
  const addressFault = base === '' ? null : findAddressFault(base);
  if (addressFault !== null) return { field: 'baseAddress', why: addressFault };
  const way = read(settings, 'tokenWay');
  if (!tokenWays.some((known) => known === way)) return { field: 'tokenWay', why: 'choose "password" or "access-key"' };
  if (read(settings, 'tenantId') === '') return { field: 'tenantId', why: 'the tenant ID is missing' };
  if (read(settings, 'accessKeyId') === '') return { field: 'accessKeyId', why: 'the access key ID is missing' };
  if (way === 'password' && read(settings, 'clientId') === '') return { field: 'clientId', why: 'the client ID is missing; "password" needs it' };
  return /^v\d{1,3}\.\d{1,2}$/.test(readVersion(settings)) ? null : { field: 'apiVersion', why: 'must look like v31.0' };
};

export type CxoneAddresses = { readonly token: string; readonly accessKey: string; readonly discovery: string };

/** Each is scheme, host and port (and a path where a gateway has one). */
export const findCxoneAddresses = (settings: Settings): CxoneAddresses => {
  const base = trimBase(read(settings, 'baseAddress'));
  return base === ''
    ? { token: 'https://cxone.niceincontact.com', accessKey: 'https://na1.nice-incontact.com', discovery: 'https://cxone.niceincontact.com' }
    : { token: base, accessKey: base, discovery: base };
};

export const readVersion = (settings: Settings): string => read(settings, 'apiVersion') || 'v31.0';

const read = (settings: Settings, field: string): string => settings[field]?.trim() ?? '';
