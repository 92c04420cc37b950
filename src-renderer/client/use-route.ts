// Which screen is open, and on what; the address holds it, so that Back works, a reload stays and the tray can lead here.
import { useMemo, useSyncExternalStore } from 'react';

export type Route = 'live' | 'history' | 'settings';

/** A session that the address names: its card is wanted, or the question whether to stop it. */
export type Wanted = { sessionId: string; act: 'open' | 'stop' };

export type Place = { route: Route; wanted: Wanted | null };

export function usePlace(): Place {
  const hash = useSyncExternalStore(listen, () => location.hash);
  return useMemo(() => parsePlace(hash), [hash]);
}

export function openRoute(route: Route): void {
  location.hash = `#/${route}`;
}

/** What the address wanted is done: a reload does not ask again, and Back does not lead there. */
export function forgetWanted(): void {
  history.replaceState(null, '', '#/live');
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** `#/history`, `#/live/<session>`, `#/live/<session>/stop`; anything else is the live screen. */
export function parsePlace(hash: string): Place {
  const [screen, sessionId, act] = hash.replace(/^#\//, '').split('/');
  if (screen === 'history' || screen === 'settings') return { route: screen, wanted: null };
  if (screen !== 'live' || sessionId === undefined || sessionId === '') return { route: 'live', wanted: null };
  return { route: 'live', wanted: { sessionId, act: act === 'stop' ? 'stop' : 'open' } };
}

function listen(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
