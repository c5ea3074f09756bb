// Listens on the loopback interface and nowhere else; closing it lets nobody hang.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { httpPaths } from '../../../src-shared/contract/http-paths.ts';
import type { SettingInvalid } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Desk } from '../open-desk.ts';
import { createPageFiles } from '../page-files.ts';
import { createProcessFolder } from '../process-folder.ts';
import { createApp } from './create-app.ts';
import { createSessions } from './sessions.ts';

export type BrowserHost = {
  readonly port: number;
  readonly isBuilt: boolean;
  /** An address with a new one-time code. */
  readonly newLink: () => string;
  readonly close: () => Promise<void>;
};

export type ServerNeeds = { readonly desk: Pick<Desk, 'core' | 'files' | 'home'>; readonly renderer: string; readonly now: () => number };

/** `port` 0 takes a free one. */
export const startServer = async ({ desk, renderer, now }: ServerNeeds, port: number): Promise<Result<BrowserHost, SettingInvalid>> => {
  const incoming = createProcessFolder(join(desk.home, 'incoming'));
  const sessions = createSessions({ now, secret: () => randomBytes(32).toString('base64url') });
  const page = createPageFiles(renderer);
  let listening = port;
  const app = createApp({ core: desk.core, files: desk.files, sessions, page, incoming: incoming.path, port: () => listening });
  // Plain HTTP/1.1: the adaptor's other kinds of server are not asked for.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  } catch (thrown) {
    incoming.remove();
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return fail({ type: 'SettingInvalid', field: 'port', why: code === 'EADDRINUSE' ? `${port} is in use by another program` : `${port} cannot be listened on (${code})` });
  }
  // A listening TCP server has an AddressInfo.
  listening = (server.address() as AddressInfo).port;
  return ok({
    port: listening,
    isBuilt: page.isBuilt,
    newLink: () => `http://127.0.0.1:${listening}${httpPaths.start(sessions.newCode())}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      incoming.remove();
    },
  });
};
