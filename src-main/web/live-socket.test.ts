// Stories of the live feed as a window gets it over its socket: patches, a slow window, a silent one, goodbyes.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { applyPatch } from '../../src-contract/apply-patch.ts';
import { liveMessageSchema, type LiveMessage, type Snapshot } from '../../src-contract/live.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { aServer, aSession } from '../procedures/test-pictures.ts';
import { startWeb } from './test-web.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

let web: Awaited<ReturnType<typeof startWeb>>;
beforeEach(async () => void (web = await startWeb()));
afterEach(() => web.close());

const show = (...sessions: ReturnType<typeof aSession>[]) => web.place.show({ server: aServer(), sessions });

const apply = (message: LiveMessage, before: Snapshot | null): Snapshot | null => {
  if (message.kind === 'snapshot') return message.snapshot;
  return before && applyPatch(before, message.patch);
};

describe('a window', () => {
  it('follows what happens, patch by patch', async () => {
    const messages = await web.connect().live.watch();
    const next = async () => liveMessageSchema.parse((await messages.next()).value);
    let picture = apply(await next(), null);
    expect(picture).toEqual(web.feed.snapshot());
    for (const state of ['paused', 'buffering', 'playing'] as const) {
      show(aSession({ state }), aSession({ id: 's2' }));
      picture = apply(await next(), picture);
      expect(picture).toEqual(web.feed.snapshot());
      expect(picture?.sessions.map((session) => session.state)).toEqual([state, 'playing']);
    }
    show();
    const last = await next();
    expect(last).toMatchObject({ patch: { ended: [{ sessionId: 's1' }, { sessionId: 's2' }] } });
    expect(apply(last, picture)).toMatchObject({ revision: 5, sessions: [] });
  });

  it('that stops watching is forgotten, and the same socket goes on', async () => {
    const client = web.connect();
    const messages = await client.live.watch();
    await messages.next();
    expect(web.feed.readers()).toBe(1);
    await messages.return();
    await vi.waitFor(() => expect(web.feed.readers()).toBe(0), patience);
    expect(await client.servers.list()).toHaveLength(1);
  });

  it('that is torn away is forgotten', async () => {
    const socket = web.openSocket();
    socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: '/live/watch' } })));
    await vi.waitFor(() => expect(web.feed.readers()).toBe(1), patience);
    socket.terminate();
    await vi.waitFor(() => expect(web.feed.readers()).toBe(0), patience);
  });
});

const frameSchema = z.object({ p: z.object({ d: z.object({ json: liveMessageSchema }).optional() }) });

/** What the feed said in these frames; the first frame only says that it begins. */
const collect = (socket: WebSocket): LiveMessage[] => {
  const got: LiveMessage[] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = frameSchema.parse(JSON.parse(z.string().parse(data))).p.d?.json;
    if (message) got.push(message);
  });
  return got;
};

it('spares a slow window: a snapshot instead of all that it missed, and a true picture in the end', async () => {
  const socket = web.openSocket();
  const got = collect(socket);
  socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: '/live/watch' } })));
  await vi.waitFor(() => expect(got).toHaveLength(1), patience);
  socket.pause();
  // Far more than the network between the two can hold: 120 patches of 400 kB.
  const title = 'x'.repeat(4000);
  for (let round = 1; round <= 120; round += 1) {
    const { item } = aSession();
    const picture = (number: number) =>
      aSession({ id: `s${number}`, bufferCount: round, item: { ...item, title: `${number} ${title}` } });
    const sent = web.feed.snapshot().revision;
    show(...Array.from({ length: 100 }, (_, number) => picture(number)));
    await vi.waitFor(() => expect(web.feed.snapshot().revision).toBeGreaterThan(sent), { ...patience, interval: 1 });
  }
  socket.resume();
  await vi.waitFor(() => {
    const last = got.at(-1);
    const revision = last?.kind === 'patch' ? last.patch.revision : last?.snapshot.revision;
    expect(revision).toBe(web.feed.snapshot().revision);
  }, patience);
  expect(got.length).toBeLessThan(100);
  expect(got.filter(({ kind }) => kind === 'snapshot').length).toBeGreaterThan(1);
  let picture: Snapshot | null = null;
  for (const message of got) {
    picture = apply(message, picture);
    expect(picture).not.toBeNull();
  }
  expect(picture?.sessions).toEqual(web.feed.snapshot().sessions);
}, 120_000);

it('cuts off a window that does not answer pings, and keeps one that does', async () => {
  const clock = createFakeClock(1_700_000_000_000);
  const other = await startWeb({ clock, web: { limits: { heartbeatMs: 30_000 } } });
  const [silent, well] = [other.openSocket({}, { autoPong: false }), other.openSocket()];
  const opened = [silent, well].map((socket) => new Promise((resolve) => socket.on('open', resolve)));
  const closed = new Promise((resolve) => silent.on('close', resolve));
  const pinged = [silent, well].map((socket) => new Promise((resolve) => socket.on('ping', resolve)));
  await Promise.all(opened);
  clock.advance(30_000);
  await Promise.all(pinged);
  // A call's answer comes after the pong on the same socket, so the pong has been heard.
  const answered = new Promise((resolve) => well.on('message', resolve));
  well.send(JSON.stringify({ i: '1', p: { u: '/health/get' } }));
  await answered;
  clock.advance(30_000);
  expect(await closed).toBe(1006);
  expect(well.readyState).toBe(well.OPEN);
  await other.close();
});

it('lets in only so many windows', async () => {
  const other = await startWeb({ web: { limits: { sockets: 1 } } });
  const first = other.openSocket();
  await new Promise((resolve) => first.on('open', resolve));
  const second = other.openSocket();
  expect(
    await new Promise((resolve) => second.on('unexpected-response', (_, { statusCode }) => resolve(statusCode))),
  ).toBe(503);
  await other.close();
});
