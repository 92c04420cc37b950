import { describe, expect, it } from 'vitest';
import { type Hint, type WebhookNews } from '../../src-contract/heard.ts';
import { createQuietStory, createStory } from './test-story.ts';
import { MINUTE, SECOND, playing, seen } from './test-things.ts';

const hook = (news: WebhookNews): Hint => ({ kind: 'webhook', news });
const changed = hook({ kind: 'sessions-changed' });

type LibraryNew = Extract<WebhookNews, { kind: 'library-new' }>;
const added = (changes: Partial<LibraryNew> = {}): Hint =>
  hook({
    kind: 'library-new',
    sectionId: '2',
    itemId: '60',
    parentItemId: '51',
    rootItemId: '50',
    rootTitle: 'Les Vampires',
    itemType: 4,
    title: 'Chapter 60',
    ...changes,
  });
const aShow = added({
  itemId: '50',
  parentItemId: null,
  rootItemId: null,
  rootTitle: null,
  itemType: 2,
  title: 'Judex',
});
const created = (itemId: string, itemType = 4): Hint => ({
  kind: 'timeline',
  sectionId: '2',
  itemId,
  parentItemId: null,
  rootItemId: itemType === 4 ? '50' : null,
  itemType,
  title: `Chapter ${itemId}`,
  phase: 'created',
  metadataState: null,
});
const rated = (rating: number, about = 'alice 10'): Hint =>
  hook({ kind: 'item-rated', about, userName: 'alice', title: 'Metropolis', rating });

/** A server that is only polled. */
const createPolledStory = () => {
  const story = createStory({ realtime: false });
  story.list(0, []);
  return story;
};

describe('a webhook about a session', () => {
  it('asks for the list at once, and starts nothing by itself', () => {
    const story = createPolledStory();
    story.hint(2 * SECOND, changed);
    expect(story.refreshAtMs()).toBe(2 * SECOND);
    expect(story.events).toEqual([]);
    expect(story.sessions()).toEqual([]);
    story.list(2 * SECOND, [seen()]);
    expect(story.kinds()).toEqual(['session-started']);
  });

  it('lets an open socket speak first, so that the last position is not lost', () => {
    const story = createQuietStory();
    story.list(SECOND, [seen()]);
    story.list(4 * SECOND, [seen()]);
    story.hint(20 * SECOND, changed);
    story.pass(20.5 * SECOND, () => []);
    story.hint(20.5 * SECOND, playing({ state: 'stopped', positionMs: 25 * SECOND }));
    story.pass(30 * SECOND, () => []);
    expect(story.of('session-stopped')).toMatchObject([
      { endedBy: 'stopped', atMs: 20.5 * SECOND, positionMs: 25 * SECOND },
    ]);
  });

  it('ends nothing that the list still holds', () => {
    const story = createQuietStory();
    story.list(SECOND, [seen()]);
    story.hint(5 * SECOND, changed);
    story.list(6 * SECOND, [seen()]);
    story.list(7 * SECOND, [seen()]);
    expect(story.of('session-stopped')).toEqual([]);
    expect(story.sessions()).toHaveLength(1);
  });

  it.each([
    ['an open socket', createQuietStory],
    ['polling only', createPolledStory],
  ])('together with hundreds of others asks once a second (%s)', (_, create) => {
    const story = create();
    let lists = 0;
    for (let atMs = 10_000; atMs < 20_000; atMs += 2) {
      story.hint(atMs, changed);
      lists += story.pass(atMs, () => []).length;
    }
    expect(lists).toBeGreaterThanOrEqual(9);
    expect(lists).toBeLessThanOrEqual(11);
    // The last of them was not seen by any list yet.
    expect(story.refreshAtMs()).toBeGreaterThanOrEqual(20_000);
  });

  it('does not put off a list that is due, however busy Marquee is', () => {
    const story = createQuietStory();
    for (let atMs = 10_000; atMs < 13_000; atMs += 7) story.hint(atMs, changed);
    expect(story.refreshAtMs()).toBeLessThanOrEqual(13_000);
  });

  it('that comes while a list is under way wants another one', () => {
    const story = createPolledStory();
    story.hint(5000, changed);
    story.list(5010, [], 4999);
    expect(story.refreshAtMs()).toBe(5021);
  });

  it('before the first list wants it now', () => {
    const story = createStory({ realtime: false });
    story.hint(2000, changed);
    expect(story.refreshAtMs()).toBe(2000);
  });

  it('does not stand for the server being there: it may be late', () => {
    const story = createQuietStory();
    story.fail(10 * SECOND, 'unreachable');
    story.hint(5 * MINUTE, changed);
    expect(story.state().heardAtMs).toBeLessThanOrEqual(10 * SECOND);
  });

  it('of a server that has not said who it is says nothing', () => {
    const story = createStory({ id: null });
    story.hint(0, rated(8));
    expect(story.events).toEqual([]);
  });
});

