import { describe, expect, it } from 'vitest';
import { type Hint } from '../../src-contract/heard.ts';
import { createQuietStory } from './test-story.ts';
import { aTranscode, playing, seen, transcoded } from './test-things.ts';

type Changes = Parameters<typeof aTranscode>[0];
const update = (changes: Changes = {}): Hint => ({
  kind: 'transcode',
  phase: 'update',
  transcode: aTranscode({ aheadMs: null, videoDecision: null, audioDecision: null, ...changes }),
});
const createTranscoding = (changes: Changes = {}) => {
  const story = createQuietStory();
  story.confirm([seen({ delivered: transcoded, transcode: aTranscode(changes) })]);
  return story;
};

describe('how far a transcode is ahead', () => {
  it('grows with the ready end and shrinks with the position', () => {
    const story = createTranscoding({ aheadMs: 30_000, maxOffsetMs: 40_000 });
    story.hint(8000, update({ maxOffsetMs: 65_000, speed: 3 }));
    // 25 s more are ready, and 8 s have been played since the list first told the position.
    expect(story.session().transcode).toMatchObject({ aheadMs: 47_000, speed: 3, videoDecision: 'transcode' });
    story.hint(10_000, playing({ positionMs: 60_000, transcodeKey: 'tk1' }));
    story.hint(10_000, update({ maxOffsetMs: 65_000 }));
    expect(story.session().transcode?.aheadMs).toBe(5000);
    story.hint(11_000, playing({ positionMs: 90_000, transcodeKey: 'tk1' }));
    story.hint(11_000, update({ maxOffsetMs: 65_000 }));
    expect(story.session().transcode?.aheadMs).toBe(0);
  });

  it.each<[string, Changes, Changes]>([
    ['the message lacks the ready end', {}, { maxOffsetMs: null }],
    ['the list lacked it', { maxOffsetMs: null }, {}],
    ['the list did not know', { aheadMs: null }, {}],
  ])('stays as it was when %s', (_, listed, told) => {
    const story = createTranscoding(listed);
    const before = story.session().transcode?.aheadMs;
    story.hint(9000, update(told));
    expect(story.session().transcode?.aheadMs).toBe(before);
  });

  it('is not counted on while the viewer pauses', () => {
    const story = createTranscoding({ aheadMs: 30_000, maxOffsetMs: 40_000 });
    story.hint(4000, playing({ positionMs: 11_000, state: 'paused', transcodeKey: 'tk1' }));
    story.hint(60_000, update({ maxOffsetMs: 40_000 }));
    expect(story.session().transcode?.aheadMs).toBe(29_000);
  });

  it('is not touched by a transcode of nobody', () => {
    const story = createTranscoding();
    const before = story.state();
    story.hint(5000, update({ key: 'a download' }));
    expect(story.state().tracked).toEqual(before.tracked);
    expect(story.state().askedAtMs).toBe(before.askedAtMs);
  });

  it('asks the list when a transcode begins or ends', () => {
    const story = createTranscoding();
    story.hint(5000, { kind: 'transcode', phase: 'end', transcode: aTranscode() });
    expect(story.state().askedAtMs).toBe(5000);
    story.hint(6000, { kind: 'transcode', phase: 'start', transcode: aTranscode() });
    expect(story.state().askedAtMs).toBe(6000);
  });
});

describe('a viewer starves', () => {
  it('after twenty seconds of a transcode that is slower than real time, until it recovers', () => {
    const story = createTranscoding();
    story.hint(10_000, update({ speed: 0.8 }));
    expect(story.wakeAtMs()).toBe(30_000);
    story.tick(29_999);
    expect(story.session().starving).toBe(false);
    story.tick(30_000);
    expect(story.session().starving).toBe(true);
    story.hint(35_000, update({ speed: 1.2 }));
    expect(story.session().starving).toBe(false);
  });

  it.each<[string, Changes]>([
    ['throttled', { speed: 0, throttled: true }],
    ['complete', { speed: 0, complete: true }],
    ['of an unknown speed', { speed: null }],
    ['as fast as real time', { speed: 1 }],
  ])('not with a transcode that is %s', (_, changes) => {
    const story = createTranscoding(changes);
    story.tick(25_000);
    expect(story.session().starving).toBe(false);
  });
});
