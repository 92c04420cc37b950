// One watched server: its client, its socket and its watcher, and where what they find goes.
import type { Event } from '../src-contract/event.ts';
import type { ServerInfo } from '../src-contract/server.ts';
import type { OwnerSettings } from '../src-contract/settings.ts';
import type { History } from './history/open-history.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { Log } from './lib/log.ts';
import { createPlexClient, type PlexClient } from './plex/client.ts';
import type { PlexIdentity } from './plex/identity.ts';
import { createNotificationSocket } from './plex/notification-socket.ts';
import type { LiveFeed } from './procedures/live-feed.ts';
import type { OwnerSettingsStore } from './settings/owner-settings.ts';
import type { ServerToWatch } from './settings/servers-to-watch.ts';
import { toUnwatched } from './watch/begin-watching.ts';
import { createWatcher, type Watcher } from './watch/watcher.ts';

export type News = {
  events: Event[];
  /** From the first list of a server since we started: what it shows was playing before we came. */
  isFirstLook: boolean;
};

type Options = {
  server: ServerToWatch;
  identity: PlexIdentity;
  realtime: boolean;
  sessionPollMs: number;
  /** Part of what the owner chose is in force here. */
  owner: Pick<OwnerSettingsStore, 'get' | 'onChange'>;
  history: Pick<History, 'openSessions' | 'lastHeardMs' | 'record' | 'sample'>;
  feed: Pick<LiveFeed, 'join' | 'ended'>;
  /** Told of every fact, after the history. */
  onNews: (news: News) => void;
  /** Told when the server says who it is. */
  onInfo: (info: ServerInfo) => void;
  /** Told whenever it was heard after that. */
  onHeard: (info: ServerInfo) => void;
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

export type WatchedServer = { watcher: Watcher; client: PlexClient; close: () => Promise<void> };

/** How long a start waits for a server that nobody knows yet to say who it is. */
const RECOGNISE_MS = 2000;

/** Null for a server that was never reached and does not answer now: nothing of it can be open in the history. */
const recognise = async ({ known }: ServerToWatch, client: PlexClient, clock: Clock): Promise<string | null> => {
  if (known) return known.id;
  return new Promise((resolve) => {
    const giveUp = clock.after(RECOGNISE_MS, () => resolve(null));
    void client
      .identity()
      .then(
        ({ id }) => resolve(id),
        () => resolve(null),
      )
      .finally(giveUp);
  });
};

/** What is known of a server before it has said who it is. */
const toFirstSight = ({ known, uri }: ServerToWatch) => ({ name: known?.name ?? new URL(uri).hostname, uri });

/** Gives a server its place in the live view without watching it. */
export const showUnwatched = (server: ServerToWatch, feed: Pick<LiveFeed, 'join'>): void => {
  const { id = null } = server.known ?? {};
  feed.join().show({ server: toUnwatched({ id, ...toFirstSight(server) }), sessions: [] });
};

const toShare = ({ history }: OwnerSettings): number => history.watchedPercent / 100;

export const watchServer = async (options: Options): Promise<WatchedServer> => {
  const { server, identity, realtime, sessionPollMs, history, feed, onNews, onInfo, onHeard, clock, newId } = options;
  const { uri, token } = server;
  const log = options.log.for('plex');
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));

  const client = createPlexClient({ uri, token, identity, log, clock });
  closers.add('client', () => client.close());
  let info: ServerInfo | null = null;
  let isFirstLook = true;
  const heard = () => void (info && onHeard(info));
  const listeningClient: PlexClient = {
    ...client,
    info: async () => {
      info = await client.info();
      onInfo(info);
      heard();
      return info;
    },
    sessions: async () => {
      const sessions = await client.sessions();
      heard();
      // The list is taken before the next turn of the event loop; whatever comes after it is news.
      if (isFirstLook) clock.after(0, () => (isFirstLook = false));
      return sessions;
    },
  };

  const id = await recognise(server, client, clock);
  const place = feed.join();
  closers.add('place in the live view', place.leave);
  const hearEvents = (events: Event[]) => {
    history.record(events);
    for (const event of events) if (event.kind === 'session-stopped') feed.ended(event);
    onNews({ events, isFirstLook });
  };
  const watcher = createWatcher({
    server: { id, ...toFirstSight(server) },
    client: listeningClient,
    listen: realtime
      ? ({ onHint, onLink }) =>
          createNotificationSocket({
            uri,
            token,
            identity,
            onHint: (hint) => {
              heard();
              onHint(hint);
            },
            onLink,
            log,
            clock,
          })
      : null,
    clock,
    newId,
    adopted: id === null ? [] : await history.openSessions(id),
    lastHeardMs: id === null ? null : await history.lastHeardMs(id),
    intervals: { sessionPollMs },
    watchedShare: toShare(options.owner.get()),
    onEvents: hearEvents,
    onView: place.show,
    onSamples: history.sample,
    log: options.log.for('watch'),
  });
  place.show(watcher.view());
  closers.add('watcher', () => watcher.close());
  closers.add(
    'share that counts as watched',
    options.owner.onChange((settings) => watcher.setWatchedShare(toShare(settings))),
  );
  // What we saw until this moment is no gap when we come back.
  closers.add('last sign of the server', () => {
    const { kind } = watcher.view().server.status;
    if (kind === 'live' || kind === 'polling') heard();
  });
  return { watcher, client, close: closers.close };
};
