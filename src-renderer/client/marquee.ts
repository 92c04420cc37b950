// What every screen needs: the live picture, the procedures, the shared clock.
import { createORPCClient, DynamicLink } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CoreClient, Wire } from './socket.ts';
import type { LiveStore, View } from './live-store.ts';
import type { Ticker } from './ticker.ts';

/** The procedures as queries and mutations, over whatever connection there is at the time of the call. */
export function createProcedures(store: LiveStore<Wire>) {
  const client: CoreClient = createORPCClient(new DynamicLink(() => store.wire()));
  return createTanstackQueryUtils(client);
}

export type Marquee = {
  store: LiveStore<Wire>;
  procedures: ReturnType<typeof createProcedures>;
  ticker: Ticker;
};

export const MarqueeContext = createContext<Marquee | null>(null);

export function useMarquee(): Marquee {
  const marquee = useContext(MarqueeContext);
  if (marquee === null) throw new Error('A part of the window stands outside of it.');
  return marquee;
}

export function useView(): View {
  const { store } = useMarquee();
  return useSyncExternalStore(store.subscribe, store.view);
}
