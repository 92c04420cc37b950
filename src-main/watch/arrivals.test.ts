import { expect, it } from 'vitest';
import { type Item } from '../../src-contract/session.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createArrivals } from './arrivals.ts';
import { anItem, playing } from './test-things.ts';
import { createQuietStory } from './test-story.ts';
import { seen } from './test-things.ts';

/** A session as the list shows it. */
const listed = (sessionKey: string) => {
  const story = createQuietStory();
  story.list(1000, [seen({ sessionKey })]);
  return story.sessions();
};

const start = (library: Record<string, Item | null>) => {
  const clock = createFakeClock(0);
  let changes = 0;
  const arrivals = createArrivals({
    readItem: async (ratingKey) => {
      const item = library[ratingKey];
      if (item === undefined) throw new Error('The server does not answer');
      return item;
    },
    onChange: () => (changes += 1),
    clock,
  });
  const shown = () => arrivals.shown('s').map(({ item, sessionKey }) => `${sessionKey}: ${item.title}`);
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { ...arrivals, clock, shown, settle, changes: () => changes };
};
const film = anItem({ ratingKey: '20', title: 'Nosferatu' });

it('shows what starts until the list does', async () => {
  const { hear, see, shown, settle, changes } = start({ '20': film });
  hear(playing({ sessionKey: '7', ratingKey: '20', state: 'buffering' }));
  expect(shown()).toEqual([]);
  await settle();
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  await settle();
  expect(shown()).toEqual(['7: Nosferatu']);
  expect(changes()).toBe(1);
  see(listed('7'));
  expect(shown()).toEqual([]);
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  await settle();
  expect(shown()).toEqual([]);
});

it('forgets one that ends, or that no list ever shows', async () => {
  const { hear, shown, settle, clock } = start({ '20': film });
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  hear(playing({ sessionKey: '8', ratingKey: '20' }));
  hear(playing({ sessionKey: '8', ratingKey: '20', state: 'stopped' }));
  await settle();
  expect(shown()).toEqual(['7: Nosferatu']);
  clock.advance(10_000);
  expect(shown()).toEqual([]);
});

it('does not take the last words of one that left for a start, but a start a while later', async () => {
  const { hear, see, shown, settle, clock } = start({ '20': film });
  see(listed('7'));
  see([]);
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  await settle();
  expect(shown()).toEqual([]);
  clock.advance(10_000);
  see([]);
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  await settle();
  expect(shown()).toEqual(['7: Nosferatu']);
});

it.each<[string, Item | null | undefined, string | null]>([
  ['theme music', anItem({ ratingKey: '20', purpose: 'theme', type: 'track' }), '20'],
  ['what the library does not know', null, '20'],
  ['what the library cannot be asked about', undefined, '20'],
  ['live TV, whose messages name no item', film, null],
])('says nothing of %s', async (_what, item, ratingKey) => {
  const { hear, shown, settle } = start(item === undefined ? {} : { '20': item });
  hear(playing({ sessionKey: '7', ratingKey }));
  await settle();
  expect(shown()).toEqual([]);
});

it('hears nothing else, and nothing when it is closed', async () => {
  const { hear, shown, settle, close } = start({ '20': film });
  hear({ kind: 'reachability', reachable: true });
  hear(playing({ sessionKey: '7', ratingKey: '20' }));
  close();
  await settle();
  expect(shown()).toEqual([]);
});
