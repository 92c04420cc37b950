// One watched server: the line to it, the way that is chosen, its watcher, and where what they find goes.
import type { Event } from '../src-contract/event.ts';
import type { Server, ServerInfo } from '../src-contract/server.ts';
import type { OwnerSettings } from '../src-contract/settings.ts';
import type { FriendlyNames } from './friendly-names.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { Log } from './lib/log.ts';
import type { PlexClient } from './plex/client.ts';
import { createConnections, type Connections } from './plex/connections.ts';
import type { PlexIdentity } from './plex/identity.ts';
import { createLine, type LineEnd } from './plex/line.ts';
import type { Probe } from './plex/probe.ts';
import { toGivenWay, type Way, type Ways } from './plex/ways.ts';
import type { LiveFeed, View } from './procedures/live-feed.ts';
import type { OwnerSettingsStore } from './settings/owner-settings.ts';
import { toUnwatched } from './watch/begin-watching.ts';
import { createArrivals } from './watch/arrivals.ts';
import { createWatcher, type Watcher } from './watch/watcher.ts';
import { toFirstSight, toShown, type Wish } from './wished-server.ts';

export type News = {
  events: Event[];
  /** From the first list of a server since we started: what it shows was playing before we came. */
  isFirstLook: boolean;
};

export type WatchMeans = {
  identity: PlexIdentity;
  probe: Probe;
  realtime: boolean;
  sessionPollMs: number;
  /** Part of what the owner chose is in force here. */
  owner: Pick<OwnerSettingsStore, 'get' | 'onChange'>;
  history: Pick<
    History,
    'openSessions' | 'lastHeardMs' | 'openGap' | 'record' | 'sample' | 'rememberServer' | 'transcodes'
  >;
  feed: Pick<LiveFeed, 'join' | 'ended'>;
  names: FriendlyNames;
  /** Told of every fact, after the history. */
  onNews: (news: News) => void;
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

type Options = WatchMeans & {
  /** As it is now: it may change while the server is watched. */
  wish: () => Wish;
  token: string;
  ways: Ways;
  askPlexTv: (() => Promise<Ways | null>) | null;
  /** Tries to get a token that is accepted, and gives it to `use`; true when it did. */
  renew: () => Promise<boolean>;
  /** Told when the server says who it is. */
  onInfo: (info: ServerInfo) => void;
  /** Told when it is reached over another way from now on. */
  onWay: (way: Way) => void;
};

export type WatchedServer = {
  watcher: Watcher;
  client: PlexClient;
  /** As people see it. */
  server: () => Server;
  connections: Pick<Connections, 'view'>;
  /** Tries all ways to it, now. */
  lookAgain: () => Promise<void>;
  use: (change: Partial<Pick<LineEnd, 'token' | 'trustedCertificate'>> & { uri?: string }) => void;
  /** The wish has changed. */
  show: () => void;
  wake: Watcher['wake'];
  close: () => Promise<void>;
};

/** How long a start waits for a server that nobody knows yet to say who it is. */
const RECOGNISE_MS = 2000;
/** While a server does not answer, all ways to it are tried this often. */
const LOOK_AGAIN_MS = 15_000;

/** Null for a server that was never reached and does not answer now: nothing of it can be open in the history. */
const recognise = async (id: string | null, client: PlexClient, clock: Clock): Promise<string | null> => {
  if (id !== null) return id;
  return new Promise((resolve) => {
    const giveUp = clock.after(RECOGNISE_MS, () => resolve(null));
    void client
      .identity()
      .then(
        (identity) => resolve(identity.id),
        () => resolve(null),
      )
      .finally(giveUp);
  });
};

const toShare = ({ history }: OwnerSettings): number => history.watchedPercent / 100;

export const watchServer = async (options: Options): Promise<WatchedServer> => {
  const { wish, token, realtime, sessionPollMs, history, feed, names, onNews, onInfo, onWay, clock, newId } = options;
  const log = options.log.for('plex');
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));

  const { uri, trustedCertificate } = wish();
  const line = createLine({
    end: { uri, token, trustedCertificate },
    renew: options.renew,
    identity: options.identity,
    log,
    clock,
  });
  const { client } = line;
  closers.add('client', () => client.close());
  let info: ServerInfo | null = null;
  let isFirstLook = true;
  const heard = () => {
    if (info) history.rememberServer({ ...info, name: wish().label ?? info.name }, line.end().uri);
  };
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

  const place = feed.join();
  closers.add('place in the live view', place.leave);
  const unknown = toUnwatched(toFirstSight(wish()));
  let view: View = { server: { ...unknown, status: { kind: 'connecting' } }, sessions: [] };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let watcher: Watcher | null = null;

  /** One that is heard is not woken: it did not sleep. */
  const wakeIfDown = () => {
    const { kind } = view.server.status;
    if (kind !== 'live' && kind !== 'polling') watcher?.wake();
  };

  const named = options.ways.ways.find((way) => way.uri === uri);
  const connections = createConnections({
    first: named ?? toGivenWay(uri, options.askPlexTv ? 'last-good' : 'address'),
    id: () => info?.id ?? wish().id,
    known: options.ways,
    askPlexTv: options.askPlexTv,
    trustedCertificate: () => wish().trustedCertificate,
    probe: options.probe,
    clock,
    onChange: (way) => {
      if (way.uri !== line.end().uri) {
        line.use({ uri: way.uri });
        wakeIfDown();
      }
      onWay(way);
      show();
    },
    onNoWay: () => show(),
    log,
  });
  closers.add('choice of the connection', connections.close);

  const server = (): Server => {
    const { way, why: choice } = connections.current();
    const { local, relay, secure } = way;
    const { status } = view.server;
    // The way in use knows only of itself.
    const why = status.kind === 'unreachable' ? connections.trouble() : null;
    const told =
      why === null || status.kind !== 'unreachable' ? view.server : { ...view.server, status: { ...status, why } };
    return toShown(told, wish(), { uri: way.uri, local, relay, secure, why: choice });
  };
  const arrivals = createArrivals({ readItem: client.item, onChange: () => show(), clock });
  closers.add('arrivals', arrivals.close);
  const show = () => {
    const shown = server();
    place.show({
      server: shown,
      sessions: view.sessions.map(names.ofSession),
      arrivals: shown.status.kind === 'live' ? arrivals.shown(shown.id) : [],
    });
  };
  const onView = (now: View) => {
    view = now;
    arrivals.see(now.sessions);
    show();
    if (now.server.status.kind !== 'unreachable' || clock.nowMs() - lookedAtMs < LOOK_AGAIN_MS) return;
    lookedAtMs = clock.nowMs();
    if (options.askPlexTv) void connections.look();
  };
  show();
  closers.add('names of people', names.onChange(show));

  const id = await recognise(wish().id, client, clock);
  const hearEvents = (told: Event[]) => {
    const events = told.map((event) =>
      event.kind === 'server-up' ? { ...event, name: wish().label ?? event.name } : event,
    );
    history.record(events);
    for (const event of events) if (event.kind === 'session-stopped') feed.ended(event);
    onNews({ events: events.map(names.ofEvent), isFirstLook });
  };
  const adopted = id === null ? [] : await history.openSessions(id);
  const lastHeardMs = id === null ? null : await history.lastHeardMs(id);
  const openGap = id === null ? null : await history.openGap(id);
  const listen: Parameters<typeof createWatcher>[0]['listen'] = ({ onHint, onLink }) =>
    line.listen({
      onHint: (hint) => {
        heard();
        arrivals.hear(hint);
        onHint(hint);
      },
      onLink,
    });
  const made = createWatcher({
    server: { ...toFirstSight(wish()), id },
    client: listeningClient,
    listen: realtime ? listen : null,
    clock,
    newId,
    adopted,
    lastHeardMs,
    openGap,
    habits: async ({ machineId, title }) => {
      const key = machineId ?? title;
      return [...((await history.transcodes.habits(info?.id ?? id ?? '', [key])).get(key) ?? [])];
    },
    intervals: { sessionPollMs },
    watchedShare: toShare(options.owner.get()),
    onEvents: hearEvents,
    onView,
    onSamples: history.sample,
    log: options.log.for('watch'),
  });
  watcher = made;
  onView(made.view());
  closers.add('watcher', () => made.close());
  closers.add(
    'share that counts as watched',
    options.owner.onChange((settings) => made.setWatchedShare(toShare(settings))),
  );
  // What we saw until this moment is no gap when we come back.
  closers.add('last sign of the server', () => {
    const { kind } = made.view().server.status;
    if (kind === 'live' || kind === 'polling') heard();
  });
  // What worked last is used at once; meanwhile all ways are tried.
  if (options.askPlexTv) void connections.look();

  return {
    watcher: made,
    client,
    server,
    connections,
    use: ({ uri: given, ...change }) => {
      if (Object.keys(change).length > 0) line.use(change);
      if (given !== undefined) connections.give(toGivenWay(given));
      wakeIfDown();
    },
    lookAgain: async () => {
      await connections.look();
      wakeIfDown();
    },
    show,
    wake: (asleepSinceMs) => {
      made.wake(asleepSinceMs);
      if (options.askPlexTv) void connections.look();
    },
    close: closers.close,
  };
};
