// The command line: every contract command by its words, one JSON value, words for failures, and an exit code that says which kind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src-main/hosts/cli/exit-code.ts';
import { flagWords } from '../../src-main/hosts/cli/flag-words.ts';
import { flagsOf } from '../../src-main/hosts/cli/flags.ts';
import { renderTable, tame } from '../../src-main/hosts/cli/print.ts';
import { contract } from '../../src-shared/contract/contract.ts';
import type { ImportView, Layout, Preview } from '../../src-shared/contract/imports.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { runLine } from '../support/command-line.ts';
import { createTinyCore, createTinyDesk } from '../support/tiny-core.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const layout: Layout = {
  headerLine: 1, phoneColumns: [1], codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region: 'US', sheet: null, delimiter: ',',
};
const imported: ImportView = {
  file: 'leads.csv', lines: 7, header: 1, ignored: 0, blank: 1, accepted: 3, duplicate: 1, quarantined: { too_short: 1 }, importId: 4, bytes: 99,
  sha256: 'ab', format: 'text', encoding: 'utf-8', sheet: null, region: 'US', layout, at: 1_790_000_000_000, millis: 12, numbers: 4,
};
const preview: Preview = {
  file: { name: 'leads.csv', bytes: 99, sha256: 'ab', format: 'text', encoding: 'utf-8', sheets: [] }, layout, columns: ['Name', 'Home Phone', 'Cell'], rows: [], seenBefore: null,
};

describe('a command of the contract', () => {
  it('is reached by its noun and verb, with flags as its schema has them', async () => {
    const core = createTinyCore({ 'run.page': () => ok({ total: 0, rows: [] }) });
    const ran = await runLine(['run', 'page', '--destination-id', '3', '--json'], { desk: createTinyDesk(core, folder) });
    expect(ran).toMatchObject({ code: 0, out: '{"total":0,"rows":[]}\n', err: '' });
    expect(core.heard).toEqual([{ name: 'run.page', input: { destinationId: 3, offset: 0, limit: 50 } }]);
    expect(core.closed()).toBe(true);
  });

  it('takes choices, lists, pairs and yes or no', async () => {
    const core = createTinyCore({ 'destination.create': () => fail({ type: 'NameTaken', name: 'West' }) });
    const ran = await runLine(
      ['destination', 'create', '--name', 'West', '--dialect', 'genesys-dnclists', '--settings', 'region=mypurecloud.com', '--settings', 'clientId=a=b',
        '--countries', 'US,CA', '--late-expiry', 'limit', '--shared', 'no'],
      { desk: createTinyDesk(core, folder) });
    expect(core.heard[0]?.input).toEqual({
      name: 'West', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: 'a=b' }, countries: ['US', 'CA'], lateExpiry: 'limit', shared: false,
    });
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining('already a destination called “West”') });
  });

  it('takes its whole input as JSON, with flags over it', async () => {
    const core = createTinyCore({});
    await runLine(['quarantine', 'page', '--input', '{"offset":20,"limit":5}', '--limit', '6'], { desk: createTinyDesk(core, folder) });
    expect(core.heard[0]?.input).toEqual({ offset: 20, limit: 6 });
  });

  it.each([
    ['a missing field', ['run', 'get'], '--run-id'],
    ['a number that is none', ['run', 'get', '--run-id', 'x'], 'not a number'],
    ['a choice there is not', ['verify', 'differences', '--reconciliation-id', '1', '--kind', 'odd'], 'Allowed choices'],
    ['JSON that is none', ['run', 'get', '--input', '{'], 'not JSON'],
    ['JSON that is no object', ['run', 'get', '--input', '[1]'], 'JSON object'],
    ['an unknown field', ['run', 'get', '--input', '{"runId":1,"__proto__":{"x":1}}'], 'nrecognized key'],
    ['a misspelt command', ['improt', 'x.csv'], 'Did you mean import?'],
    ['a misspelt verb', ['run', 'strat'], 'Did you mean start?'],
    ['a misspelt flag', ['status', '--jsn'], 'Did you mean --json?'],
    ['a noun without its verb', ['run'], 'Usage: dnc-desk run'],
  ])('answers %s with exit code 2, without opening the desk', async (_what, argv, words) => {
    const ran = await runLine(argv);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(words);
  });

  it('answers a usage error under --json as one value', async () => {
    const ran = await runLine(['run', 'strat', '--json']);
    expect(ran.json()).toMatchObject({ failure: { type: 'InputInvalid' }, title: expect.stringContaining('strat') });
  });

  it('takes a secret from standard input and never as a flag', async () => {
    const core = createTinyCore({});
    const argv = ['destination', 'save-secret', '--destination-id', '1', '--field', 'clientSecret'];
    await runLine(argv, { desk: createTinyDesk(core, folder), input: 'open sesame\n' });
    expect(core.heard[0]?.input).toEqual({ destinationId: 1, field: 'clientSecret', secret: 'open sesame' });
    expect(await runLine([...argv, '--secret', 'open sesame'])).toMatchObject({ code: 2, err: expect.stringContaining('unknown option') });
    expect(await runLine(argv, { desk: createTinyDesk(core, folder), input: '' })).toMatchObject({ code: 2 });
  });

  it('says of every flag what it means', () => {
    const silent = Object.entries(contract).flatMap(([name, { input }]) => flagsOf(input).filter(({ field }) => !['secret', 'passphrase'].includes(field) && flagWords(name, field) === '').map(({ field }) => `${name} ${field}`));
    expect(silent).toEqual([]);
  });

  it('is described in --help, every one of them', async () => {
    const { code, out } = await runLine(['--help']);
    expect(code).toBe(0);
    for (const [name, { about }] of Object.entries(contract)) {
      expect(out).toContain(name.replace('.', ' '));
      expect(out).toContain(about);
    }
  });

  it.each(Object.keys(contract))('%s has a help page of its own', async (name) => {
    const { code, out } = await runLine([...name.split('.'), '--help']);
    expect(code).toBe(0);
    expect(out).toContain('--json');
  });
});

