import { describe, expect, it } from 'vitest';
import { createQuietStory } from './test-story.ts';
import { aTranscode, audio, direct, playing, remuxed, seen, seenBen, transcoded, video } from './test-things.ts';

const transcoding = (changes = {}) => seen({ delivered: transcoded, transcode: aTranscode(), ...changes });
const decisions = (story: ReturnType<typeof createQuietStory>) =>
  story.of('session-stream-changed').map(({ atMs, stream }) => [atMs, stream.decision, stream.confirmed]);

describe('a decision', () => {
  it('counts when two readings three seconds apart agree', () => {
    const story = createQuietStory();
    story.list(0, [transcoding()]);
    expect(story.session().stream).toMatchObject({ decision: 'transcode', confirmed: false });
    expect(story.refreshAtMs()).toBe(3000);
    story.list(2000, [transcoding()]);
    expect(story.kinds()).toEqual(['session-started']);
    expect(story.refreshAtMs()).toBe(3000);
    story.list(3000, [transcoding()]);
    expect(story.session().stream.confirmed).toBe(true);
    expect(story.kinds()).toEqual(['session-started', 'session-stream-changed', 'transcode-started']);
    expect(story.of('transcode-started')[0]).toMatchObject({ transcode: { key: 'tk1' } });
  });

  it('that claims a transcode for some seconds and then plays directly tells of no transcode', () => {
    const story = createQuietStory();
    story.list(0, [transcoding()]);
    story.list(2000, [transcoding()]);
    story.pass(10_000, () => [seen({ transcode: aTranscode() })]);
    expect(decisions(story)).toEqual([[6000, 'direct-play', true]]);
    expect(story.session().transcode).toBeNull();
    expect(story.of('transcode-started')).toEqual([]);
  });

  it('that changes is shown when it is confirmed as well', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    story.list(10_000, [transcoding()]);
    expect(story.session().stream).toMatchObject({ decision: 'direct-play', confirmed: true });
    story.list(13_000, [transcoding()]);
    expect(story.session().stream).toMatchObject({ decision: 'transcode', confirmed: true });
    expect(decisions(story).map(([, decision]) => decision)).toEqual(['direct-play', 'transcode']);
  });

  it('that only flickered did not change', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    story.list(10_000, [transcoding()]);
    story.list(12_000, [seen()]);
    story.list(15_000, [transcoding()]);
    story.list(16_000, [seen()]);
    expect(decisions(story)).toEqual([[3000, 'direct-play', true]]);
  });

  it('is not told of a session that still buffers for the first time', () => {
    const story = createQuietStory();
    story.list(0, [transcoding({ state: 'buffering' })]);
    story.list(4000, [transcoding({ state: 'buffering' })]);
    expect(story.events).toEqual([]);
    expect(story.refreshAtMs()).toBe(34_000);
    story.hint(8000, playing({ transcodeKey: 'tk1' }));
    expect(story.refreshAtMs()).toBeLessThanOrEqual(8000);
    story.list(8100, [transcoding()]);
    expect(story.kinds()).toEqual(['session-started', 'session-stream-changed', 'transcode-started']);
  });

  it('of one viewer does not disturb another', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.list(1000, [seen(), seenBen()]);
    expect(story.refreshAtMs()).toBe(3000);
    story.list(3000, [seen(), seenBen()]);
    expect(story.sessions().map(({ stream }) => stream.confirmed)).toEqual([true, false]);
    expect(story.refreshAtMs()).toBe(4000);
  });
});

