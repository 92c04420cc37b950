// What is known of conversions: what is measured of those under way, kept with the history of those that were.
import type { Snapshot } from '../src-contract/live.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import type { PlexServers } from './procedures/plex-servers.ts';
import type { TranscodesRoom } from './procedures/transcodes.ts';
import { createTranscodeMonitor } from './transcode-monitor.ts';

type Options = {
  snapshot: () => Snapshot;
  servers: PlexServers;
  history: Pick<History, 'transcodes'>;
  clock: Clock;
  log: Log;
};

export const openTranscodes = ({
  snapshot,
  servers,
  history,
  clock,
  log,
}: Options): TranscodesRoom & { close: () => void } => {
  const monitor = createTranscodeMonitor({
    sessions: () => snapshot().sessions,
    loads: async (serverId) => {
      const found = servers().find(({ server }) => server().id === serverId);
      return found?.ask.loads ? found.ask.loads() : null;
    },
    onCosts: (costs) => {
      history.transcodes.recordCosts(costs).catch((error: unknown) => {
        // Expected where there is no history: the cost of those under way is still known.
        log.debug('What conversions cost could not be kept', { reason: toError(error).message });
      });
    },
    clock,
    log: log.for('transcodes'),
  });
  return { ...history.transcodes, ...monitor };
};