describe('import FILE', () => {
  const path = join(folder, 'leads.csv');
  writeFileSync(path, 'Name,Home Phone,Cell\n');

  it('prints the import object and nothing else under --json', async () => {
    const core = createTinyCore({ 'import.store': () => ok(imported) });
    const ran = await runLine(['import', path, '--json'], { desk: createTinyDesk(core, folder) });
    expect(ran.out).toBe('{"file":"leads.csv","lines":7,"header":1,"ignored":0,"blank":1,"accepted":3,"duplicate":1,"quarantined":{"too_short":1}}\n');
  });

  it('shows the count and that it closes', async () => {
    const core = createTinyCore({ 'import.store': () => ok(imported) });
    const { out } = await runLine(['import', path], { desk: createTinyDesk(core, folder) });
    expect(out).toContain('1 header + 0 ignored + 1 blank + 3 accepted + 1 duplicate + 1 quarantined = 7 lines');
  });

  it('finds columns by header text or position', async () => {
    const core = createTinyCore({ 'import.preview': () => ok(preview), 'import.store': () => ok(imported) });
    const desk = createTinyDesk(core, folder);
    await runLine(['import', path, '--phone', 'home phone', '3', '--region', 'ca', '--code', 'DNC'], { desk });
    expect(core.heard.at(-1)).toMatchObject({ name: 'import.store', input: { layout: { phoneColumns: [1, 2], region: 'CA', fixedCode: 'DNC' } } });
    expect(await runLine(['import', path, '--phone', 'Fax'], { desk })).toMatchObject({ code: 2, err: expect.stringContaining('Name, Home Phone, Cell') });
  });

  it('hands over a ticket, never a path', async () => {
    const core = createTinyCore({ 'import.store': () => ok(imported) });
    await runLine(['import', path], { desk: createTinyDesk(core, folder) });
    expect(JSON.stringify(core.heard)).not.toContain(folder);
  });

  it('ends with the exit code of the failure', async () => {
    const core = createTinyCore({ 'import.store': () => fail({ type: 'FileMissing', name: 'no.csv' }) });
    expect(await runLine(['import', 'no.csv', '--json'], { desk: createTinyDesk(core, folder) })).toMatchObject({ code: 1 });
    expect(await runLine(['import'])).toMatchObject({ code: 2 });
  });
});

