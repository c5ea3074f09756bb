// `sync` for the system's own scheduler: one look, a meaningful exit code, and lines that each scheduler reads as they were meant; `undo` says what became of everything.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { schedulesFor } from '../../src-main/core/schedule.ts';
import type { WatchPass } from '../../src-shared/contract/watches.ts';
import { ok } from '../../src-shared/result.ts';
import { runLine } from '../support/command-line.ts';
import { createTinyCore, createTinyDesk } from '../support/tiny-core.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-sync-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pass: WatchPass = { watchId: 1, folder: '/lists', imported: [], passedOver: [], stopped: null, busy: false };
const sync = (passes: readonly WatchPass[], ...more: readonly string[]) => runLine(['sync', ...more], { desk: createTinyDesk(createTinyCore({ 'watch.sync': () => ok(passes) }), folder) });

describe('sync', () => {
  it('says what was imported and passed over, and ends with 0', async () => {
    const ran = await sync([{ ...pass, imported: [{ file: 'a.csv', importId: 7, accepted: 1200, duplicate: 3, held: 1 }], passedOver: [{ file: 'b.csv', why: 'seen' }] }]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('a.csv: import 7, 1,200 accepted, 3 there already, 1 held');
    expect(ran.out).toContain('b.csv: imported before');
    expect((await sync([pass])).out).toContain('/lists: nothing new');
    expect(await sync([{ ...pass, paused: true }])).toMatchObject({ code: 0, out: expect.stringContaining('/lists: paused') });
  });
  it('ends with 1 where a folder has stopped, and says why and how it goes on', async () => {
    const ran = await sync([{ ...pass, stopped: { file: 'a.csv', at: 0, failure: { type: 'ImportDoubtful', name: 'a.csv', doubt: 'gone', share: 0.3, limit: 0.05 } } }]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/stopped at a\.csv: 30\.0 % of the numbers .* gone from “a\.csv”.*\n.*watch resume --watch-id 1/);
  });
  it('ends with 5 where another import is under way, and with 2 where no folder is watched', async () => {
    expect((await sync([{ ...pass, busy: true }])).code).toBe(5);
    expect(await sync([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no folder is watched') });
  });
  it('is one JSON value with --json', async () => expect((await sync([pass], '--json')).json()).toEqual([pass]));
  it('with --watch looks until it is interrupted, and says the same thing once', async () => {
    const ran = await runLine(['sync', '--watch'], { desk: createTinyDesk(createTinyCore({ 'watch.sync': () => ok([pass]) }), folder), interrupt: Promise.resolve() });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out.split('\n').filter((line) => line !== '')).toEqual(['/lists: nothing new']);
  });
  it('refuses an interval that is none', async () => expect((await runLine(['sync', '--every', 'often'])).code).toBe(2));
});

describe('the lines for schedulers', () => {
  const odd = { program: ['/opt/DNC Desk/node', "/opt/it's 100% & more/cli.js"], home: '/home/ann/desk', everyMinutes: 15 };
  const words = [...odd.program, 'sync', '--home', odd.home];

  it('are printed without a folder being looked at', async () => {
    const ran = await runLine(['sync', '--print-schedule'], { desk: createTinyDesk(createTinyCore({}), folder) });
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const part of ['schtasks /Create', '<key>StartInterval</key>', '*/15 * * * *', 'sync --home']) expect(ran.out).toContain(part);
  });
  it('come with the command that watches one more folder, as any shell reads it', () => {
    expect(schedulesFor({ ...odd, program: ['/opt/DNC Desk/node', '/opt/cli.js'] }).watchFolder).toBe('"/opt/DNC Desk/node" /opt/cli.js watch set --home /home/ann/desk --file FOLDER');
  });
  it('are for cron a time and a command that the shell reads as these words', () => {
    const { cron } = schedulesFor(odd);
    const [, time, command = ''] = /^(\S+ \S+ \S+ \S+ \S+) (.+)$/.exec(cron) ?? [];
    expect(time).toBe('*/15 * * * *');
    // cron itself takes the backslash from \% (crontab(5)).
    expect(command.replaceAll(String.raw`\%`, '')).not.toContain('%');
    const said = execFileSync('/bin/sh', ['-c', `for word in ${command.replaceAll(String.raw`\%`, '%')}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' });
    expect(said.trimEnd().split('\n')).toEqual(words);
  });
  it.each([[1, '*/1 * * * *'], [45, '*/30 * * * *'], [60, '0 */1 * * *'], [1000, '0 */12 * * *'], [1440, '0 6 * * *']])('every %i minutes is %s for cron', (everyMinutes, time) => {
    expect(schedulesFor({ ...odd, everyMinutes }).cron.startsWith(`${time} `)).toBe(true);
  });
  it('are for Task Scheduler one line whose quotes close and whose command has its own quotes escaped', () => {
    const { taskScheduler } = schedulesFor({ program: [String.raw`C:\Program Files\DNC Desk\dnc-desk.exe`], home: String.raw`C:\Users\Ann\desk`, everyMinutes: 15 });
    expect(taskScheduler).toBe(String.raw`schtasks /Create /TN "DNC Desk sync" /SC MINUTE /MO 15 /TR "\"C:\Program Files\DNC Desk\dnc-desk.exe\" sync --home C:\Users\Ann\desk" /F`);
    expect(schedulesFor({ ...odd, everyMinutes: 2880 }).taskScheduler).toContain('/SC DAILY /MO 2');
  });
  it.skipIf(spawnSync('python3', ['-c', 'import plistlib']).status !== 0)('are for launchd a property list that says these words and this interval', () => {
    const path = join(folder, 'sync.plist');
    writeFileSync(path, schedulesFor(odd).launchd.plist);
    const read = execFileSync('python3', ['-c', 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))', path], { encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual({ Label: 'dnc-desk.sync', ProgramArguments: words, StartInterval: 900 });
  });
});

describe('undo', () => {
  it('takes an import back with its reason and says what became of everything', async () => {
    const core = createTinyCore({ 'import.undo': () => ok({
      file: 'a.csv', lines: 11, header: 1, ignored: 0, blank: 0, accepted: 10, duplicate: 0, quarantined: {}, importId: 7, bytes: 1, sha256: 'ab', format: 'text', encoding: 'utf-8', sheet: null, region: 'US', at: 0, millis: 1, numbers: 10,
      layout: { headerLine: 1, phoneColumns: [0], codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null, jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',' },
      state: 'undone', undone: { at: 0, because: 'x', by: 'Ann', withdrawn: 10, held: 2, inherited: 3, proposed: 4 },
    }) });
    const ran = await runLine(['undo', '7', '--because', 'the wrong file'], { desk: createTinyDesk(core, folder) });
    expect(core.heard[0]).toEqual({ name: 'import.undo', input: { importId: 7, because: 'the wrong file' } });
    expect(ran.out).toMatch(/10 entries left, 2 of them from review[^]*3 numbers stay blocked[^]*4 numbers may be at a vendor/);
  });
  it('is refused without a reason or an import', async () => {
    expect((await runLine(['undo', '7'])).code).toBe(2);
    expect((await runLine(['undo', 'seven', '--because', 'x'])).code).toBe(2);
  });
});
