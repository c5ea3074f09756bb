// `status`: everything at a glance, and the one thing to do next.
import type { Command } from 'commander';
import type { HomeView } from '../../../src-shared/contract/log.ts';
import { ok } from '../../../src-shared/result.ts';
import { countOf, formatCount, formatRemaining } from '../../../src-shared/words/figures.ts';
import { nextStepWords, waitsBeside } from '../../../src-shared/words/state-words.ts';
import type { Actor } from './actor.ts';
import { renderTable, tame } from './print.ts';

export const addStatusCommand = (actor: Actor, command: Command): void => {
  actor.atDesk(command.description('Each destination’s state and what to do next'), async ({ client, world, desk }) => {
    const home = await client.call('home.get', {});
    return home.ok ? ok({ json: home.value, text: statusText(home.value, desk.home, world.clock.now()) }) : home;
  });
};

const statusText = (home: HomeView, folder: string, now: number): string => {
  const rows = home.destinations.map((one) => [
    String(one.destinationId), tame(one.name), one.dialect, one.practice ? 'practice' : 'live',
    one.state === 'COOLING' && one.readyAt !== null ? `COOLING, ${formatRemaining(one.readyAt - now)} left` : (one.attention === null ? (one.state === 'ACTIVE' && one.verifiedBy === 'attestation' ? `ACTIVE: answered for by ${tame(one.attestedBy ?? 'a person')}, not read back` : one.state) : `${one.state}: ${one.attention.replaceAll('-', ' ')}`),
    formatCount(one.listed), formatCount(one.deadLetters),
  ]);
  const next = nextStepWords[home.next];
  const beside = waitsBeside(home);
  return [
    `${countOf(home.imports, 'import')} · ${countOf(home.numbers, 'number')} · ${formatCount(home.held)} in quarantine · ${formatCount(home.unmapped)} with unmapped codes · ${countOf(home.conflictsOpen, 'conflict')} open${(home.releasesProposed ?? 0) === 0 ? '' : ` · ${countOf(home.releasesProposed ?? 0, 'release')} proposed`}`,
    home.log === null ? 'Sealed log: not begun' : `Sealed log: ${countOf(home.log.leaves, 'leaf', 'leaves')}${home.log.fingerprint === '' ? '' : `, key ${home.log.fingerprint}`}`,
    `Data folder: ${folder}`, '',
    rows.length === 0 ? 'No destinations yet.' : renderTable(['id', 'name', 'dialect', 'kind', 'state', 'listed', 'dead letters'], rows), '',
    `Next: ${next.label}${home.nextDestinationId === null ? '' : ` (destination ${home.nextDestinationId})`}. ${next.why}`,
    ...(beside === null ? [] : [beside]),
  ].join('\n');
};
