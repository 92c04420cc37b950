// A history in memory for the tests of sums and charts: random plays of which the same seed makes the same.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Play } from '../../../src-contract/play.ts';
import { reasonCodeSchema } from '../../../src-contract/reason.ts';
import { addPlays } from '../change-plays.ts';
import { migrations } from '../migrations/migrations.ts';
import { foldPlay } from '../play-fold.ts';
import { minuteMs, started, stopped, toSession, toStream } from './facts.ts';

export const openChartHistory = async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  for (const { sql } of migrations) await connection.run(sql);
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

/** A small generator of numbers from 0 to 1 (Park and Miller). */
export const createRandom = (seed: number): (() => number) => {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

export const toPlay = (id: string, startedAtMs: number, forMs: number, change: Partial<Play> = {}): Play => {
  const session = toSession({ id, startedAtMs });
  return { ...foldPlay([started(session)], stopped(session, startedAtMs + forMs, forMs), null).play, ...change };
};

/** One play in three stopped to buffer; of some nobody knows how they went, or how they began. */
const toRandomExperience = (random: () => number): Pick<Play, 'bufferCount' | 'experience'> => {
  if (random() < 0.1) return { bufferCount: 0, experience: null };
  const stalls = random() < 0.33 ? 1 + Math.floor(random() * 4) : 0;
  const firstFrameMs = random() < 0.7 ? Math.floor(300 + random() * 9000) : null;
  const stalledMs = stalls === 0 ? 0 : Math.floor(random() * 40_000);
  return { bufferCount: stalls, experience: { firstFrameMs, stalls, stalledMs, transcodeRestarts: 0 } };
};

/** Of a few people, servers and titles, so that much falls together. */
const toRandomPlay = (id: string, random: () => number, fromMs: number, toMs: number): Play => {
  const pick = <Value>(...values: readonly [Value, ...Value[]]): Value => {
    const [found = values[0]] = values.slice(Math.floor(random() * values.length));
    return found;
  };
  const user = pick('ada', 'bea', 'cem', 'dov');
  const type = pick('movie', 'episode', 'episode', 'track');
  const title = pick(1, 2, 3, 4, 5);
  const startedAtMs = Math.floor(fromMs + random() * (toMs - fromMs));
  const lengthMs = pick(0, 30_000, 5 * minuteMs, 47 * minuteMs, 130 * minuteMs, 11 * 60 * minuteMs);
  const session = toSession({
    id,
    serverId: pick('attic', 'cellar'),
    user: { id: user, name: user.toUpperCase(), thumb: null },
    startedAtMs,
    stream: toStream(pick('direct-play', 'copy', 'transcode')),
    item: {
      type,
      guid: `plex://${type}/${title}`,
      title: `Title ${title}`,
      grandparentGuid: type === 'movie' ? null : `plex://${type}s/${title % 2}`,
      grandparentTitle: type === 'movie' ? null : `Series ${title % 2}`,
      parentIndex: type === 'movie' ? null : title,
      live: random() < 0.1,
      librarySectionId: pick('1', '2'),
    },
    player: { ...toSession().player, machineId: pick('tv', 'phone', null), platform: pick('Android', 'iOS', null) },
  });
  const { play } = foldPlay([started(session)], stopped(session, startedAtMs + lengthMs, lengthMs), null);
  const code = reasonCodeSchema.parse(pick('audio-codec', 'video-codec', 'container'));
  const evidence = { source: null, delivered: null };
  const reasons: Play['reasons'] =
    random() < 0.4 ? [{ code, confidence: 'certain', evidence, text: '', remedy: null }] : [];
  // What Plex's own history does not say.
  return random() < 0.1
    ? {
        ...play,
        origin: 'plex-history',
        startedAtMs: null,
        watchedMs: null,
        pausedMs: null,
        stream: null,
        experience: null,
        short: false,
      }
    : { ...play, reasons, ...toRandomExperience(random) };
};

export const addRandomPlays = async (
  connection: DuckDBConnection,
  count: number,
  options: { seed: number; fromMs: number; toMs: number; prefix?: string },
): Promise<Play[]> => {
  const random = createRandom(options.seed);
  const plays = Array.from({ length: count }, (_, index) =>
    toRandomPlay(`${options.prefix ?? 'play'}-${String(index).padStart(5, '0')}`, random, options.fromMs, options.toMs),
  );
  await connection.run('BEGIN');
  await addPlays(
    connection,
    plays.map((play) => ({ site: 'test-site', play, evidence: null })),
  );
  await connection.run('COMMIT');
  return plays;
};
