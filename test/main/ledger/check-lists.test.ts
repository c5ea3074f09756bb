// The words a column may hold are those the code knows: each CHECK list of the schema beside the type it is read as, none left out.
import { expect, it } from 'vitest';
import type { DoneFile } from '../../../src-main/ledger/repositories/watches.ts';
import type { AnchorKind } from '../../../src-shared/contract/anchors.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { EntryVerdict, FileFormat, ImportView } from '../../../src-shared/contract/imports.ts';
import { importModes } from '../../../src-shared/contract/layouts.ts';
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { releaseCauses, releaseStates } from '../../../src-shared/contract/releases.ts';
import type { DeadLetterView, Difference, ReconciliationView, RunView } from '../../../src-shared/contract/runs.ts';
import { dncTypes } from '../../../src-shared/domain/dnc.ts';
import { batchStates, numberResults, runStates } from '../../../src-shared/domain/run.ts';
import type { CircuitOpen } from '../../../src-shared/failures.ts';
import { dumpFreshSchema } from '../../write-schema-snapshot.ts';

/** Lacks no member of the type, and has no other: it would not compile. */
const every = <T extends string>(words: Readonly<Record<T, 1>>): readonly string[] => Object.keys(words);
const flag = ['0', '1'];

const known: Readonly<Record<string, readonly string[]>> = {
  'anchor.kind': every<AnchorKind>({ 'hand-over': 1, mail: 1, paper: 1, cosign: 1, rfc3161: 1 }),
  'batch.state': batchStates, 'batch.unsure': flag,
  'batch_number.result': numberResults,
  'circuit.side': every<CircuitOpen['side']>({ push: 1, 'read-back': 1 }),
  'code_map_line.dnc_type': dncTypes, 'destination_list.dnc_type': dncTypes,
  'dead_letter.state': every<DeadLetterView['state']>({ open: 1, retried: 1, corrected: 1, discarded: 1 }),
  'decision.act': every<DecisionView['act']>({ fix: 1, 'accept-suggestions': 1, discard: 1, correct: 1 }),
  'destination.late_expiry': every<DestinationView['lateExpiry']>({ permanent: 1, limit: 1 }), 'destination.shared': flag,
  'difference.kind': every<Difference['kind']>({ missing: 1, extra: 1, different: 1 }),
  'entry.verdict': every<EntryVerdict>({ accepted: 1, duplicate: 1, quarantined: 1, discarded: 1, withdrawn: 1, released: 1 }),
  'import.format': every<FileFormat>({ text: 1, xml: 1, zip: 1, xlsx: 1, ods: 1, xls: 1 }),
  'import.mode': importModes, 'layout.mode': importModes,
  // Nobody is shown an import that is still being staged.
  'import.state': ['staging', ...every<NonNullable<ImportView['state']>>({ stored: 1, undoing: 1, undone: 1 })],
  'reconciliation.state': every<ReconciliationView['state']>({ reading: 1, clean: 1, differences: 1, failed: 1, attested: 1 }),
  'release.cause': releaseCauses,
  // Done is one that is approved and has the time of its end.
  'release.state': releaseStates.filter((state) => state !== 'done'),
  'run.kind': every<RunView['kind']>({ push: 1, release: 1 }), 'run.state': runStates, 'run.stop_wanted': flag,
  'watch_file.outcome': every<DoneFile['outcome']>({ imported: 1, seen: 1, skipped: 1 }),
};

it('every CHECK list of the schema has just the words of its type', () => {
  const lists = [...dumpFreshSchema().matchAll(/^CREATE TABLE (\w+) \([\s\S]*?;$/gmu)].flatMap(([text, table = '']) =>
    [...text.matchAll(/CHECK \((\w+) IN \(([^)]*)\)\)/gu)].map(([, column = '', words = '']) => [`${table}.${column}`, words.split(',').map((word) => word.trim().replaceAll("'", '')).sort()] as const));
  expect(lists.length).toBeGreaterThan(20);
  expect(Object.fromEntries(lists)).toEqual(Object.fromEntries(Object.entries(known).map(([column, words]) => [column, [...words].sort()])));
});
