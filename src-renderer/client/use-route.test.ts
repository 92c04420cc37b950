// Addresses, and where they lead.
import { expect, it } from 'vitest';
import { parsePlace } from './use-route.ts';

it.each([
  ['', { route: 'live', wanted: null }],
  ['#/live', { route: 'live', wanted: null }],
  ['#/history', { route: 'history', wanted: null }],
  ['#/settings', { route: 'settings', wanted: null }],
  ['#/live/0199-a', { route: 'live', wanted: { sessionId: '0199-a', act: 'open' } }],
  ['#/live/0199-a/stop', { route: 'live', wanted: { sessionId: '0199-a', act: 'stop' } }],
  ['#/live//stop', { route: 'live', wanted: null }],
  ['#/moon', { route: 'live', wanted: null }],
])('%j', (hash, place) => expect(parsePlace(hash)).toEqual(place));
