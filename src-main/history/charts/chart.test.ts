// Every chart against plain SQL that was written apart from it: DuckDB's own time zones, no sums, no arithmetic of ours.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chartNameSchema, chartSchema, homeSchema, type Chart, type ChartQuery } from '../../../src-contract/chart.ts';
import { playFilterSchema, toMomentFilter } from '../../../src-contract/play-filter.ts';
import { addPlays } from '../change-plays.ts';
import { readPlays } from '../plays.ts';
import { addRandomPlays, openChartHistory, toPlay } from '../testing/chart-history.ts';
import { minuteMs } from '../testing/facts.ts';
import { readChart } from './chart.ts';
import { readHome } from './home.ts';

const nowMs = Date.UTC(2026, 0, 2);
let db: Awaited<ReturnType<typeof openChartHistory>>;
beforeAll(async () => {
  db = await openChartHistory();
  // Over two changes of the clocks, midnights and a year's end.
  await addRandomPlays(db.connection, 3000, { seed: 7, fromMs: Date.UTC(2025, 8, 1), toMs: nowMs });
});
afterAll(() => db.close());

const number = z.union([z.bigint(), z.number()]).transform(Number);
const rowSchema = z.object({
  bucket: z.union([z.string(), number]).transform(String),
  series: z.string(),
  value: number,
});

/** `bucket`, `series` and `value`, as `bucket series` → value; nothing where it is zero. */
const ask = async (sql: string): Promise<Record<string, number>> => {
  const read = await db.connection.runAndReadAll(sql);
  const rows = read.getRowObjectsJS().map((row) => rowSchema.parse(row));
  return Object.fromEntries(
    rows.filter(({ value }) => value !== 0).map((row) => [`${row.bucket} ${row.series}`, row.value]),
  );
};

const toCells = (chart: Chart, toBucket = (key: string) => key): Record<string, number> =>
  Object.fromEntries(
    chart.series.flatMap(({ key, values }) =>
      values.flatMap((value, index) =>
        value === null || value === 0 ? [] : [[`${toBucket(chart.buckets[index]?.key ?? '')} ${key}`, value] as const],
      ),
    ),
  );

const draw = async (question: Partial<ChartQuery> & Pick<ChartQuery, 'chart'>): Promise<Chart> =>
  chartSchema.parse(await readChart(db.connection, question, nowMs));

const counted = `removed_at_ms IS NULL AND NOT short`;
const kind = `CASE WHEN live THEN 'live' ELSE type END`;
const begin = 'coalesce(started_at_ms, stopped_at_ms)';
const local = (zone: string) => `(to_timestamp(${begin} / 1000.0) AT TIME ZONE '${zone}')`;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const toDayIn = (zone: string) => (key: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Number(key));

describe.each(zones)('in %s', (zone) => {
  test.each([
    ['days-by-type', kind],
    ['days-by-decision', `coalesce(decision, 'unknown')`],
  ] as const)('%s', async (chart, series) => {
    for (const by of ['plays', 'duration'] as const) {
      const value = by === 'plays' ? 'count(*)' : 'coalesce(sum(watched_ms), 0)';
      expect(toCells(await draw({ chart, by, zone }), toDayIn(zone))).toEqual(
        await ask(
          `SELECT strftime(${local(zone)}, '%Y-%m-%d') AS bucket, ${series} AS series, ${value} AS value FROM play
           WHERE ${counted} GROUP BY ALL`,
        ),
      );
    }
  });

  test('months, and the same with a filter that the sums do not know', async () => {
    const months = (where: string) =>
      ask(
        `SELECT strftime(${local(zone)}, '%Y-%m-01') AS bucket, ${kind} AS series, count(*) AS value FROM play
         WHERE ${counted} AND ${where} GROUP BY ALL`,
      );
    expect(toCells(await draw({ chart: 'months', zone }), toDayIn(zone))).toEqual(await months('true'));
    expect(toCells(await draw({ chart: 'months', zone, user: ['ada'], server: ['attic'] }), toDayIn(zone))).toEqual(
      await months(`user_id = 'ada' AND server_id = 'attic'`),
    );
  });

  test('weekdays, hours, and both crossed', async () => {
    expect(toCells(await draw({ chart: 'weekdays', zone }))).toEqual(
      await ask(
        `SELECT isodow(${local(zone)}) AS bucket, ${kind} AS series, count(*) AS value FROM play WHERE ${counted} GROUP BY ALL`,
      ),
    );
    expect(toCells(await draw({ chart: 'hours', zone }))).toEqual(
      await ask(
        `SELECT hour(${local(zone)}) AS bucket, ${kind} AS series, count(*) AS value FROM play WHERE ${counted} GROUP BY ALL`,
      ),
    );
    expect(toCells(await draw({ chart: 'week-hours', zone, by: 'duration' }))).toEqual(
      await ask(
        `SELECT hour(${local(zone)}) AS bucket, isodow(${local(zone)})::VARCHAR AS series, sum(coalesce(watched_ms, 0)) AS value
         FROM play WHERE ${counted} GROUP BY ALL`,
      ),
    );
  });
});

