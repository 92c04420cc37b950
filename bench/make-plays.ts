// Fills a history with as many plays as wanted, in seconds: some hundred real ones, repeated by DuckDB over five years.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { appendRows } from '../src-main/history/append-rows.ts';
import { openHistory } from '../src-main/history/open-history.ts';
import { foldPlay } from '../src-main/history/play-fold.ts';
import { toPlayRow } from '../src-main/history/play-row.ts';
import { minuteMs, started, stopped, toSession, toStream } from '../src-main/history/testing/facts.ts';
import { systemClock } from '../src-main/lib/clock.ts';
import { silentLog } from '../src-main/lib/log.ts';
import { newId } from '../src-main/lib/new-id.ts';
import { machineMs } from './numbers.ts';

export const serverId = 'server-1';
export const userCount = 40;
const fiveYearsMs = 5 * 365 * 86_400_000;
const kinds = 480;
const decisions = ['direct-play', 'copy', 'transcode'] as const;

/** The `n`th kind of play: who, what, how and for how long. */
const toKind = (n: number) => {
  const user = `user-${n % userCount}`;
  const forMinutes = 1 + ((n * 37) % 110);
  const session = toSession({
    id: `kind-${n}`,
    user: { id: user, name: `Person ${n % userCount}`, thumb: null },
    stream: toStream(decisions[n % decisions.length] ?? 'copy'),
    network: { location: n % 4 === 0 ? 'wan' : 'lan', secure: true, bandwidthKbps: 4000 + n * 10 },
    item: { guid: `plex://movie/${n}`, ratingKey: String(n), title: `Film ${n}`, year: 1900 + (n % 120) },
  });
  return foldPlay([started(session)], stopped(session, forMinutes * minuteMs, forMinutes * minuteMs), null);
};

/** Resolves with how long a plain question for the newest page takes DuckDB alone, in milliseconds. */
export const makePlays = async (dataDir: string, plays: number): Promise<number[]> => {
  const history = await openHistory({ dataDir, site: 'bench', log: silentLog, clock: systemClock, newId });
  await history.close();
  const instance = await DuckDBInstance.create(join(dataDir, 'marquee.duckdb'), {
    threads: '2',
    storage_compatibility_version: 'latest',
  });
  const connection = await instance.connect();
  try {
    await connection.run('CREATE TABLE kind AS SELECT *, 0::BIGINT AS n FROM play LIMIT 0');
    const all = Array.from({ length: kinds }, (_, n) => ({ n, ...toKind(n) }));
    await appendRows(connection, 'kind', all, ({ n, play, evidence }) => [...toPlayRow({ site: 'bench', play, evidence }), n]);
    const firstMs = Date.now() - fiveYearsMs;
    // The start of the nth play, evenly over the years; a session's id is as long as a real one.
    const atMs = `(${firstMs} + n_play * ${Math.floor(fiveYearsMs / plays)})`;
    await connection.run(`
      INSERT INTO play
      SELECT * EXCLUDE (n, n_play) REPLACE (
        printf('0190%012d-7000-8000-%016d', n_play, n_play) AS id, id AS group_id,
        ${atMs} AS started_at_ms, ${atMs} + watched_ms AS stopped_at_ms)
      FROM kind JOIN (SELECT i AS n_play, hash(i) % ${kinds} AS n FROM range(${plays}) numbers(i)) USING (n)
      ORDER BY n_play`);
    await connection.run('DROP TABLE kind');
    await connection.run('CHECKPOINT');
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
