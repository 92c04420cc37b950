// Fills a history with as many plays as wanted, in seconds: thousands of real ones, repeated by DuckDB over eight years.
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import manifest from '../package.json' with { type: 'json' };
import { appendRows } from '../src-main/history/append-rows.ts';
import { recountPlays } from '../src-main/history/change-plays.ts';
import { settleAllStreams } from '../src-main/history/charts/streams.ts';
import { openHistory } from '../src-main/history/open-history.ts';
import { foldPlay } from '../src-main/history/play-fold.ts';
import { toPlayRow } from '../src-main/history/play-row.ts';
import { minuteMs, started, stopped, toSession, toStream } from '../src-main/history/testing/facts.ts';
import { writeAccounts, writeItems, writeLibraries } from '../src-main/history/write-names.ts';
import { systemClock } from '../src-main/lib/clock.ts';
import { silentLog } from '../src-main/lib/log.ts';
import { newId } from '../src-main/lib/new-id.ts';
import { machineMs } from './numbers.ts';

export const serverIds = ['server-1', 'server-2'] as const;
export const userCount = 60;
const dayMs = 86_400_000;
const days = 8 * 365;
const kinds = 24_000;
/** Of films and episodes; a few are played much more than the others, as everywhere. */
const titles = 12_000;
const decisions = ['direct-play', 'direct-play', 'copy', 'transcode', 'transcode'] as const;
const platforms = [
  'Android',
  'iOS',
  'Roku',
  'tvOS',
  'Chrome',
  'Windows',
  'webOS',
  'Tizen',
  'macOS',
  'PlayStation',
] as const;
/** When people watch: each hour as often as it stands here. */
const hours = [
  0, 1, 7, 8, 9, 12, 13, 14, 15, 16, 17, 17, 18, 18, 19, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21, 22, 22, 23,
];
/** Plays of so many days have samples. */
const sampledRows = 1_500_000;

