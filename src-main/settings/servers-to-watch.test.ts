import { expect, test } from 'vitest';
import { toServersToWatch } from './servers-to-watch.ts';

const attic = { id: 'a', name: 'attic', uri: 'http://a' };
const nas = { id: 'b', name: 'nas', uri: 'http://b' };
const tokens = (kept: Record<string, string>) => ({ token: (id: string) => kept[id] ?? null });
const nothing = { plexUrl: null, plexToken: null };

test('a server that is known but has no token is not watched', () => {
  expect(toServersToWatch(nothing, [attic, nas], tokens({ b: 'tb' }))).toEqual({
    servers: [{ uri: 'http://b', token: 'tb', known: nas }],
    problems: [],
  });
});

test('the server that variables name comes first, and is known again by its address', () => {
  const { servers } = toServersToWatch({ plexUrl: 'http://a', plexToken: 't' }, [attic, nas], tokens({ b: 'tb' }));
  expect(servers).toEqual([
    { uri: 'http://a', token: 't', known: attic },
    { uri: 'http://b', token: 'tb', known: nas },
  ]);
});

test('a server that nobody reached yet has no id', () => {
  const { servers } = toServersToWatch({ plexUrl: 'http://c', plexToken: 't' }, [attic], tokens({}));
  expect(servers).toEqual([{ uri: 'http://c', token: 't', known: null }]);
});

test('a kept token is used for the address in PLEX_URL, and a new one counts before it', () => {
  const kept = tokens({ a: 'old' });
  expect(toServersToWatch({ plexUrl: 'http://a', plexToken: null }, [attic], kept).servers[0]?.token).toBe('old');
  expect(toServersToWatch({ plexUrl: 'http://a', plexToken: 'new' }, [attic], kept).servers).toEqual([
    { uri: 'http://a', token: 'new', known: attic },
  ]);
});

test.each([
  [{ plexUrl: 'http://a', plexToken: null }, 'PLEX_URL is set, but PLEX_TOKEN is not'],
  [{ plexUrl: null, plexToken: 't' }, 'PLEX_TOKEN is set, but PLEX_URL is not'],
])('half of a pair is a mistake: %j', (told, problem) => {
  expect(toServersToWatch(told, [], tokens({})).problems[0]).toContain(problem);
});
