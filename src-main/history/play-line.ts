// A line of the history: a play with the keys that filters take.
import { z } from 'zod';
import type { PlayLine } from '../../src-contract/play.ts';
import { personOfPlay } from './person-names.ts';
import { playColumns, toPlay } from './play-row.ts';

export const lineColumns = `${playColumns.replace('user_name', `${personOfPlay} AS user_name`)}, item_key, series_key, season_key, player_key, removed_at_ms`;

const keysSchema = z.object({
  item_key: z.string().nullable(),
  series_key: z.string().nullable(),
  season_key: z.string().nullable(),
  player_key: z.string(),
  removed_at_ms: z.bigint().transform(Number).nullable(),
});

/** Takes a row of `lineColumns`. */
export const toLine = (raw: unknown): PlayLine => {
  const keys = keysSchema.parse(raw);
  return {
    ...toPlay(raw),
    itemKey: keys.item_key,
    seriesKey: keys.series_key,
    seasonKey: keys.season_key,
    playerKey: keys.player_key,
    removedAtMs: keys.removed_at_ms,
    group: null,
  };
};
