// How review feels with very many held rows: every command's time, and how long others wait while all of them are decided: `node test/bench/review.ts [rows]`.
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { openLedger } from '../../src-main/ledger/open-ledger.ts';
import { createTestCore, valueOf } from '../helpers/create-test-core.ts';
import { makeHeld } from './make-held.ts';

const rows = Number(process.argv[2] ?? 500_000);
const { core, client, home, close, defects: told, admit } = await createTestCore();
const defects = told as string[]; // the test core adds to it
const ms = (value: number): string => `${value.toFixed(1).padStart(9)} ms`;
const report = (what: string, value: string): void => { console.log(`${what.padEnd(52)}${value}`); };

const made = openLedger(join(home, 'ledger.db'), { now: () => Date.now(), appVersion: 'bench', randomBytes });
if (!made.ok) throw new Error('the ledger did not open');
makeHeld(made.value, rows);
made.value.close();
valueOf(await client.call('code-map.save', { lines: [] }));

const timed = async (what: string, call: (round: number) => Promise<unknown>, rounds = 5): Promise<void> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await call(round);
    times.push(performance.now() - from);
  }
  report(what, `${ms(times[0] ?? 0)} first, ${ms(times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0)} median, ${ms(Math.max(...times))} longest`);
};
const page = (more: object, offset = 0) => client.call('quarantine.page', { offset, limit: 100, ...more });

report('held rows', String(valueOf(await client.call('quarantine.summary', {})).held));
await timed('summary', () => client.call('quarantine.summary', {}));
await timed('summary of one import', () => client.call('quarantine.summary', { importId: 1 }));
await timed('first page', () => page({}));
await timed('a page in the middle', (round) => page({}, Math.floor(rows / 2) + round * 1000));
await timed('the last page', (round) => page({}, rows - 1000 - round * 100));
await timed('one reason, its last page', (round) => page({ reason: 'no_area_code' }, Math.floor(rows / 7) - 1000 - round * 100));
await timed('three reasons, a page in the middle', (round) => page({ reasons: ['words', 'placeholder', 'letters_around'] }, Math.floor(rows / 3) + round * 100));
await timed('with a suggestion, a page in the middle', (round) => page({ suggested: true }, Math.floor(rows / 4) + round * 100));
await timed('search, common text', (round) => page({ search: `5550${round}` }));
await timed('search, letters', (round) => page({ search: `home ${round}`.slice(0, 4 + (round % 2)) }));
await timed('search, one hit', (round) => page({ search: `row ${4443 + round * 84}:` }));
await timed('search, no hit', (round) => page({ search: `nothing${round}` }));
await timed('search, no hit, digits', (round) => page({ search: `999888${round}` }));
const fixable = valueOf(await page({ reason: 'no_area_code' })).rows.map(({ entryId }) => entryId);
await timed('fix one', (round) => client.call('quarantine.fix', { entryId: fixable[round] ?? 0, phone: `+1202555010${round}` }));
await timed('discard one', (round) => client.call('quarantine.discard', { entryId: fixable[10 + round] ?? 0, because: 'bench' }));
await timed('fix one and read the page and the figures', async (round) => {
  await client.call('quarantine.fix', { entryId: fixable[20 + round] ?? 0, phone: `+1202555011${round}` });
  await Promise.all([page({}), client.call('quarantine.summary', {})]);
});

/** What others wait meanwhile: the event loop itself, and a screen that looks five times a second. */
const whileIt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const looks: number[] = [];
  const state = { isOver: false };
  let hints = 0;
  const deaf = core.listen(() => { hints += 1; });
  delay.enable();
  const from = performance.now();
  const going = work().finally(() => { state.isOver = true; });
  let shownAt = 0;
  while (!state.isOver) {
    const asked = performance.now();
    const [summary] = await Promise.all([client.call('quarantine.summary', {}), page({})]);
    looks.push(performance.now() - asked);
    if (shownAt === 0 && valueOf(summary).underWay.length > 0) shownAt = performance.now() - from;
    await Promise.race([going, new Promise((resolve) => { setTimeout(resolve, 200); })]);
  }
  const result = await going;
  delay.disable();
  deaf();
  report(what, `${((performance.now() - from) / 1000).toFixed(1)} s; loop p99 ${ms(delay.percentile(99) / 1e6)}, longest ${ms(delay.max / 1e6)}; looks: longest ${ms(Math.max(...looks))}; shown after ${ms(shownAt)}; ${hints} hints`);
  if (typeof result === 'object' && result !== null && 'ok' in result && result.ok !== true) console.log(result, defects.splice(0));
};
await whileIt('accept every suggestion', () => client.call('quarantine.accept', { reasons: ['letters_around', 'ambiguous_prefix'] }));
await timed('decisions listed', () => client.call('quarantine.decisions', { offset: 0, limit: 100 }));
const newest = valueOf(await client.call('quarantine.decisions', { offset: 0, limit: 1 })).rows[0];
await whileIt('take that back', () => client.call('quarantine.undo', { decisionId: newest?.decisionId ?? 0 }));
await whileIt('discard everything of the import', () => client.call('quarantine.discard', { importId: 1, because: 'bench' }));
const last = valueOf(await client.call('quarantine.decisions', { offset: 0, limit: 1 })).rows[0];
await whileIt('take that back', () => client.call('quarantine.undo', { decisionId: last?.decisionId ?? 0 }));
for (const format of ['csv', 'xlsx'] as const) {
  let path = '';
  await whileIt(`export as ${format}`, async () => { path = join(home, 'exports', valueOf(await client.call('quarantine.export', { format })).file); });
  report(`  size of the ${format}`, `${(statSync(path).size / 1e6).toFixed(1)} MB; peak memory so far ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  await whileIt(`preview of the unchanged ${format}`, () => client.call('quarantine.corrections', { ticket: admit(path) }));
}
for (const defect of defects) console.log(defect);
await close();
