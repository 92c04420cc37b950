import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';
import { playing, seen, source, transcoded } from './test-things.ts';

describe('how well it goes for the viewer', () => {
  it('is the time to the first picture, where the player was seen to buffer for it', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ state: 'buffering', positionMs: 0 })]);
    story.hint(4200, playing({ positionMs: 0 }));
    expect(story.session().pace).toEqual({ firstFrameMs: 3200, stalledMs: 0 });
    expect(story.of('session-started')[0]?.session.pace).toEqual({ firstFrameMs: 3200, stalledMs: 0 });
  });

  it('is not known of one that was found playing', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    expect(story.session().pace).toBeUndefined();
  });

  it('begins with the first message, even when the list says it later', () => {
    const story = createQuietStory();
    story.hint(1000, playing({ state: 'buffering', positionMs: 0 }));
    story.hint(3500, playing({ positionMs: 0 }));
    story.list(4000, [seen({ positionMs: 0 })], 1000);
    expect(story.session()).toMatchObject({ startedAtMs: 3500, pace: { firstFrameMs: 2500 } });
  });

  it('is not known of one that was found buffering, at the start or after an outage', () => {
    const late = createStory();
    late.open(0);
    late.list(1000, [seen({ state: 'buffering' })]);
    late.hint(4200, playing());
    expect(late.session().pace).toBeUndefined();

    const back = createQuietStory();
    back.drop(10_000);
    back.open(60_000);
    back.list(61_000, [seen({ state: 'buffering' })]);
    back.hint(64_000, playing());
    expect(back.session().pace).toBeUndefined();
  });

  it('is not known where only the list is read: it tells of a beginning when it is over', () => {
    const story = createStory({ realtime: false });
    story.list(0, []);
    story.list(30_000, [seen({ state: 'buffering' })]);
    story.list(60_000, [seen()]);
    expect(story.session().pace).toBeUndefined();
  });

  it('does not count the time in which nobody looked as a stall', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.hint(10_000, playing({ state: 'buffering' }));
    story.hint(12_000, playing({ state: 'buffering' }));
    story.drop(12_500);
    story.fail(13_000, 'unreachable');
    story.list(600_000, [seen({ state: 'buffering' })]);
    story.list(603_000, [seen({ positionMs: 65_000 })]);
    expect(story.session().pace).toEqual({ firstFrameMs: null, stalledMs: 5000 });
  });

  it('is how long it stalled, each time until it went on or was paused', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.hint(10_000, playing({ state: 'buffering' }));
    story.hint(14_000, playing());
    expect(story.session().pace).toEqual({ firstFrameMs: null, stalledMs: 4000 });
    story.hint(20_000, playing({ state: 'buffering' }));
    story.hint(21_500, playing({ state: 'paused' }));
    expect(story.session()).toMatchObject({ bufferCount: 2, pace: { stalledMs: 5500 } });
  });

  it('counts a stall at whose end the viewer had enough', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.hint(10_000, playing({ state: 'buffering' }));
    story.hint(22_000, playing({ state: 'stopped' }));
    expect(story.of('session-stopped')[0]?.session.pace).toEqual({ firstFrameMs: null, stalledMs: 12_000 });
  });
});

describe('what the server allows', () => {
  it('is part of the explanation as soon as it is known, and of what is kept', () => {
    const story = createQuietStory();
    const outside = seen({
      delivered: {
        ...transcoded,
        container: { container: 'mp4', protocol: 'dash', bitrateKbps: 3800 },
      },
      network: { location: 'wan', secure: true, bandwidthKbps: 4000 },
    });
    const limits = { remoteStreamKbps: 4000, uploadKbps: null };
    story.take({ kind: 'limits', limits, atMs: 500 });
    story.list(1000, [outside]);
    story.source(1500, source());
    story.list(4500, [outside]);
    expect(story.session().reasons).toMatchObject([{ code: 'remote-limit', confidence: 'certain' }]);
    expect(story.of('session-stream-changed').at(-1)?.limits).toEqual(limits);
  });
});
