// Where the one next thing to do is done.
import type { HomeView } from '../../src-shared/contract/log.ts';
import type { Route, ScreenId } from './routes.ts';

const screenOf: Readonly<Record<HomeView['next'], ScreenId>> = {
  'unlock-secrets': 'destinations', import: 'import', 'map-codes': 'map-codes', review: 'quarantine', 'decide-conflicts': 'map-codes', 'add-destination': 'destinations',
  push: 'push', resume: 'push', wait: 'verify', verify: 'verify', 'look-at-differences': 'verify', 'dead-letters': 'push', 'decide-releases': 'release', 'export-log': 'log', nothing: 'home',
};

/** Null when there is nothing to do. */
export const nextRoute = (home: Pick<HomeView, 'next' | 'nextDestinationId'>): Route | null =>
  home.next === 'nothing' ? null : { screen: screenOf[home.next], params: home.nextDestinationId === null ? {} : { destination: String(home.nextDestinationId) } };
