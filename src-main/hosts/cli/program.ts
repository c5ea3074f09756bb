// The whole command line: the contract's commands by noun and verb, and the short forms people type every day.
import { Command, CommanderError } from 'commander';
import { contract } from '../../../src-shared/contract/contract.ts';
import { addAnchorCommands, anchorApart } from './anchor-command.ts';
import { createActor, tellFailure, usage, type Actor } from './actor.ts';
import { addCodeMapSet } from './code-map-command.ts';
import { addContractCommands, nounOf, verbOf } from './contract-commands.ts';
import type { ExitCode } from './exit-code.ts';
import { addImportCommand, addPreviewCommand } from './import-command.ts';
import { addLogCommands } from './log-command.ts';
import { addPracticeCommands } from './practice-command.ts';
import { addQuarantineCommands } from './quarantine-command.ts';
import { addPushCommand, addVerifyCommand } from './push-command.ts';
import { addHostCommands } from './host-commands.ts';
import { addReleaseCommand } from './release-command.ts';
import { addStatusCommand } from './status-command.ts';
import { addSyncCommand, addUndoCommand } from './sync-command.ts';
import { addWebhookCommand } from './webhook-command.ts';
import { tame } from './print.ts';
import type { CliWorld } from './world.ts';

/** Commands of the contract with a form of their own here. */
const apart: ReadonlySet<string> = new Set([...anchorApart, 'log.check', 'log.erase', 'log.export', 'log.verify-page', 'practice.create', 'quarantine.export', 'quarantine.correct', 'webhook.register']);

const nounAbouts: Readonly<Record<string, string>> = {
  quarantine: 'Rows held for review', 'code-map': 'Regulation codes and what they mean', conflict: 'Where type, jurisdiction and area code disagree',
  destination: 'Vendor lists numbers go to', campaign: 'Campaigns that use a destination’s lists', webhook: 'Addresses that a vendor tells of new entries', run: 'Pushes, batch by batch', 'dead-letter': 'Numbers a vendor refused',
  layout: 'Saved ways of reading files', watch: 'Folders whose new files are imported by themselves', 'area-codes': 'The numbering plan’s area codes', home: 'Everything at a glance', log: 'The sealed log', key: 'The log’s keys', anchor: 'What bears witness outside this computer', secrets: 'Where secrets are kept',
};

/** Words after `dnc-desk`; answers the exit code and never throws for what was typed. */
export const runCli = async (argv: readonly string[], world: CliWorld, version: string): Promise<ExitCode> => {
  const actor = createActor(world);
  const complaints: string[] = [];
  const program = buildProgram(actor, version, (text) => complaints.push(text));
  const json = argv.includes('--json');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return actor.exitCode();
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return 0;
    // commander's own words ("unknown command 'improt' (Did you mean import?)") are good; only --json needs them as a value.
    if (json) tellFailure(world, usage(tame(complaints.join('').trim().replace(/^error: /, ''))), true);
    else world.err(complaints.join(''));
    return 2;
  }
};

const buildProgram = (actor: Actor, version: string, complain: (text: string) => void): Command => {
  const program = new Command('dnc-desk')
    .description('DNC Desk: prepare Do-Not-Call lists offline, push them to contact-centre vendors, and prove it afterwards.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: actor.world.out, writeErr: complain })
    .addHelpText('after', () => contractHelp());
  const commandOf = (noun: string): Command =>
    program.commands.find((command) => command.name() === noun) ?? program.command(noun).description(nounAbouts[noun] ?? '').helpGroup('By noun and verb:');

  program.commandsGroup('Every day:');
  addImportCommand(actor, program.command('import'));
  addPreviewCommand(actor, program.command('preview'));
  addPushCommand(actor, program.command('push'));
  addVerifyCommand(actor, program.command('verify'));
  addReleaseCommand(actor, program.command('release'));
  addStatusCommand(actor, program.command('status'));
  addSyncCommand(actor, program.command('sync'));
  addUndoCommand(actor, program.command('undo'));
  addPracticeCommands(actor, program.command('practice'));
  addHostCommands(actor, program);
  addLogCommands(actor, commandOf('log'));
  addAnchorCommands(actor, commandOf('anchor'), commandOf('key'));
  addQuarantineCommands(actor, commandOf('quarantine'));
  addCodeMapSet(actor, commandOf('code-map'));
  addWebhookCommand(actor, commandOf('webhook'));
  addContractCommands(actor, commandOf, apart);
  return program;
};

const contractHelp = (): string => {
  const lines: string[] = ['', 'Every command, by noun (each has a --help of its own):'];
  const commands = Object.entries(contract);
  for (const noun of new Set(commands.map(([name]) => nounOf(name)))) {
    lines.push('', ...commands.filter(([name]) => nounOf(name) === noun).map(([name, { about }]) => `  ${`${noun} ${verbOf(name)}`.padEnd(26)}${about}`));
  }
  return [
    ...lines, '',
    'Every command: --json, --home <folder>, --help. The data folder is DNC_DESK_HOME or the platform’s own place.',
    'Exit codes: 0 ok, 1 data or vendor, 2 not asked properly, 3 secrets, 4 ledger, 5 busy, 70 defect, 130 interrupted.',
  ].join('\n');
};
