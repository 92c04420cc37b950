import { describe, expect, it } from 'vitest';
import { createQuietStory, type createStory } from './test-story.ts';
import { episode, playing, seen, seenBen } from './test-things.ts';

const createStopping = (changes: Parameters<typeof seen>[0] = {}) => {
  const story = createQuietStory();
  story.info(0);
  story.confirm([seen(changes)]);
  story.stop(10_000);
  return story;
};
const outcomes = (story: ReturnType<typeof createStory>) => story.of('stream-stopped').map(({ outcome }) => outcome);

describe('a stop', () => {
  it('that is obeyed says after how long, and the session was killed', () => {
    const story = createStopping();
    story.stopAnswered(10_100);
    story.hint(11_800, playing({ state: 'stopped' }));
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 1800 }]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'killed', atMs: 11_800 }]);
    expect(story.of('stream-stopped')).toMatchObject([{ stopId: 'stop', message: 'Bye', atMs: 11_800 }]);
    expect(story.state().stops).toEqual([]);
  });

  it('is looked after every second, and found when the session is gone from the list', () => {
    const story = createStopping();
    story.stopAnswered(10_100);
    const readAt = story.pass(30_000, (atMs) => (atMs < 13_000 ? [seen()] : []));
    expect(readAt.slice(0, 4)).toEqual([10_100, 11_100, 12_100, 13_100]);
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 3100 }]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'killed', atMs: 13_100 }]);
  });

  it('whose player goes on is honestly still playing after ten seconds', () => {
    const story = createStopping();
    story.stopAnswered(10_100);
    story.pass(30_000, () => [seen()]);
    expect(outcomes(story)).toEqual([{ kind: 'still-playing', afterMs: 10_000 }]);
    expect(story.sessions()).toHaveLength(1);
    story.hint(40_000, playing({ state: 'stopped' }));
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'stopped' }]);
  });

  it.each([
    ['unauthorized', true, 'no-plex-pass'],
    ['unauthorized', false, 'no-plex-pass'],
    ['unauthorized', null, 'no-plex-pass'],
    ['forbidden', true, 'not-owner'],
    ['not-found', true, 'already-gone'],
    ['server-error', true, 'server'],
    ['unreachable', true, 'server'],
    ['bug', true, 'server'],
  ])('that fails with %s (can terminate: %s) is refused: %s', (kind, canTerminate, why) => {
    const story = createStopping();
    story.info(10_050, { canTerminate });
    story.stopAnswered(10_100, kind);
    expect(outcomes(story)).toEqual([{ kind: 'refused', why }]);
    story.hint(11_000, playing({ state: 'stopped' }));
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'stopped' }]);
  });

  it('that fails with unauthorized where the session list is refused as well: we are not the owner', () => {
    const story = createStopping();
    story.fail(10_050, 'forbidden');
    story.stopAnswered(10_100, 'unauthorized');
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'not-owner' }]);
  });

  it('without an answer in time is judged by the session', () => {
    const story = createStopping();
    story.stopAnswered(15_000, 'timeout');
    expect(outcomes(story)).toEqual([]);
    story.list(16_000, []);
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 6000 }]);
  });

  it('of which nothing is heard for ten seconds was refused by the server', () => {
    const story = createStopping();
    story.tick(20_000);
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'server' }]);
    const blind = createStopping();
    blind.stopAnswered(10_100);
    blind.pass(21_000, () => null);
    expect(outcomes(blind)).toEqual([{ kind: 'refused', why: 'server' }]);
  });

  it('of a session without an id to stop it is refused at once', () => {
    const story = createStopping({ terminateId: null });
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'no-terminate-id' }]);
  });

  it('of a session that is gone is refused at once', () => {
    const story = createQuietStory();
    story.stop(1000, 'nobody');
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'already-gone' }]);
  });

  it('follows the viewer to the next episode: that is no stop', () => {
    const story = createQuietStory();
    story.confirm([seen({ item: episode(1) })]);
    story.stop(10_000);
    story.stopAnswered(10_100);
    story.list(11_000, [seen({ item: episode(2) })]);
    expect(outcomes(story)).toEqual([]);
    story.list(12_000, []);
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 2000 }]);
    expect(story.of('session-stopped').map(({ endedBy }) => endedBy)).toEqual(['next-item', 'killed']);
  });

  it('does not touch anybody else', () => {
    const story = createQuietStory();
    story.confirm([seen(), seenBen()]);
    story.stop(10_000);
    story.stopAnswered(10_100);
    story.list(11_000, [seen()]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'vanished', session: { user: { name: 'ben' } } }]);
    expect(outcomes(story)).toEqual([]);
  });

  it('during an outage ends with the first list that lacks the session', () => {
    const story = createStopping();
    story.stopAnswered(10_100);
    story.drop(10_200);
    story.list(12_000, []);
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 2000 }]);
  });

  it('that nobody will see the end of is said to have failed when Marquee closes', () => {
    const story = createStopping();
    story.take({ kind: 'closed', atMs: 11_000 });
    expect(outcomes(story)).toEqual([{ kind: 'refused', why: 'server' }]);
    expect(story.of('session-stopped')).toEqual([]);
  });

  it('hears an answer that comes after its verdict no more', () => {
    const story = createStopping();
    story.hint(10_500, playing({ state: 'stopped' }));
    story.stopAnswered(11_000, 'not-found');
    expect(outcomes(story)).toEqual([{ kind: 'stopped', afterMs: 500 }]);
  });
});
