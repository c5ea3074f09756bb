// Drives a stock Firefox as an auditor has it, over WebDriver BiDi (w3.org/TR/webdriver-bidi); Playwright asks of it what an ESR does not know.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type FirefoxPage = {
  readonly goTo: (href: string) => Promise<void>;
  /** The value of an expression in the page; it must be a text. */
  readonly read: (expression: string) => Promise<string>;
  /** Reads until `wanted` fits, and returns the last that was read, whether it fits or not. */
  readonly readUntil: (expression: string, wanted: RegExp, limitMs?: number) => Promise<string>;
  readonly giveFile: (id: string, path: string) => Promise<void>;
  /** The page on paper, as PDF. */
  readonly print: () => Promise<Buffer>;
  /** Errors and warnings of the pages, and requests that went anywhere but to the disk. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
};

type Reply = { readonly type: string; readonly id?: number; readonly method?: string; readonly params?: Entry; readonly result?: unknown; readonly message?: string };
type Entry = { readonly level?: string; readonly text?: string | null; readonly request?: { readonly url: string } };

/** Undefined where there is none. */
export const findFirefox = (): string | undefined => ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find((path) => existsSync(path));

/** Without a window, with a profile of its own that goes with it. */
export const driveFirefox = async (program: string): Promise<FirefoxPage> => {
  const profile = mkdtempSync(join(tmpdir(), 'dnc-desk-firefox-'));
  const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const socket = await openSocket(child.stderr, ended);
  const complaints: string[] = [];
  const waiting = new Map<number, (reply: Reply) => void>();
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply; // of the browser's own protocol
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
    else if (reply.method === 'log.entryAdded' && (reply.params?.level === 'error' || reply.params?.level === 'warn')) complaints.push(reply.params.text ?? '');
    else if (reply.method === 'network.beforeRequestSent' && !/^(?:file|about|data):/u.test(reply.params?.request?.url ?? '')) complaints.push(`asked for ${reply.params?.request?.url ?? ''}`);
  });
  let asked = 0;
  const ask = async <Answer>(method: string, params: object): Promise<Answer> => {
    asked += 1;
    const id = asked;
    const answered = new Promise<Reply>((resolve) => { waiting.set(id, resolve); });
    socket.send(JSON.stringify({ id, method, params }));
    const reply = await Promise.race([answered, ended.then((): Reply => ({ type: 'error', message: 'Firefox has ended' }))]);
    waiting.delete(id);
    if (reply.type === 'error') throw new Error(`${method}: ${reply.message ?? ''}`);
    return reply.result as Answer; // as the specification says of this method
  };
  const evaluate = async (expression: string): Promise<{ readonly value?: unknown; readonly sharedId?: string }> => {
    const { type, result, exceptionDetails } = await ask<{ readonly type: string; readonly result: { readonly value?: unknown; readonly sharedId?: string }; readonly exceptionDetails?: { readonly text: string } }>('script.evaluate', { expression, target: { context }, awaitPromise: true });
    if (type !== 'success') throw new Error(exceptionDetails?.text ?? expression);
    return result;
  };
  const read = async (expression: string): Promise<string> => String((await evaluate(expression)).value);

  await ask('session.new', { capabilities: {} });
  await ask('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
  const { contexts } = await ask<{ readonly contexts: readonly { readonly context: string }[] }>('browsingContext.getTree', {});
  const context = contexts[0]?.context ?? '';
  return {
    complaints, read,
    goTo: async (href) => { await ask('browsingContext.navigate', { context, url: href, wait: 'complete' }); },
    readUntil: async (expression, wanted, limitMs = 20_000) => {
      const until = performance.now() + limitMs;
      let found = await read(expression);
      while (!wanted.test(found) && performance.now() < until) {
        await new Promise((resolve) => { setTimeout(resolve, 25); });
        found = await read(expression);
      }
      return found;
    },
    giveFile: async (id, path) => {
      const { sharedId } = await evaluate(`document.getElementById(${JSON.stringify(id)})`);
      await ask('input.setFiles', { context, element: { sharedId }, files: [path] });
    },
    print: async () => Buffer.from((await ask<{ readonly data: string }>('browsingContext.print', { context, background: true })).data, 'base64'),
    close: async () => {
      await ask('browser.close', {}).catch(() => child.kill());
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};

const openSocket = async (words: NodeJS.ReadableStream, ended: Promise<void>): Promise<WebSocket> => {
  const address = await Promise.race([
    new Promise<string>((resolve) => {
      let said = '';
      words.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-2000);
        const [, found] = /WebDriver BiDi listening on (ws:\S+)/u.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    }),
    ended.then((): string => { throw new Error('Firefox ended before it could be driven'); }),
  ]);
  const socket = new WebSocket(`${address}/session`);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => { resolve(); });
    socket.addEventListener('error', () => { reject(new Error('Firefox does not take the connection')); });
  });
  return socket;
};