/** The same for the same number, evenly from 0 to 1. */
const toChance = (n: number, salt: number): number => {
  const mixed = Math.imul(n ^ (salt * 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
};
const pick = <Value>(values: readonly [Value, ...Value[]], chance: number): Value =>
  values[Math.floor(chance * values.length)] ?? values[0];

const reason = (code: 'video-codec' | 'audio-codec' | 'picture-subtitle-burned') => ({
  code,
  confidence: 'certain' as const,
  evidence: { source: 'hevc', delivered: 'h264' },
  text: 'This player cannot show HEVC.',
  remedy: null,
});

/** The `n`th kind of play: who, what, where, how and for how long. */
const toKind = (n: number) => {
  const chance = (salt: number) => toChance(n, salt);
  const person = Math.floor(chance(1) ** 2 * userCount);
  const user = `user-${person}`;
  const title = Math.floor(chance(2) ** 3 * titles);
  const type = title % 10 < 3 ? 'movie' : title % 10 < 9 ? 'episode' : 'track';
  const show = Math.floor(title / 60);
  const decision = pick(decisions, chance(3));
  const forMinutes = type === 'track' ? 4 : 1 + Math.floor(chance(4) ** 0.7 * (type === 'movie' ? 130 : 48));
  const base = toSession();
  const session = toSession({
    id: `kind-${n}`,
    serverId: serverIds[title % 3 === 0 ? 1 : 0],
    user: { id: user, name: `Person ${person}`, thumb: null },
    stream: toStream(decision),
    reasons:
      decision === 'transcode'
        ? [reason(pick(['video-codec', 'audio-codec', 'picture-subtitle-burned'], chance(5)))]
        : [],
    network: {
      location: chance(6) < 0.3 ? 'wan' : 'lan',
      secure: true,
      bandwidthKbps: 2000 + Math.floor(chance(7) * 20_000),
    },
    player: {
      ...base.player,
      title: `Player ${person}-${Math.floor(chance(8) * 3)}`,
      machineId: `machine-${person}-${Math.floor(chance(8) * 3)}`,
      platform: pick(platforms, chance(9)),
    },
    item: {
      type,
      guid: `plex://${type}/5d7768244de0ee001fcc${String(title).padStart(6, '0')}`,
      ratingKey: String(title),
      title: `${type === 'movie' ? 'Film' : 'Part'} ${title}`,
      grandparentTitle: type === 'movie' ? null : `Series ${show}`,
      grandparentGuid: type === 'movie' ? null : `plex://show/5d7768244de0ee001fcc${String(show).padStart(6, '0')}`,
      parentTitle: type === 'movie' ? null : `Season ${1 + (title % 5)}`,
      parentIndex: type === 'movie' ? null : 1 + (title % 5),
      librarySectionId: type === 'movie' ? '1' : type === 'episode' ? '2' : '3',
      librarySectionTitle: type === 'movie' ? 'Films' : type === 'episode' ? 'Series' : 'Music',
      year: 1900 + (title % 120),
      durationMs: (type === 'movie' ? 130 : type === 'episode' ? 48 : 4) * minuteMs,
    },
  });
  return foldPlay([started(session)], stopped(session, forMinutes * minuteMs, forMinutes * minuteMs), null);
};

const fill = async (connection: DuckDBConnection, plays: number): Promise<void> => {
  await connection.run('CREATE TABLE kind AS SELECT *, 0::BIGINT AS n FROM play LIMIT 0');
  const all = Array.from({ length: kinds }, (_, n) => ({ n, ...toKind(n) }));
  await appendRows(connection, 'kind', all, ({ n, play, evidence }) => [
    ...toPlayRow({ site: 'bench', play, evidence }),
    n,
  ]);
  const told = all.map(({ play }) => play);
  await writeAccounts(connection, told);
  await writeItems(connection, told);
  await writeLibraries(connection, told);
  const firstMs = Math.floor(Date.now() / dayMs) * dayMs - days * dayMs;
  const perDay = plays / days;
  // Some hundred thousand at a time, day by day: to sort all of them at once would need more memory than there is.
  const atOnce = Math.max(1, Math.floor(200_000 / perDay));
  for (let day = 0; day < days; day += atOnce) {
    const [from, to] = [Math.floor(day * perDay), Math.floor(Math.min(days, day + atOnce) * perDay)];
    // As if each had been explained when it was recorded: else Marquee begins with that two minutes after its start.
    await connection.run(`
      INSERT INTO play
      SELECT * EXCLUDE (n, n_play, at_ms) REPLACE (
        printf('0190%012d-7000-8000-%016d', n_play, n_play) AS id,
        CASE WHEN n_play % 12 = 0 THEN printf('0190%012d-7000-8000-%016d', n_play - 1, n_play - 1)
          ELSE printf('0190%012d-7000-8000-%016d', n_play, n_play) END AS group_id,
        n_play % 12 = 0 AS resumed, at_ms AS started_at_ms, at_ms AS begin_ms, at_ms + watched_ms AS stopped_at_ms,
        '${manifest.version}' AS explained_by)
      FROM kind JOIN (
        SELECT i AS n_play, (hash(i) % ${kinds})::BIGINT AS n, ${firstMs} + floor(i / ${perDay})::BIGINT * ${dayMs}
          + ([${hours.join(', ')}][1 + (hash(i + 7) % ${hours.length})::BIGINT])::BIGINT * 3600000 + (hash(i + 3) % 3600000)::BIGINT AS at_ms
        FROM range(${from}, ${to}) numbers(i)
      ) USING (n) ORDER BY stopped_at_ms`);
  }
  await connection.run('DROP TABLE kind');
  await connection.run(`
    INSERT INTO sample
    SELECT id, started_at_ms + step * 10000, step * 10000, 'playing', bandwidth_kbps + hash(step) % 2000, NULL, NULL, server_id, location
    FROM (SELECT * FROM play ORDER BY rowid DESC LIMIT ${Math.floor(sampledRows / 180)}),
      range(0, 400) steps(step) WHERE step * 10000 < watched_ms ORDER BY started_at_ms + step * 10000`);
  await connection.run('BEGIN');
  await recountPlays(connection);
  await connection.run('COMMIT');
  await settleAllStreams(connection);
  await connection.run('CHECKPOINT');
};

/** Resolves with how long a plain question for the newest page takes DuckDB alone, in milliseconds. */
export const makePlays = async (dataDir: string, plays: number): Promise<number[]> => {
  const history = await openHistory({ dataDir, site: 'bench', log: silentLog, clock: systemClock, newId });
  await history.close();
  const instance = await DuckDBInstance.create(join(dataDir, 'marquee.duckdb'), {
    threads: '2',
    memory_limit: '2GB',
    storage_compatibility_version: 'latest',
  });
  const connection = await instance.connect();
  try {
    await fill(connection, plays);
    const samplesMs: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const beganAtMs = machineMs();
      await connection.runAndReadAll('SELECT * FROM play WHERE NOT short ORDER BY stopped_at_ms DESC LIMIT 50');
      samplesMs.push(machineMs() - beganAtMs);
    }
    return samplesMs;
  } finally {
    // An open connection would keep the file locked for the core.
    connection.closeSync();
    instance.closeSync();
  }
};
