// Starts a simulated Plex Media Server: a house full of people behind an HTTP server and a notification socket.
import { setTimeout as wait } from 'node:timers/promises';
import { createAccess } from './access.ts';
import { type Control } from './control.ts';
import { commands } from './control-commands.ts';
import { createControl } from './create-control.ts';
import { startControlServer } from './control-server.ts';
import { createFaults } from './faults.ts';
import { createFrames } from './frames.ts';
import { imageRoutes } from './http/image-routes.ts';
import { libraryRoutes } from './http/library-routes.ts';
import { liveRoutes } from './http/live-routes.ts';
import { playlistRoutes } from './http/playlist-routes.ts';
import { statisticsRoutes } from './http/statistics-routes.ts';
import { createListener } from './http/listener.ts';
import { serverRoutes } from './http/server-routes.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { createLibraryEvents } from './library-events.ts';
import { addPast, type PastOptions } from './playback/past.ts';
import { createBackground } from './playback/background.ts';
import { createPlayback } from './playback/playback.ts';
import { createTruth } from './playback/truth.ts';
import { startPlexTv, type PlexTv, type PlexTvOptions } from './plextv/start-plex-tv.ts';
import { createPrng } from './prng.ts';
import { createRequestLog } from './request-log.ts';
import { restartSessions } from './restart-sessions.ts';
import { scenarios, type ScenarioName } from './scenarios/scenarios.ts';
import { createSimClock } from './sim-clock.ts';
import { createSocket, eventSourcePath } from './socket.ts';
import { authorityPem, newCertificate, type TlsKind } from './tls/certificates.ts';
import { directName } from './tls/direct-name.ts';
import { openPort, type OpenPort } from './tls/open-port.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { createWorld } from './world.ts';

export type SimOptions = {
  /** 0: any free port. */
  port?: number;
  host?: string;
  token?: string;
  scenario?: ScenarioName;
  seed?: number;
  /** Simulated seconds per real second. */
  speed?: number;
  name?: string;
  machineIdentifier?: string;
  /** Only `control.advance` moves the time. */
  manualClock?: boolean;
  /** When the simulated time starts, epoch ms. Without it: now. */
  startAtMs?: number;
  /** Also serve the control interface over HTTP. `null`: do not. */
  controlPort?: number | null;
  /** Which way the films stand on the shelf: `b` gives other films the same numbers. */
  shelf?: 'a' | 'b';
  /** What the server's own history already holds. */
  past?: PastOptions | undefined;
  /** Also speaks HTTPS on its port, with a certificate of this kind for its `plex.direct` names. */
  tls?: TlsKind | undefined;
  /** Also starts a plex.tv that knows this server. */
  plexTv?: PlexTvOptions | undefined;
};

export type SimTls = {
  /** The part of its `plex.direct` names that is its own. */
  hash: string;
  /** By its name, which no DNS knows: connect to its address and check the name. */
  uri: string;
  /** The authority that its certificate is from, in PEM; a self-signed or expired one is not good by it. */
  authority: string;
};

export type Sim = {
  uri: string;
  token: string;
  /** A token of a user who does not own the server. */
  guestToken: string;
  name: string;
  machineIdentifier: string;
  control: Control;
  tls: SimTls | null;
  /** Where the control interface listens, when it was asked for. */
  controlUri: string | null;
  /** The other server of the scenario `twins`. */
  twin: Sim | null;
  /** When it was asked for: a plex.tv where the first account owns the server and Bruno may look. */
  plexTv: PlexTv | null;
  close(): Promise<void>;
};

