// `webhook register`: the one act with a secret that may be left out, so it is asked for only where --with-token says that there is one.
import type { Command } from 'commander';
import { ok } from '../../../src-shared/result.ts';
import type { Actor } from './actor.ts';
import { findDestination } from './find-destination.ts';
import { renderValue } from './print.ts';
import { readSecret } from './read-secret.ts';

export const addWebhookCommand = (actor: Actor, noun: Command): void => {
  const command = noun.command('register').description('Let the vendor tell an address of your own of every new entry')
    .requiredOption('--destination-id <number>', 'its name or number')
    .requiredOption('--name <text>', 'as the vendor shows it')
    .requiredOption('--url <address>', 'https address of your own receiver')
    .option('--with-token', 'your receiver asks for a bearer token')
    .addHelpText('after', '\nThe token is asked for without echo, or read from standard input.');
  actor.atDesk(command, async ({ world, client }, options) => {
    const found = await findDestination(client, String(options['destinationId']));
    if (!found.ok) return found;
    const secret = options['withToken'] === true ? await readSecret(world, 'token: ') : ok(undefined);
    if (!secret.ok) return secret;
    const { destinationId } = found.value;
    const made = await client.call('webhook.register', { destinationId, name: String(options['name']), url: String(options['url']), ...(secret.value === undefined ? {} : { secret: secret.value }) });
    return made.ok ? ok({ json: made.value, text: renderValue(made.value) }) : made;
  });
};
