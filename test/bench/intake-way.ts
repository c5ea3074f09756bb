// One way to take in the file, alone in its process: prints its time, its memory and what it found as JSON.
import Sqlite from 'better-sqlite3';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import Papa from 'papaparse';
import { readPhones } from '../../src-shared/domain/phone.ts';
import { createTestCore, valueOf } from '../helpers/create-test-core.ts';
import { measureBeside } from './beside.ts';
import { peakMegabytes } from './peak-memory.ts';

const [way = '', path = '', folder = ''] = process.argv.slice(2);

/** Through the core, as a host does it. */
const ours = async () => {
  const world = await createTestCore({ needs: { intakeWorker: new URL('./intake-worker.js', import.meta.url) } });
  const { value: view, felt } = await measureBeside(world, async () => valueOf(await world.client.call('import.store', { ticket: world.admit(path) })));
  await world.close();
  const { lines, accepted, duplicate, quarantined, numbers } = view;
  return { ...felt, megabytes: peakMegabytes(), found: { lines, accepted, duplicate, quarantined, numbers } };
};

/** What one writes in an afternoon: parse, ask the library, insert. */
const plain = async () => {
  const started = performance.now();
  const db = new Sqlite(join(folder, 'plain.db'));
  db.exec('CREATE TABLE entry (phone TEXT, name TEXT, state TEXT, code TEXT, requested TEXT, source TEXT); CREATE INDEX entry_phone ON entry (phone)');
  const insert = db.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)');
  let valid = 0;
  let isHeader = true;
  db.exec('BEGIN');
  const parser = createReadStream(path).pipe(Papa.parse(Papa.NODE_STREAM_INPUT));
  for await (const row of parser as AsyncIterable<string[]>) {
    const number = isHeader ? undefined : parsePhoneNumberFromString(row[0] ?? '', 'US');
    isHeader = false;
    if (number?.isValid() !== true) continue;
    valid += 1;
    insert.run(number.number, row[1], row[2], row[3], row[4], row[5]);
  }
  db.exec('COMMIT');
  db.close();
  return { ms: performance.now() - started, megabytes: peakMegabytes(), found: { valid } };
};

/** The first column alone, without reading the file: no cell of it is quoted. */
const numbers = () => {
  const cells = readFileSync(path, 'utf8').split('\r\n').slice(1, -1).map((line) => line.slice(0, line.indexOf(',')));
  const time = (work: (cell: string) => boolean): { readonly ms: number; readonly valid: number } => {
    const started = performance.now();
    let valid = 0;
    for (const cell of cells) if (work(cell)) valid += 1;
    return { ms: performance.now() - started, valid };
  };
  const isOurs = (cell: string): boolean => readPhones(cell, 'US')[0]?.verdict === 'accepted';
  const isTheirs = (cell: string): boolean => parsePhoneNumberFromString(cell, 'US')?.isValid() === true;
  const different = cells.filter((cell) => {
    const [reading] = readPhones(cell, 'US');
    const number = parsePhoneNumberFromString(cell, 'US');
    return (reading?.verdict === 'accepted' ? reading.phone : null) !== (number?.isValid() === true ? number.number : null);
  });
  const rounds = [1, 2, 3].map(() => ({ ours: time(isOurs), theirs: time(isTheirs) }));
  return { rounds, cells: cells.length, different: different.length, examples: different.slice(0, 5) };
};

const ways: Readonly<Record<string, () => unknown>> = { ours, plain, numbers };
console.log(JSON.stringify(await ways[way]?.()));
