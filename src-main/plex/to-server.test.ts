// Tables for what a server says of itself.
import { expect, test } from 'vitest';
import { parseActivities, parseIdentity, parseServerInfo } from './to-server.ts';

const root = (more: object = {}) => ({
  MediaContainer: { machineIdentifier: 'm1', friendlyName: 'attic', version: '1.43.2', ...more },
});

test.each<[string, unknown, object]>([
  [
    'a server with Plex Pass',
    root({ myPlexSubscription: true, ownerFeatures: 'pass,session_kick' }),
    { plexPass: true, canTerminate: true },
  ],
  [
    'text',
    root({ myPlexSubscription: '1', ownerFeatures: 'pass, session_kick ' }),
    { plexPass: true, canTerminate: true },
  ],
  [
    'a server without',
    root({ myPlexSubscription: '0', ownerFeatures: 'dvr,session_kicker' }),
    { plexPass: false, canTerminate: false },
  ],
  ['one that does not say', root(), { plexPass: null, canTerminate: null, platform: null, ownerName: null }],
  ['one without a name is called by its id', root({ friendlyName: '' }), { name: 'm1' }],
  ['a very old one, without the container', root().MediaContainer, { id: 'm1', name: 'attic' }],
])('%s', (_, body, expected) => {
  expect(parseServerInfo(body)).toMatchObject(expected);
});

test.each<[string, unknown]>([
  ['one without an id', root({ machineIdentifier: '' })],
  ['one without a version', root({ version: null })],
  ['another answer', { hello: 1 }],
  ['nothing', null],
])('%s is no server', (_, body) => {
  expect(parseServerInfo(body)).toBeNull();
});

test('the identity is the id and the version', () => {
  expect(parseIdentity({ MediaContainer: { size: 0, machineIdentifier: 'm1', version: '1.31.3' } })).toEqual({
    id: 'm1',
    version: '1.31.3',
  });
  expect(parseIdentity({ MediaContainer: { size: 0 } })).toBeNull();
  expect(parseIdentity({ MediaContainer: { machineIdentifier: 'm1' } })).toBeNull();
  expect(parseIdentity(null)).toBeNull();
});

test('activities, each by itself', () => {
  const noted: string[] = [];
  const body = {
    MediaContainer: {
      size: 4,
      Activity: [{ uuid: 'a', title: 'Scan', progress: '7', cancellable: 1 }, 3, {}, { uuid: 'b' }],
    },
  };
  expect(parseActivities(body, (kind) => noted.push(kind))).toEqual([
    { uuid: 'a', type: 'unknown', title: 'Scan', subtitle: null, progress: 7, cancellable: true },
    { uuid: 'b', type: 'unknown', title: '', subtitle: null, progress: null, cancellable: false },
  ]);
  expect(noted).toEqual(['malformed activity', 'activity without an id']);
  expect(parseActivities({ MediaContainer: { size: 0 } }, () => {})).toEqual([]);
  expect(parseActivities('x', () => {})).toBeNull();
});
