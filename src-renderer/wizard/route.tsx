// Where the analyst stands, held by the address alone, so that reloading and the back button mean what they should.
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { hashToRoute, routeToHash, type Route, type RouteParams, type ScreenId } from './routes.ts';

const onHash = (hear: () => void): (() => void) => {
  window.addEventListener('hashchange', hear);
  return () => { window.removeEventListener('hashchange', hear); };
};

export const useRoute = (): Route => {
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
  return useMemo(() => hashToRoute(hash), [hash]);
};

/** `go('push', { destination: '3' })`. */
export const useGo = (): ((screen: ScreenId, params?: RouteParams) => void) =>
  useCallback((screen, params = {}) => { window.location.hash = routeToHash({ screen, params }); }, []);
