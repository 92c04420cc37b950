// The screens, in the order of the rail, each with the key that opens it.
import type { IconName } from '../parts/icon.tsx';

export const screens = [
  { route: 'live', key: '1', icon: 'live', name: 'Live' },
  { route: 'history', key: '2', icon: 'history', name: 'History' },
  { route: 'charts', key: '3', icon: 'charts', name: 'Charts' },
  { route: 'transcodes', key: '4', icon: 'transcode', name: 'Transcodes' },
  { route: 'servers', key: '5', icon: 'server', name: 'Servers' },
  { route: 'settings', key: '6', icon: 'settings', name: 'Settings' },
] as const satisfies ReadonlyArray<{ route: string; key: string; icon: IconName; name: string }>;

/** Pages of one thing each: reached from cards, rows and charts, not from the rail. */
const pages = ['users', 'libraries', 'items', 'sql'] as const;

export type Route = (typeof screens)[number]['route'] | (typeof pages)[number];

/** The screen that a page belongs to: where one came from, most likely. */
export function toScreen(route: Route): Route {
  return route === 'sql'
    ? 'settings'
    : route === 'users' || route === 'libraries' || route === 'items'
      ? 'charts'
      : route;
}

export function toRoute(text: string | undefined): Route | null {
  return screens.find(({ route }) => route === text)?.route ?? pages.find((page) => page === text) ?? null;
}
