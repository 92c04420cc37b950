// Which screen is open, and on what; the address holds it, so that Back works, a reload stays and the tray can lead here.
import { useMemo, useSyncExternalStore } from 'react';
import { type Route, toRoute } from './screens.ts';

/** A session that the address names: its card is wanted, or the question whether to stop it. */
export type Wanted = { sessionId: string; act: 'open' | 'stop' };

/** `page` is what stands behind the screen, such as a page of the settings. */
export type Place = { route: Route; page: string | null; wanted: Wanted | null };

export function usePlace(): Place {
  const hash = useSyncExternalStore(listenToAddress, () => location.hash);
  return useMemo(() => parsePlace(hash), [hash]);
}

export function openRoute(route: Route, page?: string): void {
  location.hash = page === undefined ? `#/${route}` : `#/${route}/${page}`;
}

/** What the address wanted is done: a reload does not ask again, and Back does not lead there. */
export function forgetWanted(): void {
  history.replaceState(null, '', '#/live');
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** `#/history`, `#/history?user=1`, `#/settings/about`, `#/live/<session>`, `#/live/<session>/stop`; anything else is the live screen. */
export function parsePlace(hash: string): Place {
  const [screen, behind = '', act] = hash.replace(/^#\//, '').replace(/\?.*$/s, '').split('/');
  const route = toRoute(screen) ?? 'live';
  const page = behind === '' ? null : behind;
  if (route !== 'live') return { route, page, wanted: null };
  const wanted: Wanted | null =
    page === null || screen !== 'live' ? null : { sessionId: page, act: act === 'stop' ? 'stop' : 'open' };
  return { route, page: null, wanted };
}

export function listenToAddress(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