export async function startSim(options: SimOptions = {}): Promise<Sim> {
  const { host = '127.0.0.1', scenario: scenarioName = 'quiet', seed = 1 } = options;
  const scenario = scenarios[scenarioName];
  const prng = createPrng(seed);
  const secret = createPrng(options.token === undefined ? Math.floor(Math.random() * 2 ** 32) : seed).fork('token');
  const startAtMs = options.startAtMs ?? Date.now();
  const clock = createSimClock({
    startAtMs,
    speed: options.manualClock === true ? 0 : (options.speed ?? 1),
  });
  const world = createWorld({
    name: options.name ?? 'Simulated Plex',
    machineIdentifier:
      options.machineIdentifier ?? prng.fork(`machine ${options.shelf ?? 'a'}`).id(40, '0123456789abcdef'),
    token: options.token ?? secret.id(20),
    guestToken: secret.id(20),
    seed,
    shelf: options.shelf ?? 'a',
    atMs: clock.now(),
    extraPeople: scenario.extraPeople,
    prng,
  });
  if (options.past !== undefined) addPast(world, prng.fork('past'), startAtMs, options.past);
  const frames = createFrames();
  const truth = createTruth();
  const access = createAccess(world);
  const faults = createFaults();
  const log = createRequestLog();
  const events = createLibraryEvents({ world, frames, clock, prng: prng.fork('events') });
  const webhooks = createWebhooks({ world, frames, prng: prng.fork('webhooks') });
  const playback = createPlayback({ world, clock, frames, truth, prng: prng.fork('playback') });
  const background = createBackground({ clock, frames, prng: prng.fork('background') });
  const settle = clock.settle;
  const socket = createSocket({ access, frames, faults, log, settle });
  const listener = createListener({
    access,
    faults,
    log,
    settle,
    routes: [
      ...serverRoutes(world, clock.now),
      ...statisticsRoutes(world, clock.now),
      ...sessionRoutes(world, playback, background),
      ...libraryRoutes(world, events),
      ...playlistRoutes(world),
      ...liveRoutes(world),
      ...imageRoutes(world),
    ],
  });

  const hash = prng.fork(`certificate ${options.shelf ?? 'a'}`).id(32, '0123456789abcdef');
  const certificate = options.tls === undefined ? null : newCertificate(options.tls, [`*.${hash}.plex.direct`]);
  const open = (port: number): Promise<OpenPort> =>
    openPort({
      port,
      host,
      certificate,
      request: (request, response) => {
        if (eventSourcePath.test((request.url ?? '').split('?')[0] ?? '')) socket.eventSource(request, response);
        else listener(request, response);
      },
      upgrade: socket.upgrade,
    });
  const shut = (port: OpenPort): Promise<void> => {
    socket.drop('cut');
    return port.close();
  };

  let server = await open(options.port ?? 0);
  const { port } = server;
  const closing = new AbortController();
  let restarting: Promise<void> = Promise.resolve();
  const control = createControl({
    world,
    access,
    clock,
    frames,
    playback,
    background,
    truth,
    faults,
    log,
    socket,
    events,
    webhooks,
    authority: certificate === null ? null : authorityPem(),
    restart: (downMs, comeBackMs) => {
      restarting = restarting.then(async () => {
        const returning = restartSessions({ world, clock, playback, truth, comeBackMs });
        await shut(server);
        await wait(downMs, undefined, { signal: closing.signal }).catch(() => undefined);
        if (closing.signal.aborted) return;
        server = await open(port);
        returning();
      });
      return restarting;
    },
  });
  scenario.play({ control, world, clock, playback, prng: prng.fork(`scenario ${scenarioName}`) });
  const controlServer =
    options.controlPort === undefined || options.controlPort === null
      ? null
      : await startControlServer(commands, control, options.controlPort, host);
  const twin =
    scenarioName === 'twins' && options.shelf === undefined
      ? await startSim({
          ...options,
          // Twins are alike to the second.
          startAtMs,
          port: options.port === undefined || options.port === 0 ? 0 : options.port + 1,
          token: world.token,
          shelf: 'b',
          name: `${world.name} (twin)`,
          controlPort: controlServer === null ? null : 0,
          plexTv: undefined,
        })
      : null;

  const plexTv = options.plexTv === undefined ? null : await startPlexTv({ host, ...options.plexTv });
  const sim: Sim = {
    uri: `http://${host}:${port}`,
    token: world.token,
    guestToken: world.guestToken,
    name: world.name,
    machineIdentifier: world.machineIdentifier,
    control,
    tls:
      certificate === null
        ? null
        : { hash, uri: `https://${directName(host, hash)}:${port}`, authority: authorityPem() },
    controlUri: controlServer?.uri ?? null,
    twin,
    plexTv,
    close: async () => {
      closing.abort();
      clock.close();
      webhooks.close();
      await plexTv?.close();
      await twin?.close();
      await controlServer?.close();
      await restarting;
      socket.close();
      await shut(server);
    },
  };
  const sharedWith = plexTv?.control.accounts().filter((name) => name === 'Bruno');
  for (const one of [sim, twin]) if (one !== null) plexTv?.addServer(one, { sharedWith });
  return sim;
}
