// The screens in the order of the job, releases beside it, and how the address names one: "#/push?destination=3".
export const screenIds = ['home', 'import', 'quarantine', 'map-codes', 'destinations', 'push', 'verify', 'log', 'release'] as const;
export type ScreenId = (typeof screenIds)[number];

export const screenTitles: Readonly<Record<ScreenId, string>> = {
  home: 'Home', import: 'Import', quarantine: 'Quarantine', 'map-codes': 'Code map', destinations: 'Destinations', push: 'Push', verify: 'Verify', log: 'Log', release: 'Release',
};

export type RouteParams = Readonly<Record<string, string>>;
export type Route = { readonly screen: ScreenId; readonly params: RouteParams };

const isScreenId = (text: string): text is ScreenId => (screenIds as readonly string[]).includes(text);

/** Anything unknown leads home. */
export const hashToRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { screen: isScreenId(path) ? path : 'home', params: Object.fromEntries(new URLSearchParams(query)) };
};

export const routeToHash = ({ screen, params }: Route): string => {
  const query = new URLSearchParams(params).toString();
  return `#/${screen}${query === '' ? '' : `?${query}`}`;
};
