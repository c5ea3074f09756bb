// The screens by their place in the address, each fetched when it is first entered.
import { lazy } from 'react';
import type { ScreenRegistry } from './wizard/wizard-frame.tsx';

export const screens: ScreenRegistry = {
  home: lazy(async () => ({ default: (await import('./screens/home/home-screen.tsx')).HomeScreen })),
  import: lazy(async () => ({ default: (await import('./screens/import/import-screen.tsx')).ImportScreen })),
  quarantine: lazy(async () => ({ default: (await import('./screens/quarantine/quarantine-screen.tsx')).QuarantineScreen })),
  'map-codes': lazy(async () => ({ default: (await import('./screens/map-codes/map-codes-screen.tsx')).MapCodesScreen })),
  destinations: lazy(async () => ({ default: (await import('./screens/destinations/destinations-screen.tsx')).DestinationsScreen })),
  push: lazy(async () => ({ default: (await import('./screens/push/push-screen.tsx')).PushScreen })),
  verify: lazy(async () => ({ default: (await import('./screens/verify/verify-screen.tsx')).VerifyScreen })),
  log: lazy(async () => ({ default: (await import('./screens/log/log-screen.tsx')).LogScreen })),
};
