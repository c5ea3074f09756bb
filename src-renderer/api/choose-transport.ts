// Chooses the bridge by what the window offers: Electron's preload where there is one, else the loopback host.
import type { Bridge } from './bridge.ts';
import { createBrowserBridge } from './browser-transport.ts';
import { createElectronBridge, type DncDesk } from './electron-transport.ts';

export const chooseBridge = (window: Window & { readonly dncDesk?: DncDesk }): Bridge =>
  window.dncDesk === undefined
    ? createBrowserBridge({ fetch: window.fetch.bind(window), openEvents: (url) => new EventSource(url), document: window.document })
    : createElectronBridge(window.dncDesk);
