// The one place where real things are built: clock, network, keychain, vault, practice tenants.
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { CoreNeeds } from '../core/core.ts';
import { createSystemClock } from '../ports/clock.ts';
import { createFiles } from '../ports/files.ts';
import { createSystemIds } from '../ports/ids.ts';
import { createFileLogger } from '../ports/logger.ts';
import { readNetwork } from '../ports/network.ts';
import { createHttp } from '../ports/node-http.ts';
import { createOsKeychain } from '../ports/os-keychain.ts';
import { createProcessLife } from '../ports/process-life.ts';
import { createVault } from '../ports/vault.ts';
import { appVersion } from './app-version.ts';
import { readFaultPlan } from '../practice/fault-plan.ts';
import type { Environment } from './home-folder.ts';
import { findPlaces } from './places.ts';
import { createPracticeDoor } from './practice-door.ts';

const practiceCooldownMs = 5000;

/** `home` exists and is writable. `close` ends the practice tenants that were started. */
export const buildNeeds = (home: string, env: Environment): { readonly needs: CoreNeeds; readonly close: () => Promise<void> } => {
  const ids = createSystemIds();
  const places = findPlaces(import.meta.url);
  const vault = createVault(join(home, 'vault.json'), ids);
  const practice = createPracticeDoor(join(home, 'practice'), readFaultPlan(env['DNC_DESK_PRACTICE_FAULTS'] ?? '[]'));
  const needs: CoreNeeds = {
    home, appVersion, ids,
    clock: createSystemClock(), life: createProcessLife(),
    logger: createFileLogger(join(home, 'defects.log')),
    files: createFiles(ids),
    ...readProgram(),
    http: createHttp({ userAgent: `DNC-Desk/${appVersion}`, network: readNetwork() }),
    secrets: { keychain: createOsKeychain('DNC Desk'), vaultExists: vault.exists, openVault: vault.open },
    practice: practice.door,
    intakeWorker: places.intakeWorker,
    pages: places.pages,
    userName: readUserName(env),
    practiceCooldownMs: readCooldown(env['DNC_DESK_PRACTICE_COOLDOWN_MS']),
  };
  return { needs, close: practice.close };
};

/** Electron's own binary runs no command line: its window names the installed one. */
const readProgram = (): Pick<CoreNeeds, 'program'> => {
  const script = process.argv[1];
  return 'electron' in process.versions || script === undefined ? {} : { program: [process.execPath, resolve(script)] };
};

/** A user id without a name in the system's list (containers have such) makes userInfo throw. */
const readUserName = (env: Environment): string => {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] ?? env['USERNAME'] ?? 'unknown';
  }
};

const readCooldown = (text: string | undefined): number => {
  const chosen = Number(text);
  return text !== undefined && text.trim() !== '' && Number.isFinite(chosen) && chosen >= 0 ? chosen : practiceCooldownMs;
};
