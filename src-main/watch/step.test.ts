import { describe, expect, it } from 'vitest';
import { createQuietStory, createStory } from './test-story.ts';
import { MINUTE, anItem, episode, info, playing, seen, seenBen, source } from './test-things.ts';

describe('a viewing', () => {
  it('starts when the list shows it, at the moment the socket spoke of it', () => {
    const story = createQuietStory();
    expect(story.hint(5000, playing())).toEqual([]);
    expect(story.refreshAtMs()).toBe(5000);
    story.list(5300, [seen()], 5100);
    expect(story.of('session-started')).toMatchObject([
      { atMs: 5000, session: { startedAtMs: 5000, placeAtMs: 5300, state: 'playing', user: { id: '501' } } },
    ]);
  });

  it('is moved by a hint without another look at the list', () => {
    const story = createQuietStory();
    story.list(1000, [seen()]);
    story.list(4000, [seen()]);
    const before = story.refreshAtMs();
    story.hint(9000, playing({ positionMs: 19_000 }));
    expect(story.session()).toMatchObject({ positionMs: 19_000, positionAtMs: 9000 });
    expect(story.refreshAtMs()).toBe(before);
  });

  it('keeps the time of a position that is only listed again, and moves on from where it stood', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ positionMs: 5000 })]);
    story.list(4000, [seen({ positionMs: 5000 })]);
    expect(story.session()).toMatchObject({ positionMs: 5000, positionAtMs: 1000 });
    story.hint(11_000, playing({ positionMs: 15_000, state: 'paused' }));
    story.list(41_000, [seen({ positionMs: 15_000, state: 'paused' })]);
    expect(story.session()).toMatchObject({ positionMs: 15_000, positionAtMs: 11_000 });
    story.list(71_000, [seen({ positionMs: 15_000 })]);
    expect(story.session()).toMatchObject({ positionMs: 15_000, positionAtMs: 71_000 });
  });

  it('pauses for hours, resumes and counts the pause', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(10_000, playing({ state: 'paused' }));
    expect(story.session()).toMatchObject({ state: 'paused', pausedSinceMs: 10_000, pausedMs: 0 });
    story.pass(5 * 60 * MINUTE, () => [seen({ state: 'paused' })]);
    expect(story.sessions()).toHaveLength(1);
    const resumedAtMs = 5 * 60 * MINUTE;
    story.hint(resumedAtMs, playing());
    expect(story.session()).toMatchObject({ pausedSinceMs: null, pausedMs: resumedAtMs - 10_000 });
    expect(story.kinds().filter((kind) => /paused|resumed/.test(kind))).toEqual(['session-paused', 'session-resumed']);
  });

  it('ends paused with the whole pause counted', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(10_000, playing({ state: 'paused' }));
    story.hint(40_000, playing({ state: 'stopped' }));
    expect(story.of('session-stopped')[0]?.session).toMatchObject({ pausedMs: 30_000, pausedSinceMs: null });
  });

  it('counts as started only after its first buffering, and that buffering is not counted', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ state: 'buffering', positionMs: 0 })]);
    expect(story.session()).toMatchObject({ state: 'buffering', bufferCount: 0 });
    expect(story.events).toEqual([]);
    story.hint(6000, playing());
    expect(story.of('session-started')[0]).toMatchObject({ atMs: 6000, session: { startedAtMs: 6000 } });
    story.hint(9000, playing({ state: 'buffering' }));
    story.hint(9500, playing({ state: 'buffering' }));
    story.hint(11_000, playing());
    expect(story.session().bufferCount).toBe(1);
    expect(story.of('session-buffering')).toHaveLength(1);
  });

  it('that only ever buffered leaves no fact', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ state: 'buffering' })]);
    story.hint(5000, playing({ state: 'stopped' }));
    expect(story.sessions()).toEqual([]);
    expect(story.events).toEqual([]);
  });

  it('ends with the `stopped` of its player, at the position that it tells', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(60_000, playing({ state: 'stopped', positionMs: 70_000 }));
    expect(story.of('session-stopped')).toMatchObject([
      { atMs: 60_000, learnedAtMs: 60_000, endedBy: 'stopped', positionMs: 70_000 },
    ]);
    expect(story.refreshAtMs()).toBe(60_000);
  });

  it.each([
    ['nothing', null],
    ['the beginning', 0],
    ['more than the duration', 101 * MINUTE],
  ])('keeps its last position when `stopped` tells %s', (_, positionMs) => {
    const story = createQuietStory();
    story.list(0, [seen({ positionMs: 50_000 })]);
    story.hint(60_000, playing({ state: 'stopped', positionMs }));
    expect(story.of('session-stopped')[0]?.positionMs).toBe(50_000);
  });

  it('seen first as stopped is nothing', () => {
    const story = createQuietStory();
    story.hint(1000, playing({ state: 'stopped' }));
    story.list(1500, [seen()]);
    expect(story.sessions()).toEqual([]);
    expect(story.events).toEqual([]);
  });

  it('with an error asks the list', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(7000, playing({ state: 'error' }));
    expect(story.sessions()).toHaveLength(1);
    expect(story.state().askedAtMs).toBe(7000);
  });

  it('is not moved backwards by a list that was asked for before the hint', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(5000, playing({ state: 'paused', positionMs: 15_000 }));
    story.list(6000, [seen({ state: 'playing', positionMs: 11_000 })], 4000);
    expect(story.session()).toMatchObject({ state: 'paused', positionMs: 15_000 });
  });

  it('is watched once at 85 %', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(10_000, playing({ positionMs: 84 * MINUTE }));
    expect(story.of('session-watched')).toEqual([]);
    story.hint(20_000, playing({ positionMs: 85 * MINUTE }));
    story.hint(30_000, playing({ positionMs: 86 * MINUTE }));
    expect(story.of('session-watched')).toMatchObject([{ atMs: 20_000, positionMs: 85 * MINUTE }]);
  });

  it('is watched where the owner wants it from now on', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(10_000, playing({ positionMs: 84 * MINUTE }));
    story.take({ kind: 'watched-share', share: 0.95, atMs: 15_000 });
    story.hint(20_000, playing({ positionMs: 94 * MINUTE }));
    expect(story.of('session-watched')).toEqual([]);
    story.take({ kind: 'watched-share', share: 0.5, atMs: 25_000 });
    expect(story.of('session-watched')).toMatchObject([{ atMs: 25_000, positionMs: 94 * MINUTE }]);
  });

  it('is watched at the credits when they begin earlier', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.source(100, { creditsStartMs: 70 * MINUTE });
    story.hint(10_000, playing({ positionMs: 70 * MINUTE }));
    expect(story.of('session-watched')).toHaveLength(1);
  });

  it('is sampled at most every ten seconds', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    for (let atMs = 1000; atMs <= 30_000; atMs += 1000) story.hint(atMs, playing({ positionMs: 10_000 + atMs }));
    expect(story.samples.map(({ atMs }) => atMs)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(story.samples[1]).toEqual({
      sessionId: story.session().id,
      atMs: 10_000,
      positionMs: 20_000,
      state: 'playing',
      bandwidthKbps: 9000,
      speed: null,
      aheadMs: null,
    });
  });
});

