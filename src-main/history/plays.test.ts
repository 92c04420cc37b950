// Pages of the history: filtered, sorted, grouped, far away, searched, deleted and restored; each against plain SQL.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { facetSchema } from '../../src-contract/play.ts';
import { addPlays } from './change-plays.ts';
import { readFacets } from './facets.ts';
import type { History } from './history.ts';
import { readPlays, type PlayQuestion } from './plays.ts';
import { addRandomPlays, openChartHistory, toPlay } from './testing/chart-history.ts';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

const fromMs = Date.UTC(2025, 9, 1);
const toMs = Date.UTC(2025, 10, 30);
let db: Awaited<ReturnType<typeof openChartHistory>>;
beforeEach(async () => {
  db = await openChartHistory();
});
afterEach(() => db.close());

const ask = async (sql: string) => (await db.connection.runAndReadAll(sql)).getRowsJS();
const ids = async (question: PlayQuestion) => (await readPlays(db.connection, question)).items.map(({ id }) => id);
const standing = 'removed_at_ms IS NULL AND NOT short';

test.each([
  ['server', { server: ['attic'] }, `server_id = 'attic'`],
  ['two people', { user: ['ada', 'bea'] }, `user_id IN ('ada', 'bea')`],
  ['library', { library: ['attic:2'] }, `server_id = 'attic' AND library_id = '2'`],
  ['kind', { type: ['movie'] }, `type = 'movie' AND NOT live`],
  ['live', { type: ['live', 'track'] }, `live OR type = 'track'`],
  ['player', { player: ['phone'] }, `player_machine_id = 'phone'`],
  ['unknown platform', { platform: ['unknown', 'iOS'] }, `platform IS NULL OR platform = 'iOS'`],
  ['delivery', { decision: ['unknown'] }, 'decision IS NULL'],
  ['reason', { reason: ['container'] }, `reasons->>'$[0].code' = 'container'`],
  ['origin', { origin: ['plex-history'] }, `origin = 'plex-history'`],
  ['watched', { watched: true }, 'watched'],
  [
    'a day of Berlin',
    { from: '2025-10-26', to: '2025-10-26', zone: 'Europe/Berlin' },
    `strftime(to_timestamp(begin_ms / 1000.0) AT TIME ZONE 'Europe/Berlin', '%Y-%m-%d') = '2025-10-26'`,
  ],
  [
    'monday, eight in the evening, in Nepal',
    { weekday: 1, hour: 20, zone: 'Asia/Kathmandu' },
    `isodow(to_timestamp(begin_ms / 1000.0) AT TIME ZONE 'Asia/Kathmandu') = 1
     AND hour(to_timestamp(begin_ms / 1000.0) AT TIME ZONE 'Asia/Kathmandu') = 20`,
  ],
  ['text', { text: 'TITLE 3' }, `item->>'title' = 'Title 3'`],
  [
    'text of a series and a person',
    { text: 'séries 1 ada' },
    `item->>'grandparentTitle' = 'Series 1' AND user_name = 'ADA'`,
  ],
  ['text that is nowhere', { text: 'zzz' }, 'false'],
] satisfies [string, PlayQuestion, string][])('filters by %s', async (_, filter, where) => {
  await addRandomPlays(db.connection, 1500, { seed: 3, fromMs, toMs });
  const page = await readPlays(db.connection, { ...filter, length: 1000 });
  const expected = await ask(
    `SELECT id FROM play WHERE ${standing} AND (${where}) ORDER BY stopped_at_ms DESC, id DESC`,
  );
  expect(page.items.map(({ id }) => id)).toEqual(expected.slice(0, 1000).flat());
  expect(page.plays).toBe(expected.length);
  expect([[BigInt(page.watchedMs)]]).toEqual(
    await ask(`SELECT coalesce(sum(watched_ms), 0)::BIGINT FROM play WHERE ${standing} AND (${where})`),
  );
});

