// Signs in to Genesys Cloud by client credentials, for every dialect of its Platform API.
import { toBasic } from './basic-credentials.ts';
import type { SignIn, SignInCall } from './connector.ts';
import { readToken } from './genesys-dnclists-answers.ts';
import { findGenesysAddresses } from './genesys-dnclists-form.ts';
import { tokenRequest } from './genesys-dnclists-requests.ts';

export const signInToGenesys = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const addresses = findGenesysAddresses(settings);
  if (addresses === null) return { kind: 'failed', failure: { type: 'RegionWrong', region: settings['region'] ?? '', why: 'Genesys Cloud has no such region' } };
  const clientId = settings['clientId']?.trim() ?? '';
  const clientSecret = secrets['clientSecret'] ?? '';
  const reply = await http.send(tokenRequest(addresses.login, clientId, clientSecret, signal));
  return readToken(reply, { ...addresses, hidden: [...Object.values(secrets), toBasic(clientId, clientSecret)] });
};
