// Conversions as the history keeps them, in a real DuckDB file.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../src-contract/session.ts';
import type { Reason } from '../../src-contract/reason.ts';
import type { History } from './history.ts';
import { minuteMs, started, stopped, streamChanged, toSession, toStream } from './testing/facts.ts';
import { makeDataDir, openTestHistory } from './testing/temp-history.ts';

let folder: ReturnType<typeof makeDataDir>;
let history: History;
beforeEach(async () => {
  folder = makeDataDir();
  history = await openTestHistory(folder.dataDir);
});
afterEach(async () => {
  await history.close();
  folder.remove();
});

const reason: Reason = {
  code: 'video-codec',
  confidence: 'likely',
  evidence: { source: null, delivered: null },
  text: '',
  remedy: null,
};

const watch = async (id: string, change: Partial<Session> = {}) => {
  const session = toSession({ id, ...change, item: { guid: `plex://movie/${id}` } });
  const stream = change.stream ?? toStream('transcode');
  const isDirect = stream.decision === 'direct-play';
  const reasons = isDirect ? [] : [reason];
  const limits = { remoteStreamKbps: 4000, uploadKbps: null };
  const told = { ...session, stream, reasons };
  history.record([
    started(told),
    streamChanged(told, session.startedAtMs + 3000, { stream, reasons, limits }),
    stopped(told, session.startedAtMs + 60 * minuteMs, 60 * minuteMs),
  ]);
  await history.flush();
};

describe('conversions', () => {
  test('come newest first with what explains them and what they cost, and direct plays do not', async () => {
    await watch('direct', { stream: toStream('direct-play') });
    await watch('old');
    await watch('new', { startedAtMs: 100 * minuteMs });
    await history.transcodes.recordCosts([
      { sessionId: 'new', serverId: 'server-1', atMs: 101 * minuteMs, spanMs: minuteMs, processorPercent: 40 },
      { sessionId: 'new', serverId: 'server-1', atMs: 102 * minuteMs, spanMs: minuteMs, processorPercent: 20 },
    ]);
    const { items, total } = await history.transcodes.page({ start: 0, length: 10 });
    expect(total).toBe(2);
    expect(items.map(({ play }) => play.id)).toEqual(['new', 'old']);
    expect(items[0]).toMatchObject({
      evidence: { versions: [], limits: { remoteStreamKbps: 4000 } },
      cost: { processorMs: 36_000, processorPercent: 30 },
    });
    expect(items[1]?.cost).toBeNull();
  });

  test('can be asked for by their reason, server and decision, a page at a time', async () => {
    await watch('one');
    await watch('two', { startedAtMs: 100 * minuteMs, stream: toStream('copy') });
    const ids = async (filter: Partial<Parameters<History['transcodes']['page']>[0]>) => {
      const { items } = await history.transcodes.page({ start: 0, length: 10, ...filter });
      return items.map(({ play }) => play.id);
    };
    expect(await ids({ reason: 'video-codec' })).toEqual(['two', 'one']);
    expect(await ids({ reason: 'container' })).toEqual([]);
    expect(await ids({ decision: 'copy' })).toEqual(['two']);
    expect(await ids({ server: 'server-2' })).toEqual([]);
    expect(await ids({ start: 1, length: 1 })).toEqual(['one']);
  });

  test('are summed up with all that was played, from a moment on', async () => {
    await watch('old');
    await watch('direct', { startedAtMs: 100 * minuteMs, stream: toStream('direct-play') });
    await watch('new', { startedAtMs: 200 * minuteMs });
    const tallies = await history.transcodes.tallies('server-1', 120 * minuteMs);
    expect(tallies).toEqual({
      'direct-play': { streams: 1, playedMs: 60 * minuteMs, processorMs: null },
      copy: { streams: 0, playedMs: 0, processorMs: null },
      transcode: { streams: 1, playedMs: 60 * minuteMs, processorMs: null },
    });
    const since: string[] = [];
    await history.transcodes.since('server-1', 120 * minuteMs, async (some) => {
      since.push(...some.map(({ play }) => play.id));
    });
    expect(since).toEqual(['new']);
  });

  test('come in parts, each once, however many there are', async () => {
    const ids = Array.from({ length: 450 }, (_, at) => `play-${at}`);
    const stream = toStream('transcode');
    for (const [at, id] of ids.entries()) {
      // Some end at the same moment.
      const session = toSession({ id, startedAtMs: Math.floor(at / 3) * minuteMs, item: { guid: null } });
      const told = { ...session, stream, reasons: [reason] };
      history.record([
        started(told),
        streamChanged(told, session.startedAtMs + 3000, { stream, reasons: [reason] }),
        stopped(told, session.startedAtMs + 60 * minuteMs, 60 * minuteMs),
      ]);
    }
    await history.flush();
    const since: string[] = [];
    const parts: number[] = [];
    await history.transcodes.since('server-1', 0, async (some) => {
      since.push(...some.map(({ play }) => play.id));
      parts.push(some.length);
    });
    expect(parts).toEqual([200, 200, 50]);
    expect(since.toSorted()).toEqual(ids.toSorted());
  });

  test('tell with the direct plays how players got what they played', async () => {
    await watch('direct', { stream: toStream('direct-play') });
    await watch('converted', { startedAtMs: 100 * minuteMs });
    const { player } = toSession({});
    const key = player.machineId ?? player.title;
    const habits = await history.transcodes.habits('server-1', [key, 'nobody']);
    expect([...habits.keys()]).toEqual([key]);
    expect((habits.get(key) ?? []).map(({ stream }) => stream.decision).toSorted()).toEqual([
      'direct-play',
      'transcode',
    ]);
    expect(await history.transcodes.habits('server-2', [key])).toEqual(new Map());
  });
});
