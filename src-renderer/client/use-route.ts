// Which screen is open; the address holds it, so that Back works and a reload stays.
import { useSyncExternalStore } from 'react';

export type Route = 'live' | 'history';

export function useRoute(): Route {
  return useSyncExternalStore(listen, readRoute);
}

export function openRoute(route: Route): void {
  location.hash = `#/${route}`;
}

function listen(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

function readRoute(): Route {
  return location.hash === '#/history' ? 'history' : 'live';
}
