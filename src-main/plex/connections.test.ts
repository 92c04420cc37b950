// A better way than the one in use is looked for by itself: away from the relay after a minute, else after five.
import { expect, test } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createConnections } from './connections.ts';
import { PlexError } from './errors.ts';
import type { Probe } from './probe.ts';
import type { Way } from './ways.ts';

const local: Way = { uri: 'https://local', local: true, relay: false, secure: true, from: 'plex-tv' };
const remote: Way = { ...local, uri: 'https://remote', local: false };
const relay: Way = { ...remote, uri: 'https://relay', relay: true };

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, for: () => silent };

/** What follows from a look is over before the clock goes on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const open = (first: Way, reachable: Set<string>) => {
  const clock = createFakeClock(0);
  const looks: number[] = [];
  const chosen: string[] = [];
  const probe: Probe = async (uri) =>
    reachable.has(uri)
      ? { kind: 'answered', id: 'attic', version: '1', latencyMs: 1 }
      : { kind: 'failed', error: new PlexError('unreachable', 'away') };
  const connections = createConnections({
    first,
    id: () => 'attic',
    known: { ways: [local, remote, relay], leftOut: [] },
    askPlexTv: async () => {
      looks.push(clock.nowMs());
      return null;
    },
    trustedCertificate: () => null,
    probe,
    clock,
    onChange: ({ uri }) => void chosen.push(uri),
    onNoWay: () => {},
    log: silent,
  });
  const advance = async (byMs: number) => {
    clock.advance(byMs);
    await settle();
  };
  return { connections, looks, chosen, advance };
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('away from the relay after a minute, and from there to the local network after five more', async () => {
  const reachable = new Set([relay.uri]);
  const { looks, chosen, advance } = open(relay, reachable);
  await advance(MINUTE - SECOND);
  expect(looks).toEqual([]);
  await advance(SECOND);
  expect([looks, chosen]).toEqual([[MINUTE], []]);
  // Nothing better was found: again a minute later, and now there is.
  reachable.add(remote.uri);
  await advance(MINUTE);
  expect([looks, chosen]).toEqual([[MINUTE, 2 * MINUTE], [remote.uri]]);
  reachable.add(local.uri);
  await advance(5 * MINUTE - SECOND);
  expect(looks).toHaveLength(2);
  await advance(SECOND);
  expect([looks[2], chosen]).toEqual([7 * MINUTE, [remote.uri, local.uri]]);
});

test('on the best of all ways nothing is looked for', async () => {
  const { looks, advance } = open(local, new Set([local.uri, remote.uri]));
  await advance(60 * MINUTE);
  expect(looks).toEqual([]);
});

test('after the end nothing is looked for', async () => {
  const { connections, looks, advance } = open(relay, new Set([relay.uri]));
  connections.close();
  await advance(60 * MINUTE);
  expect(looks).toEqual([]);
});
