import { describe, expect, it } from 'vitest';
import { createQuietStory } from './test-story.ts';
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
