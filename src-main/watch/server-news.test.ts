import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';

const anActivity = (uuid: string, progress = 0) => ({
  uuid,
  type: 'library.update.section',
  title: 'Scanning Films',
  subtitle: null,
  progress,
  cancellable: true,
});

describe('activities', () => {
  it('come, move and go', () => {
    const story = createQuietStory();
    story.hint(1, { kind: 'activity', phase: 'started', activity: anActivity('a') });
    story.hint(2, { kind: 'activity', phase: 'updated', activity: anActivity('b') });
    story.hint(3, { kind: 'activity', phase: 'updated', activity: anActivity('a', 50) });
    expect(story.server().activities.map(({ uuid, progress }) => [uuid, progress])).toEqual([
      ['a', 50],
      ['b', 0],
    ]);
    story.hint(4, { kind: 'activity', phase: 'ended', activity: anActivity('a') });
    expect(story.server().activities).toHaveLength(1);
  });

  it('are read anew after a reconnection', () => {
    const story = createQuietStory();
    story.hint(1, { kind: 'activity', phase: 'started', activity: anActivity('a') });
    story.take({ kind: 'activities', activities: [anActivity('c')], atMs: 5 });
    expect(story.server().activities.map(({ uuid }) => uuid)).toEqual(['c']);
  });
});

describe('remote access', () => {
  it.each([
    [[true], []],
    [[false], ['remote-access-down']],
    [
      [true, false, false, true],
      ['remote-access-down', 'remote-access-up'],
    ],
    [
      [false, true],
      ['remote-access-down', 'remote-access-up'],
    ],
  ])('%j tells %j', (told, kinds) => {
    const story = createQuietStory();
    told.forEach((reachable, at) => story.hint(at, { kind: 'reachability', reachable }));
    expect(story.kinds()).toEqual(kinds);
    expect(story.server().remoteAccess).toBe(told.at(-1));
  });
});

describe('a newer version of the server', () => {
  it('is told once, and forgotten when it is installed', () => {
    const story = createStory();
    story.info(0);
    for (const atMs of [1, 2]) story.hint(atMs, { kind: 'update', version: '1.44.0', state: 'available' });
    expect(story.of('server-update-available')).toMatchObject([{ version: '1.44.0' }]);
    expect(story.server().updateAvailable).toBe('1.44.0');
    story.info(3);
    expect(story.server().updateAvailable).toBe('1.44.0');
    story.info(4, { version: '1.44.0' });
    expect(story.server().updateAvailable).toBeNull();
  });

  it.each([[null], ['1.43.0']])('is none when Plex names %s', (version) => {
    const story = createStory();
    story.info(0);
    story.hint(1, { kind: 'update', version, state: 'done' });
    expect(story.events).toEqual([]);
    expect(story.server().updateAvailable).toBeNull();
  });
});
