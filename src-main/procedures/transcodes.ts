// What is converted now and what was: with its reasons, its last minutes and its cost.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Session } from '../../src-contract/session.ts';
import type {
  ActiveTranscode,
  BackgroundJob,
  Cost,
  PastTranscode,
  TranscodeMoment,
} from '../../src-contract/transcodes.ts';
import type { TranscodeHistory } from '../history/transcodes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { KnownPlayers } from './known-players.ts';
import type { LiveFeed } from './live-feed.ts';
import { orUnavailable } from './or-unavailable.ts';
import { choose, type PlexServer, type PlexServers } from './plex-servers.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { explainAgain } from './to-advice.ts';

/** What is kept of conversions, and what is measured of those under way. */
export type TranscodesRoom = TranscodeHistory & {
  series: (sessionId: string) => TranscodeMoment[];
  cost: (sessionId: string) => Cost | null;
};

type Rooms = {
  live: Pick<LiveFeed, 'snapshot'>;
  servers: PlexServers;
  transcodes: Pick<TranscodesRoom, 'page' | 'series' | 'cost'>;
  known: KnownPlayers;
  clock: Clock;
  log: Log;
};

const os = implement(contract.transcodes);

/** Repackaging is told of too; it costs little, and its reasons say so. */
const isConverted = ({ stream }: Session): boolean => stream.decision !== 'direct-play';

export const transcodesBranch = ({ live, servers, transcodes, known, clock, log }: Rooms) => {
  const shared = createSharedAnswers<Omit<BackgroundJob, 'serverId'>[]>(clock);

  const jobsOf = async ({ server, ask }: PlexServer) => {
    const { id: serverId } = server();
    const question = ask.backgroundJobs;
    const answer = question
      ? await shared(serverId, question)
      : { kind: 'answered' as const, value: [], ageMs: 0, failure: null };
    return { serverId, answer };
  };

  return {
    active: os.active.handler(async ({ input, errors }) => {
      const chosen = choose(servers, input.server);
      if (chosen === null) throw errors.UNKNOWN_SERVER();
      const answers = await Promise.all(chosen.map(jobsOf));
      const sessions = live
        .snapshot()
        .sessions.filter((session) => isConverted(session) && (input.server ?? session.serverId) === session.serverId);
      return {
        transcodes: sessions.map((session): ActiveTranscode => ({
          session,
          series: transcodes.series(session.id),
          cost: transcodes.cost(session.id),
        })),
        jobs: answers.flatMap(({ serverId, answer }) =>
          answer.kind === 'answered' ? answer.value.map((job) => ({ ...job, serverId })) : [],
        ),
        silent: answers.flatMap(({ serverId, answer }) =>
          answer.kind === 'failed' ? [{ serverId, why: answer.failure.why }] : [],
        ),
      };
    }),
    history: os.history.handler(async ({ input, errors }) => {
      const page = await orUnavailable(log, () => transcodes.page(input), errors.HISTORY_UNAVAILABLE);
      const knownOf = await orUnavailable(
        log,
        () => known(page.items.map(({ play }) => ({ serverId: play.serverId, player: play.player }))),
        errors.HISTORY_UNAVAILABLE,
      );
      const end = input.start + page.items.length;
      return {
        items: page.items.map((stored): PastTranscode => ({
          play: stored.play,
          reasons: explainAgain(stored, knownOf({ serverId: stored.play.serverId, player: stored.play.player })),
          cost: stored.cost,
        })),
        total: page.total,
        next: page.items.length > 0 && end < page.total ? end : null,
      };
    }),
  };
};
