// Stories of what plex.tv says of a server, and in which order Marquee tries to reach it.
import { describe, expect, test } from 'vitest';
import type { PlexTvConnection, PlexTvServer } from './plex-tv.ts';
import { describeChoice, toGivenWay, toWays, type Way } from './ways.ts';

const at = (address: string, over: Partial<PlexTvConnection> = {}): PlexTvConnection => ({
  uri: `https://${address.replaceAll(/[.:]/g, '-')}.0123abc.plex.direct:32400`,
  address,
  port: 32_400,
  local: false,
  relay: false,
  secure: true,
  ...over,
});
const lan = at('192.168.1.5', { local: true });
const lan6 = at('fd00::5', { local: true });
const wan = at('203.0.113.9');
const relay = at('198.51.100.1', { relay: true, port: 443 });

const attic = (over: Partial<PlexTvServer> = {}): PlexTvServer => ({
  id: 'a'.repeat(40),
  name: 'attic',
  version: '1.43.0',
  owned: true,
  accessToken: 'token',
  publicAddressMatches: true,
  dnsRebindingProtection: false,
  httpsRequired: false,
  presence: true,
  lastSeenAtMs: null,
  connections: [relay, wan, lan],
  ...over,
});
const uris = (server: PlexTvServer): string[] => toWays(server).ways.map(({ uri }) => uri);

describe('the order of the ways', () => {
  test('the local network before the Internet before the relay, https before http, which never leaves the house', () => {
    expect(uris(attic())).toEqual([lan.uri, 'http://192.168.1.5:32400', wan.uri, relay.uri]);
  });

  test('an IPv6 address stands in brackets', () => {
    expect(uris(attic({ connections: [lan6] }))).toEqual([lan6.uri, 'http://[fd00::5]:32400']);
  });

  test('a server that takes only encrypted connections is never spoken to otherwise', () => {
    const plain = at('203.0.113.9', { uri: 'http://203.0.113.9:32400', secure: false });
    const { ways, leftOut } = toWays(attic({ httpsRequired: true, connections: [plain, lan] }));
    expect(ways.map(({ uri }) => uri)).toEqual([lan.uri]);
    expect(leftOut.map(({ way, why }) => [way.uri, why])).toEqual([
      [plain.uri, 'The server takes only encrypted connections.'],
      ['http://192.168.1.5:32400', 'The server takes only encrypted connections.'],
    ]);
  });

  test('local addresses of a shared server belong to another house', () => {
    const shared = attic({ owned: false, publicAddressMatches: false });
    expect(uris(shared)).toEqual([wan.uri, relay.uri]);
    expect(toWays(shared).leftOut.map(({ why }) => why)).toEqual(
      Array(2).fill('It is an address in the network of the one who shares this server.'),
    );
  });

  test('unless both are in one house', () => {
    expect(uris(attic({ owned: false }))[0]).toBe(lan.uri);
  });

  test('junk among the addresses hides no other', () => {
    expect(uris(attic({ connections: [at('x', { uri: 'not an address' }), wan, wan] }))).toEqual([wan.uri]);
  });
});

describe('why a way is used', () => {
  const { ways } = toWays(attic());
  const [secure, plain, remote, relayed] = ways;
  test.each<[string, Way | undefined, string]>([
    ['the best', secure, 'On the local network, encrypted.'],
    ['without encryption', plain, 'On the local network, not encrypted, because no encrypted way to it answered.'],
    ['from outside', remote, 'Over the Internet, encrypted; on the local network nothing answered.'],
    ['over the relay', relayed, 'Through Plex’s relay, which is slow: no direct way answered.'],
    ['typed by the owner', toGivenWay('http://nas:32400'), 'This address was given.'],
    [
      'from memory',
      toGivenWay('http://nas:32400', 'last-good'),
      'plex.tv names no way that answers; this one worked last.',
    ],
  ])('%s', (_name, way, why) => {
    expect(way && describeChoice(way, ways)).toBe(why);
  });
});

test.each([
  ['http://127.0.0.1:32400', true],
  ['http://localhost:32400', true],
  ['http://[::1]:32400', true],
  ['http://[fd12::1]:32400', true],
  ['http://10.0.0.7:32400', true],
  ['https://192-168-1-5.0123abc.plex.direct:32400', true],
  ['http://attic.local:32400', true],
  ['http://172.15.0.1:32400', false],
  ['http://172.16.0.1:32400', true],
  ['https://plex.example.org', false],
  ['https://fd.example.org', false],
])('%s is on the local network: %s', (uri, local) => {
  expect(toGivenWay(uri)).toMatchObject({ local, secure: uri.startsWith('https:') });
});
