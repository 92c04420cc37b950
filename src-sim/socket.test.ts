import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSim, type Sim } from './start-sim.ts';
import { listen, until } from './test-client.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0' });
});
afterEach(() => sim.close());

const types = (frames: readonly string[]): string[] => frames.map((text) => /"type":"([\w.]+)"/.exec(text)?.[1] ?? '?');

describe('the socket', () => {
  test('wraps every frame in its envelope', async () => {
    const heard = await listen(sim);
    sim.control.setReachable(false);
    await until(() => heard.frames.length > 0);
    expect(heard.frames).toEqual([
      '{"NotificationContainer":{"type":"reachability","size":1,"ReachabilityNotification":[{"reachability":false}]}}',
    ]);
  });

  test('takes the token in the query too, and refuses a wrong one with 401', async () => {
    await listen(sim, '?X-Plex-Token=T0', null);
    await expect(listen(sim, '', 'wrong')).rejects.toThrow('refused: 401');
  });

  test('sends only what was asked for', async () => {
    const playing = await listen(sim, '?filters=playing');
    const rest = await listen(sim, '?filters=-playing');
    sim.control.start({ how: 'hd720' });
    sim.control.setReachable(true);
    await until(() => rest.frames.length >= 2 && playing.frames.length > 0);
    expect(types(playing.frames)).toEqual(['playing']);
    expect(types(rest.frames)).toEqual(['transcodeSession.start', 'reachability']);
  });

  test('a new film: timeline, activity and status, ids as text', async () => {
    const heard = await listen(sim);
    const { ratingKey } = sim.control.addFilm('A Film Nobody Made');
    sim.control.advance(10_000);
    await until(() => types(heard.frames).includes('status'));
    expect(heard.frames.filter((text) => text.includes('"state":5')).at(-1)).toContain(
      `"sectionID":"1","itemID":"${ratingKey}"`,
    );
    expect(
      heard.frames
        .filter((text) => text.includes('ActivityNotification'))
        .map((text) => /"event":"(\w+)"/.exec(text)?.[1]),
    ).toEqual(['started', 'updated', 'ended']);
    expect(heard.frames.filter((text) => text.includes('"notificationName":"LIBRARY_UPDATE"'))).toHaveLength(1);
  });

  test('a removed film is a timeline entry in state 9', async () => {
    const heard = await listen(sim);
    expect(sim.control.removeItem('1001')).toBe(true);
    await until(() => heard.frames.length > 0);
    expect(heard.frames[0]).toContain(
      '"itemID":"1001","type":1,"title":"Metropolis","state":9,"metadataState":"deleted"',
    );
  });

  test('garbage goes out as it is', async () => {
    const heard = await listen(sim);
    sim.control.inject('{"NotificationContainer":{"type":"pla');
    await until(() => heard.frames.length > 0);
    expect(heard.frames).toEqual(['{"NotificationContainer":{"type":"pla']);
  });
});

test('pings at least every ten real seconds, whatever the simulated clock does', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const other = await startSim({ manualClock: true, token: 'T0' });
  const heard = await listen(other);
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  await until(() => heard.pings > 0);
  expect(heard.pings).toBe(1);
  await other.close();
});

describe('the socket in trouble', () => {
  test('closed politely, and cut', async () => {
    const first = await listen(sim);
    sim.control.dropSockets('close');
    expect(await first.closed).toBe(1000);
    const second = await listen(sim);
    sim.control.dropSockets('cut');
    expect(await second.closed).toBe(1006);
  });

  test('silent: open, and nothing comes', async () => {
    const heard = await listen(sim);
    sim.control.silence(true);
    sim.control.start();
    sim.control.silence(false);
    sim.control.setReachable(true);
    await until(() => heard.frames.length > 0);
    expect(types(heard.frames)).toEqual(['reachability']);
  });

  test('the upgrade refused, and allowed again', async () => {
    sim.control.refuseUpgrade(503);
    await expect(listen(sim)).rejects.toThrow('refused: 503');
    sim.control.refuseUpgrade(null);
    expect((await listen(sim)).frames).toEqual([]);
  });

  test('a restart cuts every line', async () => {
    const heard = await listen(sim);
    await sim.control.restart();
    expect(await heard.closed).toBe(1006);
    await listen(sim);
  });
});

describe('EventSource', () => {
  test('has no envelope: one object for every event', async () => {
    const response = await fetch(`${sim.uri}/:/eventsource/notifications?X-Plex-Token=T0`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    sim.control.setReachable(true);
    const chunk = await reader?.read();
    expect(Buffer.from(chunk?.value ?? []).toString()).toBe(
      'event: reachability\ndata: {"ReachabilityNotification":{"reachability":true}}\n\n',
    );
    await reader?.cancel();
  });

  test('401 without a token', async () => {
    expect((await fetch(`${sim.uri}/:/eventsource/notifications`)).status).toBe(401);
  });
});
