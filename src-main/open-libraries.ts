// Reads what lies in the libraries of every server: once a day, after something was added, and when the owner asks.
import type { Event } from '../src-contract/event.ts';
import type { Library } from '../src-contract/library.ts';
import type { Server } from '../src-contract/server.ts';
import type { History } from './history/history.ts';
import type { Place } from './history/libraries/store-libraries.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import type { PlexQuestions } from './plex/questions.ts';
import type { LibrariesRoom } from './procedures/libraries.ts';
import { isReadable, readLibrary } from './read-library.ts';

type Source = { server: () => Server; ask: Pick<PlexQuestions, 'sections' | 'shelf'> };

type Options = {
  sources: () => readonly Source[];
  /** How many streams a server has now. */
  streams: (serverId: string) => number;
  history: Pick<History, 'libraries' | 'onStored'>;
  clock: Clock;
  log: Log;
};

/** After a start there are other things to do first. */
const soonMs = 20_000;
const lookEveryMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** A server that has somebody to serve is left alone for longer between two pages. */
const restMs = 200;
const busyRestMs = 2_000;

const keyOf = ({ server, section }: Place): string => `${server}:${section}`;

export const openLibraries = ({ sources, streams, history, clock, log }: Options) => {
  const { libraries } = history;
  const reading = new Map<string, { done: number; total: number | null }>();
  /** To be looked at whether or not a day has gone by. */
  const wanted = new Set<string>();
  let closed = false;
  let stopResting = (): void => {};
  let working: Promise<void> = Promise.resolve();
  let isWorking = false;

  const rest = (serverId: string) => (): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = () => reject(new Error('Marquee is closing'));
      if (closed) return stop();
      const disarm = clock.after(streams(serverId) > 0 ? busyRestMs : restMs, resolve);
      stopResting = () => {
        disarm();
        stop();
      };
    });

  const isThere = ({ server }: Source): boolean => ['live', 'polling'].includes(server().status.kind) && server().owned;

  const readOne = async ({ ask }: Source, place: Place, type: string): Promise<void> => {
    const key = keyOf(place);
    wanted.delete(key);
    reading.set(key, { done: 0, total: null });
    try {
      await readLibrary({
        place,
        type,
        ask,
        store: libraries,
        nowMs: clock.nowMs,
        rest: rest(place.server),
        onProgress: (done, total) =>
          reading.set(key, {
            done,
            total,
          }),
      });
    } catch (error) {
      if (!closed) log.warn('libraries: one could not be read', { ...place, reason: toError(error).message });
    } finally {
      // Unless it was asked for once more meanwhile.
      if (!wanted.has(key)) reading.delete(key);
    }
  };

  const readServer = async (source: Source): Promise<void> => {
    const serverId = source.server().id;
    const sections = await source.ask.sections();
    await libraries.seeSections(serverId, sections);
    for (const { id, type } of sections) {
      const place = { server: serverId, section: id };
      if (closed || !isReadable(type)) continue;
      const state = await libraries.state(place);
      const isDue = state?.lookedAtMs == null || clock.nowMs() - state.lookedAtMs >= dayMs || state.nextStamp !== null;
      if (isDue || wanted.has(keyOf(place))) await readOne(source, place, type);
    }
  };

  const readAll = async (): Promise<void> => {
    for (const source of sources()) {
      if (closed || !isThere(source)) continue;
      await readServer(source).catch((error: unknown) => {
        if (!closed) log.warn('libraries: they could not be listed', { reason: toError(error).message });
      });
    }
  };

  let disarm = (): void => {};
  let again = false;
  /** One after the other, however often it is asked for. */
  const work = (): void => {
    if (closed) return;
    if (isWorking) {
      again = true;
      return;
    }
    isWorking = true;
    working = readAll().finally(() => {
      isWorking = false;
      if (!again) {
        // Those that could not be begun.
        reading.clear();
        return;
      }
      again = false;
      work();
    });
  };
  const arm = (delayMs: number): void => {
    if (closed) return;
    disarm();
    disarm = clock.after(delayMs, () => {
      work();
      arm(lookEveryMs);
    });
  };
  arm(soonMs);
  const forget = history.onStored((events: Event[]) => {
    for (const event of events) {
      if (event.kind === 'server-up') arm(soonMs);
      // What was removed can wait until tomorrow: to find it, everything has to be read.
      if (event.kind !== 'library-added') continue;
      if (event.sectionId !== null) wanted.add(keyOf({ server: event.serverId, section: event.sectionId }));
      arm(soonMs);
    }
  });

  const withReading = <Some extends Library>(library: Some): Some => {
    const watched = sources().some(({ server }) => server().id === library.serverId);
    return { ...library, gone: library.gone || !watched, reading: reading.get(library.key) ?? null };
  };

  const room: LibrariesRoom = {
    list: async (query) => (await libraries.list(query)).map(withReading),
    get: async (place) => {
      const found = await libraries.get(place);
      return found && withReading(found);
    },
    neverWatched: libraries.neverWatched,
    recentlyAdded: libraries.recentlyAdded,
    read: async ({ server, section }) => {
      const source = sources().find((one) => one.server().id === server);
      if (!source) return 'unknown';
      if (!isThere(source)) return 'unreachable';
      const isThatOne = (library: Library) => library.serverId === server && library.sectionId === section;
      const find = async () => (await libraries.list({ server })).find(isThatOne);
      let library = await find();
      if (!library) {
        await libraries.seeSections(server, await source.ask.sections());
        library = await find();
      }
      if (!library) return 'unknown';
      wanted.add(keyOf({ server, section }));
      reading.set(library.key, { done: 0, total: null });
      work();
      return withReading(library);
    },
  };

  return {
    room,
    close: async (): Promise<void> => {
      closed = true;
      disarm();
      forget();
      stopResting();
      await working;
    },
  };
};