test('text names players too, where they have a name', async () => {
  await addRandomPlays(db.connection, 300, { seed: 3, fromMs, toMs });
  await ask(`UPDATE play SET player_title = CASE user_id WHEN 'ada' THEN 'Büro' WHEN 'bea' THEN NULL ELSE 'Title' END`);
  const find = async (text: string, where: string) => {
    const expected = await ask(`SELECT count(*)::INTEGER FROM play WHERE ${standing} AND (${where})`);
    expect([[(await readPlays(db.connection, { text })).plays]]).toEqual(expected);
    return expected[0]?.[0];
  };
  expect(await find('buro title 3', `user_id = 'ada' AND (item->>'title') = 'Title 3'`)).toBeGreaterThan(0);
  await find('title', 'true');
  await find('büro bea', 'false');
});

test.each(['stopped', 'started', 'user', 'title', 'watchedMs', 'percent', 'platform'] as const)(
  'sorted by %s, far pages go on where near ones end',
  async (sort) => {
    await addRandomPlays(db.connection, 2600, { seed: 5, fromMs, toMs });
    for (const order of ['asc', 'desc'] as const) {
      const near = await ids({ sort, order, length: 1000, start: 1000, includeShort: true });
      const far = await ids({ sort, order, length: 1000, start: 1500, includeShort: true });
      const last = await ids({ sort, order, length: 1000, start: 2500, includeShort: true });
      expect(far.slice(0, 500)).toEqual(near.slice(500));
      expect(new Set([...near, ...far, ...last]).size).toBe(1600);
      expect(await readPlays(db.connection, { sort, order, start: 2550, includeShort: true })).toMatchObject({
        total: 2600,
        next: null,
      });
    }
  },
);

describe('grouped', () => {
  const add = (...plays: ReturnType<typeof toPlay>[]) =>
    addPlays(
      db.connection,
      plays.map((play) => ({ site: 'here', play, evidence: null })),
    );

  test('resumed plays are one line, their newest, and counted once', async () => {
    await add(
      toPlay('a1', 0, 5 * minuteMs),
      toPlay('b1', 10 * minuteMs, 5 * minuteMs),
      toPlay('a2', 20 * minuteMs, 5 * minuteMs, { groupId: 'a1' }),
      toPlay('a3', 30 * minuteMs, 7 * minuteMs, { groupId: 'a1' }),
    );
    const page = await readPlays(db.connection, { group: 'viewing' });
    expect(page).toMatchObject({ total: 2, plays: 4, watchedMs: 22 * minuteMs, next: null });
    expect(page.items.map(({ id, group }) => [id, group?.plays, group?.watchedMs])).toEqual([
      ['a3', 3, 17 * minuteMs],
      ['b1', 1, 5 * minuteMs],
    ]);
    // Its beginning lies outside.
    expect(await readPlays(db.connection, { group: 'viewing', from: 15 * minuteMs })).toMatchObject({
      total: 1,
      plays: 2,
      items: [{ id: 'a3', group: { plays: 2 } }],
    });
    expect(await ids({ group: 'viewing', order: 'asc' })).toEqual(['b1', 'a3']);
    expect(await ids({ viewing: 'a1', order: 'asc' })).toEqual(['a1', 'a2', 'a3']);
  });

  test('by series, and the line opens its plays', async () => {
    await addRandomPlays(db.connection, 400, { seed: 9, fromMs, toMs });
    for (const group of ['series', 'season'] as const) {
      const page = await readPlays(db.connection, { group, length: 100 });
      for (const { group: found } of page.items) {
        const open = await readPlays(
          db.connection,
          Object.fromEntries(
            Object.entries(found?.filter ?? {}).map(([name, value]) => [
              name,
              name === 'viewing' ? value : [String(value)],
            ]),
          ),
        );
        expect([group, open.plays]).toEqual([group, found?.plays]);
      }
      expect(page.items.reduce((sum, line) => sum + (line.group?.plays ?? 0), 0)).toBe(page.plays);
    }
  });
});