describe('code-map set', () => {
  it('adds lines to those that are there', async () => {
    const kept = { code: 'OLD', dncType: 'FEDERAL', jurisdiction: null, reason: '' } as const;
    const view = { version: 1, lines: [kept], codes: [], unmappedNumbers: 0, versions: [] };
    const core = createTinyCore({ 'code-map.get': () => ok(view), 'code-map.save': () => ok({ ...view, version: 2 }) });
    const ran = await runLine(['code-map', 'set', 'CA-DNC=state:us-ca:asked: by phone', '=CORPORATE'], { desk: createTinyDesk(core, folder) });
    expect(ran.code).toBe(0);
    expect(core.heard[1]?.input).toEqual({
      lines: [kept, { code: 'CA-DNC', dncType: 'STATE', jurisdiction: 'US-CA', reason: 'asked: by phone' }, { code: '', dncType: 'CORPORATE', jurisdiction: null, reason: '' }], note: '',
    });
  });

  it('refuses a type there is not, before anything is opened', async () => {
    expect(await runLine(['code-map', 'set', 'X=FEDRAL'])).toMatchObject({ code: 2, err: expect.stringContaining('dncType') });
    expect(await runLine(['code-map', 'set', 'FEDERAL'])).toMatchObject({ code: 2 });
  });
});

describe('log check', () => {
  it('knows only the file: no desk is opened', async () => {
    expect(await runLine(['log', 'check', join(folder, 'none.zip'), '--json'])).toMatchObject({ code: 1, out: expect.stringContaining('FileMissing') });
    const notes = join(folder, 'notes.zip');
    writeFileSync(notes, 'no bundle');
    expect(await runLine(['log', 'check', notes, '--json'])).toMatchObject({ code: 1, out: expect.stringContaining('BundleInvalid') });
  });
});

describe('a locked vault', () => {
  const vaultHome = join(folder, 'with-vault');
  mkdirSync(vaultHome);
  writeFileSync(join(vaultHome, 'vault.json'), '{}');
  const locked = { store: 'none', usable: false, why: 'x', vaultExists: true } as const;

  it('is asked about at a terminal, once, before the command', async () => {
    const core = createTinyCore({ 'secrets.status': () => ok(locked), 'secrets.use-vault': () => ok({ ...locked, store: 'vault', usable: true }), 'run.page': () => ok({ total: 0, rows: [] }) });
    const ran = await runLine(['run', 'page'], { desk: createTinyDesk(core, vaultHome), asks: () => 'four random words' });
    expect(ran.code).toBe(0);
    expect(core.heard.map(({ name }) => name)).toEqual(['secrets.status', 'secrets.use-vault', 'run.page']);
  });

  it('leaves reading possible when nothing is answered', async () => {
    const core = createTinyCore({ 'secrets.status': () => ok(locked), 'run.page': () => ok({ total: 0, rows: [] }) });
    expect(await runLine(['run', 'page'], { desk: createTinyDesk(core, vaultHome), asks: () => '' })).toMatchObject({ code: 0 });
  });

  it('says without a terminal how to give the passphrase', async () => {
    const core = createTinyCore({ 'secrets.status': () => ok(locked), 'log.status': () => fail({ type: 'VaultLocked' }) });
    expect(await runLine(['log', 'status'], { desk: createTinyDesk(core, vaultHome) })).toMatchObject({ code: 3, err: expect.stringContaining('DNC_DESK_VAULT_PASSPHRASE') });
  });
});

describe('exit codes', () => {
  it.each([
    [1, { type: 'FileEmpty', name: 'x' }], [1, { type: 'VendorBusy', retryAfterMs: null }], [2, { type: 'CommandUnknown', name: 'x' }],
    [3, { type: 'KeychainLocked', why: 'x' }], [4, { type: 'LedgerLocked', path: 'x' }], [5, { type: 'RunBusy', runId: 1, owner: 'x' }], [70, { type: 'Defect', id: 'x' }],
  ] as const)('%i for %o', async (code, failure) => {
    expect(exitCodeOf(failure)).toBe(code);
    expect((await runLine(['status'], { desk: fail(failure) })).code).toBe(code);
  });
});

describe('text for people', () => {
  it('lets nothing from a file steer the terminal', () => {
    expect(tame('a\u001b[2Jb\u202ec\r\nd')).toBe('a [2Jb c d');
  });

  it('puts figures on the right and counts wide letters as two', () => {
    expect(renderTable(['n', 'name'], [['5', '東京'], ['1,200', 'x']])).toBe('    n  name\n-----  ----\n    5  東京\n1,200  x');
  });
});
