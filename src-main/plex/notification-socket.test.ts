// The notification socket against a small server of this test, with a clock that the test moves.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Hint } from '../../src-contract/heard.ts';
import { systemClock } from '../lib/clock.ts';
import { createFakeClock, type FakeClock } from '../lib/fake-clock.ts';
import { type Log, silentLog } from '../lib/log.ts';
import { createNotificationSocket, type Link, type NotificationSocketOptions } from './notification-socket.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

const TOKEN = 'secret-token-0123456789';
const identity = { clientId: 'c1', product: 'Marquee', version: '0.1.0', platform: 'Linux', deviceName: 'nas' };

const playing = (state = 'playing') =>
  JSON.stringify({
    NotificationContainer: {
      type: 'playing',
      size: 1,
      PlaySessionStateNotification: [{ sessionKey: '7', ratingKey: '9001', viewOffset: 1000, state }],
    },
  });

let clock: FakeClock;
let server: Server;
let sockets: WebSocketServer;
let asked: { url: string; headers: IncomingMessage['headers'] }[];
/** The status to decline a handshake with, or null to take it. */
let decline: (url: string) => number | null;
let peers: WebSocket[];
let hints: Hint[];
let links: Link[];
let made: { close: () => Promise<void> }[];

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0;

const listen = (more: Partial<NotificationSocketOptions> = {}) => {
  const socket = createNotificationSocket({
    uri: `http://127.0.0.1:${portOf(server.address())}`,
    token: TOKEN,
    identity,
    onHint: (hint) => hints.push(hint),
    onLink: (link) => links.push(link),
    log: silentLog,
    clock,
    random: () => 0.5,
    ...more,
  });
  made.push(socket);
  return socket;
};

const kinds = () => links.map((link) => link.kind);
const untilLinks = (...expected: Link['kind'][]) =>
  vi.waitFor(() => expect(kinds()).toEqual(expected), { timeout: 45_000 });
const untilPeers = (count: number) => vi.waitFor(() => expect(peers).toHaveLength(count), { timeout: 45_000 });
const lastPeer = (): WebSocket => {
  const peer = peers.at(-1);
  if (!peer) throw new Error('nobody is connected');
  return peer;
};

const start = (port = 0) =>
  new Promise<void>((resolve) => {
    server = createServer();
    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      asked.push({ url: request.url ?? '', headers: request.headers });
      const status = decline(request.url ?? '');
      if (status === null) sockets.handleUpgrade(request, stream, head, (peer) => void peers.push(peer));
      else stream.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
const stop = () =>
  new Promise((resolve) => {
    for (const peer of peers) peer.terminate();
    server.closeAllConnections();
    server.close(resolve);
  });

beforeEach(async () => {
  clock = createFakeClock(1_000_000);
  sockets = new WebSocketServer({ noServer: true, autoPong: false });
  [asked, peers, hints, links, made] = [[], [], [], [], []];
  decline = () => null;
  await start();
});
afterEach(async () => {
  const closing = Promise.all(made.map((socket) => socket.close()));
  clock.advance(5000);
  await closing;
  await stop();
});

describe('listening', () => {
  test('opens the plural path with the token in a header only, and tells what it hears', async () => {
    listen({ uri: `http://127.0.0.1:${portOf(server.address())}/plex/` });
    await untilLinks('open');
    expect(asked[0]?.url).toBe('/plex/:/websockets/notifications');
    expect(asked[0]?.headers).toMatchObject({ 'x-plex-token': TOKEN, 'x-plex-client-identifier': 'c1' });
    lastPeer().send(playing());
    lastPeer().send(playing('paused'));
    await vi.waitFor(() => expect(hints).toHaveLength(2), patience);
    expect(hints).toMatchObject([
      { kind: 'playing', sessionKey: '7', positionMs: 1000, state: 'playing' },
      { kind: 'playing', state: 'paused' },
    ]);
  });

  test('what cannot be read is counted, said once for each kind, and does not end the link', async () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, warn: (message, fields) => void lines.push(inspect({ message, fields })) };
    const socket = listen({ log });
    await untilLinks('open');
    const peer = lastPeer();
    for (const text of ['{"Notif', '{"Notif', '[]', '"x"', '{"NotificationContainer":{"type":"novelty","size":1}}']) {
      peer.send(text);
    }
    peer.send(Buffer.from([1, 2, 3]), { binary: true });
    peer.send(playing());
    await vi.waitFor(() => expect(hints).toHaveLength(1), patience);
    expect(socket.oddities()).toEqual({
      'message that is not JSON': 3,
      'malformed message': 2,
      'unknown message type novelty': 1,
    });
    expect(lines).toHaveLength(3);
    expect(kinds()).toEqual(['open']);
  });

  test('the singular path is tried at once where the plural is unknown, and the plural again after that', async () => {
    decline = (url) => (url.includes('/websockets/') ? 404 : null);
    listen();
    await untilLinks('open');
    expect(asked.map(({ url }) => url)).toEqual(['/:/websockets/notifications', '/:/websocket/notifications']);

    decline = () => 404;
    lastPeer().close();
    await untilLinks('open', 'closed');
    clock.advance(1000);
    await untilLinks('open', 'closed', 'closed');
    clock.advance(2000);
    await untilLinks('open', 'closed', 'closed', 'closed');
    expect(asked.map(({ url }) => url.split('/')[2])).toEqual([
      'websockets',
      'websocket',
      'websocket',
      'websockets',
      'websocket',
    ]);
  });

  test('a frame that is too large ends the connection, not the listening', async () => {
    listen({ limits: { frameMaxBytes: 1000 } });
    await untilLinks('open');
    lastPeer().send('x'.repeat(2000));
    await untilLinks('open', 'closed');
    expect(links[1]).toMatchObject({ why: 'The server sent a message that is too large.' });
    clock.advance(1000);
    await untilLinks('open', 'closed', 'open');
  });
});

