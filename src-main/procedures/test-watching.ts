// For tests: a room that watches one server, called attic, and whatever else is wished.
import type { FormerServer, FoundServer, Candidate } from '../../src-contract/servers.ts';
import type { WatchingRoom } from './servers.ts';
import { ServerProblem } from './server-problem.ts';
import { aServer } from './test-pictures.ts';

export const aFoundServer: FoundServer = {
  id: 'attic',
  name: 'Attic',
  version: '1.41.0',
  uri: 'http://127.0.0.1:32400',
  from: 'this-computer',
  watched: true,
};
export const aFormerServer: FormerServer = { id: 'cellar', name: 'Cellar', plays: 12, lastHeardMs: 1000 };
export const aCandidate: Candidate = {
  uri: 'http://127.0.0.1:32400',
  local: true,
  relay: false,
  secure: false,
  from: 'address',
  outcome: { kind: 'answered', latencyMs: 3 },
  chosen: true,
};

const known = (serverId: string) => {
  if (serverId !== 'attic') throw new ServerProblem('UNKNOWN_SERVER');
  return aServer();
};

export const aWatchingRoom: WatchingRoom = {
  add: async () => aServer(),
  addFromAccount: async () => [aServer()],
  update: async (serverId) => known(serverId),
  remove: async (serverId) => {
    known(serverId);
    return { deletedPlays: 12 };
  },
  former: async () => [aFormerServer],
  join: async (serverId) => {
    known(serverId);
    return { joinedPlays: 12 };
  },
  discover: async () => [aFoundServer],
  connections: (serverId) => {
    known(serverId);
    return { triedAtMs: 1000, candidates: [aCandidate] };
  },
  certificate: async (serverId) => {
    known(serverId);
    return { fingerprint: null };
  },
  reconnect: async (serverId) => known(serverId),
};
