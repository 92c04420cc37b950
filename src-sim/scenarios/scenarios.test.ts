import { afterEach, describe, expect, test } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../start-sim.ts';
import { ask } from '../test-client.ts';

const open: Sim[] = [];
const start = async (options: SimOptions): Promise<Sim> => {
  const sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0', ...options });
  open.push(sim);
  return sim;
};
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close();
});

/** Everything a listener hears in so long, and the sessions at the end of it. */
async function record(options: SimOptions, ms: number): Promise<string> {
  const sim = await start(options);
  const frames: unknown[] = [];
  sim.control.onFrame((frame) => frames.push(frame));
  sim.control.advance(ms);
  return JSON.stringify([
    frames,
    sim.control.sessions(),
    sim.control.truth(),
    (await ask(sim, '/status/sessions')).text,
  ]);
}

describe('the evening', () => {
  test('the same seed gives the same evening, another seed another one', async () => {
    const tenMinutes = 600_000;
    const first = await record({ scenario: 'evening', seed: 1 }, tenMinutes);
    expect(await record({ scenario: 'evening', seed: 1 }, tenMinutes)).toBe(first);
    expect(await record({ scenario: 'evening', seed: 2 }, tenMinutes)).not.toBe(first);
  });

  test('it begins with life: several play at once, in all the ways there are', async () => {
    const sim = await start({ scenario: 'evening' });
    const sessions = sim.control.sessions();
    expect(sessions.length).toBeGreaterThanOrEqual(6);
    expect(new Set(sessions.map(({ decision }) => decision))).toEqual(new Set(['direct play', 'copy', 'transcode']));
  });

  test('it never ends: after six hours people still watch, pause, roll over and change', async () => {
    const sim = await start({ scenario: 'evening', seed: 3 });
    const counts: number[] = [];
    for (let n = 0; n < 72; n += 1) {
      sim.control.advance(300_000);
      counts.push(sim.control.sessions().length);
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
    const plays = sim.control.truth();
    expect(new Set(plays.map(({ endedBy }) => endedBy))).toEqual(new Set(['stopped', 'next-item', null]));
    expect(new Set(plays.map(({ type }) => type))).toEqual(new Set(['movie', 'episode', 'track', 'photo']));
    expect(plays.some(({ pauses }) => pauses.length > 0)).toBe(true);
    expect(plays.some(({ decisions }) => decisions.length > 1)).toBe(true);
    expect(plays.some(({ live }) => live)).toBe(true);
  });
});

test('the evening goes on after a restart, and nobody is there twice', async () => {
  const sim = await start({ scenario: 'evening' });
  sim.control.advance(120_000);
  await sim.control.restart();
  sim.control.advance(20_000);
  expect(sim.control.sessions().length).toBeGreaterThanOrEqual(4);
  sim.control.advance(1_800_000);
  const players = sim.control.sessions().map(({ player }) => player);
  expect(new Set(players).size).toBe(players.length);
  expect(players.length).toBeGreaterThanOrEqual(4);
});

test('the storm survives a restart', async () => {
  const sim = await start({ scenario: 'storm' });
  await sim.control.restart({ playersComeBackAfterMs: 5000 });
  sim.control.advance(4000);
  expect(sim.control.sessions()).toEqual([]);
  sim.control.advance(130_000);
  expect(sim.control.sessions().length).toBeGreaterThan(450);
});

test('the storm: five hundred sessions, listed at once, all reporting', async () => {
  const sim = await start({ scenario: 'storm' });
  const { json } = await ask(sim, '/status/sessions', { json: true });
  expect(json).toMatchObject({ MediaContainer: { size: 500 } });
  const heard = new Set<unknown>();
  sim.control.onFrame((frame) => {
    for (const element of frame.elements)
      if (frame.type === 'playing' && 'sessionKey' in element) heard.add(element.sessionKey);
  });
  sim.control.advance(20_000);
  expect(heard.size).toBe(500);
});

test('the twins: the same numbers, and not the same films', async () => {
  const sim = await start({ scenario: 'twins' });
  const other = sim.twin;
  if (other === null) throw new Error('it has no twin');
  expect(other.machineIdentifier).not.toBe(sim.machineIdentifier);
  const [first, second] = [sim.control.sessions()[0], other.control.sessions()[0]];
  expect([first?.sessionKey, first?.ratingKey]).toEqual([second?.sessionKey, second?.ratingKey]);
  expect(first?.title).not.toBe(second?.title);
  expect((await ask(other, '/status/sessions')).text).toContain(`title="${second?.title}"`);
});

test('the faults: it survives its own troubles', async () => {
  const sim = await start({ scenario: 'faults' });
  expect(sim.control.sessions().length).toBe(7);
  sim.control.advance(4000);
  expect(sim.control.sessions().find(({ title }) => title === 'Charade')?.decision).toBe('direct play');
  sim.control.advance(130_000);
  expect(sim.control.requests()).toEqual([]);
});
