// What Tautulli's config.ini, beside its database, says of the server it watches and of when something is watched.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WatchedRule } from './parts.ts';

export const usualRule: WatchedRule = { movie: 85, episode: 85, track: 85, marker: 3 };

export type TautulliConfig = { serverId: string | null; serverName: string | null; watched: WatchedRule };

const valueOf = (text: string, name: string): string | null => {
  const found = new RegExp(`^\\s*${name}\\s*=\\s*(.*?)\\s*$`, 'm').exec(text)?.[1]?.replaceAll(/^["']|["']$/g, '');
  return found === undefined || found === '' ? null : found;
};

const numberOf = (text: string, name: string, fallback: number): number => {
  const value = Number(valueOf(text, name) ?? Number.NaN);
  return Number.isInteger(value) && value >= 0 && value <= 100 ? value : fallback;
};

/** Everything is null or usual where there is no such file: a backup lies alone. */
export const readConfig = async (databasePath: string): Promise<TautulliConfig> => {
  const text = await readFile(join(dirname(databasePath), 'config.ini'), 'utf8').catch(() => '');
  return {
    serverId: valueOf(text, 'pms_identifier'),
    serverName: valueOf(text, 'pms_name_override') ?? valueOf(text, 'pms_name'),
    watched: {
      movie: numberOf(text, 'movie_watched_percent', usualRule.movie),
      episode: numberOf(text, 'tv_watched_percent', usualRule.episode),
      track: numberOf(text, 'music_watched_percent', usualRule.track),
      marker: numberOf(text, 'watched_marker', usualRule.marker),
    },
  };
};
