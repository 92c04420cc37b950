// A server as its owner wants it, and how it is shown: before it has said who it is, and where it is not watched.
import type { Server } from '../src-contract/server.ts';
import { toGivenWay } from './plex/ways.ts';
import type { LiveFeed } from './procedures/live-feed.ts';
import { toUnwatched } from './watch/begin-watching.ts';

/** What the owner decided about a server, and what is known of it before it has said who it is. */
export type Wish = Pick<Server, 'origin' | 'accountId' | 'enabled' | 'trustedCertificate'> & {
  id: string | null;
  /** What the owner calls it; null: by its own name. */
  label: string | null;
  name: string | null;
  uri: string;
};

export const toFirstSight = ({ id, name, uri }: Wish) => ({ id, name: name ?? new URL(uri).hostname, uri });

/** The owner's words go before the server's own. */
export const toShown = (server: Server, wish: Wish, connection: Server['connection']): Server => {
  const { label, origin, accountId, enabled, trustedCertificate } = wish;
  return { ...server, name: label ?? server.name, origin, accountId, enabled, trustedCertificate, connection };
};

export const toUnwatchedServer = (wish: Wish): Server => {
  const { from: _, ...way } = toGivenWay(wish.uri);
  return toShown(toUnwatched(toFirstSight(wish)), wish, { ...way, why: 'This address was given.' });
};

/** Gives a server its place in the live view without watching it. Returns the undo. */
export const showUnwatched = (wish: Wish, feed: Pick<LiveFeed, 'join'>): (() => void) => {
  const place = feed.join();
  place.show({ server: toUnwatchedServer(wish), sessions: [] });
  return place.leave;
};
