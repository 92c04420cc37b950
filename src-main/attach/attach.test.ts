// Stories of attaching, told with real Marquees: links that do not work, lines that break, keys that are taken back.
import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Contract } from '../../src-contract/contract.ts';
import type { News } from '../../src-contract/live.ts';
import { defaultSettings } from '../../src-contract/settings.ts';
import { systemClock } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createNewsFeed } from '../procedures/news-feed.ts';
import type { Rooms } from '../procedures/router.ts';
import { aSignInRoom, anAccount } from '../procedures/test-sign-in.ts';
import { createPortServer, type Port } from '../serve-port.ts';
import { openOwnerSettings } from '../settings/owner-settings.ts';
import { createMemoryKeys, createMemoryLog, startWeb } from '../web/test-web.ts';
import { openAttached, type KeptMarquee } from './attached.ts';
import { createProxyRouter } from './proxy-router.ts';
import { createRemoteSignIns } from './remote-sign-ins.ts';
import { parseSignInLink } from './sign-in-link.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const startNas = async (options: Parameters<typeof startWeb>[0] = {}) => {
  const news = createNewsFeed(createEmitter<News>().subscribe);
  const web = await startWeb({ ...options, rooms: { news, ...options.rooms } });
  closing.push(web.close);
  return web;
};

const startApp = (kept: KeptMarquee[] = [], version = '0.1.0') => {
  let all = kept;
  const { log } = createMemoryLog();
  const hidden: string[] = [];
  const attached = openAttached({
    store: { read: () => all, write: (next) => void (all = next) },
    keyName: 'Marquee on desk',
    version,
    hide: (secret) => void hidden.push(secret),
    newId,
    clock: systemClock,
    log,
  });
  closing.push(attached.close);
  return { ...attached, kept: () => all, hidden };
};

/** The page's end of a port that is served. */
const openWindow = (serve: (port: Port) => void) => {
  const { port1: theirs, port2: ours } = new MessageChannel();
  closing.push(() => theirs.close());
  serve({
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      ours.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => ours.postMessage(message),
    start: () => ours.start(),
  });
  const port = {
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      theirs.on(event, (data: unknown) => listener({ data })),
    postMessage: (message: unknown) => theirs.postMessage(message),
  };
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port }));
  return client;
};

/** A link to something that listens. */
const listen = async (answer: RequestListener): Promise<string> => {
  const other = createServer(answer);
  closing.push(() => other.close());
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/#code=a`;
};

const patience = { timeout: 45_000, interval: 20 };
const until = (isSo: () => void) => vi.waitFor(isSo, patience);

describe('a pasted link', () => {
  it.each([
    ['http://192.168.1.5:4848/#code=abc', { url: 'http://192.168.1.5:4848/', code: 'abc' }],
    ['  https://example.org/marquee/#code=a-b_c \n', { url: 'https://example.org/marquee/', code: 'a-b_c' }],
    ['https://example.org/marquee#code=x', { url: 'https://example.org/marquee/', code: 'x' }],
  ])('%s leads somewhere', (link, read) => expect(parseSignInLink(link)).toEqual(read));

  it.each([
    '',
    'attic-nas',
    'http://nas:4848/',
    'http://nas:4848/#code=',
    'ftp://nas/#code=a',
    'http://me:pw@nas/#code=a',
  ])('%j is none', (link) => expect(() => parseSignInLink(link)).toThrow('This is no sign-in link of a Marquee.'));

  it.each<[string, (web: Awaited<ReturnType<typeof startWeb>>) => string | Promise<string>, string, RegExp]>([
    ['made up', (web) => `${web.base}/#code=made-up`, 'link-used', /used already or is older than ten minutes/],
    [
      'through a proxy of which it was not told',
      (web) =>
        listen((asked, answer) => {
          const { method = 'GET', url: path = '/', headers } = asked;
          const { port } = web.server;
          const passed = request(
            { host: '127.0.0.1', port, method, path, headers: { ...headers, host: 'attic.example' } },
            (got) => {
              answer.writeHead(got.statusCode ?? 500, got.headers);
              got.pipe(answer);
            },
          );
          asked.pipe(passed);
        }),
      'unknown-host',
      /does not know 127\.0\.0\.1 as its own name\. Use its IP address, or set MARQUEE_PUBLIC_URL there\./,
    ],
    ['to where nobody listens', () => 'http://127.0.0.1:9/#code=a', 'unreachable', /cannot be reached/],
    [
      'to something else',
      () => listen((_request, answer) => void answer.end('<h1>My router</h1>')),
      'not-marquee',
      /is no Marquee/,
    ],
  ])('%s says so', async (_story, toLink, why, says) => {
    const app = startApp();
    const link = await toLink(await startNas());
    await expect(app.attach({ link })).rejects.toMatchObject({ why, message: expect.stringMatching(says) });
    expect(app.all()).toEqual([]);
  });

  it('of another version is given back its key', async () => {
    const nas = await startNas();
    const app = startApp([], '0.2.0');
    await expect(app.attach({ link: nas.createLink().url })).rejects.toMatchObject({ why: 'other-version' });
    expect(await nas.json('/api/v1/access/keys')).not.toContainEqual(
      expect.objectContaining({ name: 'Marquee on desk' }),
    );
    expect(app.kept()).toEqual([]);
  });
});