test.each([
  ['users', 'user_id', kind, 'true'],
  ['platforms', `coalesce(platform, 'unknown')`, kind, 'true'],
  ['players', 'coalesce(player_machine_id, player_title)', kind, 'true'],
  ['libraries', `server_id || ':' || library_id`, kind, 'true'],
  ['titles', 'guid', `'plays'`, 'true'],
  ['series', 'grandparent_guid', `'plays'`, `type = 'episode'`],
  ['platforms-by-decision', `coalesce(platform, 'unknown')`, `coalesce(decision, 'unknown')`, 'true'],
  ['users-by-decision', 'user_id', `coalesce(decision, 'unknown')`, 'true'],
  [
    'resolutions',
    `coalesce(source_resolution, 'unknown')`,
    `coalesce(delivered_resolution, 'unknown')`,
    'coalesce(source_resolution, delivered_resolution) IS NOT NULL',
  ],
  [
    'completion',
    `CASE WHEN percent >= 90 THEN '90-100' WHEN percent < 10 THEN '0-9'
    ELSE floor(percent / 10)::INTEGER || '0-' || floor(percent / 10)::INTEGER || '9' END`,
    kind,
    'percent IS NOT NULL',
  ],
] as const)('%s', async (chart, bucket, series, where) => {
  expect(toCells(await draw({ chart, top: 100 }))).toEqual(
    await ask(
      `SELECT ${bucket} AS bucket, ${series} AS series, count(*) AS value FROM play WHERE ${counted} AND ${where} GROUP BY ALL`,
    ),
  );
});

test('the most two, and all others together', async () => {
  const all = await draw({ chart: 'titles', top: 100, by: 'duration' });
  const two = await draw({ chart: 'titles', top: 2, by: 'duration' });
  const values = all.series[0]?.values.map(Number) ?? [];
  expect(values).toEqual(values.toSorted((one, other) => other - one));
  const rest = values.slice(2).reduce((sum, value) => sum + value, 0);
  expect(two.series[0]?.values).toEqual([...values.slice(0, 2), rest]);
  expect(two.buckets.at(-1)).toMatchObject({ key: 'rest', filter: null });
  expect(two.total).toEqual(all.total);
});

test('reasons over time', async () => {
  const twice = await openChartHistory();
  try {
    await addRandomPlays(twice.connection, 40, { seed: 5, fromMs: Date.UTC(2025, 10, 1), toMs: nowMs });
    await twice.connection.run(`UPDATE play SET reason_codes = '|video-codec|audio-codec|'`);
    const chart = await readChart(twice.connection, { chart: 'reasons', includeShort: true }, nowMs);
    const lines = chart.series.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    expect(lines).toEqual([chart.total.plays, chart.total.plays]);
  } finally {
    twice.close();
  }
  expect(
    toCells(await draw({ chart: 'reasons', zone: 'Europe/Berlin', step: 'month' }), toDayIn('Europe/Berlin')),
  ).toEqual(
    await ask(
      `SELECT strftime(${local('Europe/Berlin')}, '%Y-%m-01') AS bucket, reasons->>'$[0].code' AS series, count(*) AS value
       FROM play WHERE ${counted} AND json_array_length(reasons) > 0 GROUP BY ALL`,
    ),
  );
});

test('watch time per user', async () => {
  const chart = await draw({ chart: 'watch-time', zone: 'Europe/Berlin', step: 'month', top: 2 });
  const sum = (key: string) =>
    chart.series.find((one) => one.key === key)?.values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const users = await ask(
    `SELECT '' AS bucket, user_id AS series, sum(watched_ms) AS value FROM play WHERE ${counted} GROUP BY ALL`,
  );
  const [first, second, ...rest] = Object.entries(users)
    .map(([name, value]) => ({ name: name.trim(), value }))
    .toSorted((one, other) => other.value - one.value);
  expect(chart.series.map(({ key }) => key)).toEqual([first?.name, second?.name, 'rest']);
  expect(sum(first?.name ?? '')).toBe(first?.value);
  expect(sum('rest')).toBe(rest.reduce((all, { value }) => all + value, 0));
});

