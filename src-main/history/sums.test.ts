// What is summed up says what the plays say, after any sequence of adding, deleting, restoring, changing and dropping.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPlays, byIds, dropPlays, recountPlays, rewritePlays, setRemoved } from './change-plays.ts';
import { settleAllStreams } from './charts/streams.ts';
import { addRandomPlays, createRandom, openChartHistory, toPlay } from './testing/chart-history.ts';
import { minuteMs } from './testing/facts.ts';

const fromMs = Date.UTC(2025, 11, 20);
const toMs = Date.UTC(2026, 0, 10);
let db: Awaited<ReturnType<typeof openChartHistory>>;
beforeEach(async () => {
  db = await openChartHistory();
});
afterEach(() => db.close());

const ask = async (sql: string) => (await db.connection.runAndReadAll(sql)).getRowsJson();

const compareSums = async () => {
  expect(
    await ask(
      `SELECT quarter, server_id, type, live, decision, short, sum(plays)::INTEGER, sum(watched_ms)::BIGINT FROM play_quarter
       GROUP BY ALL HAVING sum(plays) <> 0 OR sum(watched_ms) <> 0 ORDER BY ALL`,
    ),
  ).toEqual(
    await ask(
      `SELECT floor(coalesce(started_at_ms, stopped_at_ms) / 900000)::INTEGER, server_id, type, live, decision, short,
         count(*)::INTEGER, coalesce(sum(watched_ms), 0)::BIGINT
       FROM play WHERE removed_at_ms IS NULL GROUP BY ALL ORDER BY ALL`,
    ),
  );
};

/** Looks at the beginning of each quarter hour and at each start of a stream. */
const compareStreams = async () => {
  await settleAllStreams(db.connection);
  expect(await ask('SELECT quarter, server_id, decision, streams FROM stream_quarter ORDER BY ALL')).toEqual(
    await ask(
      `WITH stream AS (
         SELECT CASE WHEN by_server THEN server_id END AS server_id,
           CASE WHEN by_decision THEN coalesce(decision, 'unknown') END AS decision, started_at_ms AS s, stopped_at_ms AS e
         FROM play, (VALUES (true, true), (true, false), (false, true), (false, false)) kind(by_server, by_decision)
         WHERE removed_at_ms IS NULL AND NOT short AND stopped_at_ms > started_at_ms
       ), moment AS (
         SELECT DISTINCT s AS m FROM stream UNION SELECT range FROM range(${fromMs - 86_400_000}, ${toMs + 86_400_000}, 900000)
       ), seen AS (
         SELECT m, server_id, decision, count(*) AS streams FROM moment JOIN stream ON s <= m AND m < e GROUP BY ALL
       ) SELECT (m // 900000)::INTEGER AS quarter, server_id, decision, max(streams)::INTEGER FROM seen GROUP BY ALL ORDER BY ALL`,
    ),
  );
};

const inTransaction = async (task: () => Promise<unknown>): Promise<void> => {
  await db.connection.run('BEGIN');
  await task();
  await db.connection.run('COMMIT');
};

test.each([1, 2, 3, 4])('after any sequence of changes (%i)', async (seed) => {
  const { connection } = db;
  const random = createRandom(seed * 977);
  const some = async (): Promise<string[]> =>
    (await ask('SELECT id FROM play ORDER BY id')).flatMap(([id]) =>
      typeof id === 'string' && random() < 0.15 ? [id] : [],
    );
  for (let round = 0; round < 14; round += 1) {
    const what = Math.floor(random() * 7);
    const ids = await some();
    if (what <= 1) {
      await addRandomPlays(connection, 60, { seed: seed * 100 + round, fromMs, toMs, prefix: `r${round}` });
    } else if (what === 2) await inTransaction(() => setRemoved(connection, ids, 5));
    else if (what === 3) await inTransaction(() => setRemoved(connection, ids, null));
    else if (what === 4) await inTransaction(() => dropPlays(connection, byIds(ids)));
    else if (what === 5) {
      await inTransaction(() => rewritePlays(connection, byIds(ids), `server_id = 'garage', short = NOT short`));
    } else await settleAllStreams(connection);
    await compareSums();
    if (round % 4 === 3) await compareStreams();
  }
  await inTransaction(() => recountPlays(connection));
  await compareSums();
  await compareStreams();
  expect(await ask('SELECT count(*) FROM stream_stale')).toEqual([['0']]);
});

test('a change that is given up changes no sum', async () => {
  const { connection } = db;
  await addRandomPlays(connection, 50, { seed: 1, fromMs, toMs });
  await compareStreams();
  await connection.run('BEGIN');
  await dropPlays(connection, { sql: 'true' });
  await connection.run('ROLLBACK');
  await compareSums();
  expect(await ask('SELECT count(*) FROM stream_stale')).toEqual([['0']]);
});

describe('plays that are hard to count', () => {
  const add = (...plays: ReturnType<typeof toPlay>[]) =>
    inTransaction(() =>
      addPlays(
        db.connection,
        plays.map((play) => ({ site: 'here', play, evidence: null })),
      ),
    );
  const midnightMs = Date.UTC(2026, 0, 1);
  const most = () => ask('SELECT max(streams) FROM stream_quarter WHERE server_id IS NULL AND decision IS NULL');

  test('one over the year’s end, one of no length, one with a pause of eight hours', async () => {
    await add(
      toPlay('new-year', midnightMs - 30 * minuteMs, 90 * minuteMs),
      toPlay('nothing', midnightMs, 0, { short: false }),
      toPlay('pause', midnightMs - 60 * minuteMs, 540 * minuteMs, {
        watchedMs: 60 * minuteMs,
        pausedMs: 480 * minuteMs,
      }),
    );
    await compareSums();
    await compareStreams();
    expect(await most()).toEqual([[2]]);
    expect(await ask('SELECT count(*) FROM stream_quarter WHERE server_id IS NULL AND decision IS NULL')).toEqual([
      ['36'],
    ]);
  });

  test('the next episode begins in the very moment in which the last one ends: one stream', async () => {
    await add(toPlay('one', midnightMs, 20 * minuteMs), toPlay('two', midnightMs + 20 * minuteMs, 20 * minuteMs));
    await compareStreams();
    expect(await most()).toEqual([[1]]);
  });
});