it('is followed: its picture, its news, its pictures’ changes', async () => {
  const told = createEmitter<News>();
  const nas = await startNas({ rooms: { news: createNewsFeed(told.subscribe) } });
  const app = startApp();
  const remote = await app.attach({ link: nas.createLink().url, name: 'attic-nas' });
  const heard: News[] = [];
  remote.onNews((news) => void heard.push(news));
  await until(() => expect(remote.state().kind).toBe('live'));
  expect(remote.live.snapshot().sessions.map(({ id }) => id)).toEqual(['s1']);
  nas.place.leave();
  await until(() => expect(remote.live.snapshot().sessions).toEqual([]));
  const news: News = {
    events: [{ id: 'e1', serverId: 'attic', atMs: 1, kind: 'server-down', why: 'It rests.' }],
    isFirstLook: false,
  };
  await until(() => {
    told.emit(news);
    expect(heard[0]).toEqual(news);
  });
  const [kept] = app.kept();
  expect(app.hidden).toContain(kept?.key);
});

it('is lost, and found again where it was', async () => {
  const keys = createMemoryKeys();
  const nas = await startNas({ keys });
  const app = startApp();
  const remote = await app.attach({ link: nas.createLink().url });
  await until(() => expect(remote.state().kind).toBe('live'));
  const { port } = nas.server;
  await nas.server.close();
  await until(() =>
    expect(remote.state()).toMatchObject({
      kind: 'unreachable',
      why: expect.stringContaining('nothing listens there'),
    }),
  );
  const lost = remote.live.snapshot();
  expect(lost.sessions).toHaveLength(1);
  expect(lost.servers.map(({ status }) => status.kind)).toEqual(['unreachable']);
  expect(lost.health).toEqual([
    expect.objectContaining({ name: 'attached', ok: false, text: expect.stringContaining('is what it last said') }),
  ]);
  await startNas({ keys, web: { port } });
  app.retry();
  await until(() => expect(remote.state().kind).toBe('live'));
  expect(remote.live.snapshot().sessions).toHaveLength(1);
});

it('whose key is revoked says so, and is not asked again', async () => {
  const nas = await startNas();
  const app = startApp();
  const remote = await app.attach({ link: nas.createLink().url, name: 'attic-nas' });
  await until(() => expect(remote.state().kind).toBe('live'));
  await nas.json(`/api/v1/access/keys/${app.kept()[0]?.keyId}`, { method: 'DELETE' });
  await until(() =>
    expect(remote.state()).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/^attic-nas does not know this app’s key/),
    }),
  );
});

it('attached twice holds one key, and detached gives it back', async () => {
  const nas = await startNas();
  const app = startApp();
  const ours = async () => {
    const listed = await nas.json('/api/v1/access/keys');
    return Array.isArray(listed) ? listed.filter(({ name }) => name === 'Marquee on desk').length : -1;
  };
  const first = await app.attach({ link: nas.createLink().url });
  const second = await app.attach({ link: nas.createLink().url });
  expect(app.all()).toEqual([second]);
  expect(second.name).toBe(first.name);
  await vi.waitFor(async () => expect(await ours()).toBe(1), patience);
  expect(await app.detach(second.id)).toEqual({ keyRevoked: true });
  expect(await ours()).toBe(0);
  expect(app.all()).toEqual([]);
  expect(await app.detach(second.id)).toBeNull();
});