describe('how it went', () => {
  const zone = 'Europe/Berlin';
  const day = `strftime(${local(zone)}, '%Y-%m-%d')`;
  const seen = `${counted} AND experience IS NOT NULL`;
  const json = (name: string) => `(experience->>'$.${name}')::DOUBLE`;

  test('the share of plays that stopped to buffer, and how long viewers waited', async () => {
    const shares = await ask(
      `SELECT ${day} AS bucket, series, round(100.0 * count_if(${json('stalls')} > 0) / count(*), 1) AS value
       FROM (SELECT *, unnest(['all', coalesce(decision, 'unknown')]) AS series FROM play WHERE ${seen}) GROUP BY ALL`,
    );
    expect(toCells(await draw({ chart: 'stalls', zone, step: 'day' }), toDayIn(zone))).toEqual(shares);
    expect(Object.values(shares).filter((share) => share > 0 && share < 100).length).toBeGreaterThan(20);
    const month = `strftime(${local(zone)}, '%Y-%m-01')`;
    expect(toCells(await draw({ chart: 'waiting', zone, step: 'month' }), toDayIn(zone))).toEqual(
      await ask(
        `SELECT ${month} AS bucket, coalesce(decision, 'unknown') AS series, sum(${json('stalledMs')}) AS value
         FROM play WHERE ${seen} GROUP BY ALL`,
      ),
    );
    const nothing = await draw({ chart: 'stalls', zone, origin: ['plex-history'] });
    expect(nothing).toMatchObject({ buckets: [], total: { plays: 0 } });
  });

  test('how soon the picture came: to half of them, and to nine of ten', async () => {
    // The smallest that is not exceeded by so many, found by counting.
    const soonest = (share: number, name: string) => `SELECT bucket, '${name}' AS series, min(ms) AS value FROM (
      SELECT bucket, ms, (SELECT count(*) FROM came AS other WHERE other.bucket = came.bucket AND other.ms <= came.ms) AS upto,
        (SELECT count(*) FROM came AS other WHERE other.bucket = came.bucket) AS all_of FROM came
    ) WHERE upto >= ${share} * all_of GROUP BY bucket`;
    const expected = await ask(
      `WITH came AS (SELECT strftime(${local(zone)}, '%Y-%m-01') AS bucket, ${json('firstFrameMs')} AS ms FROM play
         WHERE ${seen} AND ${json('firstFrameMs')} IS NOT NULL AND user_id = 'ada')
       ${soonest(0.5, 'middle')} UNION ALL ${soonest(0.9, 'slow')}`,
    );
    const chart = await draw({ chart: 'first-picture', zone, step: 'month', user: ['ada'] });
    expect(toCells(chart, toDayIn(zone))).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThan(6);
  });

  test('players, those with the most trouble first', async () => {
    const chart = await draw({ chart: 'players-by-stalls', top: 2 });
    const all = await ask(
      `SELECT coalesce(player_machine_id, player_title) AS bucket,
         CASE WHEN ${json('stalls')} > 0 THEN 'stalled' ELSE 'smooth' END AS series, count(*) AS value
       FROM play WHERE ${seen} GROUP BY ALL`,
    );
    expect(toCells(await draw({ chart: 'players-by-stalls', top: 100 }))).toEqual(all);
    const stalled = chart.buckets.slice(0, 2).map(({ key }) => all[`${key} stalled`] ?? 0);
    const others = Object.entries(all).filter(([key]) => key.endsWith(' stalled'));
    expect(stalled).toEqual(
      others
        .map(([, value]) => value)
        .toSorted((one, other) => other - one)
        .slice(0, 2),
    );
  });

  test('the plays behind a point are those that stopped to buffer', async () => {
    const chart = await draw({ chart: 'stalls', zone, step: 'month' });
    for (const [place, bucket] of chart.buckets.entries()) {
      const all = chart.series.find(({ key }) => key === 'all');
      const filter = { zone, ...bucket.filter };
      const of = async (more: object) =>
        (await readPlays(db.connection, { ...playFilterSchema.parse({ ...filter, ...more }), length: 1 })).plays;
      const [stalled, smooth] = [await of({ ...all?.filter }), await of({ stalled: false })];
      expect(all?.values[place]).toBe(Math.round((stalled / (stalled + smooth)) * 1000) / 10);
    }
  });
});

