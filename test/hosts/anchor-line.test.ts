// Cosigning on the command line: a request goes out, a second desk signs it or says why not, and the answer comes back in.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../../src-main/hosts/open-desk.ts';
import { createFiles } from '../../src-main/ports/files.ts';
import { createSystemIds } from '../../src-main/ports/ids.ts';
import { beginLog, createTestCore, type TestCore } from '../helpers/create-test-core.ts';
import { runLine } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-anchor-'));
let here: TestCore;
let there: TestCore;
const files = [createFiles(createSystemIds()), createFiles(createSystemIds())] as const;
/** The desk stays open from one line to the next. */
const deskOf = (core: TestCore, i: 0 | 1): Desk => ({ core: core.core, client: core.client, files: files[i], home: core.home, stay: () => {}, close: async () => {} });
const line = (who: 'here' | 'there', words: readonly string[], input?: string) =>
  runLine(words, { desk: who === 'here' ? deskOf(here, 0) : deskOf(there, 1), ...(input === undefined ? {} : { input }) });

beforeAll(async () => {
  here = await createTestCore({ needs: { files: files[0] } });
  there = await createTestCore({ needs: { files: files[1] } });
  await beginLog(here);
});
afterAll(async () => {
  await here.close();
  await there.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('anchor cosign', () => {
  it('goes round: key, trust, request, cosignature, and again from where it stopped', async () => {
    const vkey = ((await line('there', ['anchor', 'cosigner-key', '--json'])).json() as { readonly vkey: string }).vkey;
    const log = ((await line('here', ['log', 'status', '--json'])).json() as { readonly origin: string }).origin;
    const card = ((await line('here', ['key', 'card', '--json'])).json() as { readonly vkey: string }).vkey;
    expect(await line('here', ['anchor', 'add-cosigner', '--vkey', vkey])).toMatchObject({ code: 0 });
    const request = (await line('here', ['anchor', 'request', '--out', folder, '--json'])).json() as { readonly path: string };
    expect(await line('there', ['anchor', 'cosign', request.path])).toMatchObject({ code: 1, err: expect.stringContaining('not known here') });
    expect(await line('there', ['anchor', 'trust-log', '--vkey', card])).toMatchObject({ code: 0 });
    const given = await line('there', ['anchor', 'cosign', request.path, '--out', folder, '--json']);
    expect(given).toMatchObject({ code: 0 });
    const { path, origin } = given.json() as { readonly path: string; readonly origin: string };
    expect(origin).toBe(log);
    expect(await line('here', ['anchor', 'add-cosignature', path])).toMatchObject({ code: 0, out: expect.stringContaining('cosigned by a second person') });
    // The same request again begins where nothing was seen, which is not so any more.
    expect(await line('there', ['anchor', 'cosign', request.path])).toMatchObject({ code: 1, err: expect.stringContaining('--from') });
    const next = (await line('here', ['anchor', 'request', '--out', folder, '--json'])).json() as { readonly path: string };
    expect(await line('there', ['anchor', 'cosign', next.path, '--out', folder])).toMatchObject({ code: 0, out: expect.stringContaining('Send this file back') });
    expect((await line('here', ['anchor', 'status', '--json'])).json()).toMatchObject({ lastKind: 'cosign', isOverdue: false });
  });

  it('names a file that is not there, and never says done', async () => {
    expect(await line('there', ['anchor', 'cosign', join(folder, 'none.txt')])).toMatchObject({ code: 1, out: '' });
    expect(await line('there', ['anchor', 'cosign'])).toMatchObject({ code: 2, out: '' });
  });
});

it('keys are changed and backed up by their words, and no secret is printed', async () => {
  expect(await line('here', ['key', 'rotate', '--because', ' '])).toMatchObject({ code: 1, err: expect.stringContaining('reason') });
  const rotated = await line('here', ['key', 'rotate', '--because', 'A year is over', '--json']);
  expect(rotated).toMatchObject({ code: 0 });
  const backup = await line('here', ['key', 'backup-pepper', '--out', folder], 'four random words here\n');
  expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('Keep this file') });
  expect(readdirSync(folder).some((name) => name.startsWith('dncdesk-label-secret-'))).toBe(true);
  expect(await line('here', ['key', 'backup-pepper'], 'short\n')).toMatchObject({ code: 3 });
  for (const secret of here.keychain.secrets.values()) expect(`${rotated.out}${backup.out}`).not.toContain(secret);
}, 20_000);
