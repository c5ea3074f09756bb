// The screens by their place in the address: the first one is not kept waiting by the others, and all of them are here soon after.
import { lazy } from 'react';
import type { ScreenRegistry } from './wizard/wizard-frame.tsx';

const loaders = {
  home: async () => ({ default: (await import('./screens/home/home-screen.tsx')).HomeScreen }),
  import: async () => ({ default: (await import('./screens/import/import-screen.tsx')).ImportScreen }),
  quarantine: async () => ({ default: (await import('./screens/quarantine/quarantine-screen.tsx')).QuarantineScreen }),
  'map-codes': async () => ({ default: (await import('./screens/map-codes/map-codes-screen.tsx')).MapCodesScreen }),
  destinations: async () => ({ default: (await import('./screens/destinations/destinations-screen.tsx')).DestinationsScreen }),
  push: async () => ({ default: (await import('./screens/push/push-screen.tsx')).PushScreen }),
  verify: async () => ({ default: (await import('./screens/verify/verify-screen.tsx')).VerifyScreen }),
  release: async () => ({ default: (await import('./screens/releases/release-screen.tsx')).ReleaseScreen }),
  log: async () => ({ default: (await import('./screens/log/log-screen.tsx')).LogScreen }),
};

export const screens: ScreenRegistry = {
  home: lazy(loaders.home), import: lazy(loaders.import), quarantine: lazy(loaders.quarantine), 'map-codes': lazy(loaders['map-codes']),
  destinations: lazy(loaders.destinations), push: lazy(loaders.push), verify: lazy(loaders.verify), log: lazy(loaders.log), release: lazy(loaders.release),
};

/** Fetches what is not here yet, so that every screen can still say what is wrong when the program behind the page has ended. */
export const fetchScreens = async (): Promise<void> => { await Promise.allSettled(Object.values(loaders).map(async (load) => await load())); };