/** The most streams at once on each local day, by looking at every moment at which one begins. */
const toMostAtOnce = (zone: string, where: string) => `
  WITH stream AS (SELECT started_at_ms AS s, stopped_at_ms AS e, coalesce(decision, 'unknown') AS d FROM play
    WHERE ${counted} AND ${where} AND stopped_at_ms > started_at_ms),
  moment AS (SELECT DISTINCT m, strftime(to_timestamp(m / 1000.0) AT TIME ZONE '${zone}', '%Y-%m-%d') AS day FROM (
    SELECT s AS m FROM stream UNION ALL
    SELECT range FROM range(${Date.UTC(2025, 7, 30)}, ${Date.UTC(2026, 0, 4)}, 900000))),
  most AS (
    SELECT m, day, d AS series, count(*) AS streams FROM moment JOIN stream ON s <= m AND m < e GROUP BY ALL
    UNION ALL SELECT m, day, 'all', count(*) FROM moment JOIN stream ON s <= m AND m < e GROUP BY ALL)
  SELECT day AS bucket, series, max(streams) AS value FROM most GROUP BY ALL`;

test.each([
  ['all servers', {}, 'true'],
  ['one server', { server: ['cellar'] }, `server_id = 'cellar'`],
  ['an unusual filter', { user: ['ada', 'bea'] }, `user_id IN ('ada', 'bea')`],
] satisfies [string, Partial<ChartQuery>, string][])('streams at once: %s', async (_, filter, where) => {
  const zone = 'Asia/Kathmandu';
  const chart = await draw({ chart: 'concurrency', zone, ...filter });
  const expected = await ask(toMostAtOnce(zone, where));
  expect(toCells(chart, toDayIn(zone))).toEqual(expected);
  if (chart.kind !== 'concurrency') throw new Error('Another kind of chart');
  expect(chart.peak?.plays).toHaveLength(chart.peak?.streams ?? -1);
  expect(chart.peak?.streams).toBe(
    Math.max(...Object.entries(expected).flatMap(([key, value]) => (key.endsWith(' all') ? [value] : []))),
  );
});

test('of quarter hours with as many streams the latest is told, each time', async () => {
  const own = await openChartHistory();
  try {
    const hourMs = 60 * minuteMs;
    const starts = Array.from({ length: 40 }, (_, day) => Date.UTC(2025, 9, 1 + day));
    const plays = starts.flatMap((atMs) => [
      toPlay(`a-${atMs}`, atMs, 2 * hourMs),
      toPlay(`b-${atMs}`, atMs + hourMs, 2 * hourMs),
    ]);
    await own.connection.run('BEGIN');
    await addPlays(
      own.connection,
      plays.map((play) => ({ site: 'here', play, evidence: null })),
    );
    await own.connection.run('COMMIT');
    const chart = await readChart(own.connection, { chart: 'concurrency' }, nowMs);
    expect(chart).toMatchObject({ peak: { streams: 2, atMs: (starts.at(-1) ?? 0) + hourMs } });
  } finally {
    own.close();
  }
});

test('first and last watched, and who is new', async () => {
  const people = await draw({ chart: 'first-last' });
  if (people.kind !== 'people') throw new Error('Another kind of chart');
  const spans = Object.fromEntries(
    people.people.flatMap(({ user, firstAtMs, lastAtMs }) => [[`${firstAtMs} ${user.id}`, lastAtMs]]),
  );
  expect(spans).toEqual(
    await ask(
      `SELECT min(${begin}) AS bucket, user_id AS series, max(${begin}) AS value FROM play WHERE ${counted} GROUP BY ALL`,
    ),
  );
  const newcomers = await draw({ chart: 'newcomers' });
  expect(
    newcomers.series.map(({ key, values }) => [key, values.reduce<number>((sum, one) => sum + (one ?? 0), 0)]),
  ).toEqual([
    ['users', 4],
    ['players', 3],
  ]);
});

