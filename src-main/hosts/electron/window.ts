// The window: sandboxed, isolated, and bound to our own page; nothing leads out of it.
import { BrowserWindow, session, shell, type WebContents } from 'electron';

export const pageAddress = 'app://dnc-desk/';

/** Our own page: app://dnc-desk/, or the development server's address while developing. */
export const createIsOurs = (devServer: string | null) => (url: string): boolean => {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  if (parsed.protocol === 'app:' && parsed.host === 'dnc-desk') return true;
  return devServer !== null && parsed.origin === URL.parse(devServer)?.origin;
};

export const createWindow = (preload: string, isOurs: (url: string) => boolean): BrowserWindow => {
  const window = new BrowserWindow({
    title: 'DNC Desk', width: 1180, height: 760, minWidth: 720, minHeight: 480, show: false, autoHideMenuBar: true,
    webPreferences: {
      preload, sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, allowRunningInsecureContent: false, navigateOnDragDrop: false, spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  confine(window.webContents, isOurs);
  return window;
};

/** A link, a dropped file or a script may ask for another page, a new window or a webview: none is given. */
const confine = (contents: WebContents, isOurs: (url: string) => boolean): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    // A letter opens in the person's own mail program, and nothing is sent before they say so.
    if (event.url.startsWith('mailto:')) void shell.openExternal(event.url);
  });
  contents.on('will-redirect', (event) => { if (!isOurs(event.url)) event.preventDefault(); });
  contents.on('will-attach-webview', (event) => event.preventDefault());
};

/** Camera, location, notifications and the rest are refused without asking; copying to the clipboard needs no permission here. */
export const denyPermissions = (): void => {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'clipboard-sanitized-write'));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
};
