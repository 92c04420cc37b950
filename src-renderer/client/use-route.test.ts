// Addresses, and where they lead.
import { expect, it } from 'vitest';
import { parsePlace } from './use-route.ts';

it.each([
  ['', { route: 'live', page: null, wanted: null }],
  ['#/live', { route: 'live', page: null, wanted: null }],
  ['#/history', { route: 'history', page: null, wanted: null }],
  ['#/history?user=1&library=a/b', { route: 'history', page: null, wanted: null }],
  ['#/history/0199-a?user=1', { route: 'history', page: '0199-a', wanted: null }],
  ['#/settings', { route: 'settings', page: null, wanted: null }],
  ['#/settings/about', { route: 'settings', page: 'about', wanted: null }],
  ['#/servers/add', { route: 'servers', page: 'add', wanted: null }],
  ['#/live/0199-a', { route: 'live', page: null, wanted: { sessionId: '0199-a', act: 'open' } }],
  ['#/live/0199-a/stop', { route: 'live', page: null, wanted: { sessionId: '0199-a', act: 'stop' } }],
  ['#/live//stop', { route: 'live', page: null, wanted: null }],
  ['#/moon', { route: 'live', page: null, wanted: null }],
  ['#/moon/0199-a', { route: 'live', page: null, wanted: null }],
])('%j', (hash, place) => expect(parsePlace(hash)).toEqual(place));