test.each(zones)('buckets begin at midnight in %s, also before, after and around what is there', async (zone) => {
  const toDays = async (question: Partial<ChartQuery>) => {
    const { buckets } = await draw({ chart: 'months', zone, ...question });
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    return buckets.map((bucket) => clock.format(Number(bucket.key)));
  };
  const months = (year: number) =>
    Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}-01 00:00`);
  expect(await toDays({ from: '2024-01-31', to: '2026-12-01' })).toEqual([2024, 2025, 2026].flatMap(months));
  expect(await toDays({ step: 'month', from: '2025-10-31', to: '2025-11-04' })).toEqual(months(2025).slice(9, 11));
  expect(await toDays({ step: 'year', from: '2025-09-20', to: '2025-10-02' })).toEqual(['2025-01-01 00:00']);
  expect(await toDays({ step: 'week', from: '2025-11-02', to: '2025-11-02' })).toEqual(['2025-10-27 00:00']);
});

test('a chart until the end of time ends a year after the last play, and is no wall', async () => {
  for (const from of [0, 8.64e15]) {
    const chart = await draw({ chart: 'days-by-type', zone: 'Europe/Berlin', step: 'quarter-hour', from, to: 8.64e15 });
    expect(chart.buckets.length).toBeLessThanOrEqual(4000);
    expect(new Date(chart.toMs ?? 0).getUTCFullYear()).toBe(2027);
  }
  const days = await draw({ chart: 'days-by-type', zone: 'Europe/Berlin', weekday: 1, hour: 3, to: 8.64e15 });
  expect(days.total.plays).toBe(
    (await draw({ chart: 'days-by-type', zone: 'Europe/Berlin', weekday: 1, hour: 3 })).total.plays,
  );
});

describe('the plays behind a point', () => {
  const names = chartNameSchema.options.filter(
    (name) => !['first-last', 'newcomers', 'bandwidth', 'stalls', 'waiting', 'first-picture'].includes(name),
  );
  test.each(names)('%s', async (chart) => {
    const zone = 'America/New_York';
    const drawn = await draw({ chart, zone, from: '2025-10-20', to: '2025-11-10' });
    const places = drawn.series.flatMap((series) =>
      series.values.flatMap((value, index) => (value === null || value === 0 ? [] : [{ series, index, value }])),
    );
    const open = places.filter(({ series, index }) => series.filter !== null && drawn.buckets[index]?.filter);
    expect(open.length).toBeGreaterThan(0);
    const step = Math.ceil(open.length / 12);
    for (const { series, index, value } of open.filter((_, place) => place % step === 0)) {
      const atMs = series.moments?.[index] ?? null;
      const filter = playFilterSchema.parse({
        zone,
        from: '2025-10-20',
        to: '2025-11-10',
        ...drawn.buckets[index]?.filter,
        ...series.filter,
        ...(atMs === null ? {} : toMomentFilter(atMs)),
      });
      const page = await readPlays(db.connection, { ...filter, length: 1 });
      const behind = drawn.unit === 'ms' ? page.watchedMs : page.plays;
      expect(behind).toBe(value);
    }
  });
});

test('the cards of the first page', async () => {
  const home = homeSchema.parse(
    await readHome(
      { reader: db.connection, writer: db.connection },
      { days: 60, zone: 'Europe/Berlin', top: 3 },
      nowMs,
    ),
  );
  expect(home.cards.map(({ card }) => card)).toHaveLength(13);
  const lines = (name: string) => home.cards.find(({ card }) => card === name)?.lines ?? [];
  const within = `${counted} AND ${begin} >= ${home.fromMs} AND ${begin} < ${home.toMs}`;
  const top = await ask(
    `SELECT guid AS bucket, count(DISTINCT user_id)::VARCHAR AS series, count(*) AS value FROM play
     WHERE ${within} AND type = 'movie' AND NOT live GROUP BY guid ORDER BY value DESC LIMIT 3`,
  );
  expect(Object.values(top)).toEqual(lines('top-movies').map(({ plays }) => plays));
  expect(lines('top-movies').map(({ key, users, plays }) => [`${key} ${users}`, plays])).toEqual(Object.entries(top));
  expect(lines('popular-series')).toHaveLength(2);
  expect(lines('users').map(({ label }) => label)).toEqual(expect.arrayContaining([expect.stringMatching(/^[A-D]/)]));
  expect(lines('concurrent').map(({ key }) => key)).toEqual(['all', 'transcode', 'copy', 'direct-play']);
  expect(lines('recently-watched')).toHaveLength(3);
  // A line opens exactly the plays that it counts; where something was also recorded from live television, without those.
  const things = ['top-movies', 'top-series', 'top-artists', 'libraries', 'users', 'platforms'].flatMap(lines);
  for (const { filter, key, plays } of things) {
    const opened = { zone: 'Europe/Berlin', from: home.fromMs, to: home.toMs, ...filter };
    const page = await readPlays(db.connection, { ...playFilterSchema.parse(opened), length: 1 });
    expect({ key, plays: page.plays }).toEqual({ key, plays });
  }
});
