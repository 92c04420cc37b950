import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';
import { MINUTE, SECOND, playing, seen, seenBen } from './test-things.ts';

describe('the status of a server', () => {
  it('is connecting, then live with the socket and the first list', () => {
    const story = createStory();
    expect(story.server().status).toEqual({ kind: 'connecting' });
    story.list(100, []);
    expect(story.server().status).toEqual({ kind: 'connecting' });
    story.open(200);
    expect(story.server().status).toEqual({ kind: 'live', sinceMs: 200 });
    story.list(300, []);
    expect(story.server().status).toEqual({ kind: 'live', sinceMs: 200 });
    expect(story.events).toEqual([]);
  });

  it('stays connecting while only the socket is open', () => {
    const story = createStory();
    story.open(100);
    expect(story.server().status).toEqual({ kind: 'connecting' });
    story.list(200, []);
    expect(story.server().status).toEqual({ kind: 'live', sinceMs: 200 });
  });

  it('is polling without the socket, and says why', () => {
    const story = createQuietStory();
    story.drop(10_000);
    expect(story.server().status).toEqual({ kind: 'polling', sinceMs: 10_000, why: 'It hung up.' });
    story.link(12_000, { kind: 'closed', why: 'No answer.', nextTryAtMs: 20_000 });
    story.list(13_000, []);
    expect(story.server().status).toEqual({ kind: 'polling', sinceMs: 10_000, why: 'No answer.' });
    story.open(20_000);
    expect(story.server().status).toEqual({ kind: 'live', sinceMs: 20_000 });
  });

  it('is polling when the socket refuses us but the list does not', () => {
    const story = createQuietStory();
    story.link(1000, { kind: 'unauthorized', why: 'The socket wants another token.' });
    story.list(1100, []);
    expect(story.server().status).toMatchObject({ kind: 'polling', why: 'The socket wants another token.' });
  });

  it('is polling when listening is switched off', () => {
    const story = createStory({ realtime: false });
    story.list(100, []);
    expect(story.server().status).toMatchObject({ kind: 'polling', sinceMs: 100 });
  });

  it('is polling when the list answers again before the socket has ever opened', () => {
    const story = createStory();
    story.fail(100, 'unreachable');
    story.list(200, []);
    expect(story.server().status).toMatchObject({ kind: 'polling' });
  });

  it('is unreachable since the first failure, with the next try', () => {
    const story = createQuietStory();
    story.drop(10_000);
    story.fail(10_100, 'unreachable');
    expect(story.server().status).toEqual({
      kind: 'unreachable',
      sinceMs: 10_100,
      nextTryAtMs: 40_100,
      why: 'No connection can be made.',
    });
    expect(story.refreshAtMs()).toBe(40_100);
    story.link(20_000, { kind: 'closed', why: 'No answer.', nextTryAtMs: 30_000 });
    story.fail(40_100, 'timeout');
    expect(story.server().status).toMatchObject({
      sinceMs: 10_100,
      nextTryAtMs: 70_100,
      why: 'It does not answer in time.',
    });
    story.open(50_000);
    expect(story.refreshAtMs()).toBe(50_000);
    story.list(50_100, []);
    expect(story.server().status).toEqual({ kind: 'live', sinceMs: 50_100 });
    expect(story.kinds()).toEqual(['server-down', 'gap-opened', 'server-up', 'gap-closed']);
    expect(story.of('gap-opened')[0]).toMatchObject({ why: 'server-down', atMs: 10_000 });
    expect(story.of('gap-closed')[0]).toMatchObject({ fromMs: 10_000, atMs: 50_100 });
  });

  it.each([
    ['bad-answer', 'Its answer cannot be understood.'],
    ['breaker-open', 'It failed several times in a row, so it is left alone for a moment.'],
    ['server-error', 'It answers with an error.'],
  ])('says why in plain words: %s', (kind, why) => {
    const story = createStory();
    story.fail(100, kind);
    expect(story.server().status).toMatchObject({ kind: 'unreachable', why });
  });

  it('does not fall over one failed list while the socket speaks', () => {
    const story = createQuietStory();
    story.fail(1000, 'server-error');
    expect(story.server().status.kind).toBe('live');
    story.fail(31_000, 'server-error');
    expect(story.server().status.kind).toBe('unreachable');
    expect(story.of('server-down')).toHaveLength(1);
  });

  it('is unauthorized when the token is not accepted: asked soon in case it only starts, then ever more rarely', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.fail(30_000, 'unauthorized');
    expect(story.refreshAtMs()).toBe(45_000);
    story.fail(45_000, 'unauthorized');
    expect(story.refreshAtMs()).toBe(MINUTE);
    story.fail(MINUTE, 'unauthorized');
    expect(story.refreshAtMs()).toBe(1.5 * MINUTE);
    story.fail(6 * MINUTE, 'unauthorized');
    expect(story.server().status).toMatchObject({ kind: 'unauthorized', sinceMs: 30_000 });
    expect(story.of('sign-in-expired')).toHaveLength(1);
    expect(story.of('gap-opened')).toMatchObject([{ why: 'unauthorized' }]);
    expect(story.refreshAtMs()).toBe(11 * MINUTE);
    story.list(12 * MINUTE, []);
    expect(story.server().status.kind).toBe('live');
    expect(story.of('gap-closed')).toHaveLength(1);
  });

  it('of a server that is not ours is no expired sign-in', () => {
    const story = createStory();
    story.fail(100, 'forbidden');
    expect(story.server()).toMatchObject({ owned: false, status: { kind: 'unauthorized' } });
    expect(story.events).toEqual([]);
  });

  it('is not told by a failure that is older than the newest answer', () => {
    const story = createQuietStory();
    story.list(20_000, [], 19_000);
    const before = story.state();
    story.fail(21_000, 'unreachable', null, 5000);
    expect(story.state()).toBe(before);
  });

  it('keeps away for as long as a busy server asks', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.fail(4000, 'rate-limited', 2 * MINUTE);
    story.hint(5000, playing({ sessionKey: '9' }));
    expect(story.refreshAtMs()).toBe(4000 + 2 * MINUTE);
    expect(story.server().status.kind).toBe('live');
    story.fail(3 * MINUTE, 'rate-limited');
    expect(story.refreshAtMs()).toBe(3 * MINUTE + 30_000);
  });

  it('says so when a busy server has shown nothing yet, and for how long it is left alone', () => {
    const story = createStory();
    story.fail(100, 'rate-limited', 2 * MINUTE);
    expect(story.server().status).toEqual({
      kind: 'unreachable',
      sinceMs: 100,
      nextTryAtMs: 100 + 2 * MINUTE,
      why: 'It limits how often it may be asked (429), and is left alone until then.',
    });
    story.open(200);
    story.list(3 * MINUTE, []);
    expect(story.server().status.kind).toBe('live');
  });

  it('says so when a busy server goes on refusing and nothing else is heard of it', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.link(2000, { kind: 'closed', why: 'No answer.', nextTryAtMs: 30_000 });
    story.fail(4000, 'rate-limited');
    expect(story.server().status.kind).toBe('polling');
    story.fail(40_000, 'rate-limited');
    expect(story.server().status.kind).toBe('unreachable');
    expect(story.kinds()).toContain('server-down');
  });

  it('is disabled by the owner: nobody is asked and nobody is shown', () => {
    const story = createQuietStory();
    story.list(1000, [seen(), seenBen()]);
    story.take({ kind: 'disabled', atMs: 5000 });
    expect(story.server().status).toEqual({ kind: 'disabled' });
    expect(story.refreshAtMs()).toBeNull();
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'presumed', atMs: 1000 }, { endedBy: 'presumed' }]);
  });
});

