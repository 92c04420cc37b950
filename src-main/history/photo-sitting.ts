// A slide show is one play, not hundreds: photos of one person on one player, with no long break, are one sitting.
import type { Play } from '../../src-contract/play.ts';
import { defaultRules, type Rules } from './rules.ts';

export const breakMs = 10 * 60_000;

/** Does `next` continue the sitting that `play` is? */
export const isSameSitting = (play: Play, next: Play): boolean =>
  play.item.type === 'photo' &&
  next.item.type === 'photo' &&
  play.serverId === next.serverId &&
  play.user.id === next.user.id &&
  (play.player.machineId ?? play.player.title) === (next.player.machineId ?? next.player.title) &&
  (next.startedAtMs ?? next.stoppedAtMs) - play.stoppedAtMs <= breakMs;

/** The sitting with one more photo. It keeps its id, its start and its first photo; the time between photos is not watched. */
export const joinSitting = (play: Play, next: Play, { shortVideoMs }: Rules = defaultRules): Play => {
  const watchedMs = (play.watchedMs ?? 0) + (next.watchedMs ?? 0);
  return {
    ...play,
    stoppedAtMs: Math.max(play.stoppedAtMs, next.stoppedAtMs),
    watchedMs,
    pausedMs: (play.pausedMs ?? 0) + (next.pausedMs ?? 0),
    bufferCount: play.bufferCount + next.bufferCount,
    endedBy: next.endedBy,
    short: watchedMs < shortVideoMs,
  };
};
