import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commands } from './control-commands.ts';
import { startSim, type Sim } from './start-sim.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0', controlPort: 0 });
});
afterEach(() => sim.close());

const pull = async (command: string, body?: unknown): Promise<[number, unknown]> => {
  const response = await fetch(
    `${sim.controlUri}/${command}`,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer: unknown = await response.json();
  return [response.status, answer];
};

describe('the control interface over HTTP', () => {
  test('starts, moves and stops a session, and tells the truth about it', async () => {
    expect(
      await pull('start', { item: 'Charade', user: 'Bruno', how: { video: 'transcode', height: 480, kbps: 900 } }),
    ).toMatchObject([200, { sessionKey: '1', transcodeKey: expect.any(String) }]);
    await pull('advance', { ms: 5000 });
    await pull('pause', { sessionKey: '1' });
    expect(await pull('sessions')).toMatchObject([200, [{ sessionKey: '1', state: 'paused', positionMs: 5000 }]]);
    await pull('stop', { sessionKey: '1' });
    expect(await pull('truth')).toMatchObject([200, [{ title: 'Charade', endedBy: 'stopped' }]]);
  });

  test.each([
    ['start', { item: 'No such film' }, 404, 'no item called No such film'],
    ['start', { items: 'x' }, 400, 'unknown: items'],
    ['start', { how: 'nicely' }, 400, 'how: expected one of direct, remux'],
    ['pause', {}, 400, 'sessionKey: is missing'],
    ['pause', { sessionKey: '9' }, 404, 'no session called 9'],
    ['advance', { ms: -1 }, 400, 'ms: expected a whole number from 0 up'],
    ['silence', { on: 'yes' }, 400, 'on: expected true or false'],
    ['dance', {}, 404, 'no such command'],
  ])('%s %j is refused with a reason', async (command, body, status, reason) => {
    const [got, answer] = await pull(command, body);
    expect([got, answer]).toEqual([status, expect.objectContaining({ error: expect.stringContaining(reason) })]);
  });

  test('a form of a web page is not taken', async () => {
    const response = await fetch(`${sim.controlUri}/stop`, { method: 'POST', body: '{"sessionKey":"1"}' });
    expect(response.status).toBe(415);
  });

  test('looking is free, changing wants a POST', async () => {
    expect((await pull('now'))[0]).toBe(200);
    expect((await pull('clear-requests'))[0]).toBe(405);
  });

  test('every string of the control can be pulled from outside', () => {
    const names = Object.keys(sim.control).map((name) =>
      name
        .replace(/^set(?=[A-Z])/, '')
        .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        .replace(/^-/, ''),
    );
    expect(Object.keys(commands).toSorted()).toEqual(
      names.filter((name) => !['on-frame', 'trust'].includes(name)).toSorted(),
    );
  });
});
