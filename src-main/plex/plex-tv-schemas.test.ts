// What plex.tv answers, in every form that was seen, and how much of it may be missing.
import { describe, expect, it } from 'vitest';
import { parseAuthToken, parseNonce, parsePin, parseServers, parseUser, parseWebhookUrls } from './plex-tv-schemas.ts';

describe('a PIN', () => {
  const pin = { id: 1_272_322_473, code: '3patfx1a78ukcbr7x0n9bl26t', expiresIn: 1800, authToken: null };
  it.each([
    ['waits', pin, { id: '1272322473', code: '3patfx1a78ukcbr7x0n9bl26t', lifeMs: 1_800_000, token: null }],
    [
      'is approved',
      { ...pin, authToken: 'tok' },
      { id: '1272322473', code: pin.code, lifeMs: 1_800_000, token: 'tok' },
    ],
    ['says no life', { id: 1, code: 'ABCD' }, { id: '1', code: 'ABCD', lifeMs: null, token: null }],
    ['has no code', { id: 1 }, null],
    ['is no object', 'pin', null],
  ])('that %s', (_, body, parsed) => expect(parsePin(body)).toEqual(parsed));
});

describe('a person', () => {
  it.each([
    [
      'with a Plex Pass',
      { id: 13_692_262, title: 'Ada', username: 'ada', thumb: 'https://plex.tv/a', subscription: { active: true } },
      { id: '13692262', name: 'Ada', thumb: 'https://plex.tv/a', plexPass: true },
    ],
    ['who tells little', { id: '7', username: 'ben' }, { id: '7', name: 'ben', thumb: null, plexPass: null }],
    ['without a name', { id: 7 }, { id: '7', name: '7', thumb: null, plexPass: null }],
    ['without an id', { title: 'Ada' }, null],
  ])('%s', (_, body, parsed) => expect(parseUser(body)).toEqual(parsed));
});

describe('servers', () => {
  const attic = {
    name: 'attic',
    provides: 'server',
    clientIdentifier: '96f2fe7a',
    productVersion: '1.41.0',
    accessToken: 'tok',
    owned: true,
    presence: true,
    publicAddressMatches: true,
    lastSeenAt: '2023-04-11T05:53:59Z',
    connections: [
      {
        protocol: 'https',
        address: '192.168.1.5',
        port: 32_400,
        uri: 'https://192-168-1-5.x.plex.direct:32400',
        local: true,
      },
      { protocol: 'http', address: 'fd00::5', port: 32_400, local: true },
      {
        protocol: 'https',
        address: '203.0.113.7',
        port: 8443,
        uri: 'https://203-0-113-7.x.plex.direct:8443',
        relay: '1',
      },
      { address: '10.0.0.1', uri: 'javascript:alert(1)' },
      { port: 1 },
    ],
  };
  it('are read with every way to them', () => {
    expect(parseServers([attic])).toEqual([
      {
        id: '96f2fe7a',
        name: 'attic',
        version: '1.41.0',
        owned: true,
        accessToken: 'tok',
        publicAddressMatches: true,
        dnsRebindingProtection: false,
        httpsRequired: false,
        presence: true,
        lastSeenAtMs: 1_681_192_439_000,
        connections: [
          {
            uri: 'https://192-168-1-5.x.plex.direct:32400',
            address: '192.168.1.5',
            port: 32_400,
            local: true,
            relay: false,
            secure: true,
          },
          { uri: 'http://[fd00::5]:32400', address: 'fd00::5', port: 32_400, local: true, relay: false, secure: false },
          {
            uri: 'https://203-0-113-7.x.plex.direct:8443',
            address: '203.0.113.7',
            port: 8443,
            local: false,
            relay: true,
            secure: true,
          },
        ],
      },
    ]);
  });
  it.each([
    ['players are none', [{ ...attic, provides: 'client,player' }], []],
    ['one among other things', [{ ...attic, provides: 'client, server', connections: [] }], ['96f2fe7a']],
    ['one that cannot be named is left out', [{ provides: 'server' }, null, 7, { ...attic }], ['96f2fe7a']],
  ])('%s', (_, body, ids) => expect(parseServers(body)?.map(({ id }) => id)).toEqual(ids));
  it('are not read from something else', () => expect(parseServers({ errors: [] })).toBeNull());
});

it('a nonce and a new token are read where they are, in either spelling', () => {
  expect(parseNonce({ nonce: '7c415b56' })).toBe('7c415b56');
  expect(parseNonce([])).toBeNull();
  expect(parseAuthToken({ auth_token: 'a.b.c' })).toBe('a.b.c');
  expect(parseAuthToken({ authToken: 'a.b.c' })).toBe('a.b.c');
  expect(parseAuthToken({ error: 'no' })).toBeNull();
});

it.each([
  ['objects', [{ url: 'http://a' }, { url: 'http://b' }], ['http://a', 'http://b']],
  ['addresses', ['http://a'], ['http://a']],
  ['an object around them', { webhooks: [{ url: 'http://a' }] }, ['http://a']],
  ['none', [], []],
  ['something else', { errors: [] }, null],
])('webhook addresses as %s', (_, body, urls) => expect(parseWebhookUrls(body)).toEqual(urls));
