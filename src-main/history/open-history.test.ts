import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '../../src-contract/event.ts';
import type { Play, PlayQuery } from '../../src-contract/play.ts';
import type { History } from './history.ts';
import { minuteMs, started, stopped, streamChanged, told, toSession, toStream, viewing } from './testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';

const all: Partial<PlayQuery> = { start: 0, length: 50, includeShort: true };

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

const reopen = async () => {
  await history.close();
  history = await openTestHistory(place.dataDir);
};
const store = async (...events: Event[]): Promise<void> => {
  history.record(events);
  await history.flush();
};
const ids = (plays: Play[]) => plays.map((play) => play.id);

describe('a viewing', () => {
  test('is a play once it has stopped, and reads back as it was told', async () => {
    const heard: Event[] = [];
    history.onStored((events) => heard.push(...events));
    await store(...viewing(toSession(), 90 * minuteMs, 90 * minuteMs));
    const page = await history.plays(all);
    expect(heard.map((event) => event.kind)).toEqual(['session-started', 'session-stopped', 'play-recorded']);
    const [, , recorded] = heard;
    expect(recorded).toMatchObject({ site: 'test-site', kind: 'play-recorded' });
    expect(page.items[0]).toMatchObject(recorded && 'play' in recorded ? recorded.play : {});
    expect(page).toMatchObject({ total: 1, next: null });
    expect(page.items[0]).toMatchObject({ watchedMs: 90 * minuteMs, percent: 90, watched: true, groupId: 'session-1' });
    expect(await history.play('session-1')).toEqual(page.items[0]);
    expect(await history.play('nobody')).toBeNull();
  });

  test('told across a restart of Marquee is one play', async () => {
    const session = toSession();
    await store(started(session), told('session-paused', session, 10 * minuteMs, 10 * minuteMs));
    await reopen();
    await store(
      told('session-resumed', session, 15 * minuteMs, 10 * minuteMs),
      stopped(session, 25 * minuteMs, 20 * minuteMs),
    );
    const { items } = await history.plays(all);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ startedAtMs: 0, watchedMs: 20 * minuteMs, pausedMs: 5 * minuteMs });
  });

  test('reported twice, by the same event or by another, is one play that stays as it was', async () => {
    const session = toSession();
    const stop = stopped(session, 30 * minuteMs, 30 * minuteMs);
    await store(started(session), stop, stop);
    await store(stop, stopped(session, 50 * minuteMs, 50 * minuteMs));
    const heard: Event[] = [];
    history.onStored((events) => heard.push(...events));
    await store(stop);
    expect(heard).toEqual([]);
    const { items, total } = await history.plays(all);
    expect(total).toBe(1);
    expect(items[0]?.watchedMs).toBe(30 * minuteMs);
  });

  test('resumed the next evening joins the group, also after a restart', async () => {
    await store(...viewing(toSession({ id: 'first' }), 40 * minuteMs, 40 * minuteMs));
    await reopen();
    await store(
      ...viewing(toSession({ id: 'second', startedAtMs: 500 * minuteMs }), 20 * minuteMs, 60 * minuteMs),
      ...viewing(toSession({ id: 'third', startedAtMs: 900 * minuteMs }), 40 * minuteMs, 100 * minuteMs),
      ...viewing(toSession({ id: 'again', startedAtMs: 9000 * minuteMs }), 40 * minuteMs, 100 * minuteMs),
    );
    const { items } = await history.plays(all);
    expect(items.map((play) => [play.id, play.groupId])).toEqual([
      ['again', 'again'],
      ['third', 'first'],
      ['second', 'first'],
      ['first', 'first'],
    ]);
  });
});

test('prerolls and themes are no plays; a photo show is one', async () => {
  const photo = (id: string, atMinute: number) =>
    viewing(
      toSession({
        id,
        startedAtMs: atMinute * minuteMs,
        item: { type: 'photo', guid: null, ratingKey: id, durationMs: null },
      }),
      minuteMs,
      0,
    );
  await store(
    ...viewing(toSession({ id: 'preroll', item: { type: 'clip', purpose: 'preroll' } }), minuteMs, minuteMs),
    ...viewing(toSession({ id: 'theme', item: { type: 'clip', purpose: 'theme' } }), minuteMs, minuteMs),
    ...photo('p1', 0),
    ...photo('p2', 2),
  );
  await reopen();
  const heard: Event[] = [];
  history.onStored((events) => heard.push(...events));
  await store(...photo('p3', 5), ...photo('p4', 60));
  expect(heard.filter((event) => event.kind === 'play-changed')).toHaveLength(1);
  const { items } = await history.plays(all);
  expect(ids(items)).toEqual(['p4', 'p1']);
  expect(items[1]).toMatchObject({ watchedMs: 3 * minuteMs, stoppedAtMs: 6 * minuteMs, short: false });
});

describe('open sessions', () => {
  test('are handed out as last seen, until they stop', async () => {
    const session = toSession();
    history.record([
      started(session, 95 * minuteMs),
      streamChanged(session, 3_000, { stream: toStream('transcode') }),
      told('session-paused', session, 10 * minuteMs, 10 * minuteMs),
      told('session-resumed', session, 12 * minuteMs, 10 * minuteMs),
    ]);
    history.sample([
      {
        sessionId: 'session-1',
        atMs: 14 * minuteMs,
        positionMs: 12 * minuteMs,
        state: 'playing',
        bandwidthKbps: 9000,
        speed: 1.5,
        aheadMs: 20,
      },
    ]);
    await reopen();
    const [adopted] = await history.openSessions('server-1');
    expect(adopted).toMatchObject({
      lastSeenAtMs: 14 * minuteMs,
      creditsStartMs: 95 * minuteMs,
      session: { state: 'playing', positionMs: 12 * minuteMs, pausedMs: 2 * minuteMs, pausedSinceMs: null },
    });
    expect(adopted?.session.stream.decision).toBe('transcode');
    expect(await history.openSessions('server-2')).toEqual([]);
    expect(await history.lastHeardMs('server-1')).toBe(14 * minuteMs);
    await store(stopped(session, 14 * minuteMs, null, { endedBy: 'presumed', learnedAtMs: 60 * minuteMs }));
    expect(await history.openSessions('server-1')).toEqual([]);
    const { items } = await history.plays(all);
    expect(items[0]).toMatchObject({ endedBy: 'presumed', positionMs: 12 * minuteMs, watchedMs: 12 * minuteMs });
  });
});

