// When a server was last heard, on the core's clock; null while it answers: then what is shown is the present.
import type { Server } from '../../src-contract/server.ts';

export function lastSeenOf(servers: readonly Server[], serverId: string): number | null {
  const status = servers.find(({ id }) => id === serverId)?.status;
  return status?.kind === 'unreachable' || status?.kind === 'unauthorized' ? status.sinceMs : null;
}
