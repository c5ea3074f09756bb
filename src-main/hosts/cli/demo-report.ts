// What the demo came to, in the one shape scripts read, and whether all of it held.
import type { ImportCount, ImportView } from '../../../src-shared/contract/imports.ts';
import type { DestinationState, Dialect } from '../../../src-shared/domain/dnc.ts';
import { listReasons } from '../../../src-shared/domain/reject.ts';
import { formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import type { Proof } from './demo-prove.ts';
import type { Verified } from './demo-push.ts';
import { renderTable, tame } from './print.ts';

export type DestinationReport = {
  readonly name: string; readonly dialect: Dialect;
  readonly pushed: number; readonly accepted: number; readonly duplicate: number; readonly refused: number;
  readonly deadLetters: number; readonly missing: number; readonly extra: number; readonly state: DestinationState;
};

export type DemoReport = {
  readonly imports: readonly ImportCount[];
  readonly destinations: readonly DestinationReport[];
  readonly log: Omit<Proof, 'signature'>;
  readonly signature: boolean | null;
  readonly millis: number;
};

export const buildReport = (imports: readonly ImportView[], verified: readonly Verified[], { signature, ...log }: Proof, millis: number): DemoReport => ({
  imports: imports.map(({ file, lines, header, ignored, blank, accepted, duplicate, quarantined }) => ({ file, lines, header, ignored, blank, accepted, duplicate, quarantined })),
  destinations: verified.map(({ destination, run, reconciliation }) => ({
    name: destination.name, dialect: destination.dialect,
    pushed: run.numbers, accepted: run.accepted, duplicate: run.duplicate, refused: run.refused,
    deadLetters: destination.deadLetters, missing: reconciliation.missing, extra: reconciliation.extra, state: destination.state,
  })),
  log, signature, millis,
});

const leastRows = 5000;

/** In words, everything the demo promises and this run did not keep; empty when all of it held. */
export const listUnheld = ({ imports, destinations, log, signature }: DemoReport): readonly string[] => {
  const rows = imports.reduce((sum, count) => sum + count.accepted + count.duplicate + heldRows(count), 0);
  const absent = listReasons.filter((reason) => !imports.some(({ quarantined }) => (quarantined[reason] ?? 0) > 0));
  return [
    ...imports.filter((count) => count.header + count.ignored + count.blank + count.accepted + count.duplicate + heldRows(count) !== count.lines).map(({ file }) => `the count of ${tame(file)} does not close`),
    ...(rows < leastRows ? [`only ${formatCount(rows)} rows with numbers`] : []),
    ...(absent.length > 0 ? [`no row was held for: ${absent.join(', ')}`] : []),
    ...(destinations.length === 2 ? [] : ['there are not two destinations']),
    ...destinations.filter(({ state }) => state !== 'ACTIVE').map(({ name, state }) => `${tame(name)} is ${state}`),
    ...destinations.filter(({ missing, extra, deadLetters }) => missing + extra + deadLetters > 0).map(({ name }) => `${tame(name)} has differences or dead letters`),
    ...destinations.filter(({ pushed, accepted, duplicate, refused }) => pushed === 0 || accepted + duplicate + refused !== pushed).map(({ name }) => `${tame(name)} did not answer for every number`),
    ...(log.check === 'valid' ? [] : ['the exported log is not valid']),
    ...(signature === false ? ['ssh-keygen does not accept the signature'] : []),
  ];
};

const heldRows = ({ quarantined }: ImportCount): number => Object.values(quarantined).reduce((sum, rows) => sum + rows, 0);

export const summaryText = (report: DemoReport): string => [
  renderTable(['file', 'lines', 'accepted', 'duplicate', 'held', 'no number'], report.imports.map((count) => [
    tame(count.file), formatCount(count.lines), formatCount(count.accepted), formatCount(count.duplicate), formatCount(heldRows(count)), formatCount(count.header + count.ignored + count.blank),
  ])), '',
  renderTable(['destination', 'pushed', 'accepted', 'there already', 'refused', 'missing', 'extra', 'state'], report.destinations.map((one) => [
    tame(one.name), formatCount(one.pushed), formatCount(one.accepted), formatCount(one.duplicate), formatCount(one.refused), formatCount(one.missing), formatCount(one.extra), one.state,
  ])), '',
  `Log: ${formatCount(report.log.leaves)} leaves, check ${report.log.check}, ssh-keygen ${report.signature === null ? 'not asked' : report.signature ? 'accepted' : 'NOT accepted'}. Took ${formatDuration(report.millis)}.`,
].join('\n');
