// The servers that are watched: opened, changed and let go of while Marquee runs. Each is on its own, whatever befalls another.
import { createTurns, type Turns } from './lib/turns.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import type { ServerToWatch } from './settings/servers-to-watch.ts';
import type { KnownServer } from './settings/settings-file.ts';
import { createEntry, type Change, type Entry, type EntryMeans, type OwnEntry } from './watched-entry.ts';

export type WatchedServers = {
  all: () => Entry[];
  /** By the id under which it is shown. */
  find: (serverId: string) => Entry | null;
  /** Watches one that is known from before. */
  open: (server: ServerToWatch) => void;
  /** Watches one more, now and after a restart; throws when it cannot be kept. It must not be watched already. */
  add: (server: ServerToWatch & { known: KnownServer }, resource?: PlexTvServer) => Promise<Entry>;
  /** Throws when it cannot be kept, and then nothing has changed. */
  change: (entry: Entry, change: Change) => Promise<void>;
  /** Its sessions end, and it is forgotten but for its history. */
  remove: (entry: Entry) => Promise<void>;
  wake: (asleepSinceMs?: number) => void;
  /** This machine is in another network now: another way may be the best. */
  lookAgain: () => void;
  close: () => Promise<void>;
};

export const createWatchedServers = (means: EntryMeans): WatchedServers => {
  const { file, secrets, log } = means;
  /** Each with its turns: two wishes about one server are done one after the other. */
  const entries = new Map<OwnEntry, Turns>();

  const letGo = (entry: OwnEntry) => {
    entries.delete(entry);
    entry.stop('pause').catch((error: unknown) => log.error('A server could not be let go of', { error }));
  };

  /** One server by two addresses is watched once; what PLEX_URL says goes first. */
  const create = (server: ServerToWatch, resource: PlexTvServer | null): OwnEntry => {
    const entry: OwnEntry = createEntry({
      ...means,
      server,
      resource,
      onKnown: (id) => {
        const twin = [...entries.keys()].find((one) => one !== entry && one.id() === id);
        if (!twin) return;
        log.info('A server is known by two addresses; it is watched once', { serverId: id });
        letGo(entry.origin === 'environment' ? twin : entry);
      },
    });
    entries.set(entry, createTurns());
    return entry;
  };

  const own = (given: Entry): { entry: OwnEntry; inTurn: Turns } => {
    for (const [entry, inTurn] of entries) if (entry === given) return { entry, inTurn };
    throw new Error('This server is not watched any more');
  };

  return {
    all: () => [...entries.keys()],
    find: (serverId) => [...entries.keys()].find((entry) => entry.id() === serverId) ?? null,
    open: (server) => {
      // What keeps one from being opened is its own affair.
      create(server, null)
        .start()
        .catch((error: unknown) => log.error('A server could not be watched', { error }));
    },
    add: async (server, resource) => {
      secrets.keepToken(server.known.id, server.token);
      file.rememberServer(server.known);
      const entry = create(server, resource ?? null);
      await entry.start();
      return entry;
    },
    change: (given, change) => {
      const { entry, inTurn } = own(given);
      return inTurn(() => entry.change(change));
    },
    remove: (given) => {
      const { entry, inTurn } = own(given);
      return inTurn(async () => {
        entry.forget();
        entries.delete(entry);
        await entry.stop('end');
      });
    },
    wake: (asleepSinceMs) => {
      for (const entry of entries.keys()) entry.watched()?.wake(asleepSinceMs);
    },
    lookAgain: () => {
      for (const entry of entries.keys()) if (entry.accountId !== null) void entry.watched()?.lookAgain();
    },
    close: async () => {
      await Promise.all([...entries.keys()].map((entry) => entry.stop('pause')));
    },
  };
};