describe('a hint that names no position', () => {
  it('pauses him where the clock had brought him, and resumes him there', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ positionMs: 20_000 })]);
    story.hint(6000, playing({ state: 'paused', positionMs: null }));
    expect(story.session()).toMatchObject({ positionMs: 25_000, positionAtMs: 6000 });
    story.hint(66_000, playing({ positionMs: null }));
    expect(story.session()).toMatchObject({ positionMs: 25_000, positionAtMs: 66_000, pausedMs: 60_000 });
  });

  it('never carries him past the end', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ positionMs: 20_000 })]);
    story.hint(24 * 60 * 60_000, playing({ state: 'paused', positionMs: null }));
    expect(story.session().positionMs).toBe(20_000);
  });
});

describe('the next episode under the same session key', () => {
  it('ends the one and starts the other on the same place, where the socket told of it', () => {
    const story = createQuietStory();
    story.list(1000, [seen({ item: episode(1) })]);
    story.hint(MINUTE, playing({ ratingKey: '101', positionMs: 19 * MINUTE }));
    story.hint(2 * MINUTE, playing({ ratingKey: '102', positionMs: 0 }));
    expect(story.session().positionMs).toBe(19 * MINUTE);
    expect(story.state().askedAtMs).toBe(2 * MINUTE);
    story.list(2 * MINUTE + 500, [seen({ item: episode(2), positionMs: 500 })]);
    expect(story.of('session-stopped')).toMatchObject([
      { atMs: 2 * MINUTE, endedBy: 'next-item', positionMs: 19 * MINUTE, session: { item: { ratingKey: '101' } } },
    ]);
    expect(story.of('session-started')[1]).toMatchObject({ atMs: 2 * MINUTE });
    expect(story.session()).toMatchObject({ item: { ratingKey: '102' }, placeAtMs: 1000, startedAtMs: 2 * MINUTE });
    expect(story.sessions()).toHaveLength(1);
  });

  it('drops offsets beyond the duration, which belong to the next one, and asks the list', () => {
    const story = createQuietStory();
    story.list(0, [seen({ item: episode(1), positionMs: 19 * MINUTE })]);
    story.list(3000, [seen({ item: episode(1), positionMs: 19 * MINUTE })]);
    story.hint(MINUTE, playing({ ratingKey: '101', positionMs: 23 * MINUTE }));
    expect(story.session().positionMs).toBe(19 * MINUTE);
    expect(story.state().askedAtMs).toBe(MINUTE);
  });

  it.each([
    ['as long ago as it has played', 12_000, 18_000],
    ['now when it went on where it once was', 10 * MINUTE, 30_000],
    ['now when nobody says where it is', null, 30_000],
  ])('without a socket begins %s', (_, positionMs, atMs) => {
    const story = createStory({ realtime: false });
    story.list(0, [seen({ item: episode(1) })]);
    story.list(30_000, [seen({ item: episode(2), positionMs })]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs, endedBy: 'next-item' }]);
    expect(story.of('session-started')[1]).toMatchObject({ atMs, session: { startedAtMs: atMs } });
  });

  it('begins at its own first word where others came and went while the list could not be read', () => {
    const story = createQuietStory();
    story.list(0, [seen({ item: episode(1) })]);
    story.hint(10_000, playing({ ratingKey: '102' }));
    story.hint(40_000, playing({ ratingKey: '103' }));
    story.hint(50_000, playing({ ratingKey: '103' }));
    story.list(70_000, [seen({ item: episode(3) })]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs: 10_000, session: { item: { ratingKey: '101' } } }]);
    expect(story.of('session-started')[1]).toMatchObject({ atMs: 40_000, session: { item: { ratingKey: '103' } } });
    story.hint(80_000, playing({ sessionKey: '9', ratingKey: '102' }));
    story.hint(90_000, playing({ sessionKey: '9', ratingKey: '101' }));
    story.list(100_000, [seen({ item: episode(3) }), seen({ sessionKey: '9', item: episode(1) })]);
    expect(story.of('session-started')[2]).toMatchObject({ atMs: 90_000, session: { item: { ratingKey: '101' } } });
  });

  it('that is stopped before the list shows it ends the viewing for good', () => {
    const story = createQuietStory();
    story.list(0, [seen({ item: episode(1) })]);
    story.hint(10_000, playing({ ratingKey: '102' }));
    story.hint(12_000, playing({ ratingKey: '102', state: 'stopped' }));
    story.list(12_500, [seen({ item: episode(2) })]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs: 10_000, endedBy: 'stopped' }]);
    expect(story.sessions()).toEqual([]);
  });

  it('that the list denies for a while was a mistake', () => {
    const story = createQuietStory();
    story.list(0, [seen({ item: episode(1) })]);
    story.hint(10_000, playing({ ratingKey: '217448' }));
    story.list(11_000, [seen({ item: episode(1) })]);
    story.list(25_000, [seen({ item: episode(1) })]);
    story.list(60_000, [seen({ item: episode(2), positionMs: 0 })]);
    expect(story.of('session-stopped')).toMatchObject([{ atMs: 60_000, endedBy: 'next-item' }]);
  });
});