describe('a lost link', () => {
  test('is opened again for ever, with waits that double up to a minute', async () => {
    listen();
    await untilLinks('open');
    const port = portOf(server.address());
    await stop();
    const waits: number[] = [];
    for (let tries = 1; tries <= 9; tries += 1) {
      await vi.waitFor(() => expect(links).toHaveLength(tries + 1), patience);
      const link = links.at(-1);
      if (link?.kind !== 'closed') throw new Error('expected a closed link');
      waits.push(link.nextTryAtMs - clock.nowMs());
      clock.advance(link.nextTryAtMs - clock.nowMs());
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    await vi.waitFor(() => expect(links).toHaveLength(11), patience);
    peers = [];
    await start(port);
    clock.advance(60_000);
    await vi.waitFor(() => expect(kinds().at(-1)).toBe('open'), patience);
  });

  test('a connection that held for a while makes the next wait short again; one that did not, does not', async () => {
    listen();
    const waitAfter = async (openMs: number) => {
      await vi.waitFor(() => expect(kinds().at(-1)).toBe('open'), patience);
      // In steps, with signs of life, so that the silence does not end it.
      for (let passed = 0; passed < openMs; passed += 10_000) {
        const heard = hints.length;
        lastPeer().send(playing());
        await vi.waitFor(() => expect(hints.length).toBe(heard + 1), patience);
        clock.advance(10_000);
      }
      lastPeer().close();
      await vi.waitFor(() => expect(kinds().at(-1)).toBe('closed'), patience);
      const link = links.at(-1);
      const waitMs = link?.kind === 'closed' ? link.nextTryAtMs - clock.nowMs() : -1;
      clock.advance(waitMs);
      return waitMs;
    };
    expect([await waitAfter(0), await waitAfter(0), await waitAfter(0), await waitAfter(40_000)]).toEqual([
      1000, 2000, 4000, 1000,
    ]);
  });

  test('the jitter spreads the wait around its middle', async () => {
    decline = () => 500;
    for (const random of [0, 0.999]) {
      links = [];
      listen({ random: () => random });
      await untilLinks('closed');
      const link = links[0];
      const waitMs = link?.kind === 'closed' ? link.nextTryAtMs - clock.nowMs() : 0;
      expect(waitMs).toBe(random === 0 ? 750 : 1250);
    }
  });

  test.each([401, 403])('%d is no outage: it is told, tried again soon, then ever more slowly', async (status) => {
    decline = () => status;
    listen();
    const told: Link['kind'][] = [];
    for (const waitS of [15, 30, 60, 120, 240, 300, 300]) {
      told.push('unauthorized');
      await untilLinks(...told);
      clock.advance(waitS * 1000 - 1);
      expect(asked).toHaveLength(told.length);
      if (told.length === 7) decline = () => null;
      clock.advance(1);
    }
    await untilLinks(...told, 'open');
  });

  test('silence is asked after with a ping, and an unanswered ping means dead', async () => {
    listen();
    await untilLinks('open');
    const pings = vi.fn<() => void>();
    lastPeer().on('ping', pings);
    clock.advance(14_000);
    clock.advance(1000);
    await vi.waitFor(() => expect(pings).toHaveBeenCalledTimes(1), patience);
    clock.advance(14_000);
    expect(kinds()).toEqual(['open']);
    clock.advance(1000);
    await untilLinks('open', 'closed');
    expect(links[1]).toMatchObject({ why: 'The server was silent for 30 seconds.' });
  });

  test('the pings of the server keep it alive, though it answers none of ours', async () => {
    listen();
    await untilLinks('open');
    const peer = lastPeer();
    const ponged = vi.fn<() => void>();
    peer.on('pong', ponged);
    for (let round = 1; round <= 4; round += 1) {
      clock.advance(20_000);
      peer.ping();
      await vi.waitFor(() => expect(ponged).toHaveBeenCalledTimes(round), patience);
    }
    expect(kinds()).toEqual(['open']);
  });

  test('answers to our pings keep it alive, though the server says nothing of itself', async () => {
    listen({ clock: systemClock, limits: { silenceMs: 300 } });
    await untilLinks('open');
    const peer = lastPeer();
    const pinged = vi.fn<() => void>();
    peer.on('ping', (data) => {
      pinged();
      peer.pong(data);
    });
    await vi.waitFor(() => expect(pinged.mock.calls.length).toBeGreaterThan(4), { timeout: 45_000 });
    expect(kinds()).toEqual(['open']);
  });

  test('a server that takes the connection and says nothing is given up', async () => {
    const held: Socket[] = [];
    const tcp = createTcpServer((socket) => void held.push(socket));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    listen({ uri: `http://127.0.0.1:${portOf(tcp.address())}` });
    await vi.waitFor(() => expect(held).toHaveLength(1), patience);
    clock.advance(10_000);
    await untilLinks('closed');
    expect(links[0]).toMatchObject({ why: 'The server did not answer in time.' });
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => tcp.close(resolve));
  });
});

