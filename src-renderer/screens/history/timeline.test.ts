// Courses of plays, and what is drawn of them.
import { describe, expect, it } from 'vitest';
import type { PlayDetail, PlayLine } from '../../../src-contract/play.ts';
import { sampleItem, sampleSession, sampleStream } from '../../../src-contract/text/test-samples.ts';
import { describeEvent, thin, toTimeline } from './timeline.ts';

const minuteMs = 60_000;
const { user, player, network } = sampleSession();
const play: PlayLine = {
  id: 'p',
  serverId: 's',
  groupId: 'p',
  user,
  item: sampleItem(),
  player,
  network,
  stream: sampleStream(),
  reasons: [],
  startedAtMs: 0,
  stoppedAtMs: 10 * minuteMs,
  watchedMs: 8 * minuteMs,
  pausedMs: 2 * minuteMs,
  positionMs: 8 * minuteMs,
  percent: 80,
  watched: false,
  bufferCount: 0,
  endedBy: 'stopped',
  short: false,
  origin: 'live',
  itemKey: null,
  seriesKey: null,
  seasonKey: null,
  playerKey: 'k',
  removedAtMs: null,
  group: null,
};
const event = (minute: number, kind: string, positionMs: number | null = null): PlayDetail['events'][number] => ({
  atMs: minute * minuteMs,
  kind,
  positionMs,
  stream: null,
  reasons: [],
});
const sample = (minute: number, state = 'playing', more: Partial<PlayDetail['samples'][number]> = {}) => ({
  atMs: minute * minuteMs,
  positionMs: minute * minuteMs,
  state,
  bandwidthKbps: 4000,
  speed: null,
  aheadMs: null,
  ...more,
});

it('has nothing to draw where nothing was seen', () => {
  expect(toTimeline({ play, events: [], samples: [] }, [])).toBeNull();
  expect(toTimeline({ play, events: [event(0, 'session-started', 0)], samples: [] }, [])).toBeNull();
});

it('draws only lanes of which something is known', () => {
  const seen = toTimeline({ play, events: [], samples: [sample(1), sample(2)] }, []);
  expect(seen?.lanes.map(({ name }) => name)).toEqual(['position', 'bandwidth']);
  const converted = [
    sample(1, 'playing', { speed: 2, aheadMs: 5000 }),
    sample(2, 'playing', { speed: 1.5, aheadMs: 9000 }),
  ];
  expect(toTimeline({ play, events: [], samples: converted }, [])?.lanes.map(({ name }) => name)).toEqual([
    'position',
    'bandwidth',
    'speed',
    'ahead',
  ]);
});

it('draws the position of an old play from what happened in it', () => {
  const events = [event(0, 'session-started', 0), event(3, 'session-paused', 3 * minuteMs)];
  expect(toTimeline({ play, events, samples: [] }, [])?.lanes[0]?.points).toEqual([
    [0, 0],
    [3 * minuteMs, 3 * minuteMs],
  ]);
});

describe('where it stood still', () => {
  const samples = [sample(0), sample(2)];
  it('is as exact as the events', () => {
    const events = [
      event(0, 'session-started'),
      event(3, 'session-paused'),
      event(5, 'session-resumed'),
      event(8, 'session-buffering'),
    ];
    expect(toTimeline({ play, events, samples }, [])?.bands).toEqual([
      { kind: 'paused', fromMs: 3 * minuteMs, toMs: 5 * minuteMs },
      { kind: 'buffering', fromMs: 8 * minuteMs, toMs: 10 * minuteMs },
    ]);
  });
  it('ends with the first reading that plays, where no event tells it', () => {
    const events = [event(0, 'session-started'), event(3, 'session-buffering')];
    const read = [sample(0), sample(3, 'playing'), sample(4, 'buffering'), sample(5), sample(6)];
    expect(toTimeline({ play, events, samples: read }, [])?.bands).toEqual([
      { kind: 'buffering', fromMs: 3 * minuteMs, toMs: 5 * minuteMs },
    ]);
  });
  it('is one stretch, however often it was read', () => {
    const read = [sample(0), sample(2, 'paused'), sample(3, 'paused'), sample(4)];
    expect(toTimeline({ play, events: [], samples: read }, [])?.bands).toEqual([
      { kind: 'paused', fromMs: 2 * minuteMs, toMs: 4 * minuteMs },
    ]);
  });
  it('shows when nobody watched, within the play', () => {
    const gap = { serverId: 's', fromMs: -5, toMs: null, why: 'sleep' };
    expect(toTimeline({ play, events: [], samples }, [gap])?.bands).toEqual([
      { kind: 'gap', fromMs: 0, toMs: 10 * minuteMs },
    ]);
  });
});

it('thins a long table evenly and keeps its end', () => {
  const lines = Array.from({ length: 1001 }, (_, n) => n);
  expect(thin(lines, 200)).toHaveLength(168);
  expect(thin(lines, 200).at(-1)).toBe(1000);
  expect(thin([1, 2], 200)).toEqual([1, 2]);
});

it.each([
  [event(0, 'session-paused', 125_000), 'Paused at 2:05'],
  [event(0, 'session-stopped'), 'Ended'],
  [{ ...event(0, 'session-stream-changed'), stream: sampleStream({ decision: 'copy' }) }, 'Copy from here on'],
  [event(0, 'something-new'), null],
])('tells an event', (told, words) => expect(describeEvent(told)).toBe(words));