describe('what else plays', () => {
  it('a live programme that changes is a new play under the same key', () => {
    const story = createQuietStory();
    const programme = (guid: string) =>
      anItem({ guid, ratingKey: null, live: true, durationMs: null, channel: '7', type: 'clip' });
    story.list(0, [seen({ item: programme('news') })]);
    story.hint(30_000, playing({ ratingKey: null, positionMs: 0 }));
    expect(story.sessions()).toHaveLength(1);
    story.list(MINUTE, [seen({ item: programme('weather') })]);
    expect(story.kinds()).toEqual(['session-started', 'session-stopped', 'session-started']);
    expect(story.of('session-stopped')[0]?.endedBy).toBe('next-item');
  });

  it('a slide show is one viewing', () => {
    const story = createQuietStory();
    const photo = (ratingKey: string) => anItem({ guid: null, ratingKey, type: 'photo', durationMs: null });
    story.list(0, [seen({ item: photo('1') })]);
    story.hint(5000, playing({ ratingKey: '2' }));
    story.list(5100, [seen({ item: photo('2') })]);
    expect(story.of('session-stopped')).toEqual([]);
    expect(story.of('session-started')).toHaveLength(1);
    expect(story.session().item.ratingKey).toBe('2');
  });

  it('theme music is not shown', () => {
    const story = createQuietStory();
    story.list(0, [seen({ item: anItem({ purpose: 'theme' }) })]);
    expect(story.sessions()).toEqual([]);
  });

  it('the cards keep their order', () => {
    const story = createQuietStory();
    story.list(1000, [seenBen()]);
    story.list(2000, [seen(), seenBen()]);
    expect(story.sessions().map(({ user }) => user.name)).toEqual(['ben', 'alice']);
  });
});

