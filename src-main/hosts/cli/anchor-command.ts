// `anchor cosign FILE` and the other words that take a file in and give one out: what a second person does, and what is asked of them.
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import type { MadeFile } from '../../../src-shared/contract/keys.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { anchorKindWords } from '../../../src-shared/words/anchor-words.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import type { Actor } from './actor.ts';
import { takeOut } from './log-command.ts';
import { tame } from './print.ts';
import { readSecret } from './read-secret.ts';
import type { Answer, AtDesk, CommandOptions } from './world.ts';

/** These have forms of their own: they name files. */
export const anchorApart: readonly string[] = ['anchor.cosign', 'anchor.witness', 'anchor.request', 'anchor.checkpoint-file', 'anchor.add-cosignature', 'key.backup-pepper'];

export const addAnchorCommands = (actor: Actor, anchor: Command, key: Command): void => {
  const cosign = anchor.command('cosign').argument('<request-file>', 'as the other computer made it')
    .description('Cosign another log’s checkpoint, if it continues the last one seen here');
  actor.atDesk(addOut(cosign), async (at, options, [path = '']) => {
    const made = await at.client.call('anchor.cosign', { ticket: admit(at, path) });
    return made.ok ? told(at, options, made.value, `Cosigned ${countOf(made.value.leaves, 'leaf', 'leaves')} of ${tame(made.value.origin)}. Send this file back:`) : made;
  });

  const added = anchor.command('add-cosignature').argument('<file>', 'as the second person sent it back').description('Take in the checkpoint a second person cosigned');
  actor.atDesk(added, async (at, _options, [path = '']) => {
    const taken = await at.client.call('anchor.add-cosignature', { ticket: admit(at, path) });
    return taken.ok ? ok({ json: taken.value, text: `The checkpoint of ${countOf(taken.value.leaves, 'leaf', 'leaves')} is ${anchorKindWords[taken.value.kind]}: ${tame(taken.value.who)}` }) : taken;
  });

  const witness = anchor.command('witness').argument('<file>', 'the other workstation’s checkpoint').description('Seal another workstation’s checkpoint into this log');
  actor.atDesk(witness, async (at, _options, [path = '']) => {
    const sealed = await at.client.call('anchor.witness', { ticket: admit(at, path) });
    return sealed.ok ? ok({ json: sealed.value, text: `Sealed: a checkpoint of ${tame(sealed.value.origin)}` }) : sealed;
  });

  const request = anchor.command('request').description('A file asking a second person to cosign the last checkpoint')
    .option('--vkey <key>', 'whose verifier key; may be left out where there is one person').option('--from <leaves>', 'the size they saw last, where they refuse and name another');
  actor.atDesk(addOut(request), async (at, options) => {
    const made = await at.client.call('anchor.request', {
      ...(typeof options['vkey'] === 'string' ? { vkey: options['vkey'] } : {}), ...(typeof options['from'] === 'string' ? { from: Number(options['from']) } : {}),
    });
    return made.ok ? told(at, options, made.value, `A request over ${countOf(made.value.leaves, 'leaf', 'leaves')}. Give this file to the second person:`) : made;
  });

  const checkpoint = anchor.command('checkpoint-file').description('The last checkpoint as a file, for an auditor or another workstation');
  actor.atDesk(addOut(checkpoint), async (at, options) => {
    const made = await at.client.call('anchor.checkpoint-file', {});
    return made.ok ? told(at, options, made.value, `The checkpoint of ${countOf(made.value.leaves, 'leaf', 'leaves')}. It counts as outside once you record it (dnc-desk anchor hand-over):`) : made;
  });

  const backup = key.command('backup-pepper').description('Write the secret that number labels are made with into a file under a passphrase')
    .addHelpText('after', '\nThe passphrase is asked for without echo, or read from standard input.');
  actor.atDesk(addOut(backup), async (at, options) => {
    const passphrase = await readSecret(at.world, 'passphrase of the backup: ');
    if (!passphrase.ok) return passphrase;
    const made = await at.client.call('key.backup-pepper', { passphrase: passphrase.value });
    return made.ok ? told(at, options, made.value, 'Keep this file and its passphrase apart:') : made;
  });
};

const addOut = (command: Command): Command => command.option('--out <folder>', 'where to put it; else exports in the data folder');

const admit = ({ desk }: AtDesk, path: string): string => desk.files.admit(resolve(path), basename(path));

const told = async (at: AtDesk, options: CommandOptions, made: MadeFile, words: string): Promise<Result<Answer, Failure>> => {
  const { ticket, ...facts } = made;
  const placed = await takeOut(at, ticket, typeof options['out'] === 'string' ? { folder: resolve(options['out']) } : null);
  return placed.ok ? ok({ json: { ...facts, path: placed.value }, text: `${words}\n${placed.value}` }) : placed;
};
