import { describe, expect, test } from 'vitest';
import type { Play } from '../../src-contract/play.ts';
import { foldPlay, isKept, isShort } from './play-fold.ts';
import type { SessionEvent } from './session-event.ts';
import { sampleTranscode } from '../../src-contract/text/test-samples.ts';
import { minuteMs as min, started, stopped, streamChanged, told, toSession, toStream } from './testing/facts.ts';

const session = toSession();
const begin = started(session);

describe('a viewing becomes a play', () => {
  const stories: [string, SessionEvent[], ReturnType<typeof stopped>, Partial<Play>][] = [
    [
      'watched for an hour and left',
      [begin],
      stopped(session, 60 * min, 60 * min),
      { watchedMs: 60 * min, pausedMs: 0, positionMs: 60 * min, percent: 60, watched: false, endedBy: 'stopped' },
    ],
    [
      'paused twice',
      [
        begin,
        told('session-paused', session, 10 * min),
        told('session-resumed', session, 15 * min),
        told('session-paused', session, 20 * min),
        told('session-resumed', session, 21 * min),
      ],
      stopped(session, 30 * min, 24 * min),
      { watchedMs: 24 * min, pausedMs: 6 * min },
    ],
    [
      'stopped while paused: the pause counts up to the stop',
      [begin, told('session-paused', session, 10 * min)],
      stopped(session, 190 * min, 10 * min),
      { watchedMs: 10 * min, pausedMs: 180 * min, percent: 10 },
    ],
    [
      'begun in a pause',
      [started(toSession({ state: 'paused' })), told('session-resumed', session, 4 * min)],
      stopped(session, 10 * min, 6 * min),
      { watchedMs: 6 * min, pausedMs: 4 * min },
    ],
    [
      'said to be paused twice in a row: one pause',
      [begin, told('session-paused', session, 10 * min), told('session-paused', session, 12 * min)],
      stopped(session, 20 * min, 10 * min),
      { watchedMs: 10 * min, pausedMs: 10 * min },
    ],
    [
      'scrubbed back to the start after 80 minutes: the furthest position counts',
      [begin, told('session-paused', session, 1 * min, 80 * min), told('session-resumed', session, 2 * min, 0)],
      stopped(session, 5 * min, 3 * min),
      { positionMs: 80 * min, percent: 80, watched: false },
    ],
    ['at 85 percent', [begin], stopped(session, 85 * min, 85 * min), { watched: true, percent: 85 }],
    ['just below 85 percent', [begin], stopped(session, 85 * min, 85 * min - 1), { watched: false, percent: 85 }],
    [
      'at the credits, which begin early',
      [started(session, 70 * min)],
      stopped(session, 70 * min, 70 * min),
      { watched: true, percent: 70 },
    ],
    [
      'at 85 percent, though the credits begin later',
      [started(session, 95 * min)],
      stopped(session, 86 * min, 86 * min),
      { watched: true },
    ],
    [
      'within ten seconds of the end',
      [begin],
      stopped(session, 99 * min, 100 * min - 10_000),
      { positionMs: 100 * min, percent: 100, watched: true },
    ],
    [
      'beyond the end, as some players say',
      [begin],
      stopped(session, 99 * min, 101 * min),
      { positionMs: 100 * min, percent: 100, watched: true },
    ],
    [
      'an offset of 0 is not the end of a six second clip',
      [begin],
      stopped(toSession({ item: { type: 'clip', durationMs: 6_000 } }), 2_000, 0),
      { positionMs: 0, percent: 0, watched: false },
    ],
    [
      'without a duration',
      [begin],
      stopped(toSession({ item: { durationMs: null } }), 30 * min, 30 * min),
      { percent: null, watched: false, positionMs: 30 * min },
    ],
    [
      'whose duration was learned on the way',
      [begin, streamChanged(session, 4_000, { durationMs: 50 * min, creditsStartMs: 30 * min })],
      stopped(toSession({ item: { durationMs: null } }), 30 * min, 30 * min),
      { percent: 60, watched: true },
    ],
    [
      'without any known position',
      [begin],
      stopped(toSession({ positionMs: null }), 30 * min),
      { positionMs: null, percent: null },
    ],
    [
      'that the watcher has called watched',
      [begin, told('session-watched', session, 80 * min)],
      stopped(toSession({ item: { durationMs: null } }), 81 * min, 81 * min),
      { watched: true },
    ],
    [
      'that buffered three times',
      [begin, ...[1, 2, 3].map((at) => told('session-buffering', session, at * min))],
      stopped(session, 10 * min, 10 * min),
      { bufferCount: 3, watchedMs: 10 * min },
    ],
    [
      'presumed to have ended before its last event',
      [begin, told('session-paused', session, 20 * min), told('session-resumed', session, 30 * min)],
      stopped(session, 25 * min, 20 * min, { endedBy: 'presumed', learnedAtMs: 90 * min }),
      { stoppedAtMs: 25 * min, watchedMs: 20 * min, pausedMs: 5 * min, endedBy: 'presumed' },
    ],
    [
      'whose start was never stored',
      [],
      stopped(toSession({ pausedMs: 3 * min }), 20 * min, 17 * min),
      { startedAtMs: 0, watchedMs: 17 * min, pausedMs: 3 * min },
    ],
    [
      'whose start was never stored, left in a pause',
      [],
      stopped(toSession({ pausedMs: 3 * min, pausedSinceMs: 15 * min }), 20 * min, 12 * min),
      { watchedMs: 12 * min, pausedMs: 8 * min },
    ],
    [
      'whose clock was set back below the start',
      [started(toSession({ startedAtMs: 50 * min })), told('session-paused', session, 10 * min)],
      stopped(toSession({ startedAtMs: 50 * min }), 20 * min, min),
      { startedAtMs: 50 * min, stoppedAtMs: 50 * min, watchedMs: 0, pausedMs: 0 },
    ],
  ];
  test.each(stories)('%s', (_, events, stop, expected) => {
    expect(foldPlay(events, stop, null).play).toMatchObject(expected);
  });

  test('a sample can know a further position than any event', () => {
    expect(foldPlay([begin], stopped(session, 60 * min, 10 * min), 55 * min).play.positionMs).toBe(55 * min);
  });
});

