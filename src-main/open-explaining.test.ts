// Plays of a real history, explained anew by another version of Marquee, a few at a time.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reason, ReasonCode } from '../src-contract/reason.ts';
import type { Unexplained } from './history/explained.ts';
import type { History } from './history/history.ts';
import { minuteMs, started, stopped, streamChanged, toSession, toStream, viewing } from './history/testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './history/testing/temp-history.ts';
import { silentLog } from './lib/log.ts';
import { openExplaining } from './open-explaining.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

let folder: ReturnType<typeof makeDataDir>;
let history: History;
const clock = createStillClock();
const closes: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = makeDataDir();
  history = await openTestHistory(folder.dataDir);
});
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await history.close();
  folder.remove();
});

const because = (code: ReasonCode): Reason => ({
  code,
  confidence: 'likely',
  evidence: { source: null, delivered: null },
  text: `Because of ${code}.`,
  remedy: null,
});

const watch = async (id: string, code: ReasonCode) => {
  const session = toSession({ id, stream: toStream('transcode'), reasons: [because(code)] });
  const { startedAtMs } = session;
  const changed = {
    stream: session.stream,
    reasons: session.reasons,
    limits: { remoteStreamKbps: 4000, uploadKbps: null },
  };
  history.record([
    started(session),
    streamChanged(session, startedAtMs + 3000, changed),
    stopped(session, startedAtMs + 60 * minuteMs, 60 * minuteMs),
  ]);
  await history.flush();
};

/** Explains everything there is, as a newer version would; resolves with the plays that it was given, in their parts. */
const explainBy = async (by: string, explain: (stored: Unexplained) => Reason[]) => {
  const parts: Unexplained[][] = [];
  const tell = vi.fn<typeof silentLog.info>();
  const log = { ...silentLog, info: tell, debug: tell };
  let changes = 0;
  const explaining = openExplaining({
    explained: history.explained,
    onChanged: () => void (changes += 1),
    explain: async (some) => {
      parts.push([...some]);
      return some.map(explain);
    },
    by,
    clock,
    log,
  });
  closes.push(explaining.close);
  await vi.waitFor(() => {
    clock.moveMs(30_000);
    expect(tell).toHaveBeenCalled();
  }, patience);
  await explaining.close();
  return { parts, told: tell.mock.calls, changes };
};

const codesBy = async (code: ReasonCode) =>
  (await history.plays({ start: 0, length: 100, reason: [code] })).items.map(({ id }) => id).toSorted();

test('a newer version explains every play once more from its evidence, and filters and charts know it', async () => {
  await watch('one', 'video-codec');
  await watch('two', 'video-codec');
  await watch('three', 'container');
  const { parts, told, changes } = await explainBy('2.0', ({ play, evidence }) => {
    expect(evidence.limits).toEqual({ remoteStreamKbps: 4000, uploadKbps: null });
    return play.reasons[0]?.code === 'video-codec' ? [because('remote-limit'), because('audio-codec')] : play.reasons;
  });
  expect(
    parts
      .flat()
      .map(({ play }) => play.id)
      .toSorted(),
  ).toEqual(['one', 'three', 'two']);
  expect(told).toEqual([['Worked out anew why plays were converted', { plays: 3, changed: 2 }]]);
  expect(changes).toBe(1);
  expect(await codesBy('remote-limit')).toEqual(['one', 'two']);
  expect(await codesBy('video-codec')).toEqual([]);
  expect(await codesBy('container')).toEqual(['three']);
  const chart = await history.chart({ chart: 'reasons' });
  const sums = chart.series.map(({ key, values }) => [key, values.reduce<number>((all, one) => all + (one ?? 0), 0)]);
  expect(Object.fromEntries(sums)).toEqual({ 'remote-limit': 2, 'audio-codec': 2, container: 1 });
  expect((await history.play('one'))?.reasons).toEqual([because('remote-limit'), because('audio-codec')]);
});

test('what one version has explained it leaves alone; the next explains it, also away to nothing', async () => {
  await watch('one', 'video-codec');
  expect((await explainBy('2.0', ({ play }) => play.reasons)).changes).toBe(0);
  expect(await history.explained.find('2.0', 10)).toEqual([]);
  await watch('new', 'forced');
  const again = await explainBy('2.0', () => [because('live-tv')]);
  expect(again.parts.flat().map(({ play }) => play.id)).toEqual(['new']);
  await explainBy('2.1', () => []);
  expect((await history.play('new'))?.reasons).toEqual([]);
  expect(await codesBy('live-tv')).toEqual([]);
});

test('many come a few at a time, and what is recorded meanwhile is stored in between', async () => {
  const ids = Array.from({ length: 60 }, (_, n) => `play ${String(n).padStart(2, '0')}`);
  for (const id of ids) {
    const session = toSession({ id, stream: toStream('transcode') });
    history.record([
      started(session),
      streamChanged(session, session.startedAtMs + 3000, { stream: session.stream, reasons: [] }),
      stopped(session, session.startedAtMs + 60 * minuteMs, 60 * minuteMs),
    ]);
  }
  await history.flush();
  let recorded = false;
  const { parts } = await explainBy('2.0', () => {
    if (!recorded) history.record(viewing(toSession({ id: 'meanwhile' }), 90 * minuteMs, 90 * minuteMs));
    recorded = true;
    return [because('audio-codec')];
  });
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(25);
  await history.flush();
  expect(await history.play('meanwhile')).not.toBeNull();
  expect(await codesBy('audio-codec')).toEqual(expect.arrayContaining(ids));
});

test('closing amid a look waits for the part that is under way and leaves the rest for the next start', async () => {
  await watch('one', 'video-codec');
  const explaining = openExplaining({
    explained: history.explained,
    explain: (some) => {
      void explaining.close();
      return Promise.resolve(some.map(() => [because('forced')]));
    },
    by: '2.0',
    onChanged: () => {},
    clock,
    log: silentLog,
  });
  await vi.waitFor(async () => {
    clock.moveMs(30_000);
    expect(await codesBy('forced')).toEqual(['one']);
  }, patience);
  await explaining.close();
});

test('what came amid a look, or after it, is explained at once when that is asked for', async () => {
  await watch('one', 'video-codec');
  const came = { meanwhile: false };
  const explaining = openExplaining({
    explained: history.explained,
    explain: async (some) => {
      if (!came.meanwhile) {
        came.meanwhile = true;
        await watch('meanwhile', 'video-codec');
        explaining.soon();
      }
      return some.map(() => [because('forced')]);
    },
    by: '2.0',
    onChanged: () => {},
    clock,
    log: silentLog,
  });
  closes.push(explaining.close);
  /** Rests are over at once, and the next regular look is far away. */
  const untilExplained = (ids: string[]) =>
    vi.waitFor(async () => {
      clock.moveMs(40);
      expect(await codesBy('forced')).toEqual(ids);
    }, patience);
  explaining.soon();
  await untilExplained(['meanwhile', 'one']);
  await watch('then', 'video-codec');
  explaining.soon();
  await untilExplained(['meanwhile', 'one', 'then']);
});
