import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportCounts } from '../../../src-contract/import.ts';
import type { Play } from '../../../src-contract/play.ts';
import type { History } from '../history.ts';
import { minuteMs, started, stopped, toSession, toStream } from '../testing/facts.ts';
import { ages, makeTautulli, type TautulliTestRow } from '../testing/make-tautulli.ts';
import { makeDataDir, openTestHistory } from '../testing/temp-history.ts';

const startS = 1_600_000_000;
const hourS = 3600;
const none: ImportCounts = { rows: 0, added: 0, alreadyHere: 0, matched: 0, replaced: 0, unusable: 0 };

let place: ReturnType<typeof makeDataDir>;
let history: History;
const closes: (() => void)[] = [];
beforeEach(async () => {
  place = makeDataDir();
  history = await openTestHistory(place.dataDir);
});
afterEach(async () => {
  for (const close of closes.splice(0)) close();
  await history.close();
  place.remove();
});

const tautulli = (rows: readonly TautulliTestRow[], age?: (typeof ages)[number]) => {
  const made = makeTautulli(join(place.dataDir, 'tautulli.db'), rows, age);
  closes.push(made.close);
  return { ...made, source: { kind: 'file' as const, path: made.path } };
};
const bring = async (path: string, serverId?: string) => {
  const source = { kind: 'file' as const, path };
  const begun = await history.imports.start(serverId === undefined ? { source } : { source, serverId });
  if (begun.kind !== 'run') throw new Error(JSON.stringify(begun));
  const run = await history.imports.ended(begun.run.importId);
  if (!run) throw new Error('The run is gone.');
  return run;
};
const plays = async (): Promise<Play[]> => (await history.plays({ start: 0, length: 100, includeShort: true })).items;
/** What the roll-ups say, which must be what the plays say. */
const sums = async () => {
  const { items, plays: counted, watchedMs } = await history.plays({ start: 0, length: 100, includeShort: true });
  expect(watchedMs).toBe(items.reduce((sum, play) => sum + (play.watchedMs ?? 0), 0));
  return { counted, watchedMs };
};
const film = (id: number, atS: number, more: Partial<TautulliTestRow> = {}): TautulliTestRow => ({
  id,
  started: atS,
  stopped: atS + hourS,
  ...more,
});
const ourPlay = async (id: string, fromMs: number, toMs: number) => {
  const session = toSession({ id, startedAtMs: fromMs, stream: toStream('transcode') });
  history.record([started(session), stopped(session, toMs, toMs - fromMs)]);
  await history.flush();
};