describe('the stream that is kept is the one of the longest-held decision', () => {
  const change = (atMinute: number, decision: 'direct-play' | 'copy' | 'transcode', confirmed = true) =>
    streamChanged(session, atMinute * min, { stream: toStream(decision, confirmed) });
  const stories: [string, SessionEvent[], string][] = [
    ['the only one', [begin], 'direct-play'],
    ['the longer of two', [begin, change(10, 'transcode')], 'transcode'],
    ['two short stretches make a long one', [change(10, 'copy'), change(25, 'transcode'), change(45, 'copy')], 'copy'],
    [
      'time in a pause does not count',
      [
        begin,
        change(10, 'transcode'),
        told('session-paused', session, 12 * min),
        told('session-resumed', session, 55 * min),
      ],
      'direct-play',
    ],
    [
      'a transcode that was claimed but never confirmed does not count',
      [started(toSession({ stream: toStream('transcode', false) })), change(50, 'copy')],
      'copy',
    ],
    ['unless nothing was ever confirmed', [started(toSession({ stream: toStream('transcode', false) }))], 'transcode'],
  ];
  test.each(stories)('%s', (name, events, decision) => {
    const last = toSession(name.startsWith('unless') ? { stream: toStream('transcode', false) } : {});
    const { play, evidence } = foldPlay(events, stopped(last, 60 * min, 60 * min), null);
    expect(play.stream?.decision).toBe(decision);
    expect(evidence.stream).toEqual(play.stream);
  });

  describe('and within that decision the delivery that was held longest', () => {
    const toReason = (source: string) => ({
      code: 'audio-codec' as const,
      confidence: 'certain' as const,
      evidence: { source, delivered: 'aac' },
      text: '',
      remedy: null,
    });
    const stream = toStream('transcode');
    const audioOnly = {
      stream: { ...stream, video: stream.video && { ...stream.video, decision: 'copy' as const } },
      reasons: [toReason('truehd')],
    };
    const hd720 = { stream, reasons: [] };
    const second = 1_000;
    const stories: [string, SessionEvent[], number][] = [
      [
        'only the sound for 138 s, then in 720p for 130 s',
        [begin, streamChanged(session, 0, audioOnly), streamChanged(session, 138 * second, hd720)],
        268 * second,
      ],
      [
        'in 720p in between, the sound alone for 70 s and for 68 s',
        [
          begin,
          streamChanged(session, 0, audioOnly),
          streamChanged(session, 70 * second, hd720),
          streamChanged(session, 200 * second, audioOnly),
        ],
        268 * second,
      ],
      [
        'only the sound for 138 s, of which the library told late what the file holds',
        [
          begin,
          streamChanged(session, 0, { ...audioOnly, reasons: [toReason('?')] }),
          streamChanged(session, 60 * second, audioOnly),
          streamChanged(session, 138 * second, hd720),
        ],
        268 * second,
      ],
      [
        'directly for less than both together',
        [
          begin,
          streamChanged(session, 200 * second, audioOnly),
          streamChanged(session, 338 * second, { ...hd720, network: { ...session.network, location: 'wan' } }),
        ],
        468 * second,
      ],
    ];
    test.each(stories)('%s', (_, events, endMs) => {
      const last = toSession({ ...hd720, reasons: [] });
      const { play } = foldPlay(events, stopped(last, endMs, endMs), null);
      expect(play.stream?.video?.decision).toBe('copy');
      expect(play.reasons).toEqual(audioOnly.reasons);
      expect(play.network).toEqual(session.network);
    });
  });

  test('with its reasons, its network and all versions that the server has', () => {
    const reason = {
      code: 'video-codec' as const,
      confidence: 'certain' as const,
      evidence: { source: 'hevc', delivered: 'h264' },
      text: '',
      remedy: null,
    };
    const network = { location: 'wan' as const, secure: true, bandwidthKbps: 4000 };
    const container = { container: 'mkv', protocol: null, bitrateKbps: 1 };
    const version = { mediaId: '1', partId: '1', container, optimized: false, video: [], audio: [], subtitles: [] };
    const changed = streamChanged(session, min, {
      stream: toStream('transcode'),
      reasons: [reason],
      network,
      versions: [version],
    });
    const { play, evidence } = foldPlay([begin, changed], stopped(session, 60 * min, 60 * min), null);
    expect(play).toMatchObject({ reasons: [reason], network });
    expect(evidence.versions).toEqual([version]);
  });
});

