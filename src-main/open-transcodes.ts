// What is known of conversions: what is measured of those under way, kept with the history of those that were.
import type { Snapshot } from '../src-contract/live.ts';
import { explainPlays } from './explain-plays.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import { openExplaining } from './open-explaining.ts';
import { createKnownPlayers } from './procedures/known-players.ts';
import type { PlexServers } from './procedures/plex-servers.ts';
import type { TranscodesRoom } from './procedures/transcodes.ts';
import { createTranscodeMonitor } from './transcode-monitor.ts';

type Options = {
  snapshot: () => Snapshot;
  servers: PlexServers;
  history: Pick<History, 'transcodes' | 'explained' | 'onPast'>;
  /** Plays were explained anew. */
  onExplained: () => void;
  /** Another one explains old plays anew. */
  version: string;
  clock: Clock;
  log: Log;
};

export const openTranscodes = ({
  snapshot,
  servers,
  history,
  onExplained,
  version,
  clock,
  log,
}: Options): TranscodesRoom & { close: () => Promise<void> } => {
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
  const known = createKnownPlayers(history.transcodes, clock);
  const explaining = openExplaining({
    explained: history.explained,
    explain: (some) => explainPlays(some, known),
    by: version,
    onChanged: onExplained,
    clock,
    log: log.for('transcodes'),
  });
  const forget = history.onPast(({ ended }) => {
    if (ended) explaining.soon();
  });
  const close = () => {
    forget();
    monitor.close();
    return explaining.close();
  };
  return { ...history.transcodes, ...monitor, close };
};
