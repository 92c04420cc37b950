// The simulated house in one value: the server, its shelves, its people, and what is going on.
import { buildLibrary, type Library } from './library/build-library.ts';
import { buildAccounts, buildPlayers, type Account, type Player } from './people.ts';
import type { Session } from './playback/session.ts';
import type { Prng } from './prng.ts';

export type HistoryRow = {
  id: number;
  /** Empty when the item was deleted. */
  ratingKey: string;
  type: string;
  title: string;
  accountId: number;
  /** Null in rows of older servers. */
  deviceId: number | null;
  viewedAtS: number;
};

export type Activity = {
  uuid: string;
  type: string;
  cancellable: boolean;
  userID: number;
  title: string;
  subtitle: string;
  progress: number;
  Context?: Record<string, unknown>;
};

export type World = {
  name: string;
  machineIdentifier: string;
  version: string;
  platform: string;
  token: string;
  guestToken: string;
  /** Plex Pass of the owner: without it the server cannot stop streams. */
  plexPass: boolean;
  /** What one stream to the outside may take; null: as much as it needs. */
  remoteKbps: number | null;
  /** Whether the main token belongs to the server's owner. */
  owned: boolean;
  reachable: boolean;
  update: { version: string; state: string } | null;
  library: Library;
  accounts: Account[];
  players: Player[];
  sessions: Map<string, Session>;
  lastSessionKey: number;
  history: HistoryRow[];
  activities: Map<string, Activity>;
  bornAtMs: number;
};

export type WorldOptions = {
  name: string;
  machineIdentifier: string;
  token: string;
  guestToken: string;
  seed: number;
  shelf: 'a' | 'b';
  atMs: number;
  extraPeople: number;
  prng: Prng;
};

export function createWorld(options: WorldOptions): World {
  const dayMs = 86_400_000;
  return {
    name: options.name,
    machineIdentifier: options.machineIdentifier,
    version: '1.43.2.10492-5ee4f3ad8',
    platform: 'Linux',
    token: options.token,
    guestToken: options.guestToken,
    plexPass: true,
    remoteKbps: null,
    owned: true,
    reachable: true,
    update: null,
    library: buildLibrary({
      seed: options.seed,
      shelf: options.shelf,
      createdAtS: Math.floor((options.atMs - 60 * dayMs) / 1000),
    }),
    accounts: buildAccounts(options.prng.fork('accounts'), options.extraPeople),
    players: buildPlayers(options.prng.fork('players'), options.extraPeople),
    sessions: new Map(),
    lastSessionKey: 0,
    history: [],
    activities: new Map(),
    bornAtMs: options.atMs,
  };
}

/** Accounts keep their place in the list; devices count from 1 in the order of the players. */
export const deviceIdOf = (world: World, player: Player): number => world.players.indexOf(player) + 1;
