// `--smoke`: a fresh installation tries itself on a data folder of its own and tells in one line of JSON what came of it.
import { version as duckdbVersion } from '@duckdb/node-api';
import type { Snapshot } from '../src-contract/live.ts';
import type { App } from './app.ts';
import { toError } from './lib/to-error.ts';

type Tried = {
  ok: true;
  duckdb: string;
  /** Null without a desktop. */
  tray: true | null;
  server: string;
  sessions: number;
  first: { user: string; title: string };
};
type Failed = { ok: false; why: string };

/** Whatever is asked of Plex and of the disk in a smoke test is done long before. */
const LIMIT_MS = 30_000;

const describeServers = ({ servers }: Snapshot): string =>
  servers.map(({ name, status }) => `${name} is ${status.kind}`).join(', ');

/** The first picture with a session on it. */
const waitForSession = async (app: App): Promise<Snapshot> => {
  const patience = AbortSignal.timeout(LIMIT_MS);
  try {
    for await (const _news of app.live.watch(patience)) {
      const snapshot = app.live.snapshot();
      if (snapshot.sessions.length > 0) return snapshot;
    }
  } catch (error) {
    if (!patience.aborted) throw error;
  }
  throw new Error(`No session was seen within ${LIMIT_MS / 1000} s: ${describeServers(app.live.snapshot())}`);
};

export type ToTry = {
  core: Promise<App>;
  /** How many servers it was told to watch. */
  servers: number;
  /** True: its tray was made; null where there is no desktop to have one. */
  tray: true | null;
};

const tryAll = async ({ core, servers: toWatch, tray }: ToTry): Promise<Tried> => {
  const app = await core;
  if (toWatch === 0) throw new Error('No server is watched: set PLEX_URL and PLEX_TOKEN');
  // An empty page of plays is an answer that only a working DuckDB gives.
  await app.client.history.plays({});
  const broken = app.snapshot().health.find(({ name, ok }) => name === 'history' && !ok);
  if (broken) throw new Error(broken.text ?? 'The history does not work');
  const { servers, sessions } = await waitForSession(app);
  const [first] = sessions;
  if (!first) throw new Error('The session is gone again');
  return {
    ok: true,
    duckdb: duckdbVersion(),
    tray,
    server: servers.find(({ id }) => id === first.serverId)?.name ?? '',
    sessions: sessions.length,
    first: { user: first.user.name, title: first.item.title },
  };
};

/** Never throws. */
export const trySelf = async (toTry: ToTry): Promise<Tried | Failed> =>
  tryAll(toTry).catch((error: unknown) => ({ ok: false, why: toError(error).message }));

export const describeSmoke = (result: Tried | Failed, version: string): string => {
  const { platform, arch, versions } = process;
  const { node, electron } = versions;
  return JSON.stringify({ ...result, version, platform, arch, node, electron });
};
