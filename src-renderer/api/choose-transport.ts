// Chooses the bridge by what the window offers: Electron's preload where there is one, else the loopback host.
import type { Bridge } from './bridge.ts';
import { createBrowserBridge } from './browser-transport.ts';
import { createElectronBridge, type DncDesk } from './electron-transport.ts';

export const chooseBridge = (window: Window): Bridge => {
  // only preload.ts can have put it there, under this type
  const desk = Reflect.get(window, 'dncDesk') as DncDesk | undefined;
  return desk === undefined
    ? createBrowserBridge({ fetch: window.fetch.bind(window), openEvents: (url) => new EventSource(url), document: window.document, notification: 'Notification' in window ? Notification : undefined })
    : createElectronBridge(desk);
};
