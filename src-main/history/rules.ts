// What the owner chose about his history, as numbers to count with: what is watched, and what is too short to count.
import { defaultSettings, type HistorySettings } from '../../src-contract/settings.ts';

export type Rules = { watchedShare: number; shortVideoMs: number; shortTrackMs: number };

export const toRules = ({ watchedPercent, shortVideoSeconds, shortTrackSeconds }: HistorySettings): Rules => ({
  watchedShare: watchedPercent / 100,
  shortVideoMs: shortVideoSeconds * 1000,
  shortTrackMs: shortTrackSeconds * 1000,
});

export const defaultRules = toRules(defaultSettings.history);

/** A track that is itself shorter than this always counts. */
export const SHORT_TRACK_MS = 30_000;