describe('an import', () => {
  test('is told before it is made, comes once however often it is run, and can be undone', async () => {
    const { path, source } = tautulli([film(1, startS, { paused_counter: 600 }), film(2, startS + 9 * hourS)]);
    const told = await history.imports.inspect({ source });
    expect(told).toMatchObject({
      report: {
        version: 'v2.17.2',
        server: { id: 'server-1', known: false },
        counts: { ...none, rows: 2, added: 2 },
        fromMs: startS * 1000,
        users: [{ id: '501', name: 'Aunt Ada', plays: 2, known: false }],
      },
    });
    expect(await plays()).toEqual([]);
    const first = await bring(path);
    expect(first).toMatchObject({ state: 'finished', done: 2, total: 2, counts: { ...none, rows: 2, added: 2 } });
    const [, play] = await plays();
    expect(play).toMatchObject({
      origin: 'tautulli',
      user: { id: '501', name: 'Aunt Ada' },
      startedAtMs: startS * 1000,
      watchedMs: 50 * minuteMs,
      pausedMs: 10 * minuteMs,
      percent: 90,
      watched: true,
      stream: { decision: 'direct-play', video: { source: { codec: 'hevc', resolution: '4k' } } },
      item: { librarySectionTitle: 'Films' },
    });
    expect(await sums()).toMatchObject({ watchedMs: 110 * minuteMs });
    expect(await bring(path)).toMatchObject({ counts: { ...none, rows: 2, alreadyHere: 2 } });
    expect(await plays()).toHaveLength(2);
    expect(await history.imports.undo(first.importId)).toMatchObject({ run: { state: 'undone' } });
    expect(await plays()).toEqual([]);
    expect(await sums()).toMatchObject({ watchedMs: 0 });
    expect(await bring(path)).toMatchObject({ counts: { added: 2 } });
  });

  test('lets others know while plays come, and when that was all', async () => {
    const news: boolean[] = [];
    history.onPast(({ ended }) => void news.push(ended));
    const { path } = tautulli([film(1, startS), film(2, startS + 9 * hourS)]);
    const { importId } = await bring(path);
    expect(news.splice(0)).toEqual([false, true]);
    await bring(path); // Nothing new.
    expect(news.splice(0)).toEqual([]);
    await history.imports.undo(importId);
    expect(news.splice(0)).toEqual([true]);
  });

  test('brings the names that friends are called by, also to what was seen here', async () => {
    await ourPlay('mine', startS * 1000 - 9e8, startS * 1000 - 8e8);
    expect((await plays())[0]?.user.name).not.toBe('Aunt Ada');
    const { importId } = await bring(tautulli([film(1, startS)]).path);
    expect((await plays()).map(({ user }) => user.name)).toEqual(['Aunt Ada', 'Aunt Ada']);
    const people = await history.facets({ of: 'user' });
    expect(people).toMatchObject([{ value: '501', label: 'Aunt Ada' }]);
    const { cards } = await history.home({ from: '2020-01-01', to: '2020-12-31' });
    expect(JSON.stringify(cards)).toContain('Aunt Ada');
    await history.imports.undo(importId);
    expect((await plays())[0]?.user.name).not.toBe('Aunt Ada');
  });

  test('takes what a running Tautulli has only in its WAL', async () => {
    const { path, add } = tautulli([film(1, startS)]);
    await bring(path);
    add(film(2, startS + 5 * hourS));
    expect(await bring(path)).toMatchObject({ counts: { rows: 2, alreadyHere: 1, added: 1 } });
  });

  test('takes a database of the first PlexPy, once its server is named', async () => {
    const { path, source } = tautulli([film(1, startS, { video_decision: 'transcode' })], 2015);
    expect(await history.imports.start({ source })).toEqual({ kind: 'no-server' });
    expect(await bring(path, 'server-1')).toMatchObject({ counts: { added: 1 } });
    expect(await plays()).toMatchObject([
      { item: { guid: null, ratingKey: '17' }, stream: { decision: 'transcode' }, network: { location: null } },
    ]);
  });

  test.each(ages)('takes a database of %i with all that it knows', async (age) => {
    const second = film(2, startS + 5 * hourS, { reference_id: 1, video_decision: 'transcode' });
    const { path } = tautulli([film(1, startS), { ...second, transcode_decision: 'transcode' }], age);
    expect(await bring(path, 'server-1')).toMatchObject({ counts: { ...none, rows: 2, added: 2 } });
    const [resumed, first] = await plays();
    expect(first).toMatchObject({
      user: { id: '501', name: age === 2015 ? 'ada' : 'Aunt Ada' },
      item: { title: 'A Trip to the Moon', year: 1902 },
      watchedMs: 60 * minuteMs,
      percent: 90,
      stream: { decision: 'direct-play', video: { source: { codec: 'hevc' } } },
      network: { location: age < 2018 ? null : 'lan' },
    });
    expect(resumed?.stream?.decision).toBe('transcode');
    expect(resumed?.groupId === first?.groupId).toBe(age > 2015);
  });

  test('leaves our own times and decisions alone where both saw a play, and counts it once', async () => {
    await ourPlay('mine', startS * 1000 + 3000, (startS + hourS) * 1000 - 2000);
    const before = await plays();
    // The first is the same; the other two are one of ours that Tautulli cut in two when it was restarted.
    await ourPlay('whole', (startS + 9 * hourS) * 1000, (startS + 11 * hourS) * 1000);
    const { path } = tautulli([film(1, startS), film(2, startS + 9 * hourS), film(3, startS + 10 * hourS + 60)]);
    const run = await bring(path);
    expect(run.counts).toEqual({ ...none, rows: 3, matched: 3 });
    const after = await plays();
    expect(after).toHaveLength(2);
    const asTheyCallHer = (play: Play) => ({ ...play, user: { ...play.user, name: 'Aunt Ada' } });
    expect(after.filter(({ id }) => id === 'mine')).toEqual(before.map(asTheyCallHer));
    await history.imports.undo(run.importId);
    expect((await plays()).map(asTheyCallHer)).toEqual(after);
  });

  test('does not take for ours what another watched, or on another player, or another film, or later', async () => {
    await ourPlay('mine', startS * 1000, (startS + hourS) * 1000);
    const { path } = tautulli([
      film(1, startS, { user_id: 502 }),
      film(2, startS, { machine_id: 'machine-2' }),
      film(3, startS, { rating_key: 99, guid: 'plex://movie/other' }),
      film(4, startS + hourS + 60),
    ]);
    expect(await bring(path)).toMatchObject({ counts: { added: 4, matched: 0 } });
  });

  test('knows what plays at this moment', async () => {
    const session = toSession({ id: 'now', startedAtMs: startS * 1000 });
    history.record([started(session)]);
    await history.flush();
    const { path } = tautulli([film(1, startS)]);
    expect(await bring(path)).toMatchObject({ counts: { matched: 1, added: 0 } });
  });

  test('keeps the viewings that were resumed together, also across what we saw', async () => {
    const { path } = tautulli([
      film(1, startS, { view_offset: 1000 }),
      film(2, startS + 5 * hourS, { reference_id: 1 }),
      film(3, startS + 50 * hourS),
    ]);
    await bring(path);
    const [third, second, first] = await plays();
    expect(second?.groupId).toBe(first?.id);
    expect(third?.groupId).toBe(third?.id);
  });

  test('says which rows are no plays, and why', async () => {
    const { source } = tautulli([
      film(1, startS, { stopped: 0 }),
      film(2, startS, { stopped: startS - 9 }),
      film(3, 0),
    ]);
    const told = await history.imports.inspect({ source });
    expect(told).toMatchObject({
      report: {
        counts: { ...none, rows: 3, unusable: 3 },
        fromMs: null,
        unusable: [
          { why: 'never-stopped', rows: 1, examples: [1] },
          { why: 'ends-before-start', rows: 1, examples: [2] },
          { why: 'no-start', rows: 1, examples: [3] },
        ],
      },
    });
  });

  test('takes the place of a line of Plex’s own history, which comes back with its undo', async () => {
    await ourPlay('else', 1000, 2000);
    const [mine] = await plays();
    if (!mine) throw new Error('There is no play.');
    const unsaid = {
      startedAtMs: null,
      watchedMs: null,
      pausedMs: null,
      positionMs: null,
      percent: null,
      stream: null,
    };
    const line: Play = {
      ...mine,
      ...unsaid,
      id: 'line',
      groupId: 'line',
      stoppedAtMs: (startS + 3000) * 1000,
      origin: 'plex-history',
    };
    const news: boolean[] = [];
    history.onPast(({ ended }) => void news.push(ended));
    expect(await history.backfill.take('server-1', [line])).toBe(1);
    await history.backfill.note('server-1', { untilMs: 1, past: false, added: 1 });
    await history.backfill.note('server-1', { untilMs: 2, past: false, added: 0 });
    expect(news).toEqual([false, true]);
    const before = await plays();
    const { path } = tautulli([film(1, startS)]);
    const run = await bring(path);
    expect(run.counts).toEqual({ ...none, rows: 1, replaced: 1 });
    expect((await plays()).map(({ origin }) => origin).toSorted()).toEqual(['live', 'tautulli']);
    // The line is not new to the next look either.
    expect(await history.backfill.take('server-1', [line, { ...line, id: 'again', groupId: 'again' }])).toBe(0);
    await history.imports.undo(run.importId);
    expect(await plays()).toEqual(before);
  });

  test('that was under way when Marquee was killed is said to be interrupted, and goes on with another run', async () => {
    const { path } = tautulli([film(1, startS), film(2, startS + 9 * hourS)]);
    await bring(path);
    const { importId } = await bring(path);
    await history.close();
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(join(place.dataDir, 'marquee.duckdb'));
    const connection = await instance.connect();
    await connection.run(`UPDATE import_run SET state = 'running' WHERE id = '${importId}'`);
    connection.closeSync();
    instance.closeSync();
    history = await openTestHistory(place.dataDir);
    expect(await history.imports.progress(importId)).toMatchObject({ state: 'interrupted' });
    expect(await bring(path)).toMatchObject({ counts: { alreadyHere: 2 } });
  });
});

