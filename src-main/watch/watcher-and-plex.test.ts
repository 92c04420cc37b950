import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Event } from '../../src-contract/event.ts';
import { startSim, type Sim } from '../../src-sim/start-sim.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import { newId } from '../lib/new-id.ts';
import { createPlexClient, type PlexClient } from '../plex/client.ts';
import { createNotificationSocket } from '../plex/notification-socket.ts';
import { createWatcher, type Watcher } from './watcher.ts';

const identity = { clientId: 'test', product: 'Marquee', version: '0', platform: 'Linux', deviceName: 'test' } as const;

let sim: Sim;
let client: PlexClient;
let watcher: Watcher;
let events: Event[];

const EPISODE = 'First Light';

const kinds = () => events.map(({ kind }) => kind);
const sessions = () => watcher.view().sessions;
const status = () => watcher.view().server.status.kind;
const until = (claim: () => void) => vi.waitFor(claim, { timeout: 45_000, interval: 10 });

beforeEach(async () => {
  sim = await startSim({ scenario: 'quiet', seed: 1 });
  events = [];
  const { uri, token } = sim;
  client = createPlexClient({ uri, token, identity, log: silentLog });
  watcher = createWatcher({
    server: { id: null, name: 'sim', uri },
    client,
    listen: ({ onHint, onLink }) =>
      createNotificationSocket({
        uri,
        token,
        identity,
        onHint,
        onLink,
        log: silentLog,
        limits: { retryBaseMs: 20, retryMaxMs: 50 },
      }),
    clock: systemClock,
    newId,
    adopted: [],
    lastHeardMs: null,
    intervals: { sessionPollMs: 30_000 },
    onEvents: (told) => events.push(...told),
    onSamples: () => {},
    onView: () => {},
    log: silentLog,
  });
  await vi.waitUntil(() => status() === 'live', { timeout: 45_000, interval: 10 });
});

afterEach(async () => {
  await watcher.close();
  await client.close();
  await sim.close();
});

describe('beside a Plex server', () => {
  it('sees a viewing start, pause, go on and end', async () => {
    const { sessionKey } = sim.control.start();
    await until(() => expect(sessions()).toHaveLength(1));
    sim.control.pause(sessionKey);
    await until(() => expect(sessions()[0]?.state).toBe('paused'));
    sim.control.resume(sessionKey);
    await until(() => expect(sessions()[0]?.state).toBe('playing'));
    sim.control.stop(sessionKey);
    await until(() => expect(sessions()).toEqual([]));
    const life = kinds().filter((kind) => /started|paused|resumed|stopped/.test(kind));
    expect(life).toEqual(['session-started', 'session-paused', 'session-resumed', 'session-stopped']);
  });

  it('follows a roll-over to the next episode on the same place', async () => {
    const { sessionKey } = sim.control.start({ item: EPISODE });
    await until(() => expect(sessions()).toHaveLength(1));
    const [first] = sessions();
    sim.control.next(sessionKey);
    await until(() => expect(kinds().filter((kind) => kind === 'session-started')).toHaveLength(2));
    expect(sessions()).toMatchObject([{ sessionKey, placeAtMs: first?.placeAtMs }]);
    expect(sessions()[0]?.item.title).not.toBe(EPISODE);
    expect(events.find(({ kind }) => kind === 'session-stopped')).toMatchObject({ endedBy: 'next-item' });
  });

  it('goes on polling without the socket, and listens again', async () => {
    const { sessionKey } = sim.control.start();
    await until(() => expect(sessions()).toHaveLength(1));
    const [before] = sessions();
    sim.control.dropSockets('cut');
    await until(() => expect(status()).toBe('polling'));
    await until(() => expect(status()).toBe('live'));
    sim.control.pause(sessionKey);
    await until(() => expect(sessions()[0]?.state).toBe('paused'));
    expect(sessions()[0]?.id).toBe(before?.id);
  });

  it('keeps everyone over a restart of the server, though they swap their keys', async () => {
    const one = sim.control.start({ player: 'shield' });
    await until(() => expect(sessions()).toHaveLength(1));
    const other = sim.control.start({ player: 'chrome', item: EPISODE });
    await until(() => expect(sessions()).toHaveLength(2));
    const before = sessions();
    await sim.control.restart({ downMs: 100, playersComeBackAfterMs: 50 });
    await until(() =>
      expect(sessions().map(({ sessionKey, silent }) => [sessionKey, silent])).toEqual([
        [other.sessionKey, false],
        [one.sessionKey, false],
      ]),
    );
    expect(sessions().map(({ id, item }) => [id, item.title])).toEqual(before.map(({ id, item }) => [id, item.title]));
    expect(kinds().filter((kind) => kind === 'session-stopped')).toEqual([]);
  });

  it('is not shaken by junk on the socket', async () => {
    for (const junk of [
      '',
      'null',
      '[]',
      '{"NotificationContainer":{"type":"playing"}}',
      '{"NotificationContainer":7}',
      '\u0000',
    ]) {
      sim.control.inject(junk);
    }
    sim.control.start();
    await until(() => expect(sessions()).toHaveLength(1));
    expect(status()).toBe('live');
  });

  it('waits for a slow answer, and reads again what came meanwhile', async () => {
    sim.control.fault({ path: '/status/sessions', fault: { kind: 'slow', delayMs: 300 }, times: 1 });
    sim.control.start({ player: 'shield' });
    sim.control.start({ player: 'chrome' });
    await until(() => expect(sessions()).toHaveLength(2));
  });

  it.each([
    ['obeys', 'has a Plex Pass', 'stopped'],
    ['obeys', 'has none', 'refused'],
  ] as const)('ends a stream whose player %s on a server that %s: %s', async (_, pass, kind) => {
    sim.control.setPlexPass(pass === 'has a Plex Pass');
    sim.control.start({ onTerminate: { kind: 'obeys', afterMs: 100 } });
    await until(() => expect(sessions()).toHaveLength(1));
    expect(await watcher.stop(sessions()[0]?.id ?? '', 'Good night')).toMatchObject({ kind });
    expect(kinds()).toContain('stream-stopped');
    expect(sessions()).toHaveLength(kind === 'stopped' ? 0 : 1);
  });

  it.each([
    [{ kind: 'ends', afterMs: 100 }, { kind: 'session-ended' }],
    [
      { kind: 'comes-back', afterMs: 100, key: 'same' },
      { kind: 'came-back', sameKey: true },
    ],
    [
      { kind: 'comes-back', afterMs: 100, key: 'new' },
      { kind: 'came-back', sameKey: false },
    ],
    [{ kind: 'plays-directly', afterMs: 100 }, { kind: 'plays-directly' }],
  ] as const)('cancels a transcode whose player %j: %j', async (onCancel, outcome) => {
    sim.control.start({ how: 'video', onCancel });
    await until(() => expect(sessions()[0]?.transcode).toBeTruthy());
    expect(await watcher.cancelTranscode(sessions()[0]?.id ?? '')).toMatchObject(outcome);
  });
});
