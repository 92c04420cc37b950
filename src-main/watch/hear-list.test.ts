import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';
import { MINUTE, SECOND, anItem, playing, seen, seenBen } from './test-things.ts';

/** Alice and Ben are watching, confirmed, and the socket is open. */
const createEvening = () => {
  const story = createQuietStory();
  story.list(1000, [seen(), seenBen()]);
  story.list(4000, [seen(), seenBen()]);
  return story;
};

describe('a card', () => {
  const listed = ['9', '2', '30', '1'].map((sessionKey) => seen({ sessionKey }));
  const keys = (story: ReturnType<typeof createStory>) => story.sessions().map(({ sessionKey }) => sessionKey);

  it('stands where Plex lists its session, when several are found together', () => {
    // Ids are random within one millisecond; here they go down.
    const story = createQuietStory({ ids: (made) => `id-${100 - made}` });
    story.list(1000, listed);
    expect(keys(story)).toEqual(['9', '2', '30', '1']);
  });

  it('that is new comes in at the end, even after the clock was set back', () => {
    const story = createQuietStory();
    story.list(60_000, listed.slice(0, 3));
    story.list(30_000, listed, 60_001);
    expect(keys(story)).toEqual(['9', '2', '30', '1']);
  });
});

describe('a session that leaves the list without a word', () => {
  it('is closed at that list, where it was last seen', () => {
    const story = createEvening();
    story.hint(14_000, playing({ positionMs: 24_000 }));
    story.list(34_000, [seenBen()]);
    expect(story.of('session-stopped')).toMatchObject([
      { endedBy: 'vanished', atMs: 14_000, learnedAtMs: 34_000, positionMs: 24_000 },
    ]);
    expect(story.sessions()).toHaveLength(1);
  });

  it('stays when a hint spoke of it after the list was asked for', () => {
    const story = createEvening();
    story.hint(34_000, playing());
    story.list(35_000, [seenBen()], 33_000);
    expect(story.sessions()).toHaveLength(2);
    expect(story.state().askedAtMs).toBe(35_000);
  });
});

describe('a player that died while Plex went on listing him', () => {
  it('ends where his last report put him, not where the list was last read', () => {
    const story = createEvening();
    story.hint(116_000, playing({ positionMs: 110_000 }));
    story.list(136_000, [seen({ positionMs: 114_000 }), seenBen()]);
    story.list(166_000, [seenBen()]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs: 120_000, learnedAtMs: 166_000, positionMs: 114_000 }]);
  });

  it('who had paused was there when he was last listed', () => {
    const story = createEvening();
    story.hint(116_000, playing({ state: 'paused', positionMs: 110_000 }));
    story.list(136_000, [seen({ state: 'paused', positionMs: 110_000 }), seenBen()]);
    story.list(166_000, [seenBen()]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs: 136_000 }]);
  });
});

describe('a slow answer that is overtaken by a newer one', () => {
  it('changes nothing', () => {
    const story = createEvening();
    story.list(40_000, [seen({ state: 'paused' })], 39_000);
    const before = story.state();
    story.list(41_000, [seen(), seenBen()], 20_000);
    expect(story.state()).toEqual(before);
  });
});

describe('the same list again', () => {
  it('tells nothing twice, even with a session in it twice', () => {
    const story = createEvening();
    const told = story.events.length;
    story.list(40_000, [seen(), seen(), seenBen()]);
    story.list(41_000, [seen(), seenBen()]);
    expect(story.events).toHaveLength(told);
    expect(story.sessions()).toHaveLength(2);
  });
});

