// The ways to one server, the best first: on the local network before the Internet before Plex's relay, https before http.
import { isIP } from 'node:net';
import type { PlexTvServer } from './plex-tv.ts';

export type Way = {
  uri: string;
  local: boolean;
  relay: boolean;
  secure: boolean;
  from: 'plex-tv' | 'address' | 'last-good';
};
/** `leftOut`: those that are not tried, and why not. */
export type Ways = { ways: Way[]; leftOut: { way: Way; why: string }[] };

/** The lower, the better. */
export const rankOf = ({ local, relay, secure }: Way): number => {
  const place = relay ? 2 : local ? 0 : 1;
  return place * 2 + (secure ? 0 : 1);
};

const LOCAL_HOST =
  /^(localhost$|\[?::1\]?$|\[f[cd]|\[fe80:|127\.|10[.-]|192[.-]168[.-]|169[.-]254[.-]|172[.-](1[6-9]|2\d|3[01])[.-])|\.local$/i;

/** An address that the owner typed. */
export const toGivenWay = (uri: string, from: Way['from'] = 'address'): Way => {
  const { hostname, protocol } = new URL(uri);
  return { uri, local: LOCAL_HOST.test(hostname), relay: false, secure: protocol === 'https:', from };
};

const toHost = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address);

/** The same way without encryption, past the name that a router may refuse to resolve (python-plexapi does so too). */
const toPlain = (way: Way, { address, port }: PlexTvServer['connections'][number]): Way => ({
  ...way,
  uri: `http://${toHost(address)}:${port}`,
  secure: false,
});

/** What plex.tv says of a server, as ways to try. */
export const toWays = (server: PlexTvServer): Ways => {
  const all = server.connections
    .filter(({ uri }) => URL.canParse(uri))
    .flatMap((connection): { way: Way; why: string | null }[] => {
      const { uri, local, relay } = connection;
      const way: Way = { uri, local, relay, secure: uri.startsWith('https:'), from: 'plex-tv' };
      // Addresses of somebody else's home mean another machine in ours, unless both are behind one public address.
      const isElsewhere = local && !server.owned && !server.publicAddressMatches;
      const why = isElsewhere ? 'It is an address in the network of the one who shares this server.' : null;
      const needsHttps = server.httpsRequired && !way.secure;
      const first = { way, why: needsHttps ? 'The server takes only encrypted connections.' : why };
      // Never over the Internet: whoever listens there would read our token.
      if (!local || relay || !way.secure) return [first];
      const plain = toPlain(way, connection);
      return [first, { way: plain, why: server.httpsRequired ? 'The server takes only encrypted connections.' : why }];
    });
  const unique = all.filter(({ way }, at) => all.findIndex((other) => other.way.uri === way.uri) === at);
  return {
    ways: unique
      .flatMap(({ way, why }) => (why === null ? [way] : []))
      .toSorted((one, other) => rankOf(one) - rankOf(other)),
    leftOut: unique.flatMap(({ way, why }) => (why === null ? [] : [{ way, why }])),
  };
};

/** Why this way is used, for a person. `tried`: how many better ones did not answer. */
export const describeChoice = (way: Way, ways: readonly Way[]): string => {
  if (way.from === 'address') return 'This address was given.';
  if (way.from === 'last-good') return 'plex.tv names no way that answers; this one worked last.';
  if (ways.length <= 1) return 'It is the only way that plex.tv knows.';
  const isBest = ways.every((other) => rankOf(other) >= rankOf(way));
  const safety = way.secure ? 'encrypted' : 'not encrypted, because no encrypted way to it answered';
  if (way.relay) return 'Through Plex’s relay, which is slow: no direct way answered.';
  if (way.local) return `On the local network, ${safety}.`;
  return isBest
    ? `Over the Internet, ${safety}.`
    : `Over the Internet, ${safety}; on the local network nothing answered.`;
};
