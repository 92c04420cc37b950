// Ties the strings to the puppets: every command of the control interface, done.
import { UnknownThing, type CausedOptions, type Control, type SessionRef, type StartOptions } from './control.ts';
import type { Access } from './access.ts';
import { drawCaused } from './causes/draw-caused.ts';
import { stageCaused } from './causes/stage-caused.ts';
import type { Faults } from './faults.ts';
import type { Frames } from './frames.ts';
import type { LibraryEvents } from './library-events.ts';
import type { Item } from './library/item.ts';
import { airingItem } from './library/live-tv.ts';
import { networkOf, type Player } from './people.ts';
import { wishes, type Wish, type WishName } from './playback/delivery.ts';
import type { Background } from './playback/background.ts';
import { addPast } from './playback/past.ts';
import type { Playback } from './playback/playback.ts';
import { positionMs, type Session, type Viewer } from './playback/session.ts';
import type { Truth } from './playback/truth.ts';
import { createPrng } from './prng.ts';
import type { RequestLog } from './request-log.ts';
import type { SimClock } from './sim-clock.ts';
import type { Socket } from './socket.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { World } from './world.ts';

export type ControlParts = {
  world: World;
  access: Access;
  clock: SimClock;
  frames: Frames;
  playback: Playback;
  background: Background;
  truth: Truth;
  faults: Faults;
  log: RequestLog;
  socket: Socket;
  events: LibraryEvents;
  webhooks: Webhooks;
  authority: string | null;
  restart: (downMs: number, comeBackMs: number | null) => Promise<void>;
};

export function createControl(parts: ControlParts): Control {
  const { world, access, clock, frames, playback, truth, faults, log, socket, events, webhooks } = parts;

  const sessionOf = (sessionKey: string): Session => {
    clock.settle();
    const session = world.sessions.get(sessionKey);
    if (session === undefined) throw new UnknownThing('session', sessionKey);
    return session;
  };
  const itemOf = (text: string | undefined, liveKey: 'number' | 'guid' = 'number'): Item => {
    const first = world.library.ofType('movie')[0];
    const airing = world.library.channels.find(({ channel }) => channel === text);
    const found =
      text === undefined
        ? first
        : airing === undefined
          ? world.library.find(text)
          : airingItem(airing, clock.now(), liveKey);
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
  const playerOf = (text: string | undefined): Player => {
    if (text !== undefined) {
      const named = world.players.find(({ name }) => name === text);
      if (named === undefined) throw new UnknownThing('player', text);
      return named;
    }
    const busy = new Set([...world.sessions.values()].map(({ player }) => player));
    const screens = world.players.filter(({ product }) => product !== 'DLNA');
    const free = screens.find((player) => !busy.has(player));
    if (free !== undefined) return free;
    // All are in use: somebody brings one more of the same kind.
    const model = screens[busy.size % screens.length] ?? screens[0];
    if (model === undefined) throw new UnknownThing('player', 'at all');
    const number = world.players.length + 1;
    const another = {
      ...model,
      name: `player-${number}`,
      title: `${model.title} ${number}`,
      machineIdentifier: `${model.machineIdentifier.slice(0, 20)}${String(number).padStart(4, '0')}`,
    };
    world.players.push(another);
    return another;
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
      item: itemOf(options.item, options.liveKey),
      viewer: viewerOf(options.user),
      player,
      network: networkOf(options.location ?? 'lan', world.players.indexOf(player)),
      wish: wishOf(options.how),
      offsetMs: options.offsetMs,
      state: options.state,
      nextBy: options.nextBy,
      sessionId: options.withSession === false ? null : options.sessionId,
      onTerminate: options.onTerminate,
      onCancel: options.onCancel,
      playQueue: options.playQueue === true ? { id: 7 + world.lastSessionKey, itemId: 400 } : null,
    });
    if (options.claimsTranscodeForMs !== undefined)
      playback.after(session, options.claimsTranscodeForMs, () => playback.rewish(session, {}));
    return refOf(session);
  };

  const startCaused = ({ cause, alone = false, user, pace, seed }: CausedOptions): SessionRef => {
    clock.settle();
    const number = world.players.length + 1;
    const prng = createPrng(seed ?? number).fork(cause);
    const caused = drawCaused(cause, alone, world, prng);
    const channel = world.library.channels[number % world.library.channels.length];
    if (caused === null || channel === undefined)
      throw new UnknownThing('cause that this house can bring about', cause);
    const film = world.library.newFilm(`Reel ${number}`, Math.floor(clock.now() / 1000));
    const airing = airingItem(channel, clock.now(), 'number');
    const { item, player, wish } = stageCaused(caused, { film, airing, number }, prng);
    if (item.airing === null) world.library.add(item);
    world.players.push(player);
    return refOf(
      playback.start({
        item,
        viewer: viewerOf(user),
        player,
        network: networkOf(caused.draft.situation.place, number),
        wish: { ...wish, pace },
        nextBy: 'nobody',
      }),
    );
  };

  return {
    start,
    startCaused,
    pause: (key) => playback.setState(sessionOf(key), 'paused'),
    resume: (key) => playback.setState(sessionOf(key), 'playing'),
    buffer: (key) => playback.setState(sessionOf(key), 'buffering'),
    seek: (key, toMs) => playback.seek(sessionOf(key), toMs),
    next: (key) => playback.next(sessionOf(key)),
    play: (key, item, offsetMs = 0) => {
      const session = sessionOf(key);
      playback.play(session, itemOf(item, session.item.airing?.frames), offsetMs);
      return refOf(session);
    },
    misreport: (key, offsetMs) => playback.misreport(sessionOf(key), offsetMs),
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
    setRemoteLimit: (kbps) => {
      world.remoteKbps = kbps;
    },
    setOwned: (on) => {
      world.owned = on;
    },
    setGuestStatus: (status) => {
      access.guestStatus = status;
    },
    refuseTokens: (on) => {
      access.refusesAll = on;
    },
    trust: access.trust,
    endToken: (token = world.token) => access.end(token),
    restoreToken: (token = world.token) => access.restore(token),
    optimise: (item, speed) => ({ key: `/transcode/sessions/${parts.background.optimise(itemOf(item), speed).id}` }),
    addFilm: (title) => ({ ratingKey: events.addFilm(title).ratingKey }),
    removeItem: events.remove,
    refreshSection: events.refreshSection,
    addPast: (options) => ({ rows: addPast(world, createPrng(options.seed ?? 1), clock.now(), options) }),
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

    addWebhook: webhooks.add,
    clearWebhooks: webhooks.clear,
    sendWebhook: ({ event, item, rating }) =>
      webhooks.send({ event, item: item === undefined ? null : itemOf(item), rating }),
    webhookAnswers: webhooks.answers,

    authority: () => parts.authority,
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
