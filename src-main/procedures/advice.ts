// Advice: per server why it converted in the last 30 days, what to do about it, and what that would save.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Advice } from '../../src-contract/transcodes.ts';
import type { TranscodeHistory } from '../history/transcodes.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { mapInSlices } from '../lib/map-in-slices.ts';
import type { KnownPlayers } from './known-players.ts';
import type { LiveFeed } from './live-feed.ts';
import { orUnavailable } from './or-unavailable.ts';
import { createAdvice } from './to-advice.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** A month changes slowly: many windows that ask cost one look. */
const KEPT_MS = 5 * 60_000;

type Rooms = {
  live: Pick<LiveFeed, 'snapshot'>;
  transcodes: Pick<TranscodeHistory, 'since' | 'tallies'>;
  known: KnownPlayers;
  clock: Clock;
  log: Log;
};

const os = implement(contract.advice);

export const adviceBranch = ({ live, transcodes, known, clock, log }: Rooms) => {
  const kept = new Map<string, { atMs: number; advice: Promise<Advice> }>();

  const read = async (serverId: string, toMs: number): Promise<Advice> => {
    const fromMs = toMs - DAYS * DAY_MS;
    const tallies = await transcodes.tallies(serverId, fromMs);
    const advice = createAdvice();
    await transcodes.since(serverId, fromMs, async (some) => {
      const knownOf = await known(some.map(({ play }) => ({ serverId, player: play.player })));
      // Explained a few at a time: nobody waits for advice.
      await mapInSlices(some, (stored) => {
        advice.add(stored, knownOf({ serverId, player: stored.play.player }));
        return [];
      });
    });
    const { 'direct-play': directPlay, copy, transcode } = tallies;
    return {
      serverId,
      fromMs,
      toMs,
      plays: directPlay.streams + copy.streams + transcode.streams,
      directPlay,
      copy,
      transcode,
      reasons: advice.reasons(),
    };
  };

  const adviceFor = (serverId: string): Promise<Advice> => {
    const atMs = clock.nowMs();
    const known = kept.get(serverId);
    if (known && atMs - known.atMs < KEPT_MS) return known.advice;
    const advice = read(serverId, atMs);
    kept.set(serverId, { atMs, advice });
    advice.catch(() => kept.delete(serverId));
    return advice;
  };

  return {
    list: os.list.handler(async ({ input, errors }) => {
      const servers = live.snapshot().servers.filter(({ id }) => input.server === undefined || id === input.server);
      if (input.server !== undefined && servers.length === 0) throw errors.UNKNOWN_SERVER();
      return orUnavailable(log, () => Promise.all(servers.map(({ id }) => adviceFor(id))), errors.HISTORY_UNAVAILABLE);
    }),
  };
};
