// The strings of the puppet theatre: everything a test or a scenario can make the simulated house do.
import type { Faults, FaultRule } from './faults.ts';
import type { Frame, Frames } from './frames.ts';
import type { LibraryEvents } from './library-events.ts';
import type { Item } from './library/item.ts';
import { airingItem } from './library/live-tv.ts';
import { networkOf, type Network } from './people.ts';
import { wishes, type Wish, type WishName } from './playback/delivery.ts';
import type { Playback } from './playback/playback.ts';
import type { OnCancel, OnTerminate, Session, Viewer } from './playback/session.ts';
import type { Truth, TruePlay } from './playback/truth.ts';
import { positionMs } from './playback/session.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { SimClock } from './sim-clock.ts';
import type { Socket } from './socket.ts';
import type { World } from './world.ts';

export type StartOptions = {
  /** A title, a ratingKey, or a channel's name for live TV. Without it: the first film. */
  item?: string;
  /** An account's name or id, `empty` for a `<User/>`, `absent` for no user at all. Without it: the owner. */
  user?: string;
  /** A player's name (`chrome`, `shield`, `appletv`, `iphone`, `roku`, `tizen`, `webos`, `plexamp`, `htpc`, `dlna`). Without it: one that is free. */
  player?: string;
  how?: WishName | Wish;
  location?: Network['kind'];
  offsetMs?: number;
  state?: 'playing' | 'paused' | 'buffering';
  /** False for a player without a `Session` element. */
  withSession?: boolean;
  /** Sets `Session.id`; the same client keeps its own over many items. */
  sessionId?: string;
  /** What happens when the item ends: `itself` goes on with the next one. */
  nextBy?: 'itself' | 'nobody';
  onTerminate?: OnTerminate;
  onCancel?: OnCancel;
  /** Claims the transcode of `how` for so long and then plays directly. */
  claimsTranscodeForMs?: number;
  playQueue?: boolean;
};

export type SessionRef = {
  sessionKey: string;
  sessionId: string | null;
  playId: string;
  ratingKey: string;
  transcodeKey: string | null;
};

export type SessionView = SessionRef & {
  title: string;
  type: string;
  state: string;
  positionMs: number;
  reportedMs: number;
  user: string | null;
  player: string;
  decision: string;
};

export type Control = {
  start: (options?: StartOptions) => SessionRef;
  pause: (sessionKey: string) => void;
  resume: (sessionKey: string) => void;
  buffer: (sessionKey: string) => void;
  seek: (sessionKey: string, toMs: number) => void;
  /** The next episode, track or photo under the same session key. */
  next: (sessionKey: string) => boolean;
  /** Another item under the same session key. */
  play: (sessionKey: string, item: string, offsetMs?: number) => SessionRef;
  stop: (sessionKey: string) => void;
  /** The player dies: no `stopped`, no more frames; gone from the list after `listedForMs`. */
  vanish: (sessionKey: string, listedForMs?: number) => void;
  changeQuality: (sessionKey: string, how: WishName | Wish) => SessionRef;
  behave: (sessionKey: string, how: { onTerminate?: OnTerminate; onCancel?: OnCancel }) => void;
  sessions: () => SessionView[];

  fault: (rule: FaultRule) => number;
  clearFault: (id?: number) => void;
  dropSockets: (how?: 'close' | 'cut') => void;
  silence: (on: boolean) => void;
  refuseUpgrade: (status: number | null) => void;
  /** Sends this text, whatever it is, on every open socket. */
  inject: (text: string) => void;
  /** The server goes away for `downMs` of real time; session keys start again at 1 and players come back. */
  restart: (options?: { downMs?: number; playersComeBackAfterMs?: number | null }) => Promise<void>;

  setPlexPass: (on: boolean) => void;
  setOwned: (on: boolean) => void;
  addFilm(title: string): { ratingKey: string };
  removeItem: (ratingKey: string) => boolean;
  refreshSection: (id: number) => void;
  setReachable: (on: boolean) => void;
  setUpdate: (version: string | null) => void;

  now: () => number;
  advance: (ms: number) => void;
  setSpeed: (speed: number) => void;
  requests: () => LoggedRequest[];
  clearRequests: () => void;
  truth: () => TruePlay[];
  onFrame: (listener: (frame: Frame) => void) => () => void;
  listeners: () => number;
};

export type ControlParts = {
  world: World;
  clock: SimClock;
  frames: Frames;
  playback: Playback;
  truth: Truth;
  faults: Faults;
  log: RequestLog;
  socket: Socket;
  events: LibraryEvents;
  restart: (downMs: number, comeBackMs: number | null) => Promise<void>;
};

export class UnknownThing extends Error {
  constructor(what: string, name: string) {
    super(`no ${what} called ${name}`);
    this.name = 'UnknownThing';
  }
}

