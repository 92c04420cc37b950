import { describe, expect, it } from 'vitest';
import { type Hint } from '../../src-contract/heard.ts';
import { createQuietStory, type createStory } from './test-story.ts';
import { aTranscode, playing, seen, transcoded } from './test-things.ts';

const transcoding = (changes: Parameters<typeof aTranscode>[0] = {}) =>
  seen({ delivered: transcoded, transcode: aTranscode(changes) });
const told = (phase: 'start' | 'update' | 'end', key = 'tk1'): Hint => ({
  kind: 'transcode',
  phase,
  transcode: aTranscode({ key }),
});
const createCancelling = (listed = transcoding()) => {
  const story = createQuietStory();
  story.confirm([listed]);
  story.cancel(10_000);
  story.cancelAnswered(10_100);
  return story;
};
const outcomes = (story: ReturnType<typeof createStory>) =>
  story.of('transcode-cancelled').map(({ outcome }) => outcome);

describe('cancelling a transcode', () => {
  it('ends the session of some players', () => {
    const story = createCancelling();
    story.hint(10_500, told('end'));
    story.hint(11_300, playing({ state: 'stopped' }));
    expect(outcomes(story)).toEqual([{ kind: 'session-ended', afterMs: 1300 }]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'stopped' }]);
  });

  it('makes others play on directly, which two readings have to say', () => {
    const story = createCancelling();
    story.hint(10_500, told('end'));
    story.pass(30_000, () => [seen()]);
    expect(outcomes(story)).toEqual([{ kind: 'plays-directly', afterMs: 500 }]);
    expect(story.of('transcode-cancelled')[0]?.atMs).toBeLessThan(16_000);
  });

  it('is seen in the list alone as well', () => {
    const story = createCancelling();
    story.pass(30_000, () => [seen()]);
    expect(outcomes(story)).toEqual([{ kind: 'plays-directly', afterMs: 100 }]);
  });

  it('leaves what is not decided after ten seconds as it was last seen', () => {
    const story = createCancelling();
    story.hint(19_000, told('end'));
    story.tick(20_000);
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'server' }]);
    const listed = createCancelling();
    listed.list(15_000, [transcoding()]);
    listed.hint(19_000, told('end'));
    listed.tick(20_000);
    expect(outcomes(listed)).toEqual([{ kind: 'plays-directly', afterMs: 9000 }]);
  });

  it('lets many ask for another one: under a new key', () => {
    const story = createCancelling();
    story.hint(10_500, told('end'));
    story.list(12_000, [transcoding({ key: 'tk2' })]);
    expect(outcomes(story)).toEqual([{ kind: 'came-back', afterMs: 2000, sameKey: false }]);
  });

  it('under the same key, as the socket tells', () => {
    const story = createCancelling();
    story.hint(10_500, told('start'));
    story.hint(10_600, told('end', 'somebody else'));
    story.hint(10_700, told('end'));
    story.hint(11_200, told('update'));
    expect(outcomes(story)).toEqual([]);
    story.hint(11_500, told('start'));
    expect(outcomes(story)).toEqual([{ kind: 'came-back', afterMs: 1500, sameKey: true }]);
  });

  it('under the same key, as the list tells when it had gone before', () => {
    const story = createCancelling();
    story.list(11_000, [seen({ delivered: transcoded })]);
    story.list(11_500, [transcoding()]);
    expect(outcomes(story)).toEqual([]);
    story.list(13_000, [transcoding()]);
    expect(outcomes(story)).toEqual([{ kind: 'came-back', afterMs: 3000, sameKey: true }]);
  });

  it('under the same key, as its later beginning tells', () => {
    const story = createCancelling(transcoding({ startedAtMs: 1000 }));
    story.list(12_000, [transcoding({ startedAtMs: 1000 })]);
    expect(outcomes(story)).toEqual([]);
    story.list(13_000, [transcoding({ startedAtMs: 11_500 })]);
    expect(outcomes(story)).toEqual([{ kind: 'came-back', afterMs: 3000, sameKey: true }]);
  });

  it('that changes nothing is still transcoding', () => {
    const story = createCancelling();
    story.pass(30_000, () => [transcoding()]);
    expect(outcomes(story)).toEqual([{ kind: 'still-transcoding', afterMs: 10_000 }]);
  });

  it('is not judged by a list that was asked for before', () => {
    const story = createCancelling();
    story.list(10_500, [seen()], 9000);
    expect(story.state().cancels[0]?.goneAtMs).toBeNull();
  });

  it.each([
    ['unauthorized', { kind: 'refused', why: 'not-owner' }],
    ['forbidden', { kind: 'refused', why: 'not-owner' }],
    ['not-found', { kind: 'nothing-to-stop' }],
    ['server-error', { kind: 'refused', why: 'server' }],
  ])('that fails with %s says so', (kind, outcome) => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    story.cancel(10_000);
    story.cancelAnswered(10_100, kind);
    expect(outcomes(story)).toEqual([outcome]);
    story.cancelAnswered(10_200);
    expect(outcomes(story)).toHaveLength(1);
  });

  it('without an answer in time is judged by what is seen', () => {
    const story = createQuietStory();
    story.confirm([transcoding()]);
    story.cancel(10_000);
    story.cancelAnswered(15_000, 'timeout');
    story.list(16_000, [transcoding({ key: 'tk2' })]);
    expect(outcomes(story)).toEqual([{ kind: 'came-back', afterMs: 6000, sameKey: false }]);
  });

  it('of a direct play, and of nobody, has nothing to stop', () => {
    const story = createQuietStory();
    story.confirm([seen({ transcode: aTranscode() })]);
    story.cancel(10_000);
    story.cancel(10_000, 'nobody');
    expect(outcomes(story)).toEqual([{ kind: 'nothing-to-stop' }, { kind: 'nothing-to-stop' }]);
  });

  it('that nobody will see the end of is said to have failed when Marquee closes', () => {
    const story = createCancelling();
    story.take({ kind: 'closed', atMs: 11_000 });
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'server' }]);
  });
});
