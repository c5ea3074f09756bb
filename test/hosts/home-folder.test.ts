// The data folder: one that is named wins, else the platform's own; made private; a folder that cannot be used is named.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findHome, openHome } from '../../src-main/hosts/home-folder.ts';
import { createProcessFolder } from '../../src-main/hosts/process-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-home-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  it('is where DNC_DESK_HOME says, before anything else', () => {
    expect(findHome({ DNC_DESK_HOME: '/srv/dnc', XDG_DATA_HOME: '/x' }, 'linux', '/home/ada')).toBe('/srv/dnc');
  });

  it.each([
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/dnc-desk'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/dnc-desk'],
    ['linux', { DNC_DESK_HOME: '' }, '/home/ada/.local/share/dnc-desk'],
    ['darwin', {}, '/home/ada/Library/Application Support/DNC Desk'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/DNC Desk'],
  ] as const)('is the own place of %s with %o', (platform, env, expected) => {
    expect(findHome(env, platform, '/home/ada')).toBe(expected);
  });

  it('is made for its owner alone, and one that was there keeps its mode', () => {
    const made = join(folder, 'a', 'b');
    expect(openHome(made)).toEqual({ ok: true, value: made });
    if (process.platform !== 'win32') expect(statSync(made).mode & 0o777).toBe(0o700);
    const kept = join(folder, 'kept');
    mkdirSync(kept, { mode: 0o750 });
    openHome(kept);
    if (process.platform !== 'win32') expect(statSync(kept).mode & 0o777).toBe(0o750);
  });

  it('that cannot be made is named with the system’s code', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(openHome(join(file, 'below'))).toEqual({ ok: false, failure: { type: 'HomeUnwritable', path: join(file, 'below'), code: 'ENOTDIR' } });
    expect(openHome(file)).toMatchObject({ failure: { type: 'HomeUnwritable' } });
  });
});

describe('a process’s own folder', () => {
  it('sweeps away what a dead process left and leaves a living one’s alone', () => {
    const parent = join(folder, 'incoming');
    mkdirSync(join(parent, '999999999'), { recursive: true });
    mkdirSync(join(parent, String(process.ppid)));
    const own = createProcessFolder(parent);
    expect(statSync(own.path).isDirectory()).toBe(true);
    expect(() => statSync(join(parent, '999999999'))).toThrow();
    expect(statSync(join(parent, String(process.ppid))).isDirectory()).toBe(true);
    own.remove();
    expect(() => statSync(own.path)).toThrow();
  });
});