describe('what was added', () => {
  it('is told like what the socket says, with the title of its show', () => {
    const story = createQuietStory();
    story.hint(0, added());
    story.tick(MINUTE);
    expect(story.of('library-added')).toMatchObject([
      { sectionId: '2', ratingKey: '50', title: 'Les Vampires', counts: { episode: 1 } },
    ]);
  });

  it('knows an artist from a show', () => {
    const story = createQuietStory();
    story.hint(
      0,
      added({ itemType: 8, itemId: '50', parentItemId: null, rootItemId: null, rootTitle: null, title: 'Can' }),
    );
    story.hint(0, added({ itemType: 10, parentItemId: null, rootTitle: 'CAN' }));
    story.tick(MINUTE);
    expect(story.of('library-added')).toMatchObject([{ title: 'CAN', counts: { artist: 1, track: 1 } }]);
  });

  it.each([
    ['before the socket', [added(), created('60')]],
    ['after the socket', [created('60'), added()]],
    ['twice', [added(), added()]],
    ['for the whole show of new episodes', [created('60'), created('61'), aShow]],
  ])('%s is one fact', (_, hints) => {
    const story = createQuietStory();
    for (const hint of hints) story.hint(0, hint);
    story.tick(MINUTE);
    expect(story.of('library-added')).toHaveLength(1);
  });

  it.each([
    ['an episode', added()],
    ['its show', aShow],
  ])('is not told again when %s comes minutes later', (_, hint) => {
    const story = createQuietStory();
    story.hint(0, created('60'));
    story.tick(MINUTE);
    story.hint(10 * MINUTE, hint);
    story.tick(20 * MINUTE);
    expect(story.of('library-added')).toHaveLength(1);
  });

  it('to a show is news again another day', () => {
    const story = createQuietStory();
    story.hint(0, aShow);
    story.tick(MINUTE);
    story.hint(2 * MINUTE, aShow);
    story.tick(3 * MINUTE);
    expect(story.of('library-added')).toHaveLength(1);
    story.hint(2 * 60 * MINUTE, aShow);
    story.tick(3 * 60 * MINUTE);
    expect(story.of('library-added')).toHaveLength(2);
  });

  it('without an id is no news', () => {
    const story = createQuietStory();
    story.hint(0, added({ itemId: 'none' }));
    story.tick(MINUTE);
    expect(story.events).toEqual([]);
  });
});

describe('what only a webhook tells', () => {
  it.each([
    [rated(8), { kind: 'item-rated', userName: 'alice', title: 'Metropolis', rating: 8 }],
    [
      hook({ kind: 'device-new', title: 'Roku', userName: 'alice' }),
      { kind: 'device-new', title: 'Roku', userName: 'alice' },
    ],
    [hook({ kind: 'device-new', title: 'Roku', userName: null }), { kind: 'device-new', userName: null }],
    [hook({ kind: 'database-backup' }), { kind: 'database-backup' }],
    [hook({ kind: 'database-corrupted' }), { kind: 'database-corrupted' }],
  ])('is a fact, once although it is delivered twice (%#)', (hint, fact) => {
    const story = createQuietStory();
    story.hint(1000, hint);
    story.hint(9 * MINUTE, hint);
    expect(story.events).toEqual([expect.objectContaining({ ...fact, atMs: 1000 })]);
    story.hint(MINUTE * 60, hint);
    expect(story.events).toHaveLength(2);
  });

  it('a rating that is changed and changed back is three ratings', () => {
    const story = createQuietStory();
    for (const rating of [8, 8, 2, 2, 8]) story.hint(0, rated(rating));
    expect(story.of('item-rated').map(({ rating }) => rating)).toEqual([8, 2, 8]);
  });

  it('two people rate for themselves', () => {
    const story = createQuietStory();
    story.hint(0, rated(8));
    story.hint(0, rated(8, 'ben 10'));
    expect(story.of('item-rated')).toHaveLength(2);
  });

  it('is remembered for a bounded number of things', () => {
    const story = createQuietStory();
    for (let item = 0; item < 1000; item += 1) story.hint(0, rated(8, `alice ${item}`));
    expect(story.state().toldWebhooks).toHaveLength(200);
  });

  it('leaves the sessions alone', () => {
    const story = createQuietStory();
    story.list(0, [seen()]);
    story.hint(1000, playing());
    const before = story.sessions();
    story.hint(2000, rated(8));
    expect(story.sessions()).toEqual(before);
  });
});
