import { describe, expect, it } from 'vitest';
import { type Hint } from '../../src-contract/heard.ts';
import { createQuietStory } from './test-story.ts';
import { MINUTE } from './test-things.ts';

type Timeline = Extract<Hint, { kind: 'timeline' }>;
const timeline = (itemId: string, itemType: number, changes: Partial<Timeline> = {}): Timeline => ({
  kind: 'timeline',
  sectionId: '2',
  itemId,
  parentItemId: null,
  rootItemId: null,
  itemType,
  title: '',
  phase: 'created',
  metadataState: null,
  ...changes,
});
const newEpisode = (itemId: string, changes: Partial<Timeline> = {}) =>
  timeline(itemId, 4, { rootItemId: '50', parentItemId: '51', title: `Chapter ${itemId}`, ...changes });

describe('what was added', () => {
  it('is gathered per show and told once the library is quiet', () => {
    const story = createQuietStory();
    story.hint(0, timeline('50', 2));
    story.hint(1000, timeline('51', 3, { rootItemId: '50', title: 'Season 1' }));
    for (const [at, id] of ['60', '61', '62'].entries()) story.hint(2000 + at * 20_000, newEpisode(id));
    story.hint(43_000, timeline('50', 2, { phase: 'done', title: 'Les Vampires' }));
    expect(story.wakeAtMs()).toBe(73_000);
    story.tick(72_999);
    expect(story.events).toEqual([]);
    story.tick(73_000);
    expect(story.of('library-added')).toMatchObject([
      {
        atMs: 73_000,
        sectionId: '2',
        ratingKey: '50',
        title: 'Les Vampires',
        counts: { show: 1, season: 1, episode: 3 },
        titles: ['Season 1', 'Chapter 60', 'Chapter 61', 'Chapter 62', 'Les Vampires'],
      },
    ]);
    expect(story.wakeAtMs()).toBeNull();
  });

  it('to a show that was there before takes its title from its refresh', () => {
    const story = createQuietStory();
    story.hint(0, newEpisode('60'));
    story.hint(1000, timeline('50', 2, { phase: 'processing', title: 'Les Vampires' }));
    story.tick(MINUTE);
    expect(story.of('library-added')).toMatchObject([{ title: 'Les Vampires', counts: { episode: 1 } }]);
  });

  it('gets its title from a later message, and keeps it', () => {
    const story = createQuietStory();
    story.hint(0, timeline('70', 1));
    story.hint(1000, timeline('70', 1, { phase: 'processing', title: 'Nosferatu' }));
    story.hint(2000, timeline('70', 1, { phase: 'done' }));
    story.tick(MINUTE);
    expect(story.of('library-added')).toMatchObject([{ ratingKey: '70', title: 'Nosferatu', titles: ['Nosferatu'] }]);
  });

  it('without any title is told nevertheless', () => {
    const story = createQuietStory();
    story.hint(0, timeline('70', 1, { phase: 'done', metadataState: 'created', sectionId: null }));
    story.tick(MINUTE);
    expect(story.of('library-added')).toMatchObject([{ title: '', titles: [], sectionId: null }]);
  });

  it('is told once, however often Plex repeats it', () => {
    const story = createQuietStory();
    story.hint(0, timeline('70', 1));
    story.tick(MINUTE);
    story.hint(2 * MINUTE, timeline('70', 1, { phase: 'done', metadataState: 'created' }));
    story.tick(5 * MINUTE);
    expect(story.of('library-added')).toHaveLength(1);
  });

  it('and two films are two facts', () => {
    const story = createQuietStory();
    story.hint(0, timeline('70', 1, { title: 'Nosferatu' }));
    story.hint(0, timeline('71', 1, { title: 'Faust' }));
    story.tick(MINUTE);
    expect(story.of('library-added').map(({ title }) => title)).toEqual(['Nosferatu', 'Faust']);
  });
});

describe('what is no news', () => {
  it.each([
    ['a refreshed film', timeline('70', 1, { phase: 'processing' })],
    ['a film that is done, again', timeline('70', 1, { phase: 'done' })],
    ['a collection', timeline('70', 18)],
    ['something that Plex does not know', timeline('70', -1)],
    ['no item', timeline('-1', 1)],
    ['no id', timeline('70', 1, { itemId: null })],
  ])('%s', (_, hint) => {
    const story = createQuietStory();
    story.hint(0, hint);
    story.tick(MINUTE);
    expect(story.events).toEqual([]);
  });
});

describe('what was removed', () => {
  it('is gathered likewise', () => {
    const story = createQuietStory();
    story.hint(0, newEpisode('60', { phase: 'deleted' }));
    story.hint(1, newEpisode('61', { phase: 'done', metadataState: 'deleted' }));
    story.tick(MINUTE);
    expect(story.of('library-removed')).toMatchObject([{ ratingKey: '50', counts: { episode: 2 } }]);
    expect(story.of('library-added')).toEqual([]);
  });

  it('before anybody was told of it was never there', () => {
    const story = createQuietStory();
    story.hint(0, newEpisode('60'));
    story.hint(1000, newEpisode('60', { phase: 'deleted' }));
    story.tick(MINUTE);
    expect(story.events).toEqual([]);
  });

  it('can be added again', () => {
    const story = createQuietStory();
    story.hint(0, timeline('70', 1));
    story.tick(MINUTE);
    story.hint(2 * MINUTE, timeline('70', 1, { phase: 'deleted' }));
    story.tick(3 * MINUTE);
    story.hint(4 * MINUTE, timeline('70', 1));
    story.tick(5 * MINUTE);
    expect(story.kinds()).toEqual(['library-added', 'library-removed', 'library-added']);
  });
});