describe('a server whose socket lives but whose list fails', () => {
  it('is asked again when the breaker says so, however quiet it was', () => {
    const story = createQuietStory();
    story.list(1000, []);
    story.fail(10_000, 'breaker-open', 3000);
    expect(story.refreshAtMs()).toBe(13_000);
  });

  it('is asked again as often as while something plays', () => {
    const story = createQuietStory();
    story.list(1000, []);
    story.fail(10_000, 'unreachable');
    expect(story.refreshAtMs()).toBe(40_000);
  });
});

describe('a gap', () => {
  it('that was open when Marquee ended goes on as the same one', () => {
    const story = createStory({ lastHeardMs: -5 * MINUTE, openGap: { fromMs: -9 * MINUTE, why: 'unauthorized' } });
    story.fail(0, 'unauthorized');
    story.list(MINUTE, []);
    expect(story.of('gap-opened')).toEqual([]);
    expect(story.of('gap-closed')).toMatchObject([{ fromMs: -9 * MINUTE, atMs: MINUTE }]);
  });

  it('of our own absence is told with the first list', () => {
    const story = createStory({ lastHeardMs: -5 * MINUTE });
    story.fail(0, 'unreachable');
    story.list(MINUTE, []);
    expect(story.of('gap-opened')).toMatchObject([{ why: 'our-start', atMs: -5 * MINUTE }]);
    expect(story.of('gap-closed')).toMatchObject([{ fromMs: -5 * MINUTE, atMs: MINUTE }]);
  });

  it('of a server that is met for the first time does not exist', () => {
    const story = createStory();
    story.list(0, []);
    expect(story.events).toEqual([]);
  });

  it('of a sleeping machine begins where something was last heard', () => {
    const story = createQuietStory();
    story.list(MINUTE, [seen()]);
    story.hint(2 * MINUTE, playing());
    story.take({ kind: 'woke', atMs: 60 * MINUTE });
    expect(story.state().askedAtMs).toBe(60 * MINUTE);
    story.list(60 * MINUTE, []);
    story.pass(62 * MINUTE, () => []);
    expect(story.of('gap-opened')).toMatchObject([{ why: 'sleep', atMs: 2 * MINUTE }]);
    expect(story.of('gap-closed')).toMatchObject([{ fromMs: 2 * MINUTE }]);
    expect(story.of('session-stopped')).toMatchObject([{ endedBy: 'presumed', atMs: 2 * MINUTE }]);
  });

  it('of a sleeping machine begins as it fell asleep, also where the socket spoke before anybody noticed', () => {
    const story = createQuietStory();
    story.list(MINUTE, [seen()]);
    story.hint(60 * MINUTE, playing());
    story.take({ kind: 'woke', asleepSinceMs: 2 * MINUTE, atMs: 60 * MINUTE + 10 });
    story.list(60 * MINUTE + 100, [seen()]);
    expect(story.of('gap-opened')).toMatchObject([{ why: 'sleep', atMs: 2 * MINUTE }]);
    expect(story.of('gap-closed')).toMatchObject([{ fromMs: 2 * MINUTE }]);
    expect(story.of('session-stopped')).toEqual([]);
  });

  it('of a nap is none', () => {
    const story = createQuietStory();
    story.take({ kind: 'woke', atMs: MINUTE });
    expect(story.events).toEqual([]);
    const unheard = createStory();
    unheard.take({ kind: 'woke', atMs: 60 * MINUTE });
    expect(unheard.events).toEqual([]);
  });

  it('of a server that had not said who it is is told when it has', () => {
    const story = createStory({ id: null });
    story.open(1000);
    story.fail(2000, 'unreachable');
    story.info(60_000);
    story.list(60_100, []);
    expect(story.of('gap-opened')).toMatchObject([{ atMs: 1000, why: 'server-down' }]);
    expect(story.of('gap-closed')).toHaveLength(1);
  });
});