describe('a silent viewer', () => {
  it('is marked after a minute, and kept for as long as Plex lists him', () => {
    const story = createEvening();
    story.hint(10_000, playing({ positionMs: 30_000 }));
    story.pass(10 * MINUTE, () => [seen({ positionMs: 30_000 })]);
    expect(story.session()).toMatchObject({ silent: true });
    expect(story.of('session-stopped').filter(({ session }) => session.user.name === 'alice')).toEqual([]);
    story.list(11 * MINUTE, []);
    expect(story.of('session-stopped').at(-1)).toMatchObject({
      endedBy: 'presumed',
      atMs: 10_000,
      positionMs: 30_000,
      learnedAtMs: 11 * MINUTE,
    });
  });

  it('is marked exactly when a minute is over', () => {
    const story = createEvening();
    story.hint(10_000, playing());
    story.hint(50_000, playing({ sessionKey: '2', ratingKey: '20', clientId: 'shield' }));
    expect(story.wakeAtMs()).toBe(70_000);
    story.tick(69_999);
    expect(story.session().silent).toBe(false);
    story.tick(70_000);
    expect(story.session().silent).toBe(true);
  });

  it('who speaks again is the same play', () => {
    const story = createEvening();
    story.tick(2 * MINUTE);
    expect(story.session().silent).toBe(true);
    story.hint(3 * MINUTE, playing());
    expect(story.session().silent).toBe(false);
    expect(story.of('session-started')).toHaveLength(2);
  });

  it('has a minute again after the socket was down', () => {
    const story = createEvening();
    story.drop(10_000);
    story.open(5 * MINUTE);
    story.list(5 * MINUTE, [seen(), seenBen()]);
    expect(story.session().silent).toBe(false);
    story.tick(6 * MINUTE);
    expect(story.session().silent).toBe(true);
  });

  it('who moves in the list is not silent', () => {
    const story = createEvening();
    for (let atMs = 30_000; atMs < 5 * MINUTE; atMs += 30_000) story.list(atMs, [seen({ positionMs: atMs })]);
    expect(story.session().silent).toBe(false);
  });

  it('is nobody while he pauses or while the socket is down', () => {
    const story = createEvening();
    story.hint(10_000, playing({ state: 'paused' }));
    story.tick(10 * MINUTE);
    expect(story.session().silent).toBe(false);
    const blind = createStory({ realtime: false });
    blind.list(0, [seen()]);
    blind.tick(10 * MINUTE);
    expect(blind.session().silent).toBe(false);
  });
});

describe('a server that restarts', () => {
  it('gives new keys, and who goes on watching is the same play', () => {
    const story = createEvening();
    const [alice, ben] = story.sessions();
    story.drop(20_000);
    story.fail(20_100, 'unreachable');
    story.open(25_000);
    story.list(25_100, []);
    expect(story.sessions()).toMatchObject([{ silent: true }, { silent: true }]);
    story.list(30_200, [seenBen({ sessionKey: '1', terminateId: 'new' })]);
    story.list(35_300, [seenBen({ sessionKey: '1', terminateId: 'new' }), seen({ sessionKey: '2' })]);
    expect(story.sessions()).toMatchObject([
      { id: alice?.id, sessionKey: '2', silent: false },
      { id: ben?.id, sessionKey: '1', terminateId: 'new', silent: false },
    ]);
    expect(story.of('session-started')).toHaveLength(2);
    expect(story.of('session-stopped')).toEqual([]);
  });

  it('closes those who do not come back within half a minute, where they were last seen', () => {
    const story = createEvening();
    story.drop(20_000);
    story.open(25_000);
    const back = [seenBen({ sessionKey: '1' })];
    story.list(25_100, back);
    story.pass(MINUTE, () => back);
    expect(story.of('session-stopped')).toMatchObject([
      { endedBy: 'server-restarted', atMs: 4000, learnedAtMs: 55_100, session: { user: { name: 'alice' } } },
    ]);
  });

  it('is noticed without a socket, by keys that start again', () => {
    const story = createStory({ realtime: false });
    story.list(0, [seen({ sessionKey: '8' }), seenBen({ sessionKey: '9' })]);
    story.list(30_000, [seenBen({ sessionKey: '1' })]);
    expect(story.sessions()).toHaveLength(2);
    story.pass(2 * MINUTE, () => [seenBen({ sessionKey: '1' })]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'server-restarted' }]);
    expect(story.of('session-started')).toHaveLength(2);
  });

  it('does not mix up two viewers whose keys are swapped', () => {
    const story = createEvening();
    const [alice, ben] = story.sessions();
    story.list(30_000, [seen({ sessionKey: '2' }), seenBen({ sessionKey: '1' })]);
    expect(story.sessions()).toMatchObject([
      { id: alice?.id, sessionKey: '2', user: { name: 'alice' } },
      { id: ben?.id, sessionKey: '1', user: { name: 'ben' } },
    ]);
  });

  it('makes a hint under an old key someone else’s', () => {
    const story = createEvening();
    story.hint(20_000, playing({ sessionKey: '1', clientId: 'shield', ratingKey: '20', positionMs: 1000 }));
    story.hint(21_000, playing({ sessionKey: '1', clientId: 'shield', ratingKey: '20', state: 'stopped' }));
    expect(story.session().positionMs).toBe(10_000);
    expect(story.sessions()).toHaveLength(2);
    expect(story.state().askedAtMs).toBe(21_000);
  });

  it('tells two players of one person apart', () => {
    const story = createQuietStory();
    const phone = seen({ sessionKey: '2', player: { ...seen().player, machineId: 'phone', title: 'Phone' } });
    story.list(0, [seen(), phone]);
    story.drop(10_000);
    story.open(12_000);
    story.list(12_100, [{ ...phone, sessionKey: '1' }]);
    expect(story.sessions().map(({ player, silent }) => [player.title, silent])).toEqual([
      ['Living room', true],
      ['Phone', false],
    ]);
  });

  it('tells two windows of one browser apart by what a stop needs', () => {
    const story = createQuietStory();
    story.list(0, [seen(), seen({ sessionKey: '2', terminateId: 't2' })]);
    const [one, other] = story.sessions();
    story.drop(10_000);
    story.open(12_000);
    story.list(12_100, [seen({ sessionKey: '5', terminateId: 't2' }), seen({ sessionKey: '6', terminateId: 't1' })]);
    expect(story.sessions()).toMatchObject([
      { id: one?.id, sessionKey: '6' },
      { id: other?.id, sessionKey: '5' },
    ]);
  });

  it('who starts the same film again meanwhile, without an outage, starts a new play', () => {
    const story = createStory({ realtime: false });
    story.list(0, [seen()]);
    story.list(30_000, [seen({ sessionKey: '2', terminateId: 't9', positionMs: 0 })]);
    expect(story.kinds()).toEqual(['session-started', 'session-stopped', 'session-started']);
    expect(story.of('session-stopped')[0]?.endedBy).toBe('vanished');
  });
});

