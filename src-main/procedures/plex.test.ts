// Stories of asking Plex that two healthy servers do not tell: a picture that is old, transcodes that nobody watches.
import { createRouterClient } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import type { Server } from '../../src-contract/server.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createLiveFeed } from './live-feed.ts';
import { plexBranch } from './plex.ts';
import type { PlexServer } from './plex-servers.ts';
import type { SessionWatcher } from './sessions.ts';
import { aServer, aSession } from './test-pictures.ts';
import { aPlexServer, aPlexTranscode } from './test-plex.ts';
import { toPatch } from '../watch/snapshot.ts';

const NOW = 100_000;
type Story = { ask?: Partial<PlexServer['ask']>; server?: Partial<Server>; watcher?: Partial<SessionWatcher> | null };
const setUp = ({ ask = {}, server = {}, watcher = null }: Story = {}, sessions = [aSession()]) => {
  const clock = createFakeClock(NOW);
  const live = createLiveFeed({ clock, toPatch });
  live.join().show({ server: aServer(server), sessions });
  const nothing = async () => ({ kind: 'nothing-to-stop' as const });
  const stop = async () => ({ kind: 'refused' as const, why: 'server' as const });
  return createRouterClient(
    plexBranch({
      servers: () => [aPlexServer(ask, server)],
      live,
      watchers: () => watcher && { stop, cancelTranscode: nothing, ...watcher },
      clock,
    }),
  );
};
const plexError = (kind: string) => Object.assign(new Error(kind), { kind, retryAfterMs: null });
const fails = (kind: string) => () => Promise.reject(plexError(kind));
const transcoding = () => {
  const { aheadMs, ...rest } = { ...aPlexTranscode(), aheadMs: null };
  return aSession({ transcode: { ...rest, aheadMs }, stream: { ...aSession().stream, decision: 'transcode' } });
};
const cancel = (client: ReturnType<typeof setUp>, sessionKey: string) =>
  client.cancelTranscode({ params: { sessionKey } });

describe('the sessions of the live picture', () => {
  test.each([
    [{ kind: 'live', sinceMs: 1 } as const, 'state=fresh;age=0'],
    [{ kind: 'polling', sinceMs: 1, why: 'x' } as const, 'state=fresh;age=0'],
    [
      { kind: 'unreachable', sinceMs: NOW - 5000, nextTryAtMs: NOW + 1, why: 'x' } as const,
      'state=stored;age=5;why=unreachable',
    ],
    [
      { kind: 'unreachable', sinceMs: NOW - 5000, nextTryAtMs: null, why: 'x' } as const,
      'state=stored;age=5;why=unreachable',
    ],
    [{ kind: 'unauthorized', sinceMs: NOW, why: 'x' } as const, 'state=stored;age=0;why=unauthorized'],
  ])('of a server that is %j', async (status, said) => {
    const { headers, body } = await setUp({ server: { status } }).sessions({});
    expect(headers['marquee-servers']).toBe(`"attic";${said}`);
    expect(body).toHaveLength(1);
  });

  test.each(['connecting', 'disabled'] as const)('of a server that is %s are not known', async (kind) => {
    await expect(setUp({ server: { status: { kind } } }).sessions({})).rejects.toMatchObject({
      code: 'SERVERS_NOT_ANSWERING',
      data: { servers: [{ serverId: 'attic', why: kind }] },
    });
  });
});

test('an id with letters that a header cannot hold does not break the answer', async () => {
  const { headers } = await setUp({ server: { id: 'at"tic é' } }).devices({});
  expect(headers['marquee-servers']).toBe('"at\\"tic ?";state=fresh;age=0');
});

describe('a transcode', () => {
  test.each(['1', 'k1'])('of a session is cancelled by its watcher, which sees how it ends: %s', async (key) => {
    const cancelTranscode = async () => ({ kind: 'came-back' as const, afterMs: 7, sameKey: true });
    const client = setUp({ watcher: { cancelTranscode } }, [transcoding()]);
    expect(await cancel(client, key)).toEqual({ kind: 'came-back', afterMs: 7, sameKey: true });
  });

  test('of a server that does not answer to the cancelling', async () => {
    const client = setUp({ watcher: { cancelTranscode: fails('unreachable') } }, [transcoding()]);
    await expect(cancel(client, 'k1')).rejects.toMatchObject({
      code: 'SERVERS_NOT_ANSWERING',
      data: { servers: [{ serverId: 'attic', why: 'unreachable', retryAfterMs: null }] },
    });
  });

  test('that meets a bug of ours is not blamed on the server', async () => {
    const cancelTranscode = () => Promise.reject(new TypeError('x is undefined'));
    await expect(cancel(setUp({ watcher: { cancelTranscode } }, [transcoding()]), 'k1')).rejects.toThrow(
      'x is undefined',
    );
  });

  test('without a session, a download for one, is cancelled by its key', async () => {
    const cancelled: string[] = [];
    const client = setUp({
      ask: {
        cancelTranscode: async (key) => void cancelled.push(key),
        transcodes: async () => (cancelled.length === 0 ? [aPlexTranscode()] : []),
      },
    });
    expect(await cancel(client, '/transcode/sessions/k1')).toEqual({ kind: 'session-ended', afterMs: 0 });
    expect(cancelled).toEqual(['k1']);
  });

  test.each([
    ['is still there', async () => {}, { kind: 'still-transcoding', afterMs: 0 }],
    ['is gone already', fails('not-found'), { kind: 'nothing-to-stop' }],
    ['may not be touched', fails('forbidden'), { kind: 'refused', why: 'not-owner' }],
    ['may not be touched by this token', fails('unauthorized'), { kind: 'refused', why: 'not-owner' }],
  ])('without a session that %s', async (_story, cancelTranscode, outcome) => {
    expect(await cancel(setUp({ ask: { cancelTranscode } }), 'k1')).toEqual(outcome);
  });

  test.each([
    ['to the cancelling', { cancelTranscode: fails('timeout') }],
    ['when asked for its sessions', { sessions: fails('timeout') }],
  ])('without a session, on a server that does not answer %s', async (_story, ask) => {
    await expect(cancel(setUp({ ask }), 'k1')).rejects.toMatchObject({ code: 'SERVERS_NOT_ANSWERING' });
  });

  test('on an old server that has no list of transcodes is known by its session', async () => {
    const client = setUp({ ask: { transcodes: fails('not-found') }, watcher: {} }, [transcoding()]);
    expect(await cancel(client, '1')).toEqual({ kind: 'nothing-to-stop' });
  });

  test('that two sessions of one server may mean is not guessed', async () => {
    const client = setUp({}, [transcoding(), { ...transcoding(), id: 's2', sessionKey: 'k1', transcode: null }]);
    await expect(cancel(client, 'k1')).rejects.toMatchObject({
      code: 'AMBIGUOUS_SERVER',
      data: { candidates: [{ serverId: 'attic', name: 'Attic', title: 'Metropolis' }, { serverId: 'attic' }] },
    });
  });
});
