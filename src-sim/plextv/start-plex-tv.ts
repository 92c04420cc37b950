// Starts a simulated plex.tv on this computer: sign-in, accounts, and where whose servers are.
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { startControlServer } from '../control-server.ts';
import { createFaults } from '../faults.ts';
import { listenOn, portOf } from '../listening.ts';
import { createPrng } from '../prng.ts';
import { createRequestLog } from '../request-log.ts';
import { accountRoutes } from './account-routes.ts';
import { usualAccounts, type AccountOptions } from './accounts.ts';
import { authPageRoutes } from './auth-page.ts';
import { authRoutes } from './auth-routes.ts';
import { plexTvCommands } from './control-commands.ts';
import { createPlexTvControl, type PlexTvControl } from './control.ts';
import { createListener } from './listener.ts';
import { pinRoutes } from './pin-routes.ts';
import { createRateLimits } from './rate-limits.ts';
import { createServers, type KnownServer, type ServerOptions } from './servers.ts';
import { createState } from './state.ts';

export type PlexTvOptions = {
  /** 0: any free port. */
  port?: number | undefined;
  host?: string | undefined;
  /** Without it: Ada and Iris, who own servers, and Bruno, who may look. */
  accounts?: readonly AccountOptions[] | undefined;
  /** Also serve the control interface over HTTP. `null`: do not. */
  controlPort?: number | null | undefined;
  /** How long a JWT lives; 7 days. */
  tokenLifeMs?: number | undefined;
  seed?: number | undefined;
};

export type PlexTv = {
  /** Stands for both `https://plex.tv` and `https://clients.plex.tv`. */
  uri: string;
  /** Stands for `https://app.plex.tv/auth`. */
  authUri: string;
  control: PlexTvControl;
  /** Where the control interface listens, when it was asked for. */
  controlUri: string | null;
  addServer: (server: KnownServer, options?: ServerOptions) => void;
  close: () => Promise<void>;
};

export async function startPlexTv(options: PlexTvOptions = {}): Promise<PlexTv> {
  const { host = '127.0.0.1' } = options;
  const prng = createPrng(options.seed ?? Math.floor(Math.random() * 2 ** 32)).fork('plex.tv');
  const state = createState({
    prng: prng.fork('state'),
    accounts: options.accounts ?? usualAccounts,
    tokenLifeMs: options.tokenLifeMs ?? 7 * 86_400_000,
    realNow: Date.now,
  });
  const faults = createFaults();
  const limits = createRateLimits();
  const log = createRequestLog();
  const held = new Set<Socket>();
  const silent = createTcpServer((socket) => {
    held.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => held.delete(socket));
  });
  await listenOn(silent, 0, host);
  const servers = createServers({
    state,
    prng: prng.fork('servers'),
    silent: () => ({ address: host, port: portOf(silent) }),
  });
  const listener = createListener({
    routes: [
      ...pinRoutes(state, () => uri),
      ...authRoutes(state),
      ...accountRoutes(state, servers),
      ...authPageRoutes(state),
    ],
    faults,
    limits,
    log,
    now: state.now,
  });
  const server = createServer(listener);
  await listenOn(server, options.port ?? 0, host);
  const uri = `http://${host}:${portOf(server)}`;
  const control = createPlexTvControl({ state, servers, faults, limits, log });
  const { controlPort = null } = options;
  const controlServer =
    controlPort === null ? null : await startControlServer(plexTvCommands, control, controlPort, host);

  return {
    uri,
    authUri: `${uri}/auth`,
    control,
    controlUri: controlServer?.uri ?? null,
    addServer: (known, given) => void servers.add(known, given),
    close: async () => {
      await controlServer?.close();
      for (const socket of held) socket.destroy();
      server.closeAllConnections();
      await Promise.all([server, silent].map((one) => new Promise<void>((done) => one.close(() => done()))));
    },
  };
}