describe('after an outage', () => {
  it('nobody is closed before he had time to report, and then as presumed', () => {
    const story = createEvening();
    story.drop(20_000);
    story.open(22_000);
    const readAt = story.pass(2 * MINUTE, () => []);
    expect(story.of('session-stopped').map(({ endedBy, atMs, learnedAtMs }) => [endedBy, atMs, learnedAtMs])).toEqual([
      ['presumed', 4000, 52_000],
      ['presumed', 4000, 52_000],
    ]);
    expect(readAt.filter((atMs) => atMs <= 52_000).length).toBeLessThan(10);
  });
});

describe('after a time without a sign-in', () => {
  it('who is gone is closed as presumed, and who is back under another key goes on', () => {
    const story = createEvening();
    story.fail(30_000, 'unauthorized');
    const listed = [seenBen({ sessionKey: '7' })];
    story.list(60 * MINUTE, listed);
    story.pass(62 * MINUTE, () => listed);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'presumed', atMs: 4000 }]);
    expect(story.of('session-started')).toHaveLength(2);
  });
});

describe('a session that has ended and lingers in the list', () => {
  it('is not a new one', () => {
    const story = createEvening();
    story.hint(20_000, playing({ state: 'stopped' }));
    story.list(20_100, [seen(), seenBen()]);
    story.list(25_000, [seen(), seenBen()]);
    story.list(27_000, [seenBen()]);
    expect(story.sessions()).toHaveLength(1);
    expect(story.of('session-started')).toHaveLength(2);
  });

  it('is not a new one either when a very slow answer still has it', () => {
    const story = createEvening();
    story.hint(20_000, playing({ state: 'stopped' }));
    story.list(40_000, [seen(), seenBen()], 19_000);
    expect(story.sessions()).toHaveLength(1);
  });

  it('for longer than ten seconds plays again', () => {
    const story = createEvening();
    story.hint(20_000, playing({ state: 'stopped' }));
    story.pass(31_000, () => [seen(), seenBen()]);
    expect(story.of('session-started')).toHaveLength(3);
    expect(story.of('session-started')[2]?.atMs).toBe(30_000);
  });

  it('and speaks again, plays again at once', () => {
    const story = createEvening();
    story.hint(20_000, playing({ state: 'stopped' }));
    story.hint(23_000, playing({ positionMs: 0 }));
    story.list(23_100, [seen({ positionMs: 0 }), seenBen()]);
    expect(story.of('session-started')[2]).toMatchObject({ atMs: 23_000 });
  });

  it('does not hide another item under the same key', () => {
    const story = createEvening();
    story.hint(20_000, playing({ state: 'stopped' }));
    story.list(20_500, [seen({ item: anItem({ guid: 'x', ratingKey: '99' }) }), seenBen()]);
    expect(story.sessions()).toHaveLength(2);
  });
});

describe('a hint of a session that the list did not know yet', () => {
  it('while it buffers is no start', () => {
    const story = createQuietStory();
    story.hint(1000, playing({ state: 'buffering' }));
    story.hint(3000, playing());
    story.hint(3500, playing());
    story.list(4000, [seen()], 3600);
    expect(story.of('session-started')[0]?.atMs).toBe(3000);
  });

  it('is remembered over a list that was asked for earlier', () => {
    const story = createQuietStory();
    story.hint(3000, playing());
    story.list(3500, [], 2000);
    expect(story.refreshAtMs()).toBeLessThanOrEqual(3500 + 1500);
    story.list(9 * SECOND, [seen()]);
    expect(story.of('session-started')[0]?.atMs).toBe(3000);
  });
});
