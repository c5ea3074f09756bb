// Opens the desk as an app window of the Chrome, Chromium or Edge that is there, in a profile of its own, and ends with it.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../home-folder.ts';
import { createProcessFolder } from '../process-folder.ts';

export type AppWindow = {
  /** Settles when the window is closed, with the browser's exit code; null for one that could not be started. */
  readonly ended: Promise<number | null>;
  readonly end: () => Promise<void>;
};

export type Machine = { readonly env: Environment; readonly platform: NodeJS.Platform; readonly isRoot: boolean };

export const thisMachine = (env: Environment): Machine => ({ env, platform: process.platform, isRoot: process.getuid?.() === 0 });

/** Why no window can be opened here, or null. */
export const findObstacle = ({ env, platform }: Machine): string | null =>
  platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'] ? 'there is no display' : null;

/** The browser's path: the one CHROMIUM names, else the first that is installed. */
export const findBrowser = (machine: Machine): string | null => {
  const named = machine.env['CHROMIUM'];
  return (named === undefined || named === '' ? candidates(machine) : [named]).find(isProgram) ?? null;
};

const candidates = ({ env, platform }: Machine): readonly string[] => {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(env['HOME'] ?? '', 'Applications')].map((folder) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)));
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined);
    return [['Google', 'Chrome', 'Application', 'chrome.exe'], ['Chromium', 'Application', 'chrome.exe'], ['Microsoft', 'Edge', 'Application', 'msedge.exe']]
      .flatMap((parts) => folders.map((folder) => join(folder, ...parts)));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'];
  return names.flatMap((name) => (env['PATH'] ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, name)));
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The link's code shows in the list of processes, where it is worth nothing: it opens once, and this window is first. */
export const windowFlags = (link: string, profile: string, isRoot: boolean): readonly string[] => [
  `--app=${link}`, `--user-data-dir=${profile}`, '--window-size=1180,760', '--no-first-run', '--no-default-browser-check',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-features=Translate,MediaRouter', '--password-store=basic',
  // Chromium refuses to run as root with its sandbox; --test-type keeps its warning bar off the page.
  ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
];

/** A profile per process: in a shared one a second window would move into the first one's browser and be lost to us. */
export const openWindow = (browser: string, link: string, profiles: string, machine: Machine): AppWindow => {
  const profile = createProcessFolder(profiles);
  const child = spawn(browser, windowFlags(link, profile.path, machine.isRoot), { stdio: 'ignore', env: { ...machine.env } });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve).once('error', () => resolve(null));
  }).finally(() => profile.remove());
  return {
    ended,
    end: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(force);
    },
  };
};