describe('a change of quality', () => {
  const smaller = {
    ...transcoded,
    video: { ...direct.video, decision: 'transcode', streamId: 'v', stream: video('h264', '480', 1500) },
  } as const;

  it('under a new transcode key is the same session with another delivery and another transcode', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    story.hint(10_000, playing({ transcodeKey: 'tk2' }));
    expect(story.refreshAtMs()).toBe(10_000);
    const other = seen({ delivered: smaller, transcode: aTranscode({ key: 'tk2' }) });
    story.pass(13_000, () => [other]);
    expect(story.sessions()).toHaveLength(1);
    expect(decisions(story).map(([atMs]) => atMs)).toEqual([3000, 13_000]);
    expect(story.kinds().slice(3)).toEqual(['session-stream-changed', 'transcode-ended', 'transcode-started']);
    expect(story.of('transcode-ended')[0]?.transcode.key).toBe('tk1');
    expect(story.session().stream.video?.delivered?.resolution).toBe('480');
  });

  it('with the same delivery is a new transcode only', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    story.list(10_000, [transcoding({ transcode: aTranscode({ key: 'tk2' }) })]);
    expect(story.kinds().slice(3)).toEqual(['transcode-ended', 'transcode-started']);
  });

  it('is no change when only the bit rate wavers', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    const wavering = {
      ...transcoded,
      video: { ...transcoded.video, decision: 'transcode', streamId: 'v', stream: video('h264', '720', 4100) },
    } as const;
    story.pass(30_000, () => [transcoding({ delivered: wavering })]);
    expect(decisions(story)).toHaveLength(1);
  });

  it('is a change when the bit rate halves', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    const lower = { ...transcoded, container: { container: 'mp4', protocol: 'dash', bitrateKbps: 2000 } } as const;
    story.list(20_000, [transcoding({ delivered: lower })]);
    story.list(23_000, [transcoding({ delivered: lower })]);
    expect(decisions(story)).toHaveLength(2);
  });
});

describe('a transcode', () => {
  it('ends with a change to direct play, and with the session', () => {
    const story = createQuietStory();
    story.confirm([transcoding(), seenBen({ delivered: transcoded, transcode: aTranscode({ key: 'tk9' }) })]);
    story.list(10_000, [seen(), seenBen({ delivered: transcoded, transcode: aTranscode({ key: 'tk9' }) })]);
    story.list(13_000, [seen()]);
    expect(story.of('transcode-ended').map(({ transcode }) => transcode.key)).toEqual(['tk1', 'tk9']);
  });

  it('without a TranscodeSession is told as soon as Plex shows one', () => {
    const story = createQuietStory();
    story.confirm([transcoding({ transcode: null })]);
    expect(story.session().stream.decision).toBe('transcode');
    expect(story.of('transcode-started')).toEqual([]);
    story.list(6000, [transcoding()]);
    story.list(7000, [transcoding({ transcode: null })]);
    story.list(8000, [transcoding()]);
    expect(story.of('transcode-started')).toHaveLength(1);
    expect(story.of('transcode-ended')).toEqual([]);
  });

  it('of a copy is no transcode', () => {
    const story = createQuietStory();
    story.confirm([seen({ delivered: remuxed, transcode: aTranscode({ videoDecision: 'copy' }) })]);
    expect(story.session()).toMatchObject({ stream: { decision: 'copy' }, transcode: { key: 'tk1' } });
    expect(story.of('transcode-started')).toEqual([]);
  });
});

describe('the source of the item', () => {
  it('explains the delivery at once, and is told once more when it comes after the confirmation', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    expect(story.of('session-stream-changed')[0]?.versions).toEqual([]);
    story.source(4000, { creditsStartMs: 5 });
    expect(story.session().reasons).toMatchObject([{ code: 'quality-setting' }]);
    expect(story.of('session-stream-changed')[1]).toMatchObject({
      stream: { video: { source: { codec: 'hevc' } }, confirmed: true },
      versions: [{ mediaId: 'm1' }],
      creditsStartMs: 5,
    });
    expect(story.session().transcode).toMatchObject({ key: 'tk1' });
  });

  it('that comes before the confirmation goes with it', () => {
    const story = createQuietStory();
    story.list(0, [transcoding()]);
    story.source(100);
    expect(story.session().stream).toMatchObject({ confirmed: false, video: { source: { codec: 'hevc' } } });
    story.list(3000, [transcoding()]);
    expect(story.of('session-stream-changed')).toMatchObject([{ versions: [{ mediaId: 'm1' }] }]);
  });

  it('that is not in the library changes nothing', () => {
    const story = createQuietStory();
    story.list(0, [transcoding()]);
    const before = story.session();
    story.take({ kind: 'source', ratingKey: '10', source: null, atMs: 100 });
    expect(story.session()).toBe(before);
    expect(story.state().tracked[0]?.sourceRead).toBe(true);
  });

  it('does not reveal a claim that is not confirmed', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    story.list(10_000, [transcoding()]);
    story.source(10_100);
    expect(story.session().stream.decision).toBe('direct-play');
    story.list(13_000, [transcoding()]);
    expect(story.session().stream).toMatchObject({ decision: 'transcode', video: { source: { codec: 'hevc' } } });
  });
});

