// Several simulated servers at once, of several owners, known to one plex.tv; and what is wrong with some of them.
import { startPlexTv, type PlexTv, type PlexTvOptions } from '../plextv/start-plex-tv.ts';
import type { Connection } from '../plextv/servers.ts';
import { startSim, type Sim, type SimOptions } from '../start-sim.ts';
import { giveTrouble, type Trouble } from './trouble.ts';

export type FleetServer = {
  name: string;
  /** A user name at plex.tv; without it, the first account. */
  owner?: string | undefined;
  sharedWith?: readonly string[] | undefined;
  trouble?: Trouble | undefined;
  connections?: readonly Connection[] | undefined;
  /** Nobody watches on a quiet one; without it, one film plays on each. */
  sim?: SimOptions | undefined;
};

/** Ten of two owners: Ada's six and Iris's four, of which Bruno may see one each. Four are in trouble. */
export const tenServers: readonly FleetServer[] = [
  { name: 'attic', owner: 'Ada', sharedWith: ['Bruno'] },
  { name: 'cellar', owner: 'Ada' },
  { name: 'garden', owner: 'Ada', trouble: 'hang' },
  { name: 'kitchen', owner: 'Ada', trouble: 'unauthorized' },
  { name: 'study', owner: 'Ada' },
  { name: 'garage', owner: 'Ada', trouble: 'restarting' },
  { name: 'barn', owner: 'Iris', sharedWith: ['Bruno', 'Ada'] },
  { name: 'mill', owner: 'Iris', trouble: 'too-many' },
  { name: 'boathouse', owner: 'Iris' },
  { name: 'lighthouse', owner: 'Iris' },
];

export type Fleet = {
  plexTv: PlexTv;
  sims: Sim[];
  /** The server of this name. */
  sim: (name: string) => Sim;
  /** Null: it is well again. */
  trouble: (name: string, trouble: Trouble | null) => void;
  close: () => Promise<void>;
};

export async function startFleet(
  servers: readonly FleetServer[] = tenServers,
  options: { plexTv?: PlexTvOptions | undefined; sim?: SimOptions | undefined } = {},
): Promise<Fleet> {
  const plexTv = await startPlexTv(options.plexTv);
  const sims = await Promise.all(
    servers.map(({ name, sim }, n) => startSim({ seed: n + 1, name, ...options.sim, ...sim })),
  );
  const heals = new Map<string, () => void>();
  const find = (name: string): Sim => {
    const found = sims.find((sim) => sim.name === name);
    if (found === undefined) throw new Error(`no server called ${name}`);
    return found;
  };
  const trouble: Fleet['trouble'] = (name, what) => {
    heals.get(name)?.();
    heals.delete(name);
    if (what !== null) heals.set(name, giveTrouble(find(name).control, what));
  };
  for (const [n, { name, owner, sharedWith, connections, sim, trouble: what }] of servers.entries()) {
    const { control } = find(name);
    if (sim === undefined) control.start({ item: String(1001 + n), player: 'shield' });
    plexTv.addServer(find(name), { owner, sharedWith, connections });
    trouble(name, what ?? null);
  }
  return {
    plexTv,
    sims,
    sim: find,
    trouble,
    close: async () => {
      for (const heal of heals.values()) heal();
      await Promise.all([plexTv, ...sims].map((one) => one.close()));
    },
  };
}
