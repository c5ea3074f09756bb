// `serve`: starts the server, opens what was asked for, prints the address, and ends with Ctrl-C or with its window.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Failure } from '../../../src-shared/failures.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { nothingMore, type Answer, type CliWorld } from '../cli/world.ts';
import type { Desk } from '../open-desk.ts';
import { findPlaces } from '../places.ts';
import { findBrowser, findObstacle, openWindow, thisMachine, type AppWindow } from './open-window.ts';
import { startServer } from './start-server.ts';

export type ServeOptions = { readonly port: number; readonly opens: 'window' | 'browser' | 'nothing' };

export const serveDesk = async (world: CliWorld, desk: Desk, json: boolean, options: ServeOptions): Promise<Result<Answer, Failure>> => {
  const { renderer } = findPlaces(import.meta.url);
  const started = await startServer({ desk, renderer, now: world.clock.now }, options.port);
  if (!started.ok) return started;
  const host = started.value;
  desk.stay();
  const interrupted = new Promise<void>((resolve) => { world.onInterrupt(resolve); });
  if (!host.isBuilt) world.err('The page is not built yet: "npm run build" makes it.\n');

  const openedAt = world.clock.now();
  let window = options.opens === 'window' ? tryWindow(world, desk, host.newLink) : null;
  // A browser that ends at once with a complaint has shown nobody anything.
  const early = window === null ? null : await Promise.race([window.ended, interrupted, world.clock.sleepUntil(openedAt + 1000)]);
  if (typeof early === 'number' && early !== 0) {
    world.err(`The browser ended at once (exit code ${early}). Open the address below in a browser on this machine.\n`);
    window = null;
  }
  if (window === null) {
    const link = host.newLink();
    world.out(json ? `${JSON.stringify({ url: link, port: host.port })}\n` : `DNC Desk is at ${link}\nThe link opens once, within five minutes. Ctrl-C ends DNC Desk.\n`);
    if (options.opens === 'browser' && world.asks && findObstacle(thisMachine(world.env)) === null) openInBrowser(link);
  } else {
    world.out(json ? `${JSON.stringify({ url: null, port: host.port })}\n` : 'DNC Desk is open in its window. Closing it, or Ctrl-C here, ends DNC Desk.\n');
  }

  await Promise.race([interrupted, ...(window === null ? [] : [window.ended])]);
  await window?.end();
  await host.close();
  return ok(nothingMore);
};

const tryWindow = (world: CliWorld, desk: Desk, newLink: () => string): AppWindow | null => {
  const machine = thisMachine(world.env);
  const browser = findBrowser(machine);
  const obstacle = findObstacle(machine) ?? (browser === null ? 'no Chrome, Chromium or Edge was found' : null);
  if (obstacle !== null || browser === null) {
    world.err(`No window can be opened: ${obstacle}. Open the address below in a browser on this machine.\n`);
    return null;
  }
  return openWindow(browser, newLink(), join(desk.home, 'windows'), machine);
};

/** The system's own way to open an address; where it is missing the printed link is enough. */
const openInBrowser = (link: string): void => {
  const [program, ...args] = process.platform === 'darwin' ? ['open', link] : (process.platform === 'win32' ? ['explorer.exe', link] : ['xdg-open', link]);
  spawn(program ?? 'xdg-open', args, { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
};