describe('another sound track', () => {
  it('is another delivery', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    const other = { ...direct, audio: { streamId: 'b', decision: 'direct-play', stream: audio('aac', 6) } } as const;
    story.pass(40_000, () => [seen({ delivered: other })]);
    expect(decisions(story)).toHaveLength(2);
  });
});

describe('what the history knows of the player', () => {
  const hevc = { ...video('hevc', '1080', 18_000), dynamicRange: 'hdr10' as const };
  const sent = { ...video('h264', '1080', 17_500), dynamicRange: 'sdr' as const };
  const delivered = {
    ...transcoded,
    container: { container: 'mp4', protocol: 'dash', bitrateKbps: 17_700 },
    video: { streamId: 'v', decision: 'transcode' as const, stream: sent },
  };
  const player = { ...seen().player, product: 'Plex for Toasters', platform: 'Toaster', title: 'Kitchen' };
  const entry = seen({ delivered, player, transcode: aTranscode() });
  const version = { mediaId: 'm1', partId: 'p1', optimized: false, audio: [], subtitles: [] };
  const container = { container: 'mkv', protocol: null, bitrateKbps: 18_200 };
  const versions = [{ ...version, container, video: [{ ...hevc, streamId: 'v' }] }];
  const { network } = entry;
  const took = { source: { ...hevc, dynamicRange: 'sdr' as const }, decision: 'direct-play' as const };
  const part = { source: container, delivered: container, decision: 'direct-play' as const };
  const habit = {
    network,
    stream: {
      decision: 'direct-play' as const,
      confirmed: true,
      container: part,
      video: { ...took, delivered: took.source },
      audio: null,
      subtitle: null,
    },
  };
  const codes = (story: ReturnType<typeof createQuietStory>) => story.session().reasons.map(({ code }) => code);

  it('explains better what is shown, and is told where the reasons are others', () => {
    const story = createQuietStory();
    story.list(0, [entry]);
    story.source(100, { versions });
    story.pass(5000, () => [entry]);
    expect(codes(story)).toEqual(['video-codec']);
    const { id: sessionId } = story.session();
    story.take({ kind: 'habits', sessionId, habits: [], atMs: 6000 });
    expect(story.of('session-stream-changed')).toHaveLength(1);
    story.take({ kind: 'habits', sessionId, habits: [habit], atMs: 7000 });
    expect(codes(story)).toEqual(['dynamic-range']);
    expect(story.of('session-stream-changed').at(-1)).toMatchObject({
      atMs: 7000,
      reasons: [{ code: 'dynamic-range' }],
    });
    // A later reading is explained by it as well.
    story.list(8000, [entry]);
    expect(codes(story)).toEqual(['dynamic-range']);
  });

  it('is heard before the delivery is confirmed, and for a session that has gone it is nothing', () => {
    const story = createQuietStory();
    story.list(0, [entry]);
    story.source(100, { versions });
    story.take({ kind: 'habits', sessionId: story.session().id, habits: [habit], atMs: 200 });
    expect(codes(story)).toEqual(['dynamic-range']);
    expect(story.of('session-stream-changed')).toEqual([]);
    expect(story.take({ kind: 'habits', sessionId: 'gone', habits: [habit], atMs: 300 })).toEqual([]);
  });
});