export function createControl(parts: ControlParts): Control {
  const { world, clock, frames, playback, truth, faults, log, socket, events } = parts;

  const sessionOf = (sessionKey: string): Session => {
    clock.settle();
    const session = world.sessions.get(sessionKey);
    if (session === undefined) throw new UnknownThing('session', sessionKey);
    return session;
  };
  const itemOf = (text: string | undefined): Item => {
    const first = world.library.ofType('movie')[0];
    const airing = world.library.channels.find(({ channel }) => channel === text);
    const found =
      text === undefined ? first : airing === undefined ? world.library.find(text) : airingItem(airing, clock.now());
    if (found === null || found === undefined) throw new UnknownThing('item', text ?? '');
    return found;
  };
  const viewerOf = (text: string | undefined): Viewer => {
    if (text === 'empty' || text === 'absent') return text;
    const found = world.accounts.find(({ id, name }) =>
      text === undefined ? id === 1 : name === text || String(id) === text,
    );
    if (found === undefined) throw new UnknownThing('user', text ?? '1');
    return found;
  };
  const playerOf = (text: string | undefined) => {
    const busy = new Set([...world.sessions.values()].map(({ player }) => player));
    const found = world.players.find((player) =>
      text === undefined ? !busy.has(player) && player.product !== 'DLNA' : player.name === text,
    );
    const fallback = text === undefined ? world.players[0] : undefined;
    if (found === undefined && fallback === undefined) throw new UnknownThing('player', text ?? '');
    return found ?? fallback ?? fail();
  };
  const wishOf = (how: WishName | Wish | undefined): Wish => (typeof how === 'string' ? wishes[how] : (how ?? {}));
  const refOf = (session: Session): SessionRef => ({
    sessionKey: session.sessionKey,
    sessionId: session.sessionId,
    playId: session.playId,
    ratingKey: session.item.ratingKey,
    transcodeKey: session.transcode === null ? null : `/transcode/sessions/${session.transcode.id}`,
  });

  const start = (options: StartOptions = {}): SessionRef => {
    clock.settle();
    const player = playerOf(options.player);
    const session = playback.start({
      item: itemOf(options.item),
      viewer: viewerOf(options.user),
      player,
      network: networkOf(options.location ?? 'lan', world.players.indexOf(player)),
      wish: wishOf(options.how),
      offsetMs: options.offsetMs ?? 0,
      state: options.state ?? 'playing',
      nextBy: options.nextBy ?? 'itself',
      ...(options.withSession === false
        ? { sessionId: null }
        : options.sessionId === undefined
          ? {}
          : { sessionId: options.sessionId }),
      ...(options.onTerminate === undefined ? {} : { onTerminate: options.onTerminate }),
      ...(options.onCancel === undefined ? {} : { onCancel: options.onCancel }),
      ...(options.playQueue === true ? { playQueue: { id: 7 + world.lastSessionKey, itemId: 400 } } : {}),
    });
    if (options.claimsTranscodeForMs !== undefined)
      playback.after(session, options.claimsTranscodeForMs, () => playback.rewish(session, {}));
    return refOf(session);
  };

  return {
    start,
    pause: (key) => playback.setState(sessionOf(key), 'paused'),
    resume: (key) => playback.setState(sessionOf(key), 'playing'),
    buffer: (key) => playback.setState(sessionOf(key), 'buffering'),
    seek: (key, toMs) => playback.seek(sessionOf(key), toMs),
    next: (key) => playback.next(sessionOf(key)),
    play: (key, item, offsetMs = 0) => {
      const session = sessionOf(key);
      playback.play(session, itemOf(item), offsetMs);
      return refOf(session);
    },
    stop: (key) => playback.stop(sessionOf(key), 'stopped'),
    vanish: (key, listedForMs = 0) => playback.vanish(sessionOf(key), listedForMs),
    changeQuality: (key, how) => {
      const session = sessionOf(key);
      playback.rewish(session, wishOf(how));
      return refOf(session);
    },
    behave: (key, { onTerminate, onCancel }) => {
      const session = sessionOf(key);
      if (onTerminate !== undefined) session.onTerminate = onTerminate;
      if (onCancel !== undefined) session.onCancel = onCancel;
    },
    sessions: () => {
      clock.settle();
      return [...world.sessions.values()].map((session) => ({
        ...refOf(session),
        title: session.item.title,
        type: session.item.type,
        state: session.state,
        positionMs: positionMs(session, clock.now()),
        reportedMs: session.reportedMs,
        user: typeof session.viewer === 'string' ? null : session.viewer.name,
        player: session.player.title,
        decision: session.delivery.decision,
      }));
    },

    fault: faults.add,
    clearFault: faults.clear,
    dropSockets: (how = 'close') => socket.drop(how),
    silence: (on) => {
      faults.silent = on;
    },
    refuseUpgrade: (status) => {
      faults.refuseUpgrade = status;
    },
    inject: socket.inject,
    restart: ({ downMs = 0, playersComeBackAfterMs = 2000 } = {}) => parts.restart(downMs, playersComeBackAfterMs),

    setPlexPass: (on) => {
      world.plexPass = on;
    },
    setOwned: (on) => {
      world.owned = on;
    },
    addFilm: (title) => ({ ratingKey: events.addFilm(title).ratingKey }),
    removeItem: events.remove,
    refreshSection: events.refreshSection,
    setReachable: (on) => {
      world.reachable = on;
      frames.send('reachability', 'ReachabilityNotification', { reachability: on });
    },
    setUpdate: (version) => {
      world.update = version === null ? null : { version, state: 'notify' };
      frames.send('update.statechange', 'AutoUpdateNotification', {
        key: version === null ? '' : `https://plex.tv/updater/releases/${version}`,
        version: version ?? '',
        state: version === null ? 'done' : 'available',
      });
    },

    now: clock.now,
    advance: clock.advance,
    setSpeed: clock.setSpeed,
    requests: log.list,
    clearRequests: log.clear,
    truth: () => {
      clock.settle();
      return truth.plays();
    },
    onFrame: frames.listen,
    listeners: socket.listeners,
  };
}

function fail(): never {
  throw new Error('the house has no players');
}
