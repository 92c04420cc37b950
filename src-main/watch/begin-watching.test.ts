import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';
import { MINUTE, adopted, episode, seen, seenBen } from './test-things.ts';

/** Those who were watching when Marquee stopped. */
const createEvening = () => {
  const story = createQuietStory();
  story.list(1000, [seen(), seenBen()]);
  story.list(4000, [seen(), seenBen()]);
  return story.sessions();
};

describe('after our own restart', () => {
  const [alice, ben] = createEvening();
  if (!alice || !ben) throw new Error('The evening has two viewers.');

  it('an open session is continued, not doubled', () => {
    const story = createStory({ adopted: [adopted(alice, 50_000)] });
    expect(story.session()).toMatchObject({ id: alice.id, silent: true });
    story.list(MINUTE, [seen({ positionMs: 70_000 })]);
    expect(story.session()).toMatchObject({ id: alice.id, silent: false, positionMs: 70_000, startedAtMs: 1000 });
    expect(story.of('session-started')).toEqual([]);
    expect(story.of('session-stopped')).toEqual([]);
  });

  it('one that is gone is closed as presumed where it was last seen', () => {
    const story = createStory({ adopted: [adopted(alice, 50_000), adopted(ben, 51_000)] });
    story.list(MINUTE, [seenBen()]);
    story.pass(3 * MINUTE, () => [seenBen()]);
    expect(story.of('session-stopped')).toMatchObject([
      { sessionId: alice.id, endedBy: 'presumed', atMs: 50_000, learnedAtMs: 90_000 },
    ]);
  });

  it('one that is found under another key, because the server restarted too, is continued', () => {
    const story = createStory({ adopted: [adopted(alice, 50_000)] });
    story.list(MINUTE, []);
    story.list(65_000, [seen({ sessionKey: '3' })]);
    expect(story.session()).toMatchObject({ id: alice.id, sessionKey: '3' });
  });

  it('one that has gone on to another item meanwhile ended when it was last seen', () => {
    const story = createStory({ adopted: [adopted({ ...alice, item: episode(1) }, 50_000)] });
    const listed = [seen({ item: episode(2) })];
    story.list(MINUTE, listed);
    story.pass(3 * MINUTE, () => listed);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'presumed', atMs: 50_000 }]);
    expect(story.of('session-started')).toMatchObject([{ session: { item: { title: 'Chapter 2' } } }]);
  });

  it('what was watched before is not told again', () => {
    const late = { ...alice, positionMs: 90 * MINUTE };
    const story = createStory({ adopted: [adopted(late, 50_000)] });
    story.list(MINUTE, [seen({ positionMs: 91 * MINUTE })]);
    expect(story.of('session-watched')).toEqual([]);
  });
});