test('a server is remembered with when it was last heard, also when nothing plays', async () => {
  const clock = createStillClock();
  await history.close();
  history = await openTestHistory(place.dataDir, clock);
  expect(await history.lastHeardMs('server-1')).toBeNull();
  const server = {
    id: 'server-1',
    name: 'Attic',
    version: '1.43',
    platform: 'Linux',
    plexPass: true,
    canTerminate: null,
    ownerName: null,
  };
  history.rememberServer(server, 'http://127.0.0.1:32400');
  await history.flush();
  clock.moveMs(30_000);
  history.rememberServer(server, 'http://127.0.0.1:32400');
  await history.flush();
  expect(await history.lastHeardMs('server-1')).toBe(clock.nowMs() - 30_000);
  clock.moveMs(60_000);
  history.rememberServer(server, 'http://127.0.0.1:32400');
  await history.flush();
  expect(await history.lastHeardMs('server-1')).toBe(clock.nowMs());
});

describe('pages', () => {
  test('are newest first, without the short ones, and lead on to the end', async () => {
    const sessions = Array.from({ length: 7 }, (_, number) =>
      toSession({
        id: `s${number}`,
        startedAtMs: number * 10 * minuteMs,
        user: { id: `u${number % 2}`, name: 'U', thumb: null },
        item: { guid: `g${number}` },
      }),
    );
    await store(
      ...sessions.flatMap((session, number) => viewing(session, number === 3 ? 5_000 : 5 * minuteMs, minuteMs)),
    );
    const first = await history.plays({ start: 0, length: 4 });
    expect(first).toMatchObject({ total: 6, next: 4 });
    expect(ids(first.items)).toEqual(['s6', 's5', 's4', 's2']);
    const last = await history.plays({ start: 4, length: 4 });
    expect([ids(last.items), last.next]).toEqual([['s1', 's0'], null]);
    expect(ids((await history.plays({ ...all, user: ['u1'] })).items)).toEqual(['s5', 's3', 's1']);
    expect((await history.plays({ ...all, server: ['elsewhere'] })).total).toBe(0);
  });
});

describe('at the door', () => {
  test('junk is refused and the rest goes on', async () => {
    const junk: unknown[] = [null, 7, {}, { kind: 'session-paused' }, { ...started(toSession()), atMs: 'soon' }];
    // @ts-expect-error What a caller without types could do.
    history.record(junk);
    // @ts-expect-error The same for samples.
    history.sample([{ sessionId: 3 }]);
    await store(...viewing(toSession(), 5 * minuteMs, minuteMs));
    expect((await history.plays(all)).total).toBe(1);
    expect(history.health().ok).toBe(true);
  });

  test('odd but possible values are stored: empty, enormous, broken characters, quotes', async () => {
    const odd = toSession({
      id: "o'dd; DROP TABLE play;--\u0000\ud800",
      user: { id: '\u{1f600}"', name: '', thumb: '\ud800' },
      item: { guid: '', title: '\u0000', durationMs: 1e300, year: 1e12, index: 0.5 },
      network: { location: null, secure: null, bandwidthKbps: 0.25 },
    });
    await store(...viewing(odd, 5 * minuteMs, 12.75));
    await store(...viewing(toSession({ id: 'after' }), 5 * minuteMs, minuteMs));
    expect((await history.plays(all)).total).toBe(2);
    expect(history.health().ok).toBe(true);
  });

  test('a clock that is set back never makes a negative duration', async () => {
    const session = toSession({ startedAtMs: 100 * minuteMs });
    await store(
      started(session),
      told('session-paused', session, 40 * minuteMs),
      told('session-resumed', session, 50 * minuteMs),
      stopped(session, 60 * minuteMs, minuteMs),
    );
    const { items } = await history.plays(all);
    expect(items[0]).toMatchObject({ watchedMs: 0, pausedMs: 0, startedAtMs: items[0]?.stoppedAtMs });
  });
});

test('closing while busy stores what was recorded, and a closed history says so', async () => {
  const sessions = Array.from({ length: 3000 }, (_, number) =>
    toSession({ id: `s${number}`, item: { guid: `g${number}` } }),
  );
  history.record(sessions.flatMap((session) => viewing(session, 5 * minuteMs, minuteMs)));
  await history.close();
  await expect(history.plays(all)).rejects.toMatchObject({ kind: 'closed' });
  history.record(viewing(toSession({ id: 'late' }), 5 * minuteMs, minuteMs));
  history = await openTestHistory(place.dataDir);
  expect((await history.plays(all)).total).toBe(3000);
});

test('facts are stored by themselves within 200 ms, without a flush', async () => {
  const clock = createStillClock();
  await history.close();
  history = await openTestHistory(place.dataDir, clock);
  const heard = new Promise<Event[]>((resolve) => void history.onStored(resolve));
  history.record(viewing(toSession(), 5 * minuteMs, minuteMs));
  clock.moveMs(100);
  expect(await heard).toHaveLength(3);
});