it('that cannot be told of its end is let go of all the same', async () => {
  const nas = await startNas();
  const app = startApp();
  const { id } = await app.attach({ link: nas.createLink().url });
  await nas.server.close();
  expect(await app.detach(id)).toEqual({ keyRevoked: false });
  expect(app.kept()).toEqual([]);
});

describe('the window of an attached Marquee', () => {
  const open = async (rooms: Partial<Rooms> = {}) => {
    const nas = await startNas({ rooms });
    const signIns = createRemoteSignIns(createMemoryLog().log);
    const app = startApp();
    const remote = await app.attach({ link: nas.createLink().url });
    await until(() => expect(remote.state().kind).toBe('live'));
    const settings = openOwnerSettings({ store: {} });
    const router = createProxyRouter(
      { remote, onSignIn: signIns.begun, settings, version: '0.1.0', nowMs: Date.now },
      {},
    );
    return { nas, remote, settings, signIns, client: openWindow(createPortServer(router)) };
  };

  it('asks it for everything, and gets its problems as they are', async () => {
    const { client } = await open();
    expect(await client.sessions.list({})).toHaveLength(1);
    await expect(client.history.play({ playId: 'unknown' })).rejects.toMatchObject({
      code: 'UNKNOWN_PLAY',
      status: 404,
    });
    await expect(client.sessions.list({ server: 'x'.repeat(300) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('chooses here what is notified here, and the rest there', async () => {
    const { client, settings, nas } = await open();
    const changed = await client.settings.update({ notifications: { everyEpisode: true } });
    expect(changed.notifications.everyEpisode).toBe(true);
    expect(settings.get().notifications.everyEpisode).toBe(true);
    const theirs = await nas.json('/api/v1/settings');
    expect(theirs).toMatchObject({ notifications: { everyEpisode: defaultSettings.notifications.everyEpisode } });
    expect((await client.settings.get()).notifications.everyEpisode).toBe(true);
  });

  it('is told when who signs in there is done, and only his page may be opened', async () => {
    const asked: (string | null)[] = [];
    let approve = () => {};
    const approved = new Promise<void>((resolve) => (approve = resolve));
    const page = 'https://id.example.org/authorize?state=s1';
    const signIn: Rooms['signIn'] = {
      ...aSignInRoom,
      start: async (from) => {
        asked.push(from);
        return { authorizationUrl: page, state: 's1', expiresAtMs: 600_000 };
      },
      watch: () =>
        (async function* () {
          yield { kind: 'waiting', authorizationUrl: page, expiresAtMs: 600_000, trouble: null };
          await approved;
          yield { kind: 'signed-in', account: anAccount };
        })(),
    };
    const { client, nas, signIns } = await open({ signIn });
    let times = 0;
    signIns.onSignedIn(() => (times += 1));
    expect(signIns.isPage(page)).toBe(false);
    expect(await client.signIn.start()).toMatchObject({ authorization_url: page, state: 's1' });
    expect(asked).toEqual([nas.base]);
    expect([signIns.isPage(page), signIns.isPage('https://id.example.org/')]).toEqual([true, false]);
    expect(times).toBe(0);
    approve();
    await until(() => expect(times).toBe(1));
    await until(() => expect(signIns.isPage(page)).toBe(false));
  });

  it('follows no sign-in any more over a line that is broken', async () => {
    const { client, nas, signIns } = await open({
      signIn: {
        ...aSignInRoom,
        watch: async function* (_state, signal) {
          yield { kind: 'waiting', authorizationUrl: 'https://plex.tv', expiresAtMs: 1, trouble: null };
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        },
      },
    });
    const { authorization_url: page } = await client.signIn.start();
    expect(signIns.isPage(page)).toBe(true);
    await nas.server.close();
    await until(() => expect(signIns.isPage(page)).toBe(false));
  });

  it('stays open when it is lost, and says so', async () => {
    const { client, nas, remote } = await open();
    await nas.server.close();
    await until(() => expect(remote.state().kind).toBe('unreachable'));
    expect(await client.health.get()).toMatchObject({ ok: false, host: 'desktop' });
    await expect(client.history.plays({})).rejects.toMatchObject({ code: 'MARQUEE_AWAY', status: 503 });
    for await (const message of await client.live.watch()) {
      expect(message).toMatchObject({ kind: 'snapshot', snapshot: { health: [{ name: 'attached', ok: false }] } });
      break;
    }
  });
});
