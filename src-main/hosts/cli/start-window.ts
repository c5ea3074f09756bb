// `start`: Electron when its binary is there, else the browser's app window, else an address; one line says which and why.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { findObstacle, thisMachine } from '../browser/open-window.ts';
import { serveDesk } from '../browser/serve-desk.ts';
import { findPlaces } from '../places.ts';
import { nothingMore, type Answer, type CliWorld } from './world.ts';

export const startWindow = async (world: CliWorld, json: boolean, home: string | undefined): Promise<Result<Answer, Failure>> => {
  const { root } = findPlaces(import.meta.url);
  const machine = thisMachine(world.env);
  const electron = findElectron(root);
  if (electron !== null && findObstacle(machine) === null) return runElectron(electron, root, machine.isRoot, { ...world.env, ...(home === undefined ? {} : { DNC_DESK_HOME: home }) });
  if (electron === null) world.err('Electron’s binary is not installed ("npx install-electron" brings it); opening the browser host instead.\n');
  const desk = await world.openDesk(home);
  if (!desk.ok) return desk;
  try {
    return await serveDesk(world, desk.value, json, { port: 0, opens: 'window' });
  } finally {
    await desk.value.close();
  }
};

/** Looks for the files; importing the package would begin a download. */
export const findElectron = (root: string): string | null => {
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : null;
};

const runElectron = (binary: string, root: string, isRoot: boolean, env: Readonly<Record<string, string | undefined>>): Promise<Result<Answer, Failure>> =>
  new Promise((resolve) => {
    const { ELECTRON_RUN_AS_NODE: _dropped, ...rest } = env;
    spawn(binary, [...(isRoot ? ['--no-sandbox'] : []), root], { stdio: 'inherit', env: rest })
      .once('exit', (code) => resolve(ok({ ...nothingMore, json: null, exitCode: code === 0 ? 0 : 1 })))
      .once('error', () => resolve(fail({ type: 'HostGone', why: 'Electron could not be started' })));
  });
