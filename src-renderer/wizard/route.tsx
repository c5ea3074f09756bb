// Where the analyst stands, held by the address alone, so that reloading and the back button mean what they should.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { hashToRoute, routeToHash, type Route, type RouteParams, type ScreenId } from './routes.ts';

const onHash = (hear: () => void): (() => void) => {
  window.addEventListener('hashchange', hear);
  return () => { window.removeEventListener('hashchange', hear); };
};

export const useRoute = (): Route => {
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
  return useMemo(() => hashToRoute(hash), [hash]);
};

/** `go('push', { destination: '3' })`. Once the component that asked has left, it does nothing: a late answer fetches nobody back. */
export const useGo = (): ((screen: ScreenId, params?: RouteParams) => void) => {
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => { isHere.current = false; };
  }, []);
  return useCallback((screen, params = {}) => { if (isHere.current) window.location.hash = routeToHash({ screen, params }); }, []);
};