describe('how well it went', () => {
  test('is told by the session at its end, and by how often its conversion began anew', () => {
    const transcode = sampleTranscode();
    const begun = (atMs: number, key: string) => ({
      ...told('session-watched', session, atMs),
      kind: 'transcode-started' as const,
      sessionId: session.id,
      transcode: { ...transcode, key },
      reasons: [],
    });
    const events = [begin, begun(min, 'a'), told('session-buffering', session, 2 * min), begun(3 * min, 'b')];
    const last = toSession({ pace: { firstFrameMs: 2100, stalledMs: 9000 } });
    const { play } = foldPlay(events, stopped(last, 60 * min, 60 * min), null);
    expect(play.experience).toEqual({ firstFrameMs: 2100, stalls: 1, stalledMs: 9000, transcodeRestarts: 1 });
  });

  test('is unknown where it was not measured', () => {
    const stalled = [begin, told('session-buffering', session, 2 * min)];
    const { play } = foldPlay(stalled, stopped(session, 60 * min, 60 * min), null);
    expect(play.experience).toEqual({ firstFrameMs: null, stalls: 1, stalledMs: null, transcodeRestarts: 0 });
  });
});

describe('what is kept and what counts', () => {
  const { item } = session;
  test.each([
    [item, 119_999, true],
    [item, 120_000, false],
    [{ ...item, type: 'track' as const, durationMs: 200_000 }, 14_999, true],
    [{ ...item, type: 'track' as const, durationMs: 200_000 }, 15_000, false],
    [{ ...item, type: 'track' as const, durationMs: 29_000 }, 1_000, false],
  ])('short or not, case %#', (one, watchedMs, short) => {
    expect(isShort(one, watchedMs)).toBe(short);
  });

  test.each([
    ['content', true],
    ['trailer', true],
    ['preroll', false],
    ['theme', false],
  ] as const)('a clip that is %s', (purpose, kept) => {
    expect(isKept({ ...item, type: 'clip', purpose })).toBe(kept);
  });
});

/** A small generator with a seed, so that a failing sequence can be run again. */
const createRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

test('whatever is told in whatever order, the numbers of a play stay possible', () => {
  const impossible: number[] = [];
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const random = createRandom(seed);
    const any = toSession({
      startedAtMs: random(3) * 1_000_000 - 500_000,
      pausedMs: random(3) * 40_000_000 - 10_000_000,
      positionMs: [null, -5, 0, 7_000_000][random(4)] ?? null,
      item: { durationMs: [null, 0, 5_000, 6_000_000][random(4)] ?? null },
      stream: toStream('direct-play', random(2) === 0),
    });
    const events = Array.from({ length: random(12) }, (): SessionEvent => {
      const atMs = random(4_000_000) - 1_000_000;
      const positionMs = [null, random(9_000_000)][random(2)] ?? null;
      const kind = random(6);
      if (kind === 0) return started(any, [null, 0, 5_000_000][random(3)] ?? null);
      if (kind === 1) return streamChanged(any, atMs, { stream: toStream('transcode', random(2) === 0), positionMs });
      if (kind === 2) return told('session-buffering', any, atMs, positionMs);
      return told(kind === 3 ? 'session-resumed' : 'session-paused', any, atMs, positionMs);
    });
    const { play } = foldPlay(events, stopped(any, random(5_000_000) - 1_000_000, random(9_000_000)), null);
    if (!isPossible(play)) impossible.push(seed);
  }
  expect(impossible).toEqual([]);
});

const isPossible = ({ startedAtMs, stoppedAtMs, watchedMs, pausedMs, percent }: Play): boolean =>
  startedAtMs !== null &&
  watchedMs !== null &&
  pausedMs !== null &&
  stoppedAtMs >= startedAtMs &&
  watchedMs >= 0 &&
  pausedMs >= 0 &&
  watchedMs + pausedMs === stoppedAtMs - startedAtMs &&
  (percent === null || (percent >= 0 && percent <= 100));
