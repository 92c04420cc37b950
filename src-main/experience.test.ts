// How well a stream goes for its viewer, from the player to the history: a simulated server twenty times as fast as life,
// and the app on a clock that keeps up with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startSim } from '../src-sim/start-sim.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import { startApp } from './test-app.ts';

const speed = 20;
const patience = { timeout: 45_000, interval: 20 };
const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});

const createFastClock = (): Clock => {
  const startMs = systemClock.nowMs();
  return {
    nowMs: () => startMs + (systemClock.nowMs() - startMs) * speed,
    after: (delayMs, callback) => systemClock.after(delayMs / speed, callback),
  };
};

test('waits, stalls, restarts and starving are those that the player had', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'marquee-'));
  closes.push(async () => rmSync(dir, { recursive: true, force: true }));
  const sim = await startSim({ seed: 4, speed });
  closes.push(() => sim.close());
  const clock = createFastClock();
  const app = await startApp(dir, { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token }, { clock });
  closes.push(app.close);
  const live = () => app.client.live.snapshot();
  const sessionOf = async (key: string) => (await live()).sessions.find(({ sessionKey }) => sessionKey === key);
  await vi.waitFor(async () => expect((await live()).servers[0]?.status.kind).toBe('live'), patience);
  // What is new is seen to begin once the players that were there before had half a minute to report.
  const openedMs = clock.nowMs();
  await vi.waitFor(() => expect(clock.nowMs() - openedMs).toBeGreaterThan(40_000), patience);

  const smooth = sim.control.start({ item: 'Charade', player: 'shield' });
  const slow = sim.control.start({ item: 'Metropolis', player: 'iphone', how: 'starving', state: 'buffering' });
  await vi.waitFor(
    async () => expect(await sessionOf(slow.sessionKey)).toMatchObject({ state: 'buffering' }),
    patience,
  );
  sim.control.resume(slow.sessionKey);
  await vi.waitFor(async () => expect(await sessionOf(slow.sessionKey)).toMatchObject({ starving: true }), patience);
  const truthOf = (playId: string) => sim.control.truth().find((one) => one.playId === playId);
  // The first one is the beginning.
  const stalls = () => (truthOf(slow.playId)?.bufferings ?? []).slice(1);
  await vi.waitFor(
    () => expect(stalls().filter(({ toMs }) => toMs !== null).length).toBeGreaterThanOrEqual(2),
    patience,
  );
  sim.control.changeQuality(slow.sessionKey, 'hd720');
  await vi.waitFor(async () => expect(await sessionOf(slow.sessionKey)).toMatchObject({ starving: false }), patience);
  for (const { sessionKey } of [smooth, slow]) sim.control.stop(sessionKey);
  await vi.waitFor(async () => expect(await app.plays()).toHaveLength(2), patience);

  const plays = await app.plays();
  const experienceOf = (title: string) => plays.find(({ item }) => item.title === title)?.experience;
  expect(experienceOf('Charade')).toEqual({ firstFrameMs: null, stalls: 0, stalledMs: 0, transcodeRestarts: 0 });
  const told = experienceOf('Metropolis');
  const lengths = (truthOf(slow.playId)?.bufferings ?? []).map(({ fromMs, toMs }) => (toMs ?? fromMs) - fromMs);
  const [first = 0, ...others] = lengths;
  const trueMs = others.reduce((sum, length) => sum + length, 0);
  // What this machine needs for a moment is a long time for them.
  const slackMs = 800 * speed;
  expect(told?.stalls).toBe(others.length);
  expect(told?.stalledMs).toBeGreaterThan(0);
  expect(Math.abs((told?.stalledMs ?? 0) - trueMs)).toBeLessThan(slackMs);
  expect(Math.abs((told?.firstFrameMs ?? -slackMs) - first)).toBeLessThan(slackMs);
  expect(told?.transcodeRestarts).toBe(1);

  // The next version of Marquee explains them once more, by itself, some minutes after its start.
  await app.close();
  const updated = await startApp(dir, {}, { clock, version: '99.0.0' });
  closes.push(updated.close);
  await vi.waitFor(() => expect(updated.terminal()).toContain('Worked out anew why plays were converted'), patience);
  expect((await updated.plays()).map(({ reasons }) => reasons)).toEqual(plays.map(({ reasons }) => reasons));
});
