// What the servers are called: where people and things of one name are at home. Changes only with the names.
import { useMemo, useSyncExternalStore } from 'react';
import type { NamedServer } from './tell-apart.ts';
import type { LiveStore } from './live-store.ts';
import { useMarquee } from './marquee.ts';
import type { Wire } from './socket.ts';

const toText = (store: LiveStore<Wire>): string =>
  (store.view().snapshot?.servers ?? []).map(({ id, name }) => `${id}\n${name}`).join('\n');

export function useHomes(): readonly NamedServer[] {
  const { store } = useMarquee();
  const text = useSyncExternalStore(store.subscribe, () => toText(store));
  // The text says when it has become another one.
  return useMemo(() => {
    const servers = text === '' ? [] : (store.view().snapshot?.servers ?? []);
    return servers.map(({ id, name }) => ({ id, name }));
  }, [store, text]);
}