describe('how often the list is read', () => {
  const next = (story: ReturnType<typeof createStory>) => {
    const { list } = story.state();
    return (story.refreshAtMs() ?? 0) - (list?.atMs ?? 0);
  };

  it('rarely while the socket is well and nothing plays', () => {
    expect(next(createQuietStory())).toBe(5 * MINUTE);
  });

  it('every half minute while something plays', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    expect(next(story)).toBe(30 * SECOND);
  });

  it('every ten seconds while the socket is down and something played, every half minute otherwise', () => {
    const story = createQuietStory();
    story.confirm([seen()]);
    story.drop(10_000);
    story.list(10_000, [seen()]);
    expect(next(story)).toBe(10 * SECOND);
    story.hint(11_000, playing({ state: 'stopped' }));
    story.list(11_500, []);
    expect(next(story)).toBe(30 * SECOND);
  });

  it('as the owner says when listening is switched off', () => {
    const story = createStory({ realtime: false });
    story.confirm([seen()]);
    expect(next(story)).toBe(30 * SECOND);
  });

  it('never before a slow server has rested as long as it worked', () => {
    const story = createQuietStory();
    story.list(4000, [seen()], 1000);
    story.hint(4100, playing({ sessionKey: '7' }));
    expect(story.refreshAtMs()).toBe(7000);
  });

  it('once more for what was heard while an answer was under way', () => {
    const story = createQuietStory();
    story.hint(1000, playing());
    story.hint(1200, playing({ sessionKey: '2', ratingKey: '20', clientId: 'shield' }));
    story.list(1300, [seen()], 1100);
    expect(story.refreshAtMs()).toBe(1500);
    story.list(1600, [seen(), seenBen()], 1500);
    expect(story.state().askedAtMs).toBeNull();
  });
});

describe('another server at the same address', () => {
  it('ends what played on the old one', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.info(5000, { id: 'other', name: 'cellar' });
    expect(story.of('session-stopped')).toMatchObject([{ serverId: 'attic-id', endedBy: 'presumed', atMs: 1000 }]);
    expect(story.server()).toMatchObject({ id: 'other', name: 'cellar' });
    story.list(5100, [seen()]);
    expect(story.of('session-started')[1]).toMatchObject({ serverId: 'other' });
  });
});