describe('before the server has said who it is', () => {
  it('nothing is recorded and nobody is shown', () => {
    const story = createStory({ id: null });
    story.fail(100, 'unreachable');
    story.open(200);
    story.list(300, [seen()]);
    story.hint(400, playing());
    expect(story.sessions()).toEqual([]);
    expect(story.events).toEqual([]);
    expect(story.server()).toMatchObject({ id: 'http://192.168.1.2:32400', status: { kind: 'unreachable' } });
  });

  it('its name is taken and the list is wanted as soon as it has', () => {
    const story = createStory({ id: null });
    story.info(500);
    expect(story.refreshAtMs()).toBe(500);
    story.list(600, [seen()]);
    expect(story.server()).toMatchObject({ id: info.id, name: 'attic', version: '1.43.0', plexPass: true });
    expect(story.of('session-started')).toMatchObject([{ serverId: info.id, session: { serverId: info.id } }]);
  });
});

describe('the rest of what is heard', () => {
  it('a refreshed section changes nothing', () => {
    const story = createQuietStory();
    const before = story.state();
    story.hint(0, { kind: 'status', name: 'LIBRARY_UPDATE', title: 'Library scan complete', description: '' });
    expect(story.state()).toEqual(before);
  });

  it('the source of an item reaches everyone who watches it, and nobody else', () => {
    const story = createQuietStory();
    story.list(0, [seen(), seenBen()]);
    story.take({ kind: 'source', ratingKey: '10', source: source(), atMs: 50 });
    expect(story.sessions().map(({ stream }) => stream.video?.source?.codec ?? null)).toEqual(['hevc', null]);
  });
});
