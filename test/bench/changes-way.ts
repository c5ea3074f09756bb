// A list, its next version, and both taken back, alone in a process: prints the time, the waits and what was found of each step as JSON.
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createTestCore, valueOf } from '../helpers/create-test-core.ts';
import { measureBeside, type Beside } from './beside.ts';
import { makeList } from './make-list.ts';
import { peakMegabytes } from './peak-memory.ts';

const [count = '', folder = ''] = process.argv.slice(2);
const rows = Number(count);

export type ChangeStep = Beside & { readonly what: string; readonly found: unknown };

/** One row in fifty is gone, one has another code, and as many new ones stand at the end. */
const makeVersions = async (before: string, after: string): Promise<void> => {
  makeList(before, rows);
  const longer = join(folder, 'longer.csv');
  makeList(longer, rows + Math.floor(rows / 50));
  const out = createWriteStream(after);
  let at = -1;
  for await (const line of createInterface({ input: createReadStream(longer) })) {
    if (at % 50 !== 1 && !out.write(`${at % 50 === 2 ? line.replace(/,(?:FED|STATE|INT|TCPA),/, ',OTHER,') : line}\r\n`)) await once(out, 'drain');
    at += 1;
  }
  out.end();
  await finished(out);
};

const [before, after] = [join(folder, 'before.csv'), join(folder, 'after.csv')];
await makeVersions(before, after);
const world = await createTestCore({ needs: { intakeWorker: new URL('./intake-worker.js', import.meta.url) } });
const { client, admit } = world;
const steps: ChangeStep[] = [];

const timed = async <T>(what: string, work: () => Promise<T>, find: (value: T) => unknown): Promise<T> => {
  const { value, felt } = await measureBeside(world, work);
  steps.push({ what, found: find(value), ...felt });
  return value;
};
const store = async (path: string, layoutId: number | null) => valueOf(await client.call('import.store', { ticket: admit(path), layoutId }));
const undo = async (importId: number) => valueOf(await client.call('import.undo', { importId, because: 'bench' }));
const count4 = ({ accepted, duplicate, numbers }: { readonly accepted: number; readonly duplicate: number; readonly numbers: number }) => ({ accepted, duplicate, numbers });

const { layout } = valueOf(await client.call('import.preview', { ticket: admit(before) }));
const { layoutId } = valueOf(await client.call('layout.save', { name: 'List', layout, mode: 'full', watermarkColumn: null }));
const first = await timed('import of the list', () => store(before, layoutId), count4);
const plain = await timed('the next version as any file', () => store(after, null), count4);
await timed('undo of a file of which others have all but the new rows', () => undo(plain.importId), ({ undone }) => undone);
const second = await timed('the next version, compared with the one before', () => store(after, layoutId), ({ change }) => change);
await timed('undo of a list that its next version inherits', () => undo(first.importId), ({ undone }) => undone);
await timed('undo of what is left, wanted by nobody else', () => undo(second.importId), ({ undone }) => undone);
const defects = [...world.defects];
await world.close();
console.log(JSON.stringify({ steps, megabytes: peakMegabytes(), defects }));