test('every facet counts all plays that the rest of the filter lets through', async () => {
  await addRandomPlays(db.connection, 500, { seed: 11, fromMs, toMs });
  const { plays } = await readPlays(db.connection, { user: ['ada'] });
  for (const of of facetSchema.options.filter((one) => one !== 'reason' && one !== 'series')) {
    const values = await readFacets(db.connection, { of, user: ['ada'] });
    const wanted = of === 'user' ? (await readPlays(db.connection, {})).plays : plays;
    expect([of, values.reduce((sum, value) => sum + value.plays, 0)]).toEqual([of, wanted]);
  }
  expect(await readFacets(db.connection, { of: 'user', named: 'be' })).toMatchObject([{ value: 'bea', label: 'BEA' }]);
  expect(await readFacets(db.connection, { of: 'reason' })).toHaveLength(3);
});

describe('deleting', () => {
  let place: ReturnType<typeof makeDataDir>;
  let history: History;
  beforeEach(async () => {
    place = makeDataDir();
    history = await openTestHistory(place.dataDir);
  });
  afterEach(async () => {
    await history.close();
    place.remove();
  });

  test('takes a play out of lists and charts, tells of it, and restoring brings it back', async () => {
    const kinds: string[] = [];
    history.onStored((events) => kinds.push(...events.map(({ kind }) => kind)));
    history.record(viewing(toSession({ startedAtMs: fromMs }), 90 * minuteMs, 90 * minuteMs));
    await history.flush();
    const count = async () => [
      (await history.plays({})).total,
      (await history.chart({ chart: 'hours' })).total.plays,
      (await history.chart({ chart: 'concurrency' })).series.length,
    ];
    expect(await count()).toEqual([1, 1, 2]);
    expect(await history.remove(['session-1', 'nobody'])).toBe(1);
    expect(await history.remove(['session-1'])).toBe(0);
    expect(await count()).toEqual([0, 0, 1]);
    expect((await history.plays({ removed: true })).items).toMatchObject([{ id: 'session-1' }]);
    await history.close();
    history = await openTestHistory(place.dataDir);
    expect(await history.restore(['session-1'])).toBe(1);
    expect(await count()).toEqual([1, 1, 2]);
    expect(kinds).toEqual(['session-started', 'session-stopped', 'play-recorded', 'play-removed']);
  });

  test('a play has its timeline and tells who else watched it', async () => {
    history.record(viewing(toSession({ startedAtMs: fromMs }), 90 * minuteMs, 90 * minuteMs));
    const bea = { id: '502', name: 'Bea', thumb: null };
    history.record(viewing(toSession({ id: 'other', user: bea, startedAtMs: toMs }), 9 * minuteMs, 9 * minuteMs));
    await history.flush();
    const detail = await history.detail('session-1');
    expect(detail?.events.map(({ kind }) => kind)).toEqual(['session-started', 'session-stopped']);
    expect(detail?.watchers.map(({ user, percent }) => [user.name, percent])).toEqual([
      ['Bea', 9],
      ['Ada', 90],
    ]);
    await history.rename('502', 'Aunt Bea');
    expect((await history.detail('session-1'))?.watchers[0]?.user.name).toBe('Aunt Bea');
    expect(await history.detail('nobody')).toBeNull();
  });

  test('libraries of the same name are told apart by their servers', async () => {
    const seen = { platform: null, version: '1', plexPass: null, canTerminate: null, ownerName: null };
    for (const name of ['attic', 'nas']) {
      history.rememberServer({ ...seen, id: name, name }, `http://${name}:32400`);
      history.record(viewing(toSession({ id: name, serverId: name, startedAtMs: fromMs }), 90 * minuteMs, 0));
    }
    const item = { librarySectionId: '2', librarySectionTitle: 'Shows' };
    history.record(viewing(toSession({ id: 'show', serverId: 'nas', item, startedAtMs: fromMs }), 90 * minuteMs, 0));
    await history.flush();
    const labels = ['Movies · attic', 'Movies · nas', 'Shows'];
    expect((await history.facets({ of: 'library' })).map(({ label }) => label).toSorted()).toEqual(labels);
    const { buckets } = await history.chart({ chart: 'libraries' });
    expect(buckets.flatMap(({ label }) => label ?? []).toSorted()).toEqual(labels);
  });
});
