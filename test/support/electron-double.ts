// Stands in for Electron where its binary cannot be had: the real built main and preload bundles run against it, the page in a real Chromium.
// Not covered by it: the isolated world and the sandbox themselves, fuses, menus, real dialogs, Electron's own versions.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Frame, Page, Route } from '@playwright/test';
import { deliver, place, preloadScript } from './electron-double-page.ts';

type Handler = (event: unknown, ...args: readonly unknown[]) => unknown;
type Sender = { readonly url: string; readonly parent: object | null };

export type DoubleOptions = {
  /** The built bundle of the main process. */
  readonly main: string;
  readonly isFirstInstance?: boolean;
  /** What the person answers in dialogs. */
  readonly dialogs?: { readonly open?: readonly string[]; readonly save?: string; readonly box?: number };
};

export type ElectronDouble = {
  readonly page: Page;
  /** As a message from any frame would reach the main process. */
  readonly invokeAs: (sender: Sender | null, channel: string, ...args: readonly unknown[]) => Promise<unknown>;
  /** Lets webUtils.getPathForFile find the files a test gives the page. */
  readonly placeFile: (name: string, path: string) => Promise<void>;
  /** Whether the page may use it, with or without asking. */
  readonly mayUse: (permission: string) => boolean;
  /** The messages people were asked about. */
  readonly questions: readonly string[];
  readonly boxes: readonly { readonly title: string; readonly content: string }[];
  readonly denied: { readonly windows: readonly string[]; readonly navigations: readonly string[] };
  readonly focused: () => number;
  readonly secondInstance: () => void;
  readonly closeWindow: () => void;
  /** Settles with the exit code when the app has ended. */
  readonly ended: Promise<number>;
};

const doubles = new Map<string, Readonly<Record<string, unknown>>>();
// The virtual module below asks for its parts by name; a plain global is all a loaded module can see.
Object.assign(globalThis, { electronDoubles: doubles });
let count = 0;
let current = '';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: `electron-double:${current}`, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) => {
    if (!url.startsWith('electron-double:')) return next(url, context);
    const id = url.slice('electron-double:'.length);
    const names = Object.keys(doubles.get(id) ?? {});
    return { format: 'module', shortCircuit: true, source: `export const { ${names.join(', ')} } = globalThis.electronDoubles.get('${id}');` };
  },
});

/** app://dnc-desk/x is http://dnc-desk.app.localhost/x in Chromium: a secure origin that needs no privileges. */
const toChromium = (url: string): string => url.replace(/^app:\/\/([^/]+)/, 'http://$1.app.localhost');
const toElectron = (url: string): string => url.replace(/^http:\/\/([^./]+)\.app\.localhost/, 'app://$1');

