// The page's half of the Electron double: gives the real preload text a `require` that knows only 'electron'. Serialised into the page, so it stands alone.

type Listener = (event: unknown, ...args: readonly unknown[]) => void;
type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;
type Bound = {
  electronInvoke: (channel: string, ...args: readonly unknown[]) => Promise<unknown>;
  electronPaths?: Readonly<Record<string, string>>;
  electronDeliver?: (channel: string, args: readonly unknown[]) => void;
};

/** webContents.send: hands a message to the listeners the preload has. */
export const deliver = ([channel, args]: readonly [string, readonly unknown[]]): void => {
  (globalThis as unknown as Bound).electronDeliver?.(channel, args);
};

/** What webUtils.getPathForFile will say of a file the test gives the page. */
export const place = ([name, path]: readonly [string, string]): void => {
  const bound = globalThis as unknown as Bound;
  bound.electronPaths = { ...bound.electronPaths, [name]: path };
};

/** The init script: the preload stands in it as a function, since the page's policy forbids making one from text. */
export const preloadScript = (source: string): string => `(${runPreload.toString()})((require, module, exports) => {\n${source}\n});`;

/** As Electron does it: in the top frame only, before the page's own scripts, and values are copied across. */
const runPreload = (preload: Preload): void => {
  if (window !== window.top) return;
  const bound = globalThis as unknown as Bound;
  const listeners = new Map<string, Set<Listener>>();
  bound.electronDeliver = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...structuredClone(args));
  };

  /** What contextBridge lets across: functions, and whatever the structured clone algorithm can copy. */
  const cross = (value: unknown): unknown => {
    if (typeof value === 'function') return (...args: readonly unknown[]) => cross((value as (...args: readonly unknown[]) => unknown)(...args.map(cross)));
    if (value instanceof Promise) return value.then(cross);
    return structuredClone(value);
  };

  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: Readonly<Record<string, unknown>>) => {
        const crossed = Object.freeze(Object.fromEntries(Object.entries(api).map(([key, value]) => [key, cross(value)])));
        Object.defineProperty(globalThis, name, { value: crossed, writable: false, configurable: false });
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: readonly unknown[]) => bound.electronInvoke(channel, ...structuredClone(args)),
      on: (channel: string, listener: Listener) => listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
      off: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
    },
    webUtils: { getPathForFile: (file: File) => bound.electronPaths?.[file.name] ?? '' },
  };
  preload((name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return electron;
  }, { exports: {} }, {});
};