describe('waking and closing', () => {
  test('reconnect drops an open link and opens another at once', async () => {
    const socket = listen();
    await untilLinks('open');
    socket.reconnect();
    await untilLinks('open', 'closed', 'open');
    expect(peers).toHaveLength(2);
    peers[0]?.send(playing());
    peers[1]?.send(playing());
    await vi.waitFor(() => expect(hints).toHaveLength(1), patience);
  });

  test('reconnect ends a wait', async () => {
    decline = () => 500;
    const socket = listen();
    await untilLinks('closed');
    decline = () => null;
    socket.reconnect();
    await untilLinks('closed', 'open');
    clock.advance(5000);
    await untilPeers(1);
    expect(asked).toHaveLength(2);
  });

  test('closing says goodbye, and nothing is heard or tried afterwards', async () => {
    const socket = listen();
    await untilLinks('open');
    const goodbye = new Promise((resolve) => lastPeer().on('close', (code) => resolve(code)));
    await socket.close();
    expect(await goodbye).toBe(1000);
    socket.reconnect();
    clock.advance(3_600_000);
    expect(kinds()).toEqual(['open']);
    expect(asked).toHaveLength(1);
    await socket.close();
  });

  test('closing while connecting is clean', async () => {
    const socket = listen();
    await socket.close();
    clock.advance(3_600_000);
    expect(links).toEqual([]);
  });

  test('closing while waiting is clean', async () => {
    decline = () => 500;
    const socket = listen();
    await untilLinks('closed');
    await socket.close();
    clock.advance(3_600_000);
    expect(asked).toHaveLength(1);
  });

  test('a server that does not answer the goodbye is left', async () => {
    const socket = listen();
    await untilLinks('open');
    lastPeer().pause();
    const closed = socket.close();
    clock.advance(999);
    expect(await Promise.race([closed.then(() => 'closed'), new Promise((resolve) => setImmediate(resolve))])).toBe(
      undefined,
    );
    clock.advance(1);
    await closed;
    lastPeer().resume();
  });
});

test('the token is in no link, no log line and no address', async () => {
  const lines: string[] = [];
  const line = (message: string, fields?: object) => void lines.push(`${message} ${inspect(fields, { depth: 9 })}`);
  const log: Log = { debug: line, info: line, warn: line, error: line, for: () => log };
  listen({ log });
  await untilLinks('open');
  lastPeer().send('junk');
  decline = () => 401;
  lastPeer().close();
  await untilLinks('open', 'closed');
  clock.advance(1000);
  await untilLinks('open', 'closed', 'unauthorized');
  expect(lines).toHaveLength(1);
  expect(inspect([lines, links, asked.map(({ url }) => url)], { depth: 9 })).not.toContain(TOKEN);
});
