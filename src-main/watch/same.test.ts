import { describe, expect, it } from 'vitest';
import { type Item } from '../../src-contract/session.ts';
import { isSameItem, isSameViewer, isSameViewing } from './same.ts';
import { createQuietStory } from './test-story.ts';
import { anItem, seen } from './test-things.ts';

const live = { guid: null, ratingKey: null, live: true, channel: '7' };

describe('an item is the same', () => {
  it.each<[string, Partial<Item>, Partial<Item>, boolean]>([
    ['by guid, even in a rebuilt library', { ratingKey: '1' }, { ratingKey: '2' }, true],
    ['not when one key stands for two films', { guid: 'a', ratingKey: '1' }, { guid: 'b', ratingKey: '1' }, false],
    ['by key where a guid is missing', { guid: null }, {}, true],
    ['not by key when only one has one', { guid: null, ratingKey: null }, {}, false],
    ['by title and channel where there is neither', live, live, true],
    ['not on another channel', live, { ...live, channel: '8' }, false],
    ['not with another title', live, { ...live, title: 'Weather' }, false],
  ])('%s', (_, one, other, same) => {
    expect(isSameItem(anItem(one), anItem(other))).toBe(same);
  });

  it('two photos are one viewing', () => {
    const photo = (ratingKey: string) => anItem({ guid: null, ratingKey, type: 'photo' });
    expect(isSameViewing(photo('1'), photo('2'))).toBe(true);
    expect(isSameViewing(photo('1'), anItem({ guid: null, ratingKey: '2' }))).toBe(false);
  });
});

describe('a viewer is the same', () => {
  const player = (machineId: string | null, title = 'TV') => ({ ...seen().player, machineId, title });
  it.each([
    ['at the same machine', player('a'), player('a', 'renamed'), true],
    ['not at another one', player('a'), player('b'), false],
    ['at a machine of the same name', player(null), player(null), true],
    ['not at one of another name', player(null), player(null, 'Radio'), false],
    ['not when one has no identifier', player(null), player('a'), false],
  ])('%s', (_, before, after, same) => {
    const story = createQuietStory();
    story.list(0, [seen({ player: before })]);
    const [tracked] = story.state().tracked;
    expect(tracked && isSameViewer(tracked, seen({ player: after }))).toBe(same);
  });
});