/** Imports the main bundle and waits until its window has loaded its page, or until the app has ended without one. */
export const startElectronDouble = async (context: BrowserContext, options: DoubleOptions): Promise<ElectronDouble> => {
  const denied = { windows: [] as string[], navigations: [] as string[] };
  const boxes: { readonly title: string; readonly content: string }[] = [];
  const questions: string[] = [];
  const handlers = new Map<string, Handler>();
  const page = await context.newPage();
  const ended = Promise.withResolvers<number>();
  const loaded = Promise.withResolvers<undefined>();
  let protocolHandler: ((request: Request) => Response | Promise<Response>) | undefined;
  // As in Electron: without a handler everything may be used.
  let mayCheck = (_permission: string): boolean => true;
  let mayRequest = (_permission: string): boolean => true;
  let focused = 0;
  let window: FakeWindow | undefined;

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    whenReady: async () => undefined,
    requestSingleInstanceLock: () => options.isFirstInstance ?? true,
    setPath: () => undefined,
    exit: (code = 0) => ended.resolve(code),
    quit: () => {
      if (!emitPreventable(app, 'before-quit')) return;
      if (window !== undefined && !emitPreventable(window, 'close')) return;
      ended.resolve(0);
    },
  });

  type WebContents = EventEmitter & { openHandler: (details: { readonly url: string }) => { readonly action: string } };

  class FakeWindow extends EventEmitter {
    readonly webContents: WebContents & { readonly send: (channel: string, ...args: readonly unknown[]) => void };
    private readonly preload: string;

    constructor(asked: { readonly webPreferences?: Readonly<Record<string, unknown>> }) {
      super();
      const preferences = asked.webPreferences ?? {};
      if (preferences['sandbox'] !== true || preferences['contextIsolation'] !== true || preferences['nodeIntegration'] !== false) throw new Error('this window is not hardened');
      if (preferences['webSecurity'] === false || preferences['webviewTag'] === true || preferences['nodeIntegrationInSubFrames'] === true) throw new Error('this window is not hardened');
      this.preload = String(preferences['preload']);
      const contents: WebContents = Object.assign(new EventEmitter(), { openHandler: () => ({ action: 'allow' }) });
      this.webContents = Object.assign(contents, {
        setWindowOpenHandler: (handler: WebContents['openHandler']) => { contents.openHandler = handler; },
        send: (channel: string, ...args: readonly unknown[]) => {
          page.evaluate(deliver, [channel, args] as const).catch(() => undefined);
        },
      });
      adopt(this);
    }

    async loadURL(url: string): Promise<void> {
      await page.addInitScript({ content: preloadScript(readFileSync(this.preload, 'utf8')) });
      await page.goto(toChromium(url));
      this.emit('ready-to-show');
      loaded.resolve(undefined);
    }

    isDestroyed(): boolean { return page.isClosed(); }
    isMinimized(): boolean { return false; }
    focus(): void { focused += 1; }
    show(): void { /* a Chromium page is always shown */ }
  }

  const adopt = (made: FakeWindow): void => { window = made; };

  const invoke = async (sender: Sender | null, channel: string, args: readonly unknown[]): Promise<unknown> => {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await handler({ senderFrame: sender, sender: window?.webContents }, ...args));
  };

  current = String((count += 1));
  doubles.set(current, {
    app,
    BrowserWindow: FakeWindow,
    Notification: { isSupported: () => false },
    shell: { openExternal: async () => {} },
    ipcMain: { handle: (channel: string, handler: Handler) => handlers.set(channel, handler), removeHandler: (channel: string) => handlers.delete(channel) },
    protocol: {
      registerSchemesAsPrivileged: () => undefined,
      handle: (_scheme: string, handler: (request: Request) => Response | Promise<Response>) => { protocolHandler = handler; },
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (ask: (contents: null, permission: string, answer: (granted: boolean) => void) => void) => {
          mayRequest = (permission) => {
            let granted = false;
            ask(null, permission, (answer) => { granted = answer; });
            return granted;
          };
        },
        setPermissionCheckHandler: (check: (contents: null, permission: string) => boolean) => { mayCheck = (permission) => check(null, permission); },
      },
    },
    dialog: {
      showErrorBox: (title: string, content: string) => boxes.push({ title, content }),
      showOpenDialog: async () => ({ canceled: options.dialogs?.open === undefined, filePaths: options.dialogs?.open ?? [] }),
      showSaveDialog: async () => ({ canceled: options.dialogs?.save === undefined, filePath: options.dialogs?.save ?? '' }),
      showMessageBox: async (_window: unknown, { message }: { readonly message: string }) => {
        questions.push(message);
        return { response: options.dialogs?.box ?? 0 };
      },
    },
  });

  const senderOf = (frame: Frame): Sender => ({ url: toElectron(frame.url()), parent: frame.parentFrame() === null ? null : {} });
  await page.exposeBinding('electronInvoke', ({ frame }, channel: string, ...args: readonly unknown[]) => invoke(senderOf(frame), channel, args));

  const answerNavigation = async (route: Route): Promise<void> => {
    const request = route.request();
    const url = toElectron(request.url());
    const isOwnStep = page.url() === 'about:blank';
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && !isOwnStep && window !== undefined && !emitPreventable(window.webContents, 'will-navigate', { url })) {
      denied.navigations.push(url);
      return route.abort('aborted');
    }
    if (!url.startsWith('app:') || protocolHandler === undefined) return route.abort('blockedbyclient');
    const answer = await protocolHandler(new Request(url, { method: request.method(), headers: request.headers() }));
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) });
  };
  await page.route('**/*', answerNavigation);

  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.enable');
  devtools.on('Page.windowOpen', ({ url }) => {
    if (window?.webContents.openHandler({ url: toElectron(url) }).action === 'deny') denied.windows.push(toElectron(url));
  });
  page.on('popup', (popup) => { void popup.close(); });

  await import(`${pathToFileURL(options.main).href}?double=${current}`);
  await Promise.race([loaded.promise, ended.promise]);

  return {
    page, questions, boxes, denied,
    invokeAs: (sender, channel, ...args) => invoke(sender, channel, args),
    placeFile: (name, path) => page.evaluate(place, [name, path] as const),
    mayUse: (permission) => mayCheck(permission) || mayRequest(permission),
    focused: () => focused,
    secondInstance: () => { app.emit('second-instance', {}, [], ''); },
    closeWindow: () => { if (window !== undefined && emitPreventable(window, 'close')) app.emit('window-all-closed'); },
    ended: ended.promise,
  };
};

/** True where nobody prevented it. */
const emitPreventable = (emitter: EventEmitter, name: string, facts: object = {}): boolean => {
  let prevented = false;
  emitter.emit(name, { ...facts, preventDefault: () => { prevented = true; } });
  return !prevented;
};
