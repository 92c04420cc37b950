import { expect, test } from 'vitest';
import { describeCounts, describeState, hasNews, mayBeUndone, toShortName } from './import-words.ts';

const none = { rows: 0, added: 0, alreadyHere: 0, matched: 0, replaced: 0, unusable: 0 };

test('counts are told before and after, and only those that say something', () => {
  const counts = { rows: 12_503, added: 12_480, alreadyHere: 1, matched: 20, replaced: 1, unusable: 1 };
  expect(describeCounts(counts, 'would')).toEqual([
    '12,480 plays are new',
    '1 play is known from Plex’s own history alone, and would be complete',
    '20 plays Marquee saw itself: its own times and decisions stay',
    '1 row is here already, from an earlier import',
    '1 row cannot become plays',
  ]);
  expect(describeCounts({ ...none, rows: 1, added: 1 }, 'did')).toEqual(['1 play was added']);
  expect(describeCounts(none, 'did')).toEqual([]);
  expect([hasNews(none), hasNews({ ...none, matched: 1 })]).toEqual([false, true]);
});

test.each([
  ['file', '/opt/Tautulli/tautulli.db', 'tautulli.db'],
  ['file', 'C:\\Users\\Ada\\AppData\\Local\\Tautulli\\tautulli.db', 'tautulli.db'],
  ['api', 'http://nas:8181/tautulli', 'http://nas:8181/tautulli'],
] as const)('a %s %s is called %s', (source, name, short) => {
  expect(toShortName({ source, name })).toBe(short);
});

test('a failure says why, and only what brought something can be undone', () => {
  const counts = { ...none, added: 1 };
  expect(describeState({ state: 'failed', failure: 'The disk is full.', source: 'file' })).toBe(
    'It failed. The disk is full.',
  );
  expect(mayBeUndone({ state: 'cancelled', counts })).toBe(true);
  expect(mayBeUndone({ state: 'cancelled', counts: none })).toBe(false);
  expect(mayBeUndone({ state: 'undone', counts })).toBe(false);
  expect(mayBeUndone({ state: 'running', counts })).toBe(false);
});
