// Stories of calls that do not simply succeed: what is gone, what does not answer, and what is our own bug.
import { noBackups } from './test-backups.ts';
import { someSql } from './test-sql.ts';
import { noImporting } from './test-importing.ts';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { Server } from '../../src-contract/server.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import type { LogFields } from '../lib/log.ts';
import { createLiveFeed } from './live-feed.ts';
import { createRouter, type Rooms } from './router.ts';
import { aHistory, aPlayLine, aPlayPage, aServer, aSession } from './test-pictures.ts';
import { someLibraries } from './test-libraries.ts';
import { aSignInRoom } from './test-sign-in.ts';
import { aTranscodesRoom } from './test-transcodes.ts';
import { aWatchingRoom } from './test-watching.ts';
import { openOwnerSettings } from '../settings/owner-settings.ts';
import { toPatch } from '../watch/snapshot.ts';

type Line = { message: string; fields: LogFields | undefined };

const nobodyListens = () => {
  throw new Error('nobody asks');
};
const nobodyAsks = () => Promise.reject(new Error('nobody asks'));

const setUp = (rooms: Partial<Rooms> = {}, status: Server['status'] = { kind: 'live', sinceMs: 1000 }) => {
  const lines: Line[] = [];
  const line = (message: string, fields?: LogFields) => void lines.push({ message, fields });
  const log: Rooms['log'] = { debug: line, info: line, warn: line, error: line, for: () => log };
  const live = createLiveFeed({ clock: createFakeClock(1000), toPatch });
  live.join().show({ server: aServer({ status }), sessions: [aSession()] });
  const router = createRouter({
    live,
    news: { watch: async function* () {} },
    watchers: () => null,
    history: aHistory({ plays: async () => aPlayPage(), play: async () => null }),
    libraries: someLibraries,
    settings: openOwnerSettings({ store: {} }),
    desktop: null,
    demo: null,
    webhooks: { view: nobodyAsks, test: async () => null },
    publishing: { view: nobodyAsks, update: nobodyAsks, test: nobodyAsks },
    importing: noImporting,
    backups: noBackups,
    sql: someSql,
    gaps: { gaps: () => Promise.reject(new Error('broken')) },
    about: { get: nobodyAsks, diagnostics: nobodyAsks },
    access: {
      reach: nobodyListens,
      createLink: () => ({ url: 'http://x/#code=1', expiresAtMs: 1 }),
      keys: { list: () => [], create: () => null, revoke: () => null },
    },
    servers: () => [],
    transcodes: aTranscodesRoom(),
    watching: aWatchingRoom,
    signIn: aSignInRoom,
    events: { watch: async function* () {} },
    clock: createFakeClock(1000),
    health: () => ({ ok: true, version: '0.1.0', host: 'headless', startedAtMs: 1000, mouths: [], servers: [] }),
    log,
    ...rooms,
  });
  return { client: createRouterClient(router), lines };
};

const plexError = (kind: string) => Object.assign(new Error(`the server said ${kind}`), { kind });

const watcherThat =
  (answer: () => Promise<never>): Rooms['watchers'] =>
  () => ({ stop: answer, cancelTranscode: answer });

describe.each([
  ['stop', (client: ReturnType<typeof setUp>['client'], sessionId: string) => client.sessions.stop({ sessionId })],
  [
    'stop of a transcode',
    (client: ReturnType<typeof setUp>['client'], sessionId: string) => client.sessions.stopTranscode({ sessionId }),
  ],
])('a %s', (_name, act) => {
  it('of a session that is not playing', async () => {
    await expect(act(setUp().client, 'gone')).rejects.toMatchObject({ defined: true, code: 'UNKNOWN_SESSION' });
  });

  it('of a session that no watcher knows any more', async () => {
    await expect(act(setUp().client, 's1')).rejects.toMatchObject({ defined: true, code: 'UNKNOWN_SESSION' });
  });

  it.each(['unreachable', 'timeout', 'breaker-open', 'server-error', 'rate-limited', 'bad-answer'])(
    'on a server that is %s',
    async (kind) => {
      const { client, lines } = setUp({ watchers: watcherThat(() => Promise.reject(plexError(kind))) });
      await expect(act(client, 's1')).rejects.toMatchObject({
        defined: true,
        code: 'SERVER_UNREACHABLE',
        data: { serverId: 'attic', nextTryAtMs: null },
      });
      expect(lines).toEqual([]);
    },
  );

  it('on a server that is known to be away says when it is tried again', async () => {
    const status = { kind: 'unreachable', sinceMs: 1000, nextTryAtMs: 5000, why: 'No answer' } as const;
    const { client } = setUp({ watchers: watcherThat(() => Promise.reject(plexError('timeout'))) }, status);
    await expect(act(client, 's1')).rejects.toMatchObject({ data: { serverId: 'attic', nextTryAtMs: 5000 } });
  });

  it('that meets a bug of ours is not blamed on the server, and the log says where', async () => {
    const { client, lines } = setUp({ watchers: watcherThat(() => Promise.reject(new TypeError('x is undefined'))) });
    await expect(act(client, 's1')).rejects.toThrow('x is undefined');
    expect(lines).toEqual([
      { message: 'A procedure failed', fields: expect.objectContaining({ reason: 'x is undefined' }) },
    ]);
    expect(lines[0]?.fields?.['procedure']).toMatch(/^sessions\.stop/);
  });
});