describe('what is no history of a Tautulli', () => {
  const bad = [
    { name: 'nothing', make: () => {}, says: /There is no file/ },
    {
      name: 'a text',
      make: (path: string) => writeFileSync(path, 'hello, I am a text'),
      says: /not a SQLite database, or it is encrypted/,
    },
    { name: 'an empty file', make: (path: string) => writeFileSync(path, ''), says: /is empty/ },
    { name: 'an archive', make: (path: string) => writeFileSync(path, 'PK\u0003\u0004'), says: /ZIP archive/ },
    {
      name: 'half a database',
      make: (path: string) => {
        const rows = Array.from({ length: 400 }, (_, n) => film(n + 1, startS + n * hourS));
        makeTautulli(path, rows).close();
        truncateSync(path, 40_000);
      },
      says: /damaged or was cut off/,
    },
  ];
  test.each(bad)('$name is refused in a sentence', async ({ make, says }) => {
    const path = join(place.dataDir, 'bad.db');
    make(path);
    const told = await history.imports.inspect({ source: { kind: 'file', path } });
    expect(told).toMatchObject({ kind: 'unreadable', says: expect.stringMatching(says) });
  });
});

test('a cancelled import keeps what it brought until then, and the next one brings the rest', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => film(n + 1, startS + n * 2 * hourS));
  const { source, path } = tautulli(rows);
  const begun = await history.imports.start({ source });
  if (begun.kind !== 'run') throw new Error('It did not begin.');
  expect(await history.imports.start({ source })).toEqual({ kind: 'running' });
  expect(await history.imports.undo(begun.run.importId)).toEqual({ kind: 'running' });
  const cancelled = await history.imports.cancel(begun.run.importId);
  const brought = cancelled?.counts.added ?? 0;
  expect(cancelled?.state).toBe('cancelled');
  expect(await bring(path)).toMatchObject({ counts: { added: 300 - brought, alreadyHere: brought } });
  expect((await plays()).length).toBe(100);
  expect((await history.imports.list()).map(({ state }) => state)).toEqual(['finished', 'cancelled']);
});

test('a history that is closed during an import lets go of everything', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => film(n + 1, startS + n * 2 * hourS));
  const { source, path } = tautulli(rows);
  const begun = await history.imports.start({ source });
  if (begun.kind !== 'run') throw new Error('It did not begin.');
  await history.close();
  history = await openTestHistory(place.dataDir);
  const run = await history.imports.progress(begun.run.importId);
  expect(run?.state).toBe('interrupted');
  expect(readdirSync(place.dataDir).filter((name) => name.startsWith('import-work'))).toEqual([]);
  const again = await bring(path);
  expect(again.counts.added + again.counts.alreadyHere).toBe(300);
});