it('hands the message on, and an empty one where there is none', async () => {
  const told: string[] = [];
  const { client } = setUp({
    watchers: () => ({
      stop: async (sessionId, message) => {
        told.push(`${sessionId}: ${message}`);
        return { kind: 'still-playing', afterMs: 10_000 };
      },
      cancelTranscode: async () => ({ kind: 'nothing-to-stop' }),
    }),
  });
  await client.sessions.stop({ sessionId: 's1', message: '  Bed time ' });
  expect(await client.sessions.stop({ sessionId: 's1' })).toEqual({ kind: 'still-playing', afterMs: 10_000 });
  expect(told).toEqual(['s1: Bed time', 's1: ']);
});

describe('sessions and servers', () => {
  it('are those of one server when it is named', async () => {
    const { client } = setUp();
    expect(await client.sessions.list({ server: 'nas' })).toEqual([]);
    expect(await client.sessions.list({})).toHaveLength(1);
  });

  it('a server that nobody watches is a problem', async () => {
    await expect(setUp().client.servers.get({ serverId: 'nas' })).rejects.toMatchObject({ code: 'UNKNOWN_SERVER' });
  });
});

describe('the history', () => {
  const broken = async (): Promise<never> => Promise.reject(new Error('IO Error: the disk is on fire'));

  it('that cannot be read says so, and the log why', async () => {
    const { client, lines } = setUp({ history: aHistory({ plays: broken, play: broken }) });
    await expect(client.history.plays({})).rejects.toMatchObject({ defined: true, code: 'HISTORY_UNAVAILABLE' });
    await expect(client.history.play({ playId: 's1' })).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    expect(lines.map(({ fields }) => fields?.['reason'])).toEqual(Array(2).fill('IO Error: the disk is on fire'));
  });

  it('without such a play says so', async () => {
    await expect(setUp().client.history.play({ playId: 'x' })).rejects.toMatchObject({ code: 'UNKNOWN_PLAY' });
  });

  it('is asked with the defaults where none are given', async () => {
    const asked: unknown[] = [];
    const plays = async (filter: unknown) => {
      asked.push(filter);
      return aPlayPage(aPlayLine());
    };
    await setUp({ history: aHistory({ plays }) }).client.history.plays({ user: '7' });
    expect(asked).toEqual([
      { user: ['7'], zone: 'UTC', sort: 'stopped', order: 'desc', group: 'none', start: 0, length: 50 },
    ]);
  });
});

it('an answer that is not what the contract says is our bug: the caller learns nothing, the log which field', async () => {
  const plays = async () => aPlayPage(aPlayLine({ percent: Number.NaN }));
  const { client, lines } = setUp({ history: aHistory({ plays }) });
  await expect(client.history.plays({})).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(lines[0]?.fields).toMatchObject({ procedure: 'history.plays', issues: 'items.0.percent: a number.' });
});

it('gaps that cannot be read say so, and the log says why', async () => {
  const { client, lines } = setUp();
  const asked = client.gaps.list({ server: 'attic', fromMs: 0, toMs: 1 });
  await expect(asked).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
  expect(lines[0]?.fields).toEqual({ reason: 'broken' });
});

describe('the access keys', () => {
  const broken = (): never => {
    throw new Error('ENOSPC: no space left on device');
  };
  const room = (keys: Partial<Rooms['access']['keys']>): Partial<Rooms> => ({
    access: {
      reach: nobodyListens,
      createLink: () => ({ url: 'http://x/#code=1', expiresAtMs: 1 }),
      keys: { list: () => [], create: () => null, revoke: () => null, ...keys },
    },
  });

  it('that cannot be written to disk are not made and not revoked, and the log says why', async () => {
    const { client, lines } = setUp(room({ create: broken, revoke: broken }));
    await expect(client.access.createKey({ name: 'x' })).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
    await expect(client.access.revokeKey({ keyId: 'x' })).rejects.toMatchObject({ code: 'SETTINGS_NOT_KEPT' });
    expect(lines.map(({ fields }) => fields?.['reason'])).toEqual(Array(2).fill('ENOSPC: no space left on device'));
  });

  it('that are too many, or not there, say so', async () => {
    const { client } = setUp(room({}));
    await expect(client.access.createKey({ name: 'x' })).rejects.toMatchObject({ code: 'TOO_MANY_KEYS' });
    await expect(client.access.revokeKey({ keyId: 'x' })).rejects.toMatchObject({ code: 'UNKNOWN_KEY' });
    expect(await client.access.keys()).toEqual([]);
  });
});

describe('the demo', () => {
  const on = { state: () => ({ on: true }), start: async () => ({ on: true }), end: () => ({ on: false }) };

  it('is not there where nobody can open one', async () => {
    const { client } = setUp();
    expect([await client.demo.get(), await client.demo.end()]).toEqual([{ on: false }, { on: false }]);
    await expect(client.demo.start()).rejects.toMatchObject({ defined: true, code: 'DEMO_UNAVAILABLE' });
  });

  it('never takes the place of a recording', async () => {
    const { client } = setUp({ demo: { ...on, state: () => ({ on: false }) } });
    await expect(client.demo.start()).rejects.toMatchObject({
      code: 'DEMO_UNAVAILABLE',
      message: expect.stringContaining('while no server is watched'),
    });
  });

  it('that does not start says why', async () => {
    const { client, lines } = setUp({ demo: { ...on, start: () => Promise.reject(new Error('The disk is full')) } });
    await expect(client.demo.start()).rejects.toMatchObject({
      code: 'DEMO_UNAVAILABLE',
      message: 'The demo could not start: The disk is full',
    });
    expect(lines).toContainEqual({ message: 'The demo could not start', fields: { reason: 'The disk is full' } });
  });
});
